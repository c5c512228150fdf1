//! Bad input: a clear refusal, and the chart as it was.

use serde_json::{Value, json};

use crate::desk::{CANARY, Desk, answer, assert_holds_none, keys};

const INVALID: (i32, &str) = (1, "invalid-input");

#[tokio::test(flavor = "multi_thread")]
async fn a_command_with_bad_input_is_refused_and_changes_nothing() {
    let desk = Desk::open().await;
    let before = desk.chart().await;
    a_resource_that_is_none(&desk).await;
    a_resource_that_is_in_the_wrong_chart(&desk).await;
    a_note_that_is_none(&desk).await;
    a_place_or_a_time_that_is_none(&desk).await;
    assert_eq!(desk.chart().await, before, "nothing is half-done");
    let good = desk.file("good.json", desk.resource("right", &desk.subject));
    answer(&desk.run(&["put", &desk.mrn, &good]).await);
}

/// Refused in JSON and in words, and neither says anything of a patient.
async fn assert_no_way(desk: &Desk, what: &str, arguments: &[&str], refusal: (i32, &str)) {
    let said = desk.run(arguments).await;
    desk.assert_refused(what, &said, refusal);
    let told = desk.tell(arguments).await;
    assert_eq!(told.code, said.code, "{what}: {told:?}");
    assert_eq!(told.out, "", "{what}: what is no answer is no output");
    assert_eq!(
        told.err.lines().count(),
        2,
        "{what}: what, and what to do: {told:?}"
    );
    desk.assert_hushed(what, &told);
}

async fn a_resource_that_is_none(desk: &Desk) {
    let right = desk.resource("right", &desk.subject);
    let parcel = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{right}}}]}}"#
    );
    let files = [
        ("a bundle", parcel.into_bytes()),
        ("half a resource", all_but(2, &right).to_vec()),
        ("a list", b"[1,2,3]".to_vec()),
        ("no type", format!(r#"{{"{CANARY}":1}}"#).into_bytes()),
        ("no text", [right.as_bytes(), b"\xe9"].concat()),
    ];
    for (what, content) in files {
        let file = desk.file("resource.json", content);
        assert_no_way(desk, what, &["put", &desk.mrn, &file], INVALID).await;
    }
    let missing = format!("/nonexistent/{CANARY}");
    assert_no_way(desk, "no file", &["put", &desk.mrn, &missing], INVALID).await;
    assert_no_way(desk, "a folder", &["put", &desk.mrn, "/"], INVALID).await;
}

async fn a_resource_that_is_in_the_wrong_chart(desk: &Desk) {
    let right = desk.resource("right", &desk.subject);
    let files = [
        (
            "another patient's resource",
            desk.resource("wrong", "somebody-else"),
        ),
        (
            "another patient",
            format!(r#"{{"resourceType":"Patient","id":"{CANARY}"}}"#),
        ),
        ("two patients' resource", also_of_somebody_else(&right)),
        (
            "nobody's resource",
            format!(r#"{{"resourceType":"Condition","code":{{"text":"{CANARY}"}}}}"#),
        ),
    ];
    for (what, content) in files {
        let file = desk.file("resource.json", content);
        assert_no_way(desk, what, &["put", &desk.mrn, &file], INVALID).await;
    }
    let good = desk.file("good.json", &right);
    let nobody = ["put", CANARY, &*good];
    assert_no_way(desk, "no such patient", &nobody, (1, "unknown")).await;
    let no_head = ["put", &*desk.mrn, &*good, "--base", CANARY];
    assert_no_way(desk, "no head", &no_head, INVALID).await;
}

async fn a_note_that_is_none(desk: &Desk) {
    let mrn = &*desk.mrn;
    let empty = desk.file("empty.txt", " \n");
    let bytes = desk.file("bytes.txt", b"caf\xe9");
    let note = desk.file("note.txt", CANARY);
    let cases: [(&str, &[&str]); 3] = [
        (
            "an empty note",
            &["note", mrn, "--text-file", &empty, "--sign"],
        ),
        ("a note of bytes", &["note", mrn, "--text-file", &bytes]),
        (
            "no such note",
            &["addendum", mrn, CANARY, "--text-file", &note],
        ),
    ];
    for (what, arguments) in cases {
        assert_no_way(desk, what, arguments, INVALID).await;
    }
}

async fn a_place_or_a_time_that_is_none(desk: &Desk) {
    let file = desk.file("good.json", desk.resource("right", &desk.subject));
    let there = ["export", &*desk.mrn, "--out", &*file];
    assert_no_way(desk, "a file that is there", &there, INVALID).await;
    let no_time = ["audit", "list", "--since", CANARY];
    assert_no_way(desk, "no time", &no_time, INVALID).await;
    let no_unit = ["import", "--unit", CANARY, &*file];
    assert_no_way(desk, "no unit", &no_unit, (1, "unknown")).await;
}

/// The text without its last bytes, as after a copy that was cut off.
fn all_but(bytes: usize, text: &str) -> &[u8] {
    &text.as_bytes()[..text.len() - bytes]
}

/// A resource that names a second patient.
fn also_of_somebody_else(resource: &str) -> String {
    resource.replacen(
        '{',
        r#"{"patient":{"reference":"Patient/somebody-else"},"#,
        1,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_names_what_it_does_not_take_and_takes_nothing_of_it() {
    let desk = Desk::open().await;
    let before = desk.chart().await;
    let right = desk.resource("right", &desk.subject);
    let bundle = |entries: &str| {
        format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{entries}]}}"#)
    };
    let entry = |resource: &str| format!(r#"{{"resource":{resource}}}"#);
    let whole = bundle(&entry(&right));
    let stranger = bundle(&entry(&desk.resource("wrong", "somebody-else")));
    let two = also_of_somebody_else(&right);
    let cases = [
        (
            "cut.json",
            all_but(9, &whole).to_vec(),
            Value::Null,
            "not-json",
        ),
        (
            "bytes.json",
            [whole.as_bytes(), b"\xe9"].concat(),
            Value::Null,
            "not-utf8",
        ),
        ("empty.json", Vec::new(), Value::Null, "not-json"),
        ("list.json", b"[1]".to_vec(), Value::Null, "not-a-bundle"),
        (
            "stranger.json",
            stranger.into_bytes(),
            json!(0),
            "no-patient",
        ),
        (
            "two.json",
            bundle(&entry(&two)).into_bytes(),
            json!(0),
            "wrong-patient",
        ),
    ];
    for (name, content, place, code) in cases {
        let file = desk.file(name, content);
        let said = desk.run(&["import", &file]).await;
        assert_eq!(said.code, Some(1), "{name}: {said:?}");
        let report: Value = serde_json::from_str(&said.out).expect("a report is JSON");
        let refused = json!([{"file": name, "entry": place, "code": code}]);
        assert_eq!(
            report,
            json!({"imported": 0, "unchanged": 0, "refused": refused}),
            "{name}"
        );
        desk.assert_hushed(name, &said);
    }
    let missing = format!("/nonexistent/{CANARY}");
    let said = desk.run(&["import", &missing]).await;
    desk.assert_refused("no file", &said, INVALID);
    assert_eq!(desk.chart().await, before, "nothing is half-done");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_the_right_name_and_password() {
    let desk = Desk::open().await;
    let user = desk.nurse.username;
    let wrong = desk.file("wrong.password", CANARY);
    let bytes = desk.file("bytes.password", b"caf\xe9");
    let long = desk.file("long.password", "x".repeat(5_000));
    let cases: [(&str, &[&str], (i32, &str)); 6] = [
        ("no name", &["search"], INVALID),
        ("no password", &["--user", user, "search"], INVALID),
        (
            "bytes",
            &["--user", user, "--password-file", &bytes, "search"],
            INVALID,
        ),
        (
            "a book",
            &["--user", user, "--password-file", &long, "search"],
            INVALID,
        ),
        (
            "a wrong password",
            &["--user", user, "--password-file", &wrong, "search"],
            (4, "wrong-secret"),
        ),
        (
            "a stranger",
            &["--user", CANARY, "--password-file", &wrong, "search"],
            (4, "wrong-secret"),
        ),
    ];
    for (what, arguments, refusal) in cases {
        let said = desk.station.run(arguments).await.expect("it starts");
        desk.assert_refused(what, &said, refusal);
    }
    let said = desk.station.run(&[CANARY]).await.expect("it starts");
    assert_eq!(said.code, Some(2), "usage: {said:?}");
    assert_eq!(said.out, "", "usage is no answer");
    let nobody = desk.premises.station("nobody").expect("it was built");
    let said = nobody.run(&["sync"]).await.expect("it starts");
    desk.assert_refused("no home", &said, (1, "not-enrolled"));
    let status = answer(&nobody.run(&["status"]).await.expect("it starts"));
    assert_eq!(status["enrolled"], false);
    assert_eq!(keys(&status).len(), 10, "every field is there: {status}");
    assert!(!nobody.home().exists(), "asking makes no home");
    assert_holds_none("no home", &said, &[CANARY]);
}
