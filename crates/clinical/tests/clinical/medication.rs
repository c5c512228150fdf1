//! Medication lines, dosage in words, administrations.

use charthold_clinical::administration::{Administration, Outcome};
use charthold_clinical::dosage::Schedule;
use charthold_clinical::medication::{Medication, State};

fn order(name: &str, dosage: &str) -> Medication {
    let json = format!(
        r#"{{"resourceType":"MedicationRequest","id":"m","status":"active","medicationCodeableConcept":{{"text":"{name}"}},
            "dosageInstruction":[{dosage}]}}"#
    );
    Medication::read(&json).unwrap()
}

fn dose(value: &str, unit: &str) -> String {
    format!(r#""doseAndRate":[{{"doseQuantity":{{"value":{value},"unit":"{unit}"}}}}]"#)
}

fn frequency(timing: &str) -> Option<String> {
    order("x", &format!(r#"{{"timing":{timing}}}"#)).frequency
}

#[test]
fn a_line_has_name_dose_route_and_frequency_in_that_order() {
    let dosage = format!(
        r#"{{{},"route":{{"coding":[{{"code":"47625008"}}],"text":"IV"}},"timing":{{"repeat":{{"frequency":2,"period":1,"periodUnit":"d"}}}}}}"#,
        dose("40.0", "mg")
    );
    assert_eq!(
        order("Furosemide", &dosage).line(),
        "furosemide – DOSE 40 mg – intravenous – twice a day"
    );
}

#[test]
fn a_product_name_is_taken_apart_only_when_it_is_plainly_one() {
    let chewable = order("Acetaminophen 160 MG Chewable Tablet", "{}");
    assert_eq!(chewable.line(), "acetaminophen – chewable tablet – 160 mg");
    for whole in [
        "amLODIPine 5 MG / Hydrochlorothiazide 12.5 MG / Olmesartan 20 MG Oral Tablet",
        "24 HR Metformin 500 MG Extended Release Oral Tablet",
        "Levora 0.15/30 28 Day Pack",
        "Carbamazepine 20 MG/ML Oral Suspension [Tegretol]",
    ] {
        let read = order(whole, "{}");
        assert_eq!((read.form, read.strength), (None, None), "{whole}");
        assert_eq!(read.name.to_lowercase(), whole.to_lowercase());
        assert_eq!(read.recorded_name, whole);
    }
}

#[test]
fn a_text_of_the_coded_name_and_a_form_is_both() {
    let json = r#"{"resourceType":"MedicationRequest","status":"active","medicationCodeableConcept":
        {"text":"metoprolol succinate extended-release tablet","coding":[{"display":"Metoprolol succinate"}]}}"#;
    let read = Medication::read(json).unwrap();
    assert_eq!(
        read.line(),
        "metoprolol succinate – extended-release tablet"
    );
}

#[test]
fn a_bare_count_of_a_known_form_is_a_count_of_it() {
    let tablets = order(
        "Lisinopril 10 MG Oral Tablet",
        &format!("{{{}}}", r#""doseAndRate":[{"doseQuantity":{"value":2}}]"#),
    );
    assert_eq!(tablets.dose.as_deref(), Some("2 tablets"));
}

#[test]
fn frequencies_are_in_words_and_latin_is_spelled() {
    let cases = [
        (
            r#"{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}}"#,
            "once daily",
        ),
        (
            r#"{"repeat":{"frequency":3,"period":1.0,"periodUnit":"d"}}"#,
            "three times a day",
        ),
        (
            r#"{"repeat":{"frequency":1,"period":6,"periodUnit":"h"}}"#,
            "every 6 hours",
        ),
        (
            r#"{"repeat":{"frequency":1,"period":4,"periodMax":6,"periodUnit":"h"}}"#,
            "every 4 to 6 hours",
        ),
        (
            r#"{"repeat":{"frequency":1,"period":1,"periodUnit":"wk"}}"#,
            "once a week",
        ),
        (
            r#"{"repeat":{"when":["ACM","ACV"]}}"#,
            "before breakfast and before dinner",
        ),
        (
            r#"{"code":{"coding":[{"code":"QID"}]}}"#,
            "four times a day",
        ),
        (r#"{"code":{"text":"q8h"}}"#, "every 8 hours"),
        (r#"{"code":{"coding":[{"code":"QOD"}]}}"#, "every other day"),
        (r#"{"code":{"text":"with dialysis"}}"#, "with dialysis"),
        (
            r#"{"code":{"text":"before meals"},"repeat":{"frequency":3,"period":1,"periodUnit":"d"}}"#,
            "before meals",
        ),
    ];
    for (timing, words) in cases {
        assert_eq!(frequency(timing).as_deref(), Some(words), "{timing}");
    }
}

#[test]
fn as_needed_is_said_and_has_no_due_time() {
    let asked = order(
        "x",
        r#"{"asNeededCodeableConcept":{"text":"Pain"},"timing":{"code":{"text":"Q6H"}}}"#,
    );
    assert_eq!(
        asked.frequency.as_deref(),
        Some("every 6 hours as needed for pain")
    );
    assert_eq!(asked.schedule, None);
    let said_twice = order(
        "x",
        r#"{"asNeededBoolean":true,"timing":{"code":{"text":"every 6 hours as needed"}}}"#,
    );
    assert_eq!(
        said_twice.frequency.as_deref(),
        Some("every 6 hours as needed")
    );
    let regular = order("x", r#"{"timing":{"code":{"text":"Q6H"}}}"#);
    assert_eq!(
        regular.schedule,
        Some(Schedule::Every { interval_s: 21_600 })
    );
}

#[test]
fn what_cannot_be_put_in_words_keeps_the_prescribers_own() {
    let own = order("heparin", r#"{"text":"per protocol, see order set"}"#);
    assert_eq!(own.line(), "heparin – per protocol, see order set");
}

#[test]
fn what_is_not_plainly_over_is_current() {
    for (status, state) in [
        ("active", State::Current),
        ("unknown", State::Current),
        ("on-hold", State::Held),
        ("stopped", State::Past),
        ("completed", State::Past),
        ("entered-in-error", State::EnteredInError),
    ] {
        let json = format!(
            r#"{{"resourceType":"MedicationRequest","status":"{status}","medicationReference":{{"display":"x"}}}}"#
        );
        assert_eq!(Medication::read(&json).unwrap().state, state);
    }
}

#[test]
fn a_contained_medication_names_the_order() {
    let json = r##"{"resourceType":"MedicationStatement","status":"active","medicationReference":{"reference":"#m1"},
        "contained":[{"resourceType":"Medication","id":"m1","code":{"text":"Warfarin"},"form":{"text":"Tablet"}}]}"##;
    assert_eq!(Medication::read(json).unwrap().line(), "warfarin – tablet");
}

fn given(order: &str, at: &str, status: &str) -> Administration {
    let json = format!(
        r#"{{"resourceType":"MedicationAdministration","status":"{status}","medicationCodeableConcept":{{"text":"x"}},
            "statusReason":[{{"text":"patient refused"}}],
            "effectiveDateTime":"{at}","request":{{"reference":"MedicationRequest/{order}"}}}}"#
    );
    Administration::read(&json).unwrap()
}

#[test]
fn a_dose_not_given_says_why() {
    let refused = given("m1", "2026-11-22T08:00:00Z", "not-done");
    assert_eq!(
        refused.outcome,
        Outcome::NotGiven {
            reason: Some("patient refused".into())
        }
    );
}
