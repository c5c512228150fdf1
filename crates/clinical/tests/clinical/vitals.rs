//! Sets of vital signs, units, and questions about odd values.

use charthold_clinical::news2::{Consciousness, News2, Oxygen, Scale};
use charthold_clinical::observation::Observation;
use charthold_clinical::vitals::{OxygenGiven, Vital, VitalsSet, bp_question, group, question};

use crate::fixture::{alertness, blood_pressure, vital, vitals_set};

fn sets(records: &[String]) -> Vec<VitalsSet> {
    let observations: Vec<Observation> = records
        .iter()
        .map(|json| Observation::read(json).unwrap())
        .collect();
    group(&observations)
}

const T: &str = "2026-11-22T13:40:00Z";

#[test]
fn values_of_one_round_make_one_complete_set() {
    let found = sets(&vitals_set("22", "2", T));
    assert_eq!(found.len(), 1);
    let set = &found[0];
    assert_eq!(set.taken_at, T.parse().unwrap());
    assert_eq!(set.performer.as_deref(), Some("I. Lindqvist, RN"));
    assert_eq!(set.bp_text().as_deref(), Some("120/70"));
    assert_eq!(set.temp.as_ref().unwrap().text, "37.0");
    assert!(matches!(&set.oxygen, Some(OxygenGiven::Flow(flow)) if flow.text == "2"));
    let News2::Scored(score) = set.score(Scale::One) else {
        panic!("complete")
    };
    assert_eq!(score.total, 4);
}

#[test]
fn a_round_taken_over_two_minutes_is_one_set_and_a_later_one_another() {
    let records = [
        vital("8867-4", "80", "/min", "2026-11-22T13:40:10Z"),
        vital("59408-5", "96", "%", "2026-11-22T13:40:50Z"),
        vital("8310-5", "37.0", "Cel", "2026-11-22T13:42:00Z"),
        vital("8867-4", "90", "/min", "2026-11-22T15:00:00Z"),
    ];
    let found = sets(&records);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].hr.as_ref().unwrap().text, "90", "newest first");
    assert!(found[1].temp.is_some());
}

#[test]
fn two_different_values_of_one_minute_are_both_kept() {
    let records = [
        vital("8867-4", "80", "/min", T),
        vital("8867-4", "140", "/min", T),
    ];
    let rates: Vec<String> = sets(&records)
        .iter()
        .map(|s| s.hr.as_ref().unwrap().text.clone())
        .collect();
    assert_eq!(rates.len(), 2);
    assert!(rates.contains(&"140".to_owned()) && rates.contains(&"80".to_owned()));
}

#[test]
fn a_set_taken_again_a_minute_later_keeps_the_values_it_repeats() {
    let mut records = vitals_set("22", "2", T);
    let again = vitals_set("26", "2", "2026-11-22T13:41:00Z");
    // The value that differs comes last: what came before it must not have gone to the first set.
    records.extend(again.into_iter().rev());
    let found = sets(&records);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].rr.as_ref().unwrap().text, "26");
    for set in &found {
        assert!(
            matches!(set.score(Scale::One), News2::Scored(_)),
            "nothing that was taken is shown as not taken: {set:?}"
        );
    }
}

#[test]
fn the_same_value_said_twice_is_one() {
    let records = [
        blood_pressure(120, 70, T),
        vital("8480-6", "120", "mm[Hg]", T),
    ];
    assert_eq!(sets(&records).len(), 1);
}

#[test]
fn other_units_are_converted_and_the_conversion_is_noted() {
    let found = sets(&[vital("8310-5", "101.1", "[degF]", T)]);
    let heat = found[0].temp.as_ref().unwrap();
    assert_eq!(heat.text, "38.4");
    assert_eq!(heat.converted_from.as_deref(), Some("101.1 °F"));
    assert!(
        sets(&[vital("8310-5", "310.1", "K", T)]).is_empty(),
        "an unknown unit is not guessed at"
    );
}

#[test]
fn entered_in_error_is_no_vital_sign() {
    let wrong = vital("8867-4", "300", "/min", T).replace("\"final\"", "\"entered-in-error\"");
    assert!(sets(&[wrong]).is_empty());
}

#[test]
fn consciousness_is_read_from_words_and_the_worst_counts() {
    let cases = [
        ("Alert", Some(Consciousness::Alert)),
        ("Alert and oriented", Some(Consciousness::Alert)),
        ("Alert but new confusion", Some(Consciousness::Confusion)),
        ("Responds to voice", Some(Consciousness::Voice)),
        ("Responds to pain", Some(Consciousness::Pain)),
        ("Unresponsive", Some(Consciousness::Unresponsive)),
        ("V", Some(Consciousness::Voice)),
        ("Lethargic", None),
        ("Not alert", None),
    ];
    for (text, level) in cases {
        let found = sets(&[alertness(text, T)]);
        assert_eq!(found.first().and_then(|set| set.acvpu), level, "{text}");
    }
}

#[test]
fn no_flow_is_air_and_a_fraction_of_21_percent_is_air() {
    let scored = |record: String| sets(&[record])[0].oxygen.as_ref().map(OxygenGiven::scored);
    assert_eq!(scored(vital("3151-8", "0", "L/min", T)), Some(Oxygen::Air));
    assert_eq!(
        scored(vital("3151-8", "1.5", "L/min", T)),
        Some(Oxygen::Supplemental)
    );
    assert_eq!(scored(vital("3150-6", "21", "%", T)), Some(Oxygen::Air));
    assert_eq!(
        scored(vital("3150-6", "0.4", "1", T)),
        Some(Oxygen::Supplemental)
    );
}

#[test]
fn an_incomplete_set_has_no_score() {
    let mut records = vitals_set("16", "0", T);
    records.remove(1);
    assert!(matches!(
        sets(&records)[0].score(Scale::One),
        News2::Incomplete { .. }
    ));
}

#[test]
fn implausible_values_are_questions_with_a_likely_answer() {
    let asked = |vital, value| question(vital, value).map(|q| q.text);
    assert_eq!(
        asked(Vital::Temperature, 83.4).as_deref(),
        Some("Above 45 °C. Did you mean 38.4?")
    );
    assert_eq!(
        asked(Vital::Temperature, 98.6).as_deref(),
        Some("Above 45 °C. Did you mean 37.0?")
    );
    assert_eq!(
        asked(Vital::Temperature, 384.0).as_deref(),
        Some("Above 45 °C. Did you mean 38.4?")
    );
    assert_eq!(
        asked(Vital::HeartRate, 700.0).as_deref(),
        Some("Above 250 /min. Did you mean 70?")
    );
    assert_eq!(
        asked(Vital::Spo2, 9.0).as_deref(),
        Some("Below 50 %. Did you mean 90?")
    );
    assert_eq!(
        asked(Vital::Weight, 9_000.0).as_deref(),
        Some("Above 400 kg. Check the value.")
    );
    assert_eq!(
        asked(Vital::HeartRate, f64::NAN).as_deref(),
        Some("Below 20 /min. Check the value.")
    );
    for (vital, value) in [
        (Vital::Temperature, 38.4),
        (Vital::HeartRate, 190.0),
        (Vital::Spo2, 70.0),
    ] {
        assert_eq!(
            question(vital, value),
            None,
            "{vital:?} {value} is possible"
        );
    }
}

#[test]
fn a_diastolic_above_the_systolic_is_asked_about() {
    let asked = bp_question(70.0, 120.0).unwrap().text;
    assert_eq!(asked, "Diastolic is above systolic. Did you mean 120/70?");
    assert_eq!(bp_question(120.0, 70.0), None);
}
