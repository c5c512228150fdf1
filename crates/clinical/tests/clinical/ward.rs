//! The census row.

use charthold_clinical::listing::Extent;
use charthold_clinical::news2::News2;
use charthold_clinical::note::NoteStatus;
use charthold_clinical::ward::{NoteToday, WardLine, ward_row};

use crate::fixture::{as_of, encounter, patient, problem, summary_of, vital, vitals_set};

fn row(records: &[String]) -> WardLine {
    ward_row(
        &summary_of(records, Extent::Complete),
        &as_of(Extent::Complete),
    )
}

fn note(kind: &str, status: &str, date: &str) -> String {
    format!(
        r#"{{"resourceType":"Composition","status":"{status}","type":{{"coding":[{{"code":"{kind}"}}]}},"date":"{date}",
            "author":[{{"display":"Priya Nair, MD"}}]}}"#
    )
}

#[test]
fn a_row_has_score_change_spark_due_time_and_diagnosis() {
    let mut records = vec![
        patient(),
        encounter(),
        problem("c1", "Pneumonia", "active", "2026-11-19"),
    ];
    for (hour, rate) in ["16", "16", "22", "22", "22", "16", "16", "22"]
        .iter()
        .enumerate()
    {
        records.extend(vitals_set(
            rate,
            "0",
            &format!("2026-11-22T{:02}:00:00Z", hour + 4),
        ));
    }
    let row = row(&records);
    assert!(matches!(row.news2.unwrap().result, News2::Scored(score) if score.total == 2));
    assert_eq!(row.change, Some(2));
    assert_eq!(
        row.spark,
        [0, 2, 2, 2, 0, 0, 2],
        "the last seven, oldest first"
    );
    assert_eq!(
        row.vitals_taken_at,
        Some("2026-11-22T11:00:00Z".parse().unwrap())
    );
    assert_eq!(
        row.vitals_due_at,
        Some("2026-11-22T15:00:00Z".parse().unwrap())
    );
    assert_eq!(row.diagnosis.as_deref(), Some("Pneumonia"));
}

#[test]
fn alerts_are_short_and_full_code_is_none() {
    let flag = |text: &str| {
        format!(r#"{{"resourceType":"Flag","status":"active","code":{{"text":"{text}"}}}}"#)
    };
    let alerts = row(&[
        flag("Risk of falls"),
        flag("Droplet isolation"),
        flag("Full code"),
    ])
    .alerts;
    assert_eq!(alerts, ["Isolation: droplet", "Falls"]);
    assert_eq!(row(&[flag("Do not resuscitate")]).alerts, ["DNR"]);
}

#[test]
fn todays_note_is_a_physicians_of_today() {
    assert_eq!(row(&[patient()]).note_today, NoteToday::NotStarted);
    let yesterday = note("11506-3", "final", "2026-11-21T10:00:00Z");
    let nursing = note("34746-8", "final", "2026-11-22T10:00:00Z");
    assert_eq!(row(&[yesterday, nursing]).note_today, NoteToday::NotStarted);
    let draft = note("11506-3", "preliminary", "2026-11-22T10:00:00Z");
    let NoteToday::Started { status, author, .. } = row(&[draft]).note_today else {
        panic!("started")
    };
    assert_eq!(status, NoteStatus::Draft);
    assert_eq!(author.as_deref(), Some("Priya Nair, MD"));
}

#[test]
fn new_abnormal_results_are_named_worst_first_and_old_ones_are_not() {
    let lab = |code: &str, direction: &str, at: &str| {
        format!(
            r#"{{"resourceType":"Observation","status":"final","category":[{{"coding":[{{"code":"laboratory"}}]}}],
                "code":{{"coding":[{{"code":"{code}"}}]}},"effectiveDateTime":"{at}","valueQuantity":{{"value":1.4,"unit":"mg/dL"}},
                "interpretation":[{{"coding":[{{"code":"{direction}"}}]}}]}}"#
        )
    };
    let row = row(&[
        lab("2160-0", "H", "2026-11-22T08:00:00Z"),
        lab("2524-7", "HH", "2026-11-22T07:00:00Z"),
        lab("2951-2", "N", "2026-11-22T07:00:00Z"),
        lab("2823-3", "H", "2026-11-20T07:00:00Z"),
    ]);
    let texts: Vec<&str> = row.results_new.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Lactate 1.4 mg/dL critically high",
            "Creatinine 1.4 mg/dL high"
        ]
    );
    assert_eq!(row.results_new_count, 3);
}

#[test]
fn medications_due_within_the_hour_and_overdue_are_counted() {
    let order = |id: &str| {
        format!(
            r#"{{"resourceType":"MedicationRequest","id":"{id}","status":"active","medicationCodeableConcept":{{"text":"x"}},
                "dosageInstruction":[{{"timing":{{"repeat":{{"timeOfDay":["08:00:00","15:00:00","22:00:00"]}}}}}}]}}"#
        )
    };
    let given = |id: &str, at: &str| {
        format!(
            r#"{{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{{"text":"x"}},
                "effectiveDateTime":"{at}","request":{{"reference":"MedicationRequest/{id}"}}}}"#
        )
    };
    let due = row(&[
        order("m1"),
        given("m1", "2026-11-22T08:12:00Z"),
        order("m2"),
        given("m2", "2026-11-21T22:00:00Z"),
        order("m3"),
        given("m3", "2026-11-22T14:20:00Z"),
    ])
    .medications_due
    .unwrap();
    assert_eq!(due.count, 2, "m3 had its 15:00 dose early");
    assert_eq!(due.first_due_at, "2026-11-22T08:00:00Z".parse().unwrap());
}

#[test]
fn without_a_complete_set_the_row_says_so_instead_of_a_number() {
    let row = row(&[vital("8867-4", "80", "/min", "2026-11-22T13:40:00Z")]);
    assert!(matches!(
        row.news2.unwrap().result,
        News2::Incomplete { .. }
    ));
    assert!(row.spark.is_empty());
}
