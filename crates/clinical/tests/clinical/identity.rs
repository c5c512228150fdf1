//! Two records of a patient, and whether they may be one person.

use charthold_clinical::identity::Identity;

const ABARA: &str = r#"{"resourceType":"Patient","id":"1","identifier":[{"system":"urn:one","value":"284 610 22"}],
    "name":[{"family":"Abara","given":["Lina"]}],"birthDate":"1950-03-01","gender":"female"}"#;

fn is_she(other: &str) -> bool {
    let (she, other) = (
        Identity::read(ABARA).unwrap(),
        Identity::read(other).unwrap(),
    );
    assert_eq!(she.may_be(&other), other.may_be(&she), "from either side");
    she.may_be(&other)
}

#[test]
fn an_identifier_in_common_outlives_a_marriage_and_a_corrected_birth() {
    for same in [
        ABARA.to_owned(),
        ABARA.replace("284 610 22", "28461022"),
        ABARA.replace("Abara", "Okafor"),
        ABARA.replace("1950-03-01", "1950-01-03"),
        ABARA.replace(r#""system":"urn:one","#, ""),
        ABARA.replace(
            "\"identifier\":[",
            r#""identifier":[{"system":"urn:two","value":"7"},"#,
        ),
    ] {
        assert!(is_she(&same), "{same}");
    }
    let another = ABARA
        .replace("Abara", "Okafor")
        .replace("1950-03-01", "2001-09-09");
    assert!(!is_she(&another), "a number written down wrongly");
}

#[test]
fn the_same_id_in_another_hospital_is_somebody_else() {
    let elsewhere = r#"{"resourceType":"Patient","id":"1","identifier":[{"system":"urn:two","value":"222"}],
        "name":[{"family":"Second"}],"birthDate":"2001-09-09","gender":"male"}"#;
    assert!(!is_she(elsewhere));
    assert!(
        !is_she(r#"{"resourceType":"Patient","id":"1"}"#),
        "nothing tells who it is"
    );
    let namesake = ABARA.replace("284 610 22", "999 999 99");
    assert!(!is_she(&namesake), "one hospital gives nobody two numbers");
    let referred = ABARA
        .replace("urn:one", "urn:two")
        .replace("284 610 22", "222");
    assert!(!is_she(&referred), "her number here would be lost");
    let unnumbered = ABARA.replace("284 610 22", "");
    assert!(!is_she(&unnumbered), "so it would");
}

#[test]
fn a_line_of_the_list_tells_enough() {
    let line = |mrn, family, born| {
        Identity::of_listing(Some(mrn), Some(family), Some(born), Some("female"))
    };
    let she = Identity::read(ABARA).unwrap();
    assert!(she.may_be(&line("28461022", "ABARA", "1950-03-01")));
    assert!(she.may_be(&line("28461022", "Okafor", "1950-03-01")));
    assert!(!she.may_be(&line("111", "First", "1950-03-01")));
}

#[test]
fn people_of_whom_nothing_is_known_are_told_by_nothing() {
    let nobody = Identity::read(r#"{"resourceType":"Patient","id":"1"}"#).unwrap();
    assert!(nobody.may_be(&nobody), "the same again is no other person");
}
