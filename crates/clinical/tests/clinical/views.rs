//! The smaller views: patient, encounter, problem, flag, report, immunization, procedure.

use charthold_clinical::ClinicalError;
use charthold_clinical::condition::{Activity, Certainty, Problem};
use charthold_clinical::encounter::Encounter;
use charthold_clinical::flag::{Flag, FlagKind, FlagState};
use charthold_clinical::immunization::{Immunization, ImmunizationOutcome};
use charthold_clinical::patient::{Death, Patient, Sex};
use charthold_clinical::procedure::Procedure;
use charthold_clinical::report::Report;

use crate::fixture;

#[test]
fn a_patient_has_two_identifiers_and_never_a_social_security_number() {
    let patient = Patient::read(&fixture::patient()).unwrap();
    assert_eq!(patient.name.display(), "CUTLER, Alice (Ms)");
    assert_eq!(patient.mrn.as_deref(), Some("28477109"));
    assert_eq!(patient.sex, Sex::Female);
    assert_eq!(patient.death, Death::NotRecorded);
    let only_ssn = r#"{"resourceType":"Patient","identifier":[{"type":{"coding":[{"code":"SS"}]},"value":"999"}]}"#;
    assert_eq!(Patient::read(only_ssn).unwrap().mrn, None);
}

#[test]
fn one_odd_name_does_not_lose_the_others() {
    let json = r#"{"resourceType":"Patient","name":["Bob",{"use":"official","family":"Cutler","given":["Alice",null]}],"gender":7}"#;
    let patient = Patient::read(json).unwrap();
    assert_eq!(patient.name.display(), "CUTLER, Alice");
    assert_eq!(patient.sex, Sex::NotRecorded);
}

#[test]
fn a_view_refuses_another_kind() {
    assert_eq!(
        Patient::read(&fixture::encounter()).unwrap_err(),
        ClinicalError::WrongKind
    );
    assert_eq!(
        Encounter::read(&fixture::patient()).unwrap_err(),
        ClinicalError::WrongKind
    );
}

#[test]
fn a_stay_has_its_bed_of_now_its_attending_and_its_principal_diagnosis() {
    let stay = Encounter::read(&fixture::encounter()).unwrap();
    assert!(stay.is_open() && stay.is_stay());
    assert_eq!(stay.place.as_deref(), Some("4B-12"));
    assert_eq!(stay.attending.as_deref(), Some("P. Nair"));
    assert_eq!(
        stay.diagnoses[0].condition, "Condition/c1",
        "a comorbidity is not principal"
    );
}

#[test]
fn a_problem_without_a_status_is_active_and_one_that_ended_is_not() {
    let read = |extra: &str| {
        Problem::read(&format!(
            r#"{{"resourceType":"Condition","code":{{"text":"Asthma (disorder)"}}{extra}}}"#
        ))
        .unwrap()
    };
    assert_eq!(read("").activity, Activity::Active);
    assert_eq!(read("").label, "Asthma");
    assert_eq!(
        read(r#","abatementDateTime":"2020""#).activity,
        Activity::Resolved
    );
    let provisional = read(r#","verificationStatus":{"coding":[{"code":"provisional"}]}"#);
    assert_eq!(provisional.certainty, Certainty::Unverified);
    assert_eq!(provisional.certainty.label(), Some("Unverified"));
}

fn flag(text: &str) -> Flag {
    Flag::read(&format!(
        r#"{{"resourceType":"Flag","status":"active","code":{{"text":"{text}"}}}}"#
    ))
    .unwrap()
}

#[test]
fn flags_are_told_apart_and_shortened_for_the_census() {
    let cases = [
        ("DNR", FlagKind::CodeStatus, "DNR"),
        ("Do not resuscitate", FlagKind::CodeStatus, "DNR"),
        ("Full code", FlagKind::CodeStatus, "Full code"),
        (
            "Droplet isolation",
            FlagKind::Isolation,
            "Isolation: droplet",
        ),
        (
            "Isolation: contact",
            FlagKind::Isolation,
            "Isolation: contact",
        ),
        ("Risk of falls", FlagKind::Falls, "Falls"),
        ("NPO", FlagKind::Diet, "NPO"),
        ("SpO2 target 88–92 %", FlagKind::Spo2Target, "SpO2 88–92"),
        ("Interpreter needed", FlagKind::Other, "Interpreter needed"),
    ];
    for (text, kind, short) in cases {
        assert_eq!(
            (flag(text).kind, flag(text).short_text().as_str()),
            (kind, short),
            "{text}"
        );
    }
    assert_eq!(flag("DNR").state, FlagState::Active);
}

#[test]
fn a_word_that_only_contains_dnr_is_no_code_status() {
    assert_eq!(flag("Seen by Dr. Addnrow").kind, FlagKind::Other);
}

#[test]
fn reports_immunizations_and_procedures_are_read() {
    let report = Report::read(
        r#"{"resourceType":"DiagnosticReport","status":"final","code":{"text":"Chest X-ray"},"effectivePeriod":{"start":"2026-11-20"},
            "conclusionCode":[{"text":"Consolidation"}],"result":[{"reference":"Observation/o1"}]}"#,
    )
    .unwrap();
    assert_eq!(report.conclusion.as_deref(), Some("Consolidation"));
    assert_eq!(report.results, ["Observation/o1"]);
    let vaccine = Immunization::read(
        r#"{"resourceType":"Immunization","status":"not-done","vaccineCode":{"text":"Influenza"},"statusReason":{"text":"declined"},"occurrenceString":"last winter"}"#,
    )
    .unwrap();
    assert_eq!(
        vaccine.outcome,
        ImmunizationOutcome::NotGiven {
            reason: Some("declined".into())
        }
    );
    assert_eq!(vaccine.at_text.as_deref(), Some("last winter"));
    let procedure = Procedure::read(
        r#"{"resourceType":"Procedure","status":"completed","code":{"text":"Hip pinning (procedure)"},"performedPeriod":{"start":"2026-11-20T10:00:00Z"}}"#,
    )
    .unwrap();
    assert_eq!(procedure.label, "Hip pinning");
    assert!(procedure.at.is_some());
}
