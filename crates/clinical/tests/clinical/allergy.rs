//! "None known", "not recorded" and a refuted allergy are different things.

use charthold_clinical::allergy::{Allergy, Criticality, Statement};

use crate::fixture::allergy;

fn read(code: &str, text: &str, extra: &str) -> Allergy {
    Allergy::read(&allergy(code, text, extra)).unwrap()
}

#[test]
fn an_allergy_reads_as_the_banner_shows_it() {
    let penicillin = read(
        "764146007",
        "penicillins",
        r#","criticality":"high","clinicalStatus":{"coding":[{"code":"active"}]},
           "reaction":[{"manifestation":[{"text":"Anaphylaxis"},{"text":"Hives"}],"severity":"severe"},{"manifestation":[{"text":"Rash"}]}]"#,
    );
    assert_eq!(penicillin.line(), "penicillins – anaphylaxis + hives, rash");
    assert_eq!(penicillin.criticality, Criticality::High);
    assert_eq!(penicillin.severity.as_deref(), Some("severe"));
    assert!(penicillin.is_current_risk());
}

#[test]
fn the_agent_is_named_without_the_word_allergy() {
    assert_eq!(
        read("1", "Dander (animal) allergy", "").agent,
        "Dander (animal)"
    );
    assert_eq!(read("1", "Allergy to peanut", "").agent, "peanut");
    assert_eq!(read("1", "Latex (substance)", "").agent, "Latex");
}

#[test]
fn no_known_allergies_is_a_statement_and_no_risk_whatever_its_status() {
    for (code, text, kind) in [
        ("716186003", "No known allergy", Statement::NoneKnown),
        (
            "no-known-allergies",
            "No known allergies",
            Statement::NoneKnown,
        ),
        ("x", "No known allergies", Statement::NoneKnown),
        (
            "409137002",
            "No known drug allergy",
            Statement::NoneKnownOfAKind,
        ),
        (
            "no-allergy-info",
            "No information about allergies",
            Statement::NoInformation,
        ),
        ("91935009", "Peanut", Statement::Allergy),
    ] {
        let record = read(
            code,
            text,
            r#","clinicalStatus":{"coding":[{"code":"resolved"}]}"#,
        );
        assert_eq!(record.statement, kind, "{text}");
        assert!(!record.is_current_risk(), "{text} is resolved");
    }
}

#[test]
fn doubt_counts_as_risk_and_only_withdrawal_ends_it() {
    let with = |status: &str| {
        read(
            "1",
            "latex",
            &format!(r#","verificationStatus":{{"coding":[{{"code":"{status}"}}]}}"#),
        )
    };
    assert!(with("unconfirmed").is_current_risk());
    assert!(!with("refuted").is_current_risk());
    assert!(!with("entered-in-error").is_current_risk());
    assert!(
        read("1", "latex", "").is_current_risk(),
        "no status at all is a risk"
    );
}

#[test]
fn an_allergy_to_nothing_named_cannot_be_read() {
    assert!(Allergy::read(r#"{"resourceType":"AllergyIntolerance","id":"a"}"#).is_err());
}
