//! The light reading of any resource, compartments and merge classes.

use charthold_clinical::ClinicalError;
use charthold_clinical::record::{MergeClass, compartment, conflict_class, head};
use charthold_domain::Compartment;
use proptest::prelude::*;

fn of(json: &str) -> charthold_clinical::record::RecordHead {
    head(json).unwrap()
}

#[test]
fn a_head_holds_what_lists_sort_and_filter_by() {
    let head = of(r#"{"resourceType":"Observation","id":"o1","status":"final",
        "category":[{"coding":[{"code":"laboratory"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"2823-3","display":"Potassium"}]},
        "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},
        "effectiveDateTime":"2026-11-22T06:10:00Z","issued":"2026-11-22T07:00:00Z"}"#);
    assert_eq!(head.kind.as_str(), "Observation");
    assert!(head.kind.is_known());
    assert_eq!(head.fhir_id.as_deref(), Some("o1"));
    assert_eq!(head.subject.as_deref(), Some("Patient/p1"));
    assert_eq!(head.encounter.as_deref(), Some("Encounter/e1"));
    assert_eq!(head.status.as_deref(), Some("final"));
    assert_eq!(head.category.as_deref(), Some("laboratory"));
    assert_eq!(head.moment, Some("2026-11-22T06:10:00Z".parse().unwrap()));
    let code = head.code.unwrap();
    assert_eq!(
        (code.code.as_deref(), code.display.as_deref()),
        (Some("2823-3"), Some("Potassium"))
    );
}

#[test]
fn each_kind_keeps_its_moment_subject_and_code_in_its_own_place() {
    let cases = [
        (
            r#"{"resourceType":"Condition","recordedDate":"2026-01-02","patient":{"reference":"Patient/p"},"code":{"text":"X"}}"#,
            "2026-01-02T00:00:00Z",
        ),
        (
            r#"{"resourceType":"Procedure","performedPeriod":{"start":"2026-01-03T01:00:00Z"},"subject":{"reference":"Patient/p"},"code":{"text":"X"}}"#,
            "2026-01-03T01:00:00Z",
        ),
        (
            r#"{"resourceType":"Immunization","occurrenceDateTime":"2026-01-04","patient":{"reference":"Patient/p"},"vaccineCode":{"text":"X"}}"#,
            "2026-01-04T00:00:00Z",
        ),
        (
            r#"{"resourceType":"MedicationRequest","authoredOn":"2026-01-05","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"X"}}"#,
            "2026-01-05T00:00:00Z",
        ),
        (
            r#"{"resourceType":"Encounter","period":{"start":"2026-01-06"},"subject":{"reference":"Patient/p"},"type":[{"text":"X"}]}"#,
            "2026-01-06T00:00:00Z",
        ),
        (
            r#"{"resourceType":"Claim","created":"2026-01-07","patient":{"reference":"Patient/p"},"type":{"text":"X"}}"#,
            "2026-01-07T00:00:00Z",
        ),
        (
            r#"{"resourceType":"Coverage","beneficiary":{"reference":"Patient/p"},"period":{"start":"2026-01-08"},"type":{"text":"X"}}"#,
            "2026-01-08T00:00:00Z",
        ),
        (
            r#"{"resourceType":"Specimen","subject":{"reference":"Patient/p"},"collection":{"collectedDateTime":"2026-01-09"},"type":{"text":"X"}}"#,
            "2026-01-09T00:00:00Z",
        ),
    ];
    for (json, moment) in cases {
        let head = of(json);
        assert_eq!(head.moment, Some(moment.parse().unwrap()), "{json}");
        assert_eq!(head.subject.as_deref(), Some("Patient/p"), "{json}");
        assert_eq!(head.code.unwrap().display.as_deref(), Some("X"), "{json}");
    }
}

#[test]
fn a_patient_is_about_itself() {
    assert_eq!(
        of(r#"{"resourceType":"Patient","id":"p1"}"#)
            .subject
            .as_deref(),
        Some("Patient/p1")
    );
}

#[test]
fn one_odd_element_does_not_lose_the_record() {
    let head = of(
        r#"{"resourceType":"Observation","id":"o1","status":{"odd":[1]},"code":7,
        "subject":[{"reference":"Patient/p1"},{"reference":9}],"effectiveDateTime":{"no":"time"},
        "issued":"2026-11-22T07:00:00Z","id":"again"}"#,
    );
    assert_eq!(
        head.fhir_id.as_deref(),
        Some("o1"),
        "the first of a repeated element counts"
    );
    assert_eq!(head.subject.as_deref(), Some("Patient/p1"));
    assert_eq!(head.code, None);
    assert_eq!(head.moment, Some("2026-11-22T07:00:00Z".parse().unwrap()));
}

#[test]
fn what_is_no_resource_is_refused_without_quoting_it() {
    assert_eq!(head("{}").unwrap_err(), ClinicalError::NoResourceType);
    assert!(matches!(
        head("[1]").unwrap_err(),
        ClinicalError::NotJson { line: 0, .. }
    ));
    let fault = head(r#"{"resourceType":"Patient","name":"Zanzibar""#).unwrap_err();
    assert!(matches!(fault, ClinicalError::NotJson { line: 1, .. }));
    assert!(
        !fault.to_string().contains("Zanzibar"),
        "a message holds no patient data"
    );
}

#[test]
fn statuses_of_problems_documents_and_errors_are_the_telling_ones() {
    let status = |json: &str| of(json).status.unwrap();
    assert_eq!(
        status(r#"{"resourceType":"Condition","clinicalStatus":{"coding":[{"code":"active"}]}}"#),
        "active"
    );
    assert_eq!(
        status(r#"{"resourceType":"DocumentReference","status":"current","docStatus":"final"}"#),
        "final"
    );
    assert_eq!(
        status(
            r#"{"resourceType":"DocumentReference","status":"entered-in-error","docStatus":"final"}"#
        ),
        "entered-in-error"
    );
}

#[test]
fn safety_data_are_in_the_summary_and_labelled_data_are_restricted() {
    let part = |json: &str| compartment(&of(json));
    for kind in [
        "Patient",
        "AllergyIntolerance",
        "MedicationRequest",
        "MedicationStatement",
        "Condition",
        "Flag",
    ] {
        assert_eq!(
            part(&format!(r#"{{"resourceType":"{kind}"}}"#)),
            Compartment::Summary,
            "{kind}"
        );
    }
    assert_eq!(
        part(r#"{"resourceType":"Observation"}"#),
        Compartment::Normal
    );
    assert_eq!(
        part(
            r#"{"resourceType":"Consent","scope":{"coding":[{"code":"adr"}]},"category":[{"coding":[{"code":"dnr"}]}]}"#
        ),
        Compartment::Summary
    );
    assert_eq!(
        part(r#"{"resourceType":"Consent","scope":{"coding":[{"code":"research"}]}}"#),
        Compartment::Normal
    );
    for code in ["R", "V", "ETH", "PSY", "SUD", "42CFRPart2", "PSYTHPN"] {
        let labelled = format!(
            r#"{{"resourceType":"Condition","meta":{{"security":[{{"code":"N"}},{{"code":"{code}"}}]}}}}"#
        );
        assert_eq!(part(&labelled), Compartment::Restricted, "{code}");
    }
    assert_eq!(
        part(r#"{"resourceType":"DocumentReference","securityLabel":[{"coding":[{"code":"R"}]}]}"#),
        Compartment::Restricted
    );
    assert_eq!(
        part(r#"{"resourceType":"Composition","confidentiality":"V"}"#),
        Compartment::Restricted
    );
}

#[test]
fn results_are_never_merged_and_signed_notes_never_change() {
    let class = |json: &str| conflict_class(&of(json));
    for kind in [
        "Observation",
        "MedicationAdministration",
        "DiagnosticReport",
        "Immunization",
    ] {
        assert_eq!(
            class(&format!(r#"{{"resourceType":"{kind}","status":"final"}}"#)),
            MergeClass::InsertOnly
        );
    }
    assert_eq!(
        class(r#"{"resourceType":"Composition","status":"final"}"#),
        MergeClass::Signed
    );
    assert_eq!(
        class(r#"{"resourceType":"Composition","status":"preliminary"}"#),
        MergeClass::Mergeable
    );
    assert_eq!(
        class(r#"{"resourceType":"Condition"}"#),
        MergeClass::Mergeable
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = head(&text);
    }

    #[test]
    fn odd_values_anywhere_never_lose_kind_and_id(
        values in proptest::collection::vec("(null|true|7|\"x\"|\\[\\]|\\[1,\\{\\}\\]|\\{\"coding\":3\\})", 8),
    ) {
        let names = ["status", "code", "subject", "category", "effectiveDateTime", "meta", "encounter", "type"];
        let members: Vec<String> = names.iter().zip(&values).map(|(n, v)| format!("\"{n}\":{v}")).collect();
        let json = format!(r#"{{"resourceType":"Observation",{},"id":"o1"}}"#, members.join(","));
        let head = head(&json).unwrap();
        prop_assert_eq!(head.kind.as_str(), "Observation");
        prop_assert_eq!(head.fhir_id.as_deref(), Some("o1"));
    }
}
