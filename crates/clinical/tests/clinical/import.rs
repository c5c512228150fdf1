//! Taking bundles and NDJSON apart without changing what they say.

use charthold_clinical::import::{
    Entry, Form, Owner, Refusal, RefusalCode, belongs_to, group, read_import, split,
};
use proptest::prelude::*;
use serde_json::Value;

fn bundle(kind: &str, entries: &[String]) -> String {
    format!(
        r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]}}"#,
        entries.join(",")
    )
}

fn entry(full_url: &str, resource: &str) -> String {
    format!(
        r#"{{"fullUrl":"{full_url}","resource":{resource},"request":{{"method":"POST","url":"x"}}}}"#
    )
}

fn patient(id: &str) -> String {
    entry(
        &format!("urn:uuid:{id}"),
        &format!(r#"{{"resourceType":"Patient","id":"{id}"}}"#),
    )
}

fn refused(text: &str) -> Vec<(Option<usize>, &'static str)> {
    read_import(text.as_bytes())
        .refused
        .iter()
        .map(|r| (r.index, r.code.code()))
        .collect()
}

#[test]
fn references_to_entries_become_kind_and_id_and_nothing_else_changes() {
    let odd = "{ \"resourceType\" : \"Observation\",\n \"subject\":{\"reference\":\"urn:uuid:p1\" , \"display\":\"urn:uuid:p1\"},\
        \"note\":[{\"text\":\"he said \\\"reference\\\":\\\"urn:uuid:p1\\\"\"}],\"valueQuantity\":{\"value\":98.60},\
        \"x-unknown\":[1.0e2,null],\"performer\":[{\"reference\":\"Practitioner?identifier=urn:x|1\"},{\"reference\":\"urn:uuid:elsewhere\"},\
        {\"reference\":\"http://h/fhir/Practitioner/d1\"}],\"id\":\"o1\"}";
    let doctor = entry(
        "http://h/fhir/Practitioner/d1",
        r#"{"resourceType":"Practitioner","id":"d1"}"#,
    );
    let import = read_import(
        bundle(
            "transaction",
            &[patient("p1"), entry("urn:uuid:o1", odd), doctor],
        )
        .as_bytes(),
    );
    assert!(import.refused.is_empty());
    let kept = &import.patients[0].entries[1].json;
    let expected = odd
        .replacen("\"urn:uuid:p1\"", "\"Patient/p1\"", 1)
        .replace("http://h/fhir/Practitioner/d1", "Practitioner/d1");
    assert_eq!(*kept, expected);
}

#[test]
fn a_versioned_reference_keeps_its_version_and_an_escaped_name_is_still_a_name() {
    let report = r#"{"resourceType":"DiagnosticReport","id":"r1","subject":{"refer\u0065nce":"urn:uuid:p1/_history/3"}}"#;
    let import =
        read_import(bundle("batch", &[patient("p1"), entry("urn:uuid:r1", report)]).as_bytes());
    assert!(
        import.patients[0].entries[1]
            .json
            .contains(r#""Patient/p1/_history/3""#)
    );
}

#[test]
fn a_resource_without_an_id_gets_the_uuid_of_its_entry() {
    let note = r#"{"resourceType":"Observation","subject":{"reference":"urn:uuid:p1"}}"#;
    let import = read_import(
        bundle("transaction", &[patient("p1"), entry("urn:uuid:abc", note)]).as_bytes(),
    );
    let made = &import.patients[0].entries[1];
    assert_eq!(made.fhir_id, "abc");
    let json: Value = serde_json::from_str(&made.json).unwrap();
    assert_eq!(json["id"], "abc");
}

#[test]
fn without_any_id_the_content_makes_one_so_that_importing_twice_finds_the_same_record() {
    let line =
        r#"{"resourceType":"Observation","subject":{"reference":"Patient/p1"},"valueString":"x"}"#;
    let first = split(line.as_bytes());
    assert_eq!(first, split(line.as_bytes()));
    let other = split(line.replace("\"x\"", "\"y\"").as_bytes());
    assert_ne!(first.entries[0].fhir_id, other.entries[0].fhir_id);
}

#[test]
fn ndjson_is_read_line_by_line_and_a_bad_line_costs_only_itself() {
    let text = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}\n{\"resourceType\":\"Obs\n\n{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p1\"}}\n[]\n{\"id\":\"x\"}\n";
    let import = read_import(text.as_bytes());
    assert_eq!(import.patients[0].entries.len(), 2);
    let codes: Vec<_> = import.refused.iter().map(|r| (r.index, r.code)).collect();
    assert_eq!(
        codes,
        [
            (Some(1), RefusalCode::NotJson),
            (Some(3), RefusalCode::NotABundle),
            (Some(4), RefusalCode::NoResourceType)
        ]
    );
}

#[test]
fn a_single_resource_and_a_byte_order_mark_are_welcome() {
    let text = "\u{feff}{\n  \"resourceType\": \"Patient\",\n  \"id\": \"p1\"\n}";
    assert_eq!(read_import(text.as_bytes()).patients[0].patient, "p1");
}

#[test]
fn every_refusal_says_which_and_why() {
    assert_eq!(
        refused("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{"),
        [(None, "not-json")]
    );
    assert_eq!(refused(""), [(None, "not-json")]);
    assert_eq!(refused("[1,2]"), [(None, "not-a-bundle")]);
    assert_eq!(refused(&bundle("history", &[])), [(None, "not-a-bundle")]);
    assert_eq!(
        read_import(&[0x7b, 0xff]).refused,
        [Refusal {
            index: None,
            code: RefusalCode::NotUtf8
        }]
    );
    let no_resource = [
        patient("p1"),
        r#"{"fullUrl":"x"}"#.into(),
        "\"text\"".into(),
        r#"{"resource":{"id":"q"}}"#.into(),
    ];
    assert_eq!(
        refused(&bundle("collection", &no_resource)),
        [
            (Some(1), "no-resource-type"),
            (Some(2), "no-resource-type"),
            (Some(3), "no-resource-type")
        ]
    );
    let outcome = [
        patient("p1"),
        r#"{"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}}"#.into(),
    ];
    assert_eq!(
        refused(&bundle("searchset", &outcome)),
        [(Some(1), "no-patient")]
    );
    assert_eq!(
        refused(&bundle("collection", &[patient("p1"), patient("p1")])),
        [(Some(1), "duplicate-id")]
    );
}

#[test]
fn a_resource_too_large_or_too_deep_is_refused_and_the_rest_is_taken() {
    let large = format!(
        r#"{{"resourceType":"Binary","id":"b","data":"{}"}}"#,
        "A".repeat(16 * 1024 * 1024)
    );
    let deep = format!(
        r#"{{"resourceType":"Basic","id":"d","x":{}{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let text = bundle(
        "collection",
        &[
            patient("p1"),
            entry("urn:uuid:b", &large),
            entry("urn:uuid:d", &deep),
        ],
    );
    assert_eq!(
        refused(&text),
        [(Some(1), "too-large"), (Some(2), "not-json")]
    );
    assert_eq!(read_import(text.as_bytes()).patients.len(), 1);
}

#[test]
fn shared_resources_go_to_the_only_patient_and_otherwise_to_nobody_who_does_not_refer_to_them() {
    let hospital = entry(
        "urn:uuid:org",
        r#"{"resourceType":"Organization","id":"org"}"#,
    );
    let one = read_import(bundle("collection", &[hospital.clone(), patient("p1")]).as_bytes());
    assert_eq!(one.patients[0].entries.len(), 2);
    assert_eq!(one.patients[0].find_patient().unwrap().fhir_id, "p1");
    let two =
        read_import(bundle("collection", &[patient("p1"), hospital, patient("p2")]).as_bytes());
    assert_eq!(two.patients.len(), 2);
    assert_eq!(
        two.refused,
        [Refusal {
            index: Some(1),
            code: RefusalCode::NoPatient
        }]
    );
}

#[test]
fn nothing_is_put_into_a_chart_on_a_guess() {
    let conditional = r#"{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient?identifier=x|1"}}"#;
    let elsewhere = r#"{"resourceType":"Observation","id":"o2","subject":{"reference":"https://other/fhir/Patient/p9"}}"#;
    let unresolved =
        r#"{"resourceType":"Observation","id":"o3","subject":{"reference":"urn:uuid:nowhere"}}"#;
    let two = r#"{"resourceType":"Observation","id":"o4","subject":{"reference":"Patient/p1"},"patient":{"reference":"Patient/p2"}}"#;
    let entries = [
        patient("p1"),
        entry("a", conditional),
        entry("b", elsewhere),
        entry("c", unresolved),
        entry("d", two),
    ];
    assert_eq!(
        refused(&bundle("collection", &entries)),
        [
            (Some(1), "no-patient"),
            (Some(2), "no-patient"),
            (Some(3), "no-patient"),
            (Some(4), "wrong-patient")
        ]
    );
}

fn numbered(kind: &str, id: u8, rest: &str) -> String {
    format!(r#"{{"resourceType":"{kind}","id":"{id}"{rest}}}"#)
}

/// A result at this `fullUrl`, of whom it says.
fn result_of(full_url: &str, id: u8, patient: &str) -> String {
    let subject = format!(r#","subject":{{"reference":"{patient}"}}"#);
    entry(full_url, &numbered("Observation", id, &subject))
}

fn taken(text: &str) -> Vec<usize> {
    let import = read_import(text.as_bytes());
    let entries = import.patients[0].entries.iter();
    entries.map(|entry| entry.index).collect()
}

/// Two systems that number from 1 in one bundle: each reference is of the system it is in.
#[test]
fn the_same_id_in_another_system_is_somebody_else() {
    let born = |date: &str| numbered("Patient", 1, &format!(r#","birthDate":"{date}""#));
    let entries = [
        entry("https://a/fhir/Patient/1", &born("1950-03-01")),
        result_of("https://a/fhir/Observation/1", 1, "Patient/1"),
        result_of(
            "https://a/fhir/Observation/2",
            2,
            "https://a/fhir/Patient/1",
        ),
        result_of("https://b/fhir/Observation/3", 3, "Patient/1"),
        result_of(
            "https://b/fhir/Observation/4",
            4,
            "https://b/fhir/Patient/1",
        ),
        result_of("urn:uuid:5", 5, "https://c/fhir/Patient/1"),
    ];
    let text = bundle("collection", &entries);
    assert_eq!(taken(&text), [0, 1, 2]);
    let aside = [3, 4, 5].map(|index| (Some(index), "no-patient"));
    assert_eq!(refused(&text), aside);

    let second = entry("https://b/fhir/Patient/1", &born("2001-09-09"));
    let loose = result_of("urn:uuid:7", 7, "Patient/1");
    let both = bundle(
        "collection",
        &[entries.as_slice(), &[second, loose]].concat(),
    );
    assert_eq!(
        taken(&both),
        [0, 1, 2],
        "nobody knows whose the loose one is"
    );
}

#[test]
fn two_people_under_one_id_in_two_files_are_both_refused() {
    let text = |born: &str, value: u8| {
        format!(
            "{{\"resourceType\":\"Patient\",\"id\":\"1\",\"birthDate\":\"{born}\"}}\n\
             {{\"resourceType\":\"Observation\",\"id\":\"o{value}\",\"subject\":{{\"reference\":\"Patient/1\"}}}}"
        )
    };
    let entries = split(text("1950-03-01", 1).as_bytes()).entries;
    let again = |entries: &[Entry], text: &str| {
        let more = split(text.as_bytes()).entries.into_iter().map(|mut entry| {
            entry.index += 2;
            entry
        });
        group(entries.iter().cloned().chain(more).collect())
    };
    let same = again(&entries, &text("1950-03-01", 2));
    assert_eq!(same.patients[0].entries.len(), 3);
    let other = again(&entries, &text("2001-09-09", 2));
    assert!(other.patients.is_empty());
    assert_eq!(other.refused.len(), 4);
}

#[test]
fn an_entry_of_another_patient_does_not_belong_in_a_chart() {
    let text = "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p2\"}}";
    let entry = &split(text.as_bytes()).entries[0];
    assert_eq!(entry.owner, Owner::Patient("p2".into()));
    assert_eq!(belongs_to(entry, "p1"), Err(RefusalCode::WrongPatient));
    assert_eq!(belongs_to(entry, "p2"), Ok(()));
}

#[test]
fn files_can_be_grouped_together() {
    let people = split(b"{\"resourceType\":\"Patient\",\"id\":\"p1\"}\n{\"resourceType\":\"Patient\",\"id\":\"p2\"}\n");
    let values = split(b"{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p2\"}}");
    let all = people.entries.into_iter().chain(values.entries).collect();
    let import = group(all);
    assert_eq!(import.patients[1].entries.len(), 2);
}

#[test]
fn a_shared_resource_goes_to_every_patient_who_refers_to_it_through_others_too() {
    let entries = [
        r#"{"resourceType":"Medication","id":"m1","manufacturer":{"reference":"Organization/a"}}"#,
        r#"{"resourceType":"Organization","id":"a","partOf":{"reference":"Organization/b/_history/2"}}"#,
        r#"{"resourceType":"Organization","id":"b","partOf":{"reference":"Organization/a"}}"#,
        r#"{"resourceType":"Organization","id":"c"}"#,
        r#"{"resourceType":"Patient","id":"p1"}"#,
        r#"{"resourceType":"Patient","id":"p2","managingOrganization":{"reference":"Organization/b"}}"#,
        r#"{"resourceType":"Patient","id":"p3"}"#,
        r#"{"resourceType":"MedicationRequest","id":"r1","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/m1"}}"#,
    ];
    let import = read_import(entries.join("\n").as_bytes());
    let held: Vec<Vec<usize>> = import
        .patients
        .iter()
        .map(|patient| patient.entries.iter().map(|entry| entry.index).collect())
        .collect();
    assert_eq!(held, [vec![0, 1, 2, 4, 7], vec![1, 2, 5], vec![6]]);
    let refused: Vec<_> = import.refused.iter().map(|r| (r.index, r.code)).collect();
    assert_eq!(refused, [(Some(3), RefusalCode::NoPatient)]);
}

#[test]
fn the_same_resource_in_two_files_is_taken_once() {
    let line = b"{\"resourceType\":\"Patient\",\"id\":\"p1\"}";
    let mut entries = split(line).entries;
    let mut second = split(line).entries;
    second[0].index = 1;
    entries.append(&mut second);
    let import = group(entries);
    assert_eq!(import.patients[0].entries.len(), 1);
    assert_eq!(
        import.refused,
        [Refusal {
            index: Some(1),
            code: RefusalCode::DuplicateId
        }]
    );
}

#[test]
fn a_bundle_speaks_for_itself_and_lines_may_need_other_files() {
    let whole = bundle("collection", &[patient("p1")]);
    assert_eq!(split(whole.as_bytes()).form, Form::Bundle);
    let lines = format!("{whole}\n{whole}");
    let single = r#"{"resourceType":"Patient","id":"p1"}"#;
    for text in [lines.as_str(), single] {
        assert_eq!(split(text.as_bytes()).form, Form::Lines);
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "(urn:uuid:p1|reference|[ -~]{0,12}|\\PC{0,6})".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("(reference|display|a|b\"c)", inner, 0..4)
                .prop_map(Value::from_iter),
        ]
    })
}

/// What resolving must do, said on values instead of text.
fn resolved(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(resolved).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if name == "reference" && text == "urn:uuid:p1" => {
                    (name.clone(), Value::from("Patient/p1"))
                }
                _ => (name.clone(), resolved(value)),
            })
            .collect(),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn only_reference_strings_are_rewritten_in_any_json(extra in json_value()) {
        let resource = serde_json::json!({"resourceType": "Basic", "id": "b1", "extra": extra});
        let text = bundle("transaction", &[patient("p1"), entry("urn:uuid:b1", &resource.to_string())]);
        let import = read_import(text.as_bytes());
        let kept: Value = serde_json::from_str(&import.patients[0].entries[1].json).unwrap();
        prop_assert_eq!(kept, resolved(&resource));
    }

    #[test]
    fn any_bytes_are_split_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let import = read_import(&bytes);
        prop_assert!(!import.refused.is_empty() || !import.patients.is_empty());
    }

    #[test]
    fn a_bundle_cut_anywhere_is_refused_as_a_whole_or_in_part_but_never_panics(cut in 0_usize..400) {
        let text = bundle("transaction", &[patient("p1"), patient("p2"), patient("p3")]);
        let cut = cut.min(text.len());
        let import = read_import(&text.as_bytes()[..cut]);
        prop_assert!(cut == text.len() || !import.refused.is_empty());
    }
}
