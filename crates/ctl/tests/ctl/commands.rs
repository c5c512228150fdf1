//! Each command once, in JSON and in words: the shapes of the contract, key by key.

use serde_json::Value;

use crate::desk::{CANARY, Desk, answer, keys};

const STATUS: [&str; 10] = [
    "audit_unconfirmed",
    "central",
    "charts_cached",
    "device",
    "enrolled",
    "last_sync_at",
    "lease_expires_at",
    "ops_unconfirmed",
    "people",
    "reachable",
];
const FOUND: [&str; 7] = ["access", "bed", "born", "mrn", "name", "sex", "unit"];
const EVENT: [&str; 6] = ["at", "chart", "outcome", "person", "role", "what"];

#[tokio::test(flavor = "multi_thread")]
async fn commands_about_the_home_answer_as_the_contract_says() {
    let desk = Desk::open().await;
    let run =
        async |arguments: &[&str]| answer(&desk.station.run(arguments).await.expect("it starts"));
    let tell = async |arguments: &[&str]| {
        let said = desk.station.tell(arguments).await.expect("it starts");
        assert_eq!(said.code, Some(0), "{said:?}");
        said.out
    };
    let status = run(&["status"]).await;
    assert_eq!(keys(&status), STATUS);
    assert_eq!(status["enrolled"], true);
    assert_eq!(status["people"], serde_json::json!([desk.nurse.username]));
    assert!(tell(&["status"]).await.starts_with("Enrolled, online."));

    let sync = run(&["sync"]).await;
    let counts = ["audit_pushed", "heads", "pulled", "pushed", "quarantined"];
    assert_eq!(keys(&sync), counts);
    assert!(counts.iter().all(|count| sync[count].is_u64()), "{sync}");
    assert!(tell(&["sync"]).await.starts_with("Sent "));

    let verified = run(&["audit", "verify"]).await;
    assert_eq!(keys(&verified), ["central_agrees", "confirmed", "events"]);
    assert_eq!(verified["central_agrees"], true);
    assert!(tell(&["audit", "verify"]).await.contains("every one holds"));

    let findings = run(&["doctor"]).await;
    for finding in findings.as_array().expect("a list") {
        assert_eq!(keys(finding), ["remedy", "state", "what"]);
        let state = finding["state"].as_str().expect("a state is text");
        assert!(["ok", "warn"].contains(&state), "{finding}");
    }
    let lines = tell(&["doctor"]).await.lines().count();
    assert_eq!(Some(lines), findings.as_array().map(Vec::len));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_about_charts_answer_as_the_contract_says() {
    let desk = Desk::open().await;
    search(&desk).await;
    let put = put(&desk).await;
    notes(&desk).await;
    chart_and_export(&desk, &put).await;
    import_again(&desk).await;
    audit_list(&desk).await;
}

async fn run(desk: &Desk, arguments: &[&str]) -> Value {
    answer(&desk.run(arguments).await)
}

/// The same in words.
async fn tell(desk: &Desk, arguments: &[&str]) -> String {
    let said = desk.tell(arguments).await;
    assert_eq!((said.code, &*said.err), (Some(0), ""), "{said:?}");
    said.out
}

async fn search(desk: &Desk) {
    let mrn = desk.mrn.as_str();
    let found = run(desk, &["search", mrn]).await;
    assert_eq!(keys(&found), ["patients"]);
    assert_eq!(keys(&found["patients"][0]), FOUND);
    assert_eq!(found["patients"][0]["access"], "open");
    assert_eq!(
        run(desk, &["search"]).await,
        found,
        "nothing typed is one's units"
    );
    assert!(tell(desk, &["search", mrn]).await.starts_with(mrn));
    let nobody = tell(desk, &["search", "Nobodyatall"]).await;
    assert!(nobody.contains("Nobody found"), "{nobody}");
}

/// What it answers.
async fn put(desk: &Desk) -> Value {
    let mrn = desk.mrn.as_str();
    let file = desk.file("put.json", desk.resource("put", &desk.subject));
    let arguments = ["put", mrn, &*file];
    let put = run(desk, &arguments).await;
    assert_eq!(keys(&put), ["conflict", "head", "record"]);
    assert_eq!(put["conflict"], false);
    assert_eq!(
        run(desk, &arguments).await,
        put,
        "the same again is nothing"
    );
    assert!(tell(desk, &arguments).await.starts_with("Recorded as "));
    put
}

async fn notes(desk: &Desk) {
    let mrn = desk.mrn.as_str();
    let text = desk.file("note.txt", CANARY);
    let draft = run(desk, &["note", mrn, "--text-file", &text]).await;
    assert_eq!(keys(&draft), ["record", "signed"]);
    assert_eq!(draft["signed"], false);
    let note = run(desk, &["note", mrn, "--text-file", &text, "--sign"]).await;
    assert_eq!(
        (keys(&note), &note["signed"]),
        (keys(&draft), &Value::Bool(true))
    );
    let record = note["record"].as_str().expect("a record is an id");
    let addendum = run(desk, &["addendum", mrn, record, "--text-file", &text]).await;
    assert_eq!(
        (keys(&addendum), &addendum["signed"]),
        (keys(&draft), &Value::Bool(true))
    );
}

/// The chart, part of it, and the file that is made of it.
async fn chart_and_export(desk: &Desk, put: &Value) {
    let mrn = desk.mrn.as_str();
    let chart = answer(&desk.run(&["chart", mrn]).await);
    assert_eq!(keys(&chart), ["entry", "resourceType", "type"]);
    assert_eq!(
        (&chart["resourceType"], &chart["type"]),
        (&"Bundle".into(), &"collection".into())
    );
    let entries = chart["entry"].as_array().expect("a bundle has entries");
    let versioned = |entry: &Value| {
        entry["resource"]["id"].is_string() && entry["resource"]["meta"]["versionId"].is_string()
    };
    assert!(
        entries.iter().all(versioned),
        "each has its id and its version"
    );
    let written = entries
        .iter()
        .find(|entry| entry["resource"]["id"] == "put");
    let written = written.expect("what was put is there");
    assert_eq!(written["resource"]["meta"]["versionId"], put["head"]);

    let some = answer(&desk.run(&["chart", mrn, "--kind", "Condition"]).await);
    let some = some["entry"].as_array().expect("a bundle has entries");
    assert!(!some.is_empty() && some.len() < entries.len());
    assert!(
        some.iter()
            .all(|entry| entry["resource"]["resourceType"] == "Condition")
    );

    let out = desk.path("export.json");
    let exported = answer(
        &desk
            .run(&["export", mrn, "--out", &crate::desk::text_of(&out)])
            .await,
    );
    assert_eq!(keys(&exported), ["bytes"]);
    let file = std::fs::read_to_string(&out).expect("it was written");
    assert_eq!(exported["bytes"].as_u64(), u64::try_from(file.len()).ok());
    let file: Value = serde_json::from_str(&file).expect("it is JSON");
    assert_eq!(file["entry"].as_array().map(Vec::len), Some(entries.len()));
}

async fn import_again(desk: &Desk) {
    let again = desk.file("again.json", desk.chart().await);
    let report = run(desk, &["import", &again]).await;
    assert_eq!(keys(&report), ["imported", "refused", "unchanged"]);
    assert!(
        tell(desk, &["import", &again])
            .await
            .starts_with("Imported ")
    );
}

async fn audit_list(desk: &Desk) {
    let mrn = desk.mrn.as_str();
    let events = run(desk, &["audit", "list"]).await;
    let events = events.as_array().expect("a list");
    assert_eq!(keys(&events[0]), EVENT);
    let is_word = |what: &Value| {
        let what = what.as_str().expect("it is text");
        what.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    assert!(
        events
            .iter()
            .all(|event| is_word(&event["what"]) && is_word(&event["outcome"]))
    );
    let about = run(desk, &["audit", "list", "--patient", mrn]).await;
    let about = about.as_array().expect("a list");
    assert!(about.len() < events.len(), "only the patient's");
    let times = about.iter().map(|event| event["at"].as_str());
    assert!(
        times.is_sorted_by(|newer, older| newer >= older),
        "newest first"
    );
    for what in [
        "chart-imported",
        "chart-exported",
        "record-written",
        "note-signed",
    ] {
        assert!(
            about.iter().any(|event| event["what"] == what),
            "{what}: {about:?}"
        );
    }
    let words = tell(desk, &["audit", "list", "--patient", mrn]).await;
    assert!(words.contains("note signed  done"), "{words}");
}
