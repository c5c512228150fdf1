//! What needs a decision, key by key, and what is refused. Two workstations are in the journeys; here
//! one person writes twice on what they saw once.

use serde_json::{Value, json};

use crate::desk::{Desk, answer, keys};

const CONFLICT: [&str; 9] = [
    "about", "agreed", "fields", "flags", "heads", "mrn", "readable", "record", "what",
];
const GIVING: [&str; 7] = [
    "at",
    "author",
    "dose",
    "given_at",
    "performer",
    "record",
    "role",
];
const VALUE: [&str; 6] = ["at", "author", "head", "role", "shown", "text"];

/// Two changes of one field of a problem that did not see each other.
async fn disagreement(desk: &Desk) -> Value {
    let file = |severity: &str| {
        let resource = desk.resource("split", &desk.subject);
        let severity = format!(r#"{{"severity":{{"text":"{severity}"}},"#);
        desk.file("split.json", resource.replacen('{', &severity, 1))
    };
    let base = answer(&desk.run(&["put", &desk.mrn, &file("mild")]).await);
    let base = base["head"].as_str().expect("an id");
    for (severity, code) in [("severe", 0), ("moderate", 6)] {
        let said = desk
            .run(&["put", &desk.mrn, &file(severity), "--base", base])
            .await;
        assert_eq!(said.code, Some(code), "{severity}: {said:?}");
    }
    answer(&desk.run(&["conflicts", &desk.mrn]).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn conflicts_answer_as_the_contract_says_and_reconcile_settles_one() {
    let desk = Desk::open().await;
    let none = json!({"conflicts": [], "possible_doubles": [], "drafts": []});
    assert_eq!(answer(&desk.run(&["conflicts"]).await), none);
    let listed = disagreement(&desk).await;
    let conflict = &listed["conflicts"][0];
    assert_eq!(keys(conflict), CONFLICT);
    assert_eq!(
        (&conflict["what"], &conflict["mrn"]),
        (&"Problem".into(), &(&*desk.mrn).into())
    );
    let field = &conflict["fields"][0];
    assert_eq!(
        (keys(field), &field["name"]),
        (vec!["name", "needed", "values"], &"severity".into())
    );
    let agreed = conflict["agreed"].as_array().expect("a list");
    let code = json!({"name": "code", "text": crate::desk::CANARY});
    assert!(agreed.contains(&code), "{agreed:?}");
    let values = field["values"].as_array().expect("a list");
    assert!(
        values.iter().all(|value| keys(value) == VALUE),
        "{values:?}"
    );
    assert_eq!(values[0]["author"], desk.nurse.display_name);
    let shown = values.iter().filter(|value| value["shown"] == true);
    assert_eq!(shown.count(), 1, "the chart shows one of them meanwhile");
    assert_eq!(answer(&desk.run(&["conflicts"]).await), listed);
    let told = desk.tell(&["conflicts"]).await;
    assert!(told.out.contains("severity: severe") && told.out.contains("shown meanwhile"));

    let record = conflict["record"].as_str().expect("an id");
    let taken = values.iter().find(|value| value["text"] == "severe");
    let take = taken.expect("it was listed")["head"]
        .as_str()
        .expect("an id");
    refusals(&desk, record, take).await;
    let heads: Vec<&str> = conflict["heads"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let mut arguments = vec!["reconcile", &*desk.mrn, record, "--take", take];
    arguments.extend(heads.iter().flat_map(|head| ["--base", *head]));
    let settled = answer(&desk.run(&arguments).await);
    assert_eq!(keys(&settled), ["conflict", "head", "record"]);
    assert_eq!(answer(&desk.run(&["conflicts", &desk.mrn]).await), none);
    assert!(desk.chart().await.contains("severe"));
    let again = desk.run(&arguments).await;
    desk.assert_refused("settled already", &again, (6, "needs-reconciliation"));
    let events = answer(&desk.run(&["audit", "list", "--patient", &desk.mrn]).await);
    let events = events.as_array().expect("a list");
    for what in ["conflicts-viewed", "conflict-settled"] {
        assert!(events.iter().any(|event| event["what"] == what), "{what}");
    }
}

/// Each author changed two fields; the chart takes one of either.
#[tokio::test(flavor = "multi_thread")]
async fn a_value_for_each_field_settles_what_it_names_and_leaves_the_rest_in_question() {
    let desk = Desk::open().await;
    let file = |severity: &str, note: &str| {
        let resource = desk.resource("fields", &desk.subject);
        let both = format!(r#"{{"severity":{{"text":"{severity}"}},"note":[{{"text":"{note}"}}],"#);
        desk.file("fields.json", resource.replacen('{', &both, 1))
    };
    let base = answer(&desk.run(&["put", &desk.mrn, &file("mild", "none")]).await);
    let base = base["head"].as_str().expect("an id");
    for (severity, note) in [("severe", "at rest"), ("moderate", "on the stairs")] {
        let file = file(severity, note);
        desk.run(&["put", &desk.mrn, &file, "--base", base]).await;
    }
    let listed = answer(&desk.run(&["conflicts", &desk.mrn]).await);
    let conflict = &listed["conflicts"][0];
    let record = conflict["record"].as_str().expect("an id");
    let of = |field: &str, text: &str| {
        let fields = conflict["fields"].as_array().expect("a list");
        let field = fields.iter().find(|each| each["name"] == field);
        let values = field.expect("it is in question")["values"].as_array();
        let value = values
            .expect("a list")
            .iter()
            .find(|each| each["text"] == text);
        let head = value.expect("it was left")["head"].as_str().expect("an id");
        head.to_owned()
    };
    let severity = format!("severity={}", of("severity", "severe"));
    let note = format!("note={}", of("note", "on the stairs"));

    let elsewhere = format!("code={}", of("note", "on the stairs"));
    no_choices(&desk, record, (&severity, &elsewhere)).await;

    let reconcile = ["reconcile", &desk.mrn, record, "--field"];
    let half = desk.run(&[&reconcile[..], &[&severity]].concat()).await;
    assert_eq!(
        half.code,
        Some(6),
        "the note is still in question: {half:?}"
    );
    let left = answer(&desk.run(&["conflicts", &desk.mrn]).await);
    let fields = left["conflicts"][0]["fields"].as_array().expect("a list");
    assert_eq!((fields.len(), &fields[0]["name"]), (1, &"note".into()));
    let settled = answer(&desk.run(&[&reconcile[..], &[&note]].concat()).await);
    assert_eq!(settled["conflict"], false);
    let chart = desk.chart().await;
    for (text, stands) in [
        ("severe", true),
        ("on the stairs", true),
        ("moderate", false),
        ("at rest", false),
    ] {
        assert_eq!(chart.contains(text), stands, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dose_that_may_have_been_given_twice_is_listed_until_one_is_an_error() {
    let desk = Desk::open().await;
    let giving = |minute: u8, status: &str| {
        json!({
            "resourceType": "MedicationAdministration",
            "id": format!("given-{minute}"),
            "status": status,
            "subject": {"reference": format!("Patient/{}", desk.subject)},
            "medicationCodeableConcept": {"text": "furosemide"},
            "effectiveDateTime": format!("2026-11-22T08:{minute}:00Z"),
            "request": {"reference": "MedicationRequest/ordered"},
            "dosage": {"dose": {"value": 40, "unit": "mg"}},
        })
        .to_string()
    };
    for minute in [10, 31] {
        let file = desk.file("giving.json", giving(minute, "completed"));
        answer(&desk.run(&["put", &desk.mrn, &file]).await);
    }
    let listed = answer(&desk.run(&["conflicts", &desk.mrn]).await);
    let double = &listed["possible_doubles"][0];
    assert_eq!(
        keys(double),
        ["drug", "due_at", "givings", "mrn", "severity"]
    );
    assert_eq!(
        (&double["severity"], &double["drug"]),
        (&"high".into(), &"furosemide".into())
    );
    let givings = double["givings"].as_array().expect("a list");
    assert!(
        givings.iter().all(|giving| keys(giving) == GIVING),
        "{givings:?}"
    );
    assert_eq!(givings.len(), 2);
    let told = desk.tell(&["conflicts"]).await.out;
    assert!(told.contains("HIGH") && told.contains("double administration of furosemide"));
    let file = desk.file("giving.json", giving(31, "entered-in-error"));
    answer(&desk.run(&["put", &desk.mrn, &file]).await);
    let none = json!({"conflicts": [], "possible_doubles": [], "drafts": []});
    assert_eq!(answer(&desk.run(&["conflicts"]).await), none);
}

async fn refusals(desk: &Desk, record: &str, take: &str) {
    let before = desk.chart().await;
    for (what, record, take, base, refusal) in [
        ("no id", "split", take, None, (1, "invalid-input")),
        ("no head", record, "split", None, (1, "invalid-input")),
        ("another record", take, take, None, (1, "unknown")),
        ("another operation", record, record, None, (1, "unknown")),
        (
            "not all heads",
            record,
            take,
            Some(take),
            (6, "needs-reconciliation"),
        ),
    ] {
        let mut arguments = vec!["reconcile", &*desk.mrn, record, "--take", take];
        arguments.extend(base.into_iter().flat_map(|base| ["--base", base]));
        desk.assert_refused(what, &desk.run(&arguments).await, refusal);
    }
    assert_eq!(desk.chart().await, before, "nothing was written");
}

/// Of a record in whose `severity` and `note` authors disagree.
async fn no_choices(desk: &Desk, record: &str, (severity, elsewhere): (&str, &str)) {
    let before = desk.chart().await;
    let twice = ["--field", severity, "--field", severity];
    let another = format!("severity={record}");
    for (what, chosen, code) in [
        ("a field twice", &twice[..], 1),
        ("not in question", &["--field", elsewhere], 1),
        ("nobody's value", &["--field", &another], 1),
        ("no head", &["--field", "severity"], 1),
        ("both ways", &["--field", severity, "--take", record], 2),
        ("neither", &[], 2),
    ] {
        let mut arguments = vec!["reconcile", &*desk.mrn, record];
        arguments.extend(chosen);
        let said = desk.run(&arguments).await;
        assert_eq!(said.code, Some(code), "{what}: {said:?}");
    }
    assert_eq!(desk.chart().await, before, "nothing was written");
}
