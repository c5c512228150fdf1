//! Which givings may be one dose given twice, and what says that they were looked at.

use charthold_clinical::both_given::{both_given, looked_at};
use charthold_clinical::dose_slot::dose_slots;
use charthold_clinical::party::{Party, Stamp};
use charthold_domain::RecordId;
use jiff::tz::TimeZone;

use crate::fixture::{NOW, kind_of, record_id};

const AT_EIGHT_AND_TWENTY: &str = r#","dosageInstruction":[{"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d","timeOfDay":["08:00:00","20:00:00"]}}}]"#;
const EVERY_SIX_HOURS: &str =
    r#","dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":6,"periodUnit":"h"}}}]"#;

const NONE: [usize; 0] = [];

fn order(timing: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","medicationCodeableConcept":{{"text":"x"}}{timing}}}"#
    )
}

fn giving(at: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationAdministration","id":"g","medicationCodeableConcept":{{"text":"x"}},"effectiveDateTime":"2026-11-22T{at}:00Z",{rest}}}"#
    )
}

fn given(at: &str) -> String {
    giving(
        at,
        r#""status":"completed","request":{"reference":"MedicationRequest/m1"}"#,
    )
}

/// The records that share a slot with another, by their place.
fn shared(records: &[String], zone: &TimeZone) -> Vec<usize> {
    let kinds: Vec<String> = records.iter().map(|json| kind_of(json)).collect();
    let named = (1_u8..)
        .zip(records.iter().zip(&kinds))
        .map(|(n, (json, kind))| (record_id(n), kind.as_str(), json.as_str()));
    let slots = dose_slots(named, zone);
    let is_shared = |record: RecordId| {
        let slot = slots
            .iter()
            .find(|(_, of)| *of == record)
            .map(|(slot, _)| slot);
        slot.is_some_and(|slot| slots.iter().filter(|(other, _)| other == slot).count() > 1)
    };
    let all = records.len();
    (0..all)
        .zip(1_u8..)
        .filter(|(_, n)| is_shared(record_id(*n)))
        .map(|(place, _)| place)
        .collect()
}

fn shared_utc(records: &[String]) -> Vec<usize> {
    shared(records, &TimeZone::UTC)
}

#[test]
fn two_givings_at_one_due_time_of_an_order_share_its_slot() {
    let order = order(AT_EIGHT_AND_TWENTY);
    let late = [
        order.clone(),
        given("07:50"),
        given("10:30"),
        given("20:05"),
    ];
    assert_eq!(shared_utc(&late), [1, 2]);
    assert_eq!(shared_utc(&[order, given("08:00"), given("19:00")]), NONE);
}

#[test]
fn minutes_apart_are_one_dose_also_across_the_middle_between_two_due_times() {
    let records = [order(AT_EIGHT_AND_TWENTY), given("13:59"), given("14:03")];
    assert_eq!(shared_utc(&records), [1, 2]);
}

#[test]
fn a_first_dose_far_from_every_due_time_is_a_dose_of_its_own() {
    let thrice = AT_EIGHT_AND_TWENTY.replace("\"20:00:00\"", "\"14:00:00\",\"20:00:00\"");
    let records = [order(&thrice), given("03:30"), given("08:00")];
    assert_eq!(shared_utc(&records), NONE);
    let near = [order(&thrice), given("04:30"), given("08:00")];
    assert_eq!(shared_utc(&near), [1, 2]);
}

#[test]
fn due_times_are_those_of_the_unit_s_zone() {
    let there = TimeZone::fixed(jiff::tz::offset(-6));
    let records = [order(AT_EIGHT_AND_TWENTY), given("13:55"), given("16:30")];
    assert_eq!(shared(&records, &there), [1, 2], "08:00 there is 14:00 UTC");
    assert_eq!(shared_utc(&records), NONE);
}

#[test]
fn of_an_interval_half_of_it_is_too_close_and_without_times_an_hour_is() {
    let every = [
        order(EVERY_SIX_HOURS),
        given("06:00"),
        given("08:30"),
        given("12:05"),
    ];
    assert_eq!(shared_utc(&every), [1, 2]);
    let unscheduled = [order(""), given("06:00"), given("06:40"), given("08:30")];
    assert_eq!(shared_utc(&unscheduled), [1, 2]);
    assert_eq!(
        shared_utc(&[given("06:00"), given("06:40")]),
        [0, 1],
        "the order need not be here"
    );
}

#[test]
fn what_was_not_given_names_no_order_or_has_no_time_is_compared_with_nothing() {
    let order = order(AT_EIGHT_AND_TWENTY);
    let of = r#""request":{"reference":"MedicationRequest/m1"}"#;
    for other in [
        giving("08:10", &format!(r#""status":"not-done",{of}"#)),
        giving("08:10", &format!(r#""status":"entered-in-error",{of}"#)),
        giving("08:10", r#""status":"completed""#),
        giving(
            "08:10",
            r#""status":"completed","request":{"reference":"MedicationRequest/m2"}"#,
        ),
        given("08:10").replace(r#""effectiveDateTime":"2026-11-22T08:10:00Z","#, ""),
    ] {
        let records = [order.clone(), given("08:00"), other.clone()];
        assert_eq!(shared_utc(&records), NONE, "{other}");
    }
}

#[test]
fn that_both_were_given_names_them_with_author_and_time() {
    let stamp = Stamp {
        subject: "Patient/p1".into(),
        encounter: None,
        author: Party {
            reference: "Practitioner/n1".into(),
            display: Some("Tomas Berg, RN".into()),
        },
        at: NOW.parse().unwrap(),
    };
    let ids = ["g1".to_owned(), "g2".to_owned()];
    let written = both_given("i1", &ids, &stamp).unwrap();
    let value: serde_json::Value = serde_json::from_str(&written.json).unwrap();
    assert_eq!(value["author"]["display"], "Tomas Berg, RN");
    assert_eq!(value["patient"]["reference"], "Patient/p1");
    assert_eq!(
        looked_at(&written.json).unwrap(),
        ["MedicationAdministration/g1", "MedicationAdministration/g2"]
    );
    let undone = written.json.replace("\"final\"", "\"entered-in-error\"");
    assert_eq!(looked_at(&undone), None);
    let other = written.json.replace("DUPTHPY", "DRG");
    assert_eq!(looked_at(&other), None, "another issue says nothing of it");
    assert!(both_given("i1", &ids[..1], &stamp).is_err());
}
