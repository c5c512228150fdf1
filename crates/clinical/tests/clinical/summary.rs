//! A whole chart at a glance: lists, absence, scores with their age.

use charthold_clinical::banner::AllergyHeading;
use charthold_clinical::listing::{Extent, Listing};
use charthold_clinical::medication::State;
use charthold_clinical::news2::{Exclusion, News2, Scale};
use charthold_clinical::summary::{Assessment, ChartSummary, Freshness, ProblemRank, TrendSign};

use crate::fixture::{
    allergy, encounter, patient, problem, record_id, summary_of, vital, vitals_set,
};

fn complete(records: &[String]) -> ChartSummary {
    summary_of(records, Extent::Complete)
}

fn total(assessment: Option<&Assessment>) -> Option<u8> {
    match assessment.map(|a| &a.result) {
        Some(News2::Scored(score)) => Some(score.total),
        _ => None,
    }
}

#[test]
fn the_banner_has_two_identifiers_place_and_day() {
    let banner = complete(&[
        patient(),
        encounter(),
        vital("29463-7", "71.4", "kg", "2026-11-22T06:00:00Z"),
    ])
    .banner;
    assert_eq!(banner.name.display(), "CUTLER, Alice (Ms)");
    assert_eq!(banner.age.as_deref(), Some("65 y"));
    assert_eq!(banner.mrn.as_deref(), Some("28477109"));
    assert_eq!(banner.bed.as_deref(), Some("4B-12"));
    assert_eq!(banner.day_of_stay, Some(3));
    assert_eq!(banner.attending.as_deref(), Some("P. Nair"));
    assert_eq!(banner.weight.unwrap().text, "71.4 kg");
}

#[test]
fn the_age_of_the_dead_is_the_age_at_death() {
    let dead = patient().replace(
        "\"birthDate\"",
        "\"deceasedDateTime\":\"2020-08-13T10:00:00Z\",\"birthDate\"",
    );
    assert_eq!(complete(&[dead]).banner.age.as_deref(), Some("58 y"));
}

#[test]
fn each_kind_of_absence_of_allergies_has_its_own_heading() {
    let none_known = allergy("716186003", "No known allergies", "");
    let latex = allergy("1", "latex", "");
    let broken = r#"{"resourceType":"AllergyIntolerance","id":"a9"}"#.to_owned();
    assert_eq!(
        complete(&[patient()]).banner.allergies,
        AllergyHeading::NotRecorded
    );
    let AllergyHeading::NoneKnown { statement, by, at } =
        complete(std::slice::from_ref(&none_known)).banner.allergies
    else {
        panic!("somebody asked")
    };
    assert_eq!(
        (statement.as_str(), by.as_deref()),
        ("No known allergies", Some("T. Berg, RN"))
    );
    assert!(at.is_some());
    assert_eq!(
        complete(&[none_known.clone(), latex.clone()])
            .banner
            .allergies,
        AllergyHeading::Known(vec!["latex".into()]),
        "a known allergy outweighs a statement that there is none"
    );
    assert_eq!(
        complete(&[none_known.clone(), broken.clone()])
            .banner
            .allergies,
        AllergyHeading::Unavailable
    );
    let unfinished = summary_of(&[patient(), none_known], Extent::Truncated);
    assert_eq!(unfinished.banner.allergies, AllergyHeading::Unavailable);
    let known = complete(&[latex, broken]).banner.allergies;
    assert_eq!(
        known,
        AllergyHeading::Known(vec!["latex".into(), "There may be more".into()])
    );
}

#[test]
fn an_empty_list_is_not_recorded_only_when_the_whole_chart_is_here() {
    assert_eq!(complete(&[patient()]).medications, Listing::NotRecorded);
    let unfinished = summary_of(&[patient()], Extent::Truncated);
    assert_eq!(
        unfinished.medications,
        Listing::Listed {
            items: vec![],
            extent: Extent::Truncated
        }
    );
    assert_eq!(
        unfinished.problems,
        Listing::Listed {
            items: vec![],
            extent: Extent::Truncated
        }
    );
}

#[test]
fn a_record_that_cannot_be_read_is_counted_and_named_not_dropped() {
    let summary = complete(&[
        patient(),
        r#"{"resourceType":"MedicationRequest","status":"active"}"#.into(),
    ]);
    assert_eq!(summary.unreadable, [record_id(2)]);
    assert_eq!(summary.other["MedicationRequest"], 1);
    assert_eq!(
        summary.medications,
        Listing::Listed {
            items: vec![],
            extent: Extent::Truncated
        }
    );
}

#[test]
fn conflicting_versions_of_an_allergy_leave_the_cautious_one_standing() {
    let active = allergy("1", "penicillins", "");
    let refuted = allergy(
        "1",
        "penicillins",
        r#","verificationStatus":{"coding":[{"code":"refuted"}]}"#,
    );
    let summary = complete(&[refuted, active]);
    assert_eq!(
        summary.banner.allergies,
        AllergyHeading::Known(vec!["penicillins".into()])
    );
    assert_eq!(
        summary.allergies.items().len(),
        2,
        "both versions are shown"
    );
}

#[test]
fn problems_are_principal_first_then_active_then_past() {
    let records = [
        encounter(),
        problem("c3", "Appendicitis", "resolved", "2026-01-01"),
        problem("c2", "Diabetes", "active", "2014"),
        problem("c4", "Kidney injury", "active", "2026-11-20"),
        problem("c1", "Pneumonia", "active", "2026-11-19"),
    ];
    let summary = complete(&records);
    let names: Vec<&str> = summary
        .problems
        .items()
        .iter()
        .map(|l| l.problem.label.as_str())
        .collect();
    assert_eq!(
        names,
        ["Pneumonia", "Kidney injury", "Diabetes", "Appendicitis"]
    );
    assert_eq!(summary.problems.items()[0].rank, ProblemRank::Principal);
}

#[test]
fn without_a_diagnosis_list_the_problem_the_patient_came_for_is_principal() {
    let reason = r#"{"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},
        "reasonCode":[{"text":"Pneumonia"}]}"#;
    let records = [
        reason.to_owned(),
        problem("c2", "Diabetes", "active", "2026-11-21"),
        problem("c1", "Pneumonia", "active", "2026-11-19"),
    ];
    let first = &complete(&records).problems.items()[0].clone();
    assert_eq!(
        (first.problem.label.as_str(), first.rank),
        ("Pneumonia", ProblemRank::Principal)
    );
}

#[test]
fn the_score_changes_is_due_and_goes_stale() {
    let mut records = vec![patient()];
    records.extend(vitals_set("22", "2", "2026-11-22T13:40:00Z"));
    records.extend(vitals_set("22", "0", "2026-11-22T09:00:00Z"));
    let news2 = complete(&records).news2;
    assert_eq!(total(news2.current.as_ref()), Some(4));
    assert_eq!(total(news2.previous.as_ref()), Some(2));
    assert_eq!(news2.change, Some(2));
    assert_eq!(news2.due_at, Some("2026-11-22T17:40:00Z".parse().unwrap()));
    assert_eq!(news2.freshness, Freshness::Fresh);
    assert_eq!(news2.totals, [2, 4]);
    let old = complete(&vitals_set("22", "2", "2026-11-22T08:31:00Z")).news2;
    assert_eq!(old.freshness, Freshness::Stale, "one minute past six hours");
}

#[test]
fn a_partial_set_is_incomplete_and_the_last_score_keeps_its_age() {
    let mut records = vitals_set("22", "2", "2026-11-22T09:00:00Z");
    records.push(vital("8867-4", "140", "/min", "2026-11-22T14:00:00Z"));
    let news2 = complete(&records).news2;
    assert!(matches!(
        news2.current.unwrap().result,
        News2::Incomplete { .. }
    ));
    assert_eq!(
        news2.last_scored.unwrap().taken_at,
        "2026-11-22T09:00:00Z".parse().unwrap()
    );
}

#[test]
fn the_score_is_not_made_for_children_and_pregnant_patients() {
    let child = patient().replace("1961-08-14", "2011-11-23");
    let pregnant = problem("c9", "Pregnancy", "active", "2026-05-01")
        .replace("\"text\"", "\"coding\":[{\"code\":\"77386006\"}],\"text\"");
    let set = vitals_set("22", "2", "2026-11-22T13:40:00Z");
    let result = |extra: Vec<String>| {
        let records: Vec<String> = extra.into_iter().chain(set.clone()).collect();
        let summary = complete(&records);
        assert!(
            summary
                .trend
                .series
                .iter()
                .all(|s| s.points.iter().all(|p| p.points.is_none()))
        );
        summary.news2.current.unwrap().result
    };
    assert_eq!(
        result(vec![child]),
        News2::NotApplicable(Exclusion::Under16)
    );
    assert_eq!(
        result(vec![patient(), pregnant]),
        News2::NotApplicable(Exclusion::Pregnant)
    );
}

#[test]
fn scale_two_needs_a_clinicians_flag() {
    let set = vitals_set("16", "2", "2026-11-22T13:40:00Z");
    assert_eq!(complete(&set).scale, Scale::One);
    let flag = r#"{"resourceType":"Flag","status":"active","code":{"text":"SpO2 target 88–92 %"}}"#;
    let flagged: Vec<String> = std::iter::once(flag.to_owned())
        .chain(set.clone())
        .collect();
    let summary = complete(&flagged);
    assert_eq!(summary.scale, Scale::Two);
    assert_eq!(
        total(summary.news2.current.as_ref()),
        Some(4),
        "96 % on oxygen scores 2 on scale 2"
    );
    let ended: Vec<String> = std::iter::once(flag.replace("\"active\"", "\"inactive\""))
        .chain(set)
        .collect();
    assert_eq!(complete(&ended).scale, Scale::One);
}

#[test]
fn the_trend_covers_48_hours_with_points() {
    let mut records = vec![patient()];
    records.extend(vitals_set("22", "2", "2026-11-20T14:31:00Z"));
    records.extend(vitals_set("25", "2", "2026-11-20T14:33:00Z"));
    records.extend(vitals_set("16", "0", "2026-11-22T13:40:00Z"));
    let trend = complete(&records).trend;
    let rates = trend
        .series
        .iter()
        .find(|s| s.sign == TrendSign::RespirationRate)
        .unwrap();
    let shown: Vec<(&str, Option<u8>)> = rates
        .points
        .iter()
        .map(|p| (p.text.as_str(), p.points))
        .collect();
    assert_eq!(shown, [("25", Some(3)), ("16", Some(0))]);
    let pressure = trend
        .series
        .iter()
        .find(|s| s.sign == TrendSign::BloodPressure)
        .unwrap();
    assert_eq!(pressure.points[0].diastolic, Some(70.0));
}

fn medication(id: &str, name: &str, status: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest","id":"{id}","status":"{status}","medicationCodeableConcept":{{"text":"{name}"}},
            "dosageInstruction":[{{"timing":{{"repeat":{{"frequency":1,"period":6,"periodUnit":"h"}}}}}}]}}"#
    )
}

fn given(order: &str, at: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{{"text":"x"}},
            "effectiveDateTime":"{at}","request":{{"reference":"MedicationRequest/{order}"}}}}"#
    )
}

#[test]
fn current_medications_come_before_past_ones_and_say_when_they_are_due() {
    let records = [
        medication("m1", "furosemide", "active"),
        medication("m2", "aspirin", "on-hold"),
        medication("m3", "morphine", "stopped"),
        medication("m4", "zinc", "entered-in-error"),
        given("m1", "2026-11-22T03:00:00Z"),
        given("m1", "2026-11-22T09:00:00Z"),
        given("m2", "2026-11-22T09:00:00Z"),
    ];
    let summary = complete(&records);
    let names: Vec<&str> = summary
        .medications
        .items()
        .iter()
        .map(|l| l.medication.name.as_str())
        .collect();
    assert_eq!(names, ["aspirin", "furosemide", "morphine"]);
    let (held, running) = (
        &summary.medications.items()[0],
        &summary.medications.items()[1],
    );
    assert_eq!(held.next_due, None, "what is on hold is not due");
    assert_eq!(
        running.last_given,
        Some("2026-11-22T09:00:00Z".parse().unwrap())
    );
    assert_eq!(
        running.next_due,
        Some("2026-11-22T15:00:00Z".parse().unwrap())
    );
    let over = &summary.medications.items()[2];
    assert_eq!((over.medication.state, over.next_due), (State::Past, None));
}

#[test]
fn medications_that_are_all_over_are_listed_also_while_the_chart_is_not_all_here() {
    let over = medication("m3", "morphine", "stopped");
    let unfinished = summary_of(&[patient(), over], Extent::Truncated);
    let Listing::Listed { items, extent } = unfinished.medications else {
        panic!("one is recorded")
    };
    assert_eq!((items.len(), extent), (1, Extent::Truncated));
}

#[test]
fn a_dose_decided_against_is_no_longer_due_and_was_not_given() {
    let held = given("m1", "2026-11-22T09:00:00Z").replace("completed", "not-done");
    let records = [
        medication("m1", "furosemide", "active"),
        given("m1", "2026-11-22T03:00:00Z"),
        held,
    ];
    let summary = complete(&records);
    let line = &summary.medications.items()[0];
    assert_eq!(
        line.last_given,
        Some("2026-11-22T03:00:00Z".parse().unwrap())
    );
    assert_eq!(line.next_due, Some("2026-11-22T15:00:00Z".parse().unwrap()));
}

fn lab(code: &str, name: &str, value: &str, at: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","category":[{{"coding":[{{"code":"laboratory"}}]}}],
            "code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"{name}"}}]}},"effectiveDateTime":"{at}",
            "valueQuantity":{{"value":{value},"unit":"mmol/L"}},
            "referenceRange":[{{"low":{{"value":3.5,"unit":"mmol/L"}},"high":{{"value":5.1,"unit":"mmol/L"}}}}]}}"#
    )
}

#[test]
fn the_last_result_of_each_kind_is_shown_with_the_one_before() {
    let name = "Potassium [Moles/volume] in Serum or Plasma";
    let records = [
        lab("2823-3", name, "5.0", "2026-11-21T06:00:00Z"),
        lab("2823-3", name, "6.1", "2026-11-22T06:10:00Z"),
        lab("2823-3", name, "4.2", "2026-11-20T06:00:00Z"),
        lab(
            "9999-9",
            "Selenium [Mass] in Hair",
            "4.0",
            "2026-11-20T06:00:00Z",
        ),
    ];
    let summary = complete(&records);
    let lines = summary.results.items();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].short_text(), "K 6.1 mmol/L high");
    assert_eq!(lines[0].before.as_ref().unwrap().value, "5.0 mmol/L");
    assert_eq!(lines[0].record, record_id(2));
    assert_eq!(lines[1].short_label, "Selenium");
}

#[test]
fn kinds_without_a_view_are_counted() {
    let records = [
        r#"{"resourceType":"Goal"}"#.to_owned(),
        r#"{"resourceType":"Goal"}"#.to_owned(),
        r#"{"resourceType":"Procedure","code":{"text":"x"}}"#.to_owned(),
    ];
    let summary = complete(&records);
    assert_eq!((summary.other["Goal"], summary.other["Procedure"]), (2, 1));
}

#[test]
fn an_observed_code_status_reaches_the_banner_and_a_flag_outranks_it() {
    let observed = r#"{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"304251008"}]},
        "effectiveDateTime":"2026-11-20T10:00:00Z","valueCodeableConcept":{"text":"Not for resuscitation"}}"#
        .to_owned();
    let flag =
        r#"{"resourceType":"Flag","status":"active","code":{"text":"Full code"}}"#.to_owned();
    let status = |records: &[String]| complete(records).banner.code_status;
    assert_eq!(
        status(std::slice::from_ref(&observed)).as_deref(),
        Some("Not for resuscitation")
    );
    assert_eq!(status(&[observed, flag]).as_deref(), Some("Full code"));
}
