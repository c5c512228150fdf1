//! Bad input: a clear refusal, and the chart as it was.

use serde_json::{Value, json};

use crate::desk::{CANARY, Desk, answer, assert_holds_none, keys};

#[tokio::test(flavor = "multi_thread")]
async fn a_command_with_bad_input_is_refused_and_changes_nothing() {
    let desk = Desk::open().await;
    let before = desk.chart().await;
    let mrn = desk.mrn.as_str();
    let right = desk.resource("right", &desk.subject);
    let stranger = desk.file("stranger.json", desk.resource("wrong", "somebody-else"));
    let both = desk.resource("both", &desk.subject).replacen(
        '{',
        r#"{"patient":{"reference":"Patient/somebody-else"},"#,
        1,
    );
    let both = desk.file("both.json", both);
    let parcel = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{right}}}]}}"#
    );
    let parcel = desk.file("parcel.json", parcel);
    let person = format!(r#"{{"resourceType":"Patient","id":"{CANARY}"}}"#);
    let person = desk.file("person.json", person);
    let cut = desk.file("cut.json", &right[..right.len() - 2]);
    let list = desk.file("list.json", "[1,2,3]");
    let bare = desk.file("bare.json", format!(r#"{{"{CANARY}":1}}"#));
    let bytes = desk.file("bytes.json", [right.as_bytes(), b"\xe9"].concat());
    let good = desk.file("good.json", &right);
    let empty = desk.file("empty.txt", " \n");
    let note = desk.file("note.txt", CANARY);
    let missing = format!("/nonexistent/{CANARY}");
    let invalid = (1, "invalid-input");
    let cases: [(&str, &[&str], (i32, &str)); 18] = [
        (
            "another patient's resource",
            &["put", mrn, &stranger],
            invalid,
        ),
        ("another patient", &["put", mrn, &person], invalid),
        ("two patients' resource", &["put", mrn, &both], invalid),
        ("a bundle", &["put", mrn, &parcel], invalid),
        ("half a resource", &["put", mrn, &cut], invalid),
        ("a list", &["put", mrn, &list], invalid),
        ("no type", &["put", mrn, &bare], invalid),
        ("no text", &["put", mrn, &bytes], invalid),
        ("no file", &["put", mrn, &missing], invalid),
        ("a folder", &["put", mrn, "/"], invalid),
        ("no head", &["put", mrn, &good, "--base", CANARY], invalid),
        ("no such patient", &["put", CANARY, &good], (1, "unknown")),
        (
            "an empty note",
            &["note", mrn, "--text-file", &empty, "--sign"],
            invalid,
        ),
        (
            "a note of bytes",
            &["note", mrn, "--text-file", &bytes],
            invalid,
        ),
        (
            "no such note",
            &["addendum", mrn, CANARY, "--text-file", &note],
            invalid,
        ),
        (
            "a file that is there",
            &["export", mrn, "--out", &good],
            invalid,
        ),
        ("no time", &["audit", "list", "--since", CANARY], invalid),
        (
            "no unit",
            &["import", "--unit", CANARY, &good],
            (1, "unknown"),
        ),
    ];
    for (what, arguments, refusal) in cases {
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
    assert_eq!(desk.chart().await, before, "nothing is half-done");
    answer(&desk.run(&["put", mrn, &good]).await);
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
    let two = right.replacen(
        '{',
        r#"{"patient":{"reference":"Patient/somebody-else"},"#,
        1,
    );
    let cases = [
        (
            "cut.json",
            whole[..whole.len() - 9].as_bytes().to_vec(),
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
    desk.assert_refused("no file", &said, (1, "invalid-input"));
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
        ("no name", &["search"], (1, "invalid-input")),
        (
            "no password",
            &["--user", user, "search"],
            (1, "invalid-input"),
        ),
        (
            "bytes",
            &["--user", user, "--password-file", &bytes, "search"],
            (1, "invalid-input"),
        ),
        (
            "a book",
            &["--user", user, "--password-file", &long, "search"],
            (1, "invalid-input"),
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
