//! Writing a set and reading it back.

use charthold_clinical::ClinicalError;
use charthold_clinical::fhir::Decimal;
use charthold_clinical::news2::{Consciousness, News2, Scale};
use charthold_clinical::observation::Observation;
use charthold_clinical::party::{NewResource, Party, Stamp};
use charthold_clinical::vitals::group;
use charthold_clinical::vitals_entry::{OxygenEntry, ScoreEntry, VitalsEntry, observations};
use serde_json::Value;

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

fn complete() -> VitalsEntry {
    VitalsEntry {
        rr: Decimal::parse("22"),
        spo2: Decimal::parse("94"),
        oxygen: Some(OxygenEntry::Flow(Decimal::parse("2").unwrap())),
        sbp: Decimal::parse("112"),
        dbp: Decimal::parse("64"),
        hr: Decimal::parse("96"),
        acvpu: Some(Consciousness::Alert),
        temp: Decimal::parse("38.0"),
        ..VitalsEntry::default()
    }
}

fn write(entry: &VitalsEntry, score: ScoreEntry) -> Vec<NewResource> {
    let mut number = 0;
    observations(entry, &stamp(), score, || {
        number += 1;
        format!("id-{number}")
    })
    .unwrap()
}

#[test]
fn a_set_reads_back_as_it_was_entered_and_scores_the_same() {
    let written = write(&complete(), ScoreEntry::Left);
    let read: Vec<Observation> = written
        .iter()
        .map(|r| Observation::read(&r.json).unwrap())
        .collect();
    let sets = group(&read);
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0].score(Scale::One), complete().score(Scale::One));
    let News2::Scored(score) = sets[0].score(Scale::One) else {
        panic!("complete")
    };
    assert_eq!(
        score.total, 6,
        "the set of the picture: 22, 94, 2 L/min, 112/64, 96, alert, 38.0"
    );
    assert_eq!(sets[0].performer.as_deref(), Some("I. Lindqvist, RN"));
}

#[test]
fn decimals_go_out_as_they_were_typed() {
    let written = write(&complete(), ScoreEntry::Left);
    assert!(written.iter().any(|r| r.json.contains(r#""value":38.0"#)));
}

#[test]
fn every_observation_has_what_us_core_asks_for() {
    for made in write(&complete(), ScoreEntry::Left) {
        let value: Value = serde_json::from_str(&made.json).unwrap();
        assert_eq!(value["status"], "final");
        assert_eq!(value["category"][0]["coding"][0]["code"], "vital-signs");
        assert_eq!(value["code"]["coding"][0]["system"], "http://loinc.org");
        assert_eq!(value["subject"]["reference"], "Patient/p1");
        assert_eq!(value["encounter"]["reference"], "Encounter/e1");
        assert_eq!(value["effectiveDateTime"], "2026-11-22T14:32:00.000Z");
        assert_eq!(value["performer"][0]["reference"], "Practitioner/rn");
        assert_eq!(value["id"], made.fhir_id.as_str());
        if let Some(quantity) = value.get("valueQuantity") {
            assert_eq!(quantity["system"], "http://unitsofmeasure.org");
        }
    }
}

#[test]
fn the_score_is_written_with_what_it_came_from_and_only_when_complete() {
    let written = write(&complete(), ScoreEntry::Written(Scale::One));
    let score: Value = serde_json::from_str(&written.last().unwrap().json).unwrap();
    assert_eq!(score["code"]["coding"][0]["code"], "1104051000000101");
    assert_eq!(score["valueInteger"], 6);
    assert_eq!(
        score["derivedFrom"].as_array().unwrap().len(),
        written.len() - 1
    );
    let partial = VitalsEntry {
        temp: None,
        ..complete()
    };
    let without = write(&partial, ScoreEntry::Written(Scale::One));
    assert!(
        !without.iter().any(|r| r.json.contains("1104051000000101")),
        "never a number for a partial set"
    );
}

#[test]
fn room_air_is_written_and_reads_back_as_air() {
    let air = VitalsEntry {
        oxygen: Some(OxygenEntry::Air),
        ..VitalsEntry::default()
    };
    let read = Observation::read(&write(&air, ScoreEntry::Left)[0].json).unwrap();
    assert_eq!(
        group(&[read])[0].oxygen.as_ref().unwrap().text(),
        "Room air"
    );
}

#[test]
fn a_missing_diastolic_is_said_to_be_missing() {
    let half = VitalsEntry {
        sbp: Decimal::parse("90"),
        ..VitalsEntry::default()
    };
    let value: Value = serde_json::from_str(&write(&half, ScoreEntry::Left)[0].json).unwrap();
    assert_eq!(
        value["component"][1]["dataAbsentReason"]["coding"][0]["code"],
        "not-performed"
    );
}

#[test]
fn an_empty_set_is_not_written() {
    let nothing = observations(
        &VitalsEntry::default(),
        &stamp(),
        ScoreEntry::Left,
        String::new,
    );
    assert!(matches!(nothing, Err(ClinicalError::Unwritable { .. })));
}
