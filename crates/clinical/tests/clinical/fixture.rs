//! Small resources the tests build charts of.

use charthold_clinical::listing::Extent;
use charthold_clinical::summary::{AsOf, ChartSummary, RecordRef, summarise};
use charthold_domain::RecordId;
use jiff::tz::TimeZone;

/// A Sunday afternoon, in UTC.
pub(crate) const NOW: &str = "2026-11-22T14:32:00Z";

pub(crate) fn as_of(extent: Extent) -> AsOf {
    AsOf {
        now: NOW.parse().unwrap(),
        zone: TimeZone::UTC,
        extent,
    }
}

/// Record ids count from 1 in the order given.
pub(crate) fn record_id(number: u8) -> RecordId {
    let mut bytes = [0; 16];
    bytes[15] = number;
    RecordId::from_bytes(bytes)
}

pub(crate) fn kind_of(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    value["resourceType"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

pub(crate) fn summary_of(records: &[String], extent: Extent) -> ChartSummary {
    let kinds: Vec<String> = records.iter().map(|json| kind_of(json)).collect();
    let refs = records
        .iter()
        .zip(&kinds)
        .zip(1_u8..)
        .map(|((json, kind), number)| RecordRef {
            id: record_id(number),
            kind,
            json,
        });
    summarise(refs, &as_of(extent))
}

pub(crate) fn patient() -> String {
    r#"{"resourceType":"Patient","id":"p1","identifier":[{"type":{"coding":[{"code":"SS"}]},"value":"999"},
        {"type":{"coding":[{"code":"MR"}]},"value":"28477109"}],
        "name":[{"use":"official","family":"Cutler","given":["Alice"],"prefix":["Ms."]}],
        "gender":"female","birthDate":"1961-08-14"}"#
        .into()
}

pub(crate) fn encounter() -> String {
    r#"{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},
        "subject":{"reference":"Patient/p1"},"period":{"start":"2026-11-20T09:00:00Z"},
        "participant":[{"type":[{"coding":[{"code":"ATND"}]}],"individual":{"display":"P. Nair"}}],
        "location":[{"location":{"display":"ED-3"},"status":"completed"},
                    {"location":{"display":"4B-12"},"status":"active"}],
        "diagnosis":[{"condition":{"reference":"Condition/c2"},"use":{"coding":[{"code":"CM"}]},"rank":1},
                     {"condition":{"reference":"Condition/c1"},"use":{"coding":[{"code":"AD"}]},"rank":1}]}"#
        .into()
}

pub(crate) fn problem(id: &str, name: &str, status: &str, onset: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition","id":"{id}","clinicalStatus":{{"coding":[{{"code":"{status}"}}]}},
            "code":{{"text":"{name}"}},"onsetDateTime":"{onset}"}}"#
    )
}

pub(crate) fn vital(code: &str, value: &str, unit: &str, at: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","category":[{{"coding":[{{"code":"vital-signs"}}]}}],
            "code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"effectiveDateTime":"{at}",
            "performer":[{{"display":"I. Lindqvist, RN"}}],
            "valueQuantity":{{"value":{value},"unit":"{unit}","code":"{unit}"}}}}"#
    )
}

pub(crate) fn blood_pressure(sbp: u16, dbp: u16, at: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"code":"85354-9"}}]}},
            "effectiveDateTime":"{at}","component":[
            {{"code":{{"coding":[{{"system":"http://loinc.org","code":"8480-6"}}]}},"valueQuantity":{{"value":{sbp},"code":"mm[Hg]"}}}},
            {{"code":{{"coding":[{{"system":"http://loinc.org","code":"8462-4"}}]}},"valueQuantity":{{"value":{dbp},"code":"mm[Hg]"}}}}]}}"#
    )
}

pub(crate) fn alertness(text: &str, at: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"67775-7"}}]}},
            "effectiveDateTime":"{at}","valueCodeableConcept":{{"text":"{text}"}}}}"#
    )
}

/// A complete set; its NEWS2 is what respiratory rate and oxygen flow make of it.
pub(crate) fn vitals_set(rr: &str, oxygen_flow: &str, at: &str) -> Vec<String> {
    vec![
        vital("9279-1", rr, "/min", at),
        vital("59408-5", "96", "%", at),
        vital("3151-8", oxygen_flow, "L/min", at),
        vital("8867-4", "80", "/min", at),
        vital("8310-5", "37.0", "Cel", at),
        blood_pressure(120, 70, at),
        alertness("Alert", at),
    ]
}

pub(crate) fn allergy(code: &str, text: &str, extra: &str) -> String {
    format!(
        r#"{{"resourceType":"AllergyIntolerance","id":"a-{code}","code":{{"coding":[{{"code":"{code}"}}],"text":"{text}"}},
            "recordedDate":"2026-11-20T09:12:00Z","recorder":{{"display":"T. Berg, RN"}}{extra}}}"#
    )
}
