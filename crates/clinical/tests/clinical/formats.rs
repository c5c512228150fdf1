//! Numbers, doses, record numbers, names and tall man letters.

use charthold_clinical::fhir::{Decimal, HumanName, Many, Quantity};
use charthold_clinical::mrn::{grouped, ungrouped};
use charthold_clinical::name::PersonName;
use charthold_clinical::number::{
    Style, exact_text, fixed_text, number_text, quantity_text, unit_text,
};
use charthold_clinical::tall_man::{generic_name, tall_man};
use proptest::prelude::*;

fn shown(text: &str, style: Style) -> String {
    number_text(&Decimal::parse(text).unwrap(), style)
}

fn quantity(value: &str, unit: &str) -> Quantity {
    Quantity {
        value: Decimal::parse(value),
        unit: Some(unit.into()),
        ..Quantity::default()
    }
}

#[test]
fn doses_have_no_trailing_zero_a_leading_zero_and_commas() {
    let cases = [
        ("5.0", "5"),
        ("0.50", "0.5"),
        ("1000", "1,000"),
        ("1234567.250", "1,234,567.25"),
        ("-0.0", "0"),
        ("1e3", "1,000"),
        ("25E-1", "2.5"),
        ("5e-3", "0.005"),
        ("0", "0"),
    ];
    for (text, dose) in cases {
        assert_eq!(shown(text, Style::Dose), dose, "{text}");
    }
}

#[test]
fn a_dose_is_never_rounded() {
    assert_eq!(shown("0.123456789", Style::Dose), "0.123456789");
}

#[test]
fn measurements_keep_their_precision_but_not_a_machines_noise() {
    assert_eq!(shown("98.60", Style::Measured), "98.60");
    assert_eq!(shown("38.0", Style::Measured), "38.0");
    assert_eq!(shown("85.38999938964844", Style::Measured), "85.39");
    assert_eq!(shown("0.07454180864997363", Style::Measured), "0.0745");
    assert_eq!(fixed_text(95.96, 0), "96");
    assert_eq!(exact_text(-0.04, 1), "0.0");
}

#[test]
fn units_are_spelled_and_stand_apart() {
    let cases = [
        (quantity("4", "U"), "4 units"),
        (quantity("1", "U"), "1 unit"),
        (quantity("1000.0", "IU"), "1,000 units"),
        (quantity("50.0", "mcg"), "50 micrograms"),
        (quantity("50", "µg"), "50 micrograms"),
        (quantity("2.5", "ug/kg/min"), "2.5 micrograms/kg/min"),
        (quantity("38.0", "Cel"), "38 °C"),
        (quantity("120", "mm[Hg]"), "120 mmHg"),
        (quantity("7", "{score}"), "7"),
        (quantity("60", "mL/min/{1.73_m2}"), "60 mL/min/1.73 m²"),
        (quantity("11", "10*3/uL"), "11 10³/microliter"),
        (quantity("47.5", "U/L"), "47.5 units/L"),
    ];
    for (quantity, text) in cases {
        assert_eq!(quantity_text(&quantity, Style::Dose).as_deref(), Some(text));
    }
}

#[test]
fn no_unit_is_shown_with_an_error_prone_abbreviation() {
    for unit in ["U", "u", "IU", "[iU]", "µg", "μg", "ug", "mcg", "cc"] {
        let text = unit_text(unit);
        for banned in ["U", "IU", "µg", "μg", "ug", "mcg", "cc"] {
            assert_ne!(text, banned, "{unit}");
        }
    }
}

#[test]
fn a_limit_of_detection_keeps_its_sign() {
    let limit = Quantity {
        comparator: Some("<".into()),
        ..quantity("0.01", "ng/mL")
    };
    assert_eq!(
        quantity_text(&limit, Style::Measured).as_deref(),
        Some("<0.01 ng/mL")
    );
}

#[test]
fn record_numbers_are_grouped_to_be_read_aloud() {
    assert_eq!(grouped("28477109"), "284 771 09");
    assert_eq!(grouped("9434765919"), "943 476 5919");
    assert_eq!(grouped("123456789"), "123 456 789");
    assert_eq!(grouped("1234567"), "123 4567");
    assert_eq!(grouped("12345"), "12345");
    assert_eq!(grouped("POP-000931"), "POP-000931");
    assert_eq!(ungrouped(" 284 771\u{a0}09 "), "28477109");
}

fn name(purpose: &str, family: &str, given: &[&str]) -> HumanName {
    HumanName {
        purpose: Some(purpose.into()),
        family: Some(family.into()),
        given: Many(given.iter().map(|g| (*g).to_owned()).collect()),
        ..HumanName::default()
    }
}

#[test]
fn names_are_family_in_capitals_then_given_then_title() {
    let official = HumanName {
        prefix: Many(vec!["Ms.".into()]),
        ..name("official", "Muñoz", &["Alice", "Ann"])
    };
    let chosen = PersonName::choose(&[
        name("maiden", "Kertz", &["Alice"]),
        official,
        name("nickname", "", &["Ali"]),
    ]);
    assert_eq!(chosen.display(), "MUÑOZ, Alice Ann (Ms)");
    assert_eq!(chosen.preferred.as_deref(), Some("Ali"));
    assert_eq!(chosen.initials(), "AM");
    assert_eq!(chosen.sort_key(), "munoz alice ann");
}

#[test]
fn a_patient_without_a_name_is_called_that_and_nothing_else() {
    assert_eq!(PersonName::choose(&[]).display(), "Name not recorded");
    let text_only = HumanName {
        text: Some("Unknown male 3".into()),
        ..HumanName::default()
    };
    assert_eq!(PersonName::of(&text_only).display(), "UNKNOWN MALE 3");
}

#[test]
fn look_alike_drugs_get_their_tall_letters_and_others_none() {
    assert_eq!(generic_name("Prednisone"), "predniSONE");
    assert_eq!(generic_name("HYDROXYZINE"), "hydrOXYzine");
    assert_eq!(
        tall_man("insulin lispro (Humalog)"),
        "insulin lispro (HumaLOG)"
    );
    assert_eq!(tall_man("metoprolol succinate"), "metoprolol succinate");
    assert_eq!(tall_man("prednisonelike"), "prednisonelike");
}

#[test]
fn tall_letters_change_no_letter_but_its_case() {
    for line in include_str!("../../data/tall_man.csv")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let listed = line.split_once(',').unwrap().1;
        assert_eq!(tall_man(&listed.to_lowercase()), listed);
        assert!(
            listed.chars().any(char::is_uppercase),
            "{listed} has no tall letter"
        );
    }
}

proptest! {
    #[test]
    fn a_shown_dose_is_the_same_number(whole in 0_u32..10_000_000, fraction in "[0-9]{0,6}") {
        let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
        let back: f64 = shown(&text, Style::Dose).replace(',', "").parse().unwrap();
        prop_assert_eq!(back, text.parse::<f64>().unwrap());
    }

    #[test]
    fn a_dose_never_ends_in_a_zero_after_the_point(text in "[0-9]{1,5}\\.[0-9]{1,5}") {
        let dose = shown(&text, Style::Dose);
        prop_assert!(!dose.contains('.') || !dose.ends_with('0'), "{}", dose);
        prop_assert!(!dose.starts_with('.'), "{}", dose);
    }

    #[test]
    fn grouping_a_record_number_loses_no_digit(mrn in "[0-9]{1,14}") {
        prop_assert_eq!(ungrouped(&grouped(&mrn)), mrn.clone());
        prop_assert!(!grouped(&mrn).ends_with(' '));
    }

    #[test]
    fn tall_letters_never_change_the_drug(name in "\\PC{0,40}") {
        prop_assert_eq!(tall_man(&name).to_lowercase(), name.to_lowercase());
    }
}
