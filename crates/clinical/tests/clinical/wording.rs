//! Values beside each other, in words.

use charthold_clinical::wording::{element_label, record_label, value_words};

fn one(json: &str) -> String {
    value_words([json]).remove(0)
}

#[test]
fn values_are_told_as_people_say_them() {
    for (json, words) in [
        ("\"high\"", "high"),
        ("true", "yes"),
        ("1.50", "1.50"),
        (r#"{"coding":[{"code":"active"}]}"#, "active"),
        (
            r#"{"coding":[{"code":"x"}],"text":"Hay fever"}"#,
            "Hay fever",
        ),
        (r#"{"value":40,"unit":"mg"}"#, "40 mg"),
        (
            r#"{"reference":"Practitioner/1","display":"Tomas Berg, RN"}"#,
            "Tomas Berg, RN",
        ),
        (r#"[{"text":"first"},{"text":"second"}]"#, "first, second"),
        (
            r#"[{"route":{"text":"oral"},"doseAndRate":[{"doseQuantity":{"value":40,"unit":"mg"}}],"timing":{"code":{"text":"twice a day"}}}]"#,
            "40 mg oral twice a day",
        ),
    ] {
        assert_eq!(one(json), words);
    }
}

#[test]
fn what_is_of_no_known_kind_is_told_as_it_is_kept() {
    for json in [r#"{"start":"2026"}"#, "[1,2]", "[]", "null"] {
        assert_eq!(one(json), json);
    }
}

#[test]
fn two_values_that_differ_never_read_the_same() {
    let coded = |code: &str| format!(r#"{{"coding":[{{"code":"{code}"}}],"text":"Hay fever"}}"#);
    let (one, other) = (coded("1"), coded("2"));
    assert_eq!(value_words([&*one, &*other]), [one.clone(), other]);
    assert_eq!(value_words([&*one, &*one]), ["Hay fever", "Hay fever"]);
}

#[test]
fn elements_and_records_have_names() {
    assert_eq!(element_label("verificationStatus"), "Verification status");
    assert_eq!(element_label("medicationCodeableConcept"), "Medication");
    assert_eq!(element_label("note"), "Note");
    let allergy = r#"{"resourceType":"AllergyIntolerance","code":{"text":"penicillins"}}"#;
    assert_eq!(
        record_label("AllergyIntolerance", allergy).as_deref(),
        Some("penicillins")
    );
    let observation =
        r#"{"resourceType":"Observation","code":{"coding":[{"code":"1","display":"Weight"}]}}"#;
    assert_eq!(
        record_label("Observation", observation).as_deref(),
        Some("Weight")
    );
    assert_eq!(
        record_label("Observation", r#"{"resourceType":"Observation"}"#),
        None
    );
}
