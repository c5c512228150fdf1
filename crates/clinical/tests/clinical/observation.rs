//! Values of every type, directions and ranges.

use charthold_clinical::observation::{Direction, Observation, Value};

fn read(extra: &str) -> Observation {
    let json = format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"text":"K"}},{extra}}}"#
    );
    Observation::read(&json).unwrap()
}

#[test]
fn a_value_of_any_type_is_shown() {
    let cases = [
        (
            r#""valueQuantity":{"value":6.10,"unit":"mmol/L"}"#,
            "6.10 mmol/L",
        ),
        (
            r#""valueQuantity":{"value":"6.1","unit":"mmol/L","comparator":"<"}"#,
            "<6.1 mmol/L",
        ),
        (
            r#""valueCodeableConcept":{"coding":[{"display":"Positive"}]}"#,
            "Positive",
        ),
        (r#""valueString":"cloudy""#, "cloudy"),
        (r#""valueBoolean":true"#, "Yes"),
        (r#""valueInteger":6"#, "6"),
        (
            r#""valueRange":{"low":{"value":1},"high":{"value":3,"unit":"mg"}}"#,
            "1–3 mg",
        ),
        (
            r#""valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#,
            "1 : 128",
        ),
        (r#""valueTime":"12:30:00""#, "12:30:00"),
        (
            r#""dataAbsentReason":{"text":"Specimen haemolysed"}"#,
            "Specimen haemolysed",
        ),
        (r#""note":[]"#, "Not recorded"),
    ];
    for (extra, text) in cases {
        assert_eq!(read(extra).value_text(), text, "{extra}");
    }
}

#[test]
fn a_panel_without_a_value_shows_its_parts() {
    let bp = read(
        r#""component":[{"code":{"text":"Systolic"},"valueQuantity":{"value":112,"unit":"mmHg"}},
            {"code":{"text":"Diastolic"},"valueQuantity":{"value":64,"unit":"mmHg"}}]"#,
    );
    assert_eq!(bp.value_text(), "Systolic 112 mmHg, Diastolic 64 mmHg");
}

#[test]
fn the_direction_is_in_words_and_the_laboratorys_own_word_counts_first() {
    let range = r#""referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":5.1,"unit":"mmol/L"}}]"#;
    let value = |v: &str| format!(r#""valueQuantity":{{"value":{v},"unit":"mmol/L"}},{range}"#);
    assert_eq!(read(&value("6.1")).direction, Some(Direction::High));
    assert_eq!(read(&value("3.4")).direction, Some(Direction::Low));
    assert_eq!(read(&value("5.1")).direction, Some(Direction::Normal));
    assert_eq!(read(&value("4.0")).range.as_deref(), Some("3.5–5.1 mmol/L"));
    let said = format!(
        r#"{},"interpretation":[{{"coding":[{{"code":"HH"}}]}}]"#,
        value("6.1")
    );
    assert_eq!(read(&said).direction, Some(Direction::CriticalHigh));
    assert_eq!(Direction::CriticalHigh.word(), Some("critically high"));
    assert!(Direction::CriticalHigh.is_critical());
}

#[test]
fn a_range_in_another_unit_or_for_another_purpose_decides_nothing() {
    let other_unit = r#""valueQuantity":{"value":90,"unit":"mg/dL"},"referenceRange":[{"high":{"value":5,"unit":"mmol/L"}}]"#;
    assert_eq!(read(other_unit).direction, None);
    let treatment = r#""valueQuantity":{"value":90,"unit":"%"},"referenceRange":[{"type":{"coding":[{"code":"treatment"}]},"low":{"value":95,"unit":"%"}}]"#;
    assert_eq!(read(treatment).direction, None);
}

#[test]
fn decimals_keep_the_text_they_came_in() {
    let Value::Quantity(quantity) = read(r#""valueQuantity":{"value":98.60}"#).value else {
        panic!("a quantity")
    };
    assert_eq!(quantity.value.unwrap().text(), "98.60");
}

#[test]
fn what_was_entered_in_error_does_not_count() {
    let mut observation = read(r#""valueString":"x""#);
    assert!(observation.counts());
    for status in ["entered-in-error", "cancelled", "registered"] {
        observation.status = status.into();
        assert!(!observation.counts());
    }
}
