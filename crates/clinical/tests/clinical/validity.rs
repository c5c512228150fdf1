//! What this crate writes, judged by an independent reader of FHIR R4.

use charthold_clinical::fhir::Decimal;
use charthold_clinical::news2::{Consciousness, Scale};
use charthold_clinical::note_entry::{
    ASSESSMENT_AND_PLAN, NoteEntry, NoteKind, SectionEntry, Signature, composition, sign,
};
use charthold_clinical::party::{Party, Stamp};
use charthold_clinical::vitals_entry::{OxygenEntry, ScoreEntry, VitalsEntry, observations};
use fhirkit::Severity;
use fhirkit::r4::Resource;

fn stamp() -> Stamp {
    Stamp {
        subject: "Patient/p1".into(),
        encounter: Some("Encounter/e1".into()),
        author: Party {
            reference: "Practitioner/rn".into(),
            display: Some("I. Lindqvist, RN".into()),
        },
        at: "2026-11-22T14:32:00Z".parse().unwrap(),
    }
}

fn assert_valid(json: &str) {
    let (resource, issues) = fhirkit::from_json::<Resource>(json).unwrap();
    let faults: Vec<_> = issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .collect();
    assert!(faults.is_empty(), "{faults:?} in {json}");
    assert!(resource.is_some(), "the reader knows the kind of {json}");
}

#[test]
fn written_vital_signs_are_valid_r4() {
    let entry = VitalsEntry {
        rr: Decimal::parse("22"),
        spo2: Decimal::parse("94"),
        oxygen: Some(OxygenEntry::Air),
        sbp: Decimal::parse("112"),
        dbp: Decimal::parse("64"),
        hr: Decimal::parse("96"),
        acvpu: Some(Consciousness::Alert),
        temp: Decimal::parse("38.0"),
        weight: Decimal::parse("71.4"),
        height: Decimal::parse("168"),
    };
    let mut number = 0;
    let next_id = || {
        number += 1;
        format!("id-{number}")
    };
    let written = observations(&entry, &stamp(), ScoreEntry::Written(Scale::One), next_id).unwrap();
    assert_eq!(written.len(), 10);
    written.iter().for_each(|made| assert_valid(&made.json));
}

#[test]
fn written_signed_and_appended_notes_are_valid_r4() {
    let entry = NoteEntry {
        fhir_id: "n1".into(),
        kind: NoteKind::Addendum,
        sections: vec![SectionEntry {
            title: ASSESSMENT_AND_PLAN.into(),
            text: "SpO2 < 92 %.\n\nWean.".into(),
        }],
        appends: Some("Composition/n0".into()),
    };
    let draft = composition(&entry, &stamp(), None).unwrap().json;
    assert_valid(&draft);
    let signature = Signature::Legal {
        by: stamp().author,
        at: stamp().at,
    };
    assert_valid(&sign(&draft, &signature).unwrap());
}
