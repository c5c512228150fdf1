//! The tables themselves: every name they use exists, every number is possible.

use std::collections::HashSet;

use super::{SCENARIOS, Scenario};
use crate::hospital::problem::{CHRONIC, chronic};

#[test]
fn keys_are_unique_and_weights_positive() {
    let keys: HashSet<&str> = SCENARIOS.iter().map(|scenario| scenario.key).collect();
    assert_eq!(keys.len(), SCENARIOS.len());
    assert!(SCENARIOS.iter().all(|scenario| scenario.weight > 0));
}

#[test]
fn every_chronic_illness_named_exists() {
    for scenario in SCENARIOS {
        for key in scenario.likely.iter().chain(scenario.never) {
            assert!(chronic(key).is_some(), "{} names {key}", scenario.key);
        }
    }
}

#[test]
fn every_drug_put_on_hold_is_one_somebody_takes_at_home() {
    let home: HashSet<&str> = CHRONIC
        .iter()
        .flat_map(|illness| illness.drugs)
        .map(|one| one.drug.name)
        .collect();
    for scenario in SCENARIOS {
        for name in scenario.holds {
            assert!(home.contains(name), "{} holds {name}", scenario.key);
        }
    }
}

#[test]
fn every_drug_a_plan_speaks_of_is_ordered_or_taken_at_home() {
    let home: HashSet<&str> = CHRONIC
        .iter()
        .flat_map(|illness| illness.drugs)
        .map(|one| one.drug.name)
        .collect();
    for scenario in SCENARIOS {
        let ordered: HashSet<&str> = scenario
            .treatments
            .iter()
            .map(|one| one.drug.name)
            .collect();
        for sentence in sentences(scenario) {
            for part in sentence
                .split("{rx:")
                .skip(1)
                .chain(sentence.split("{held:").skip(1))
            {
                let name = part.split('}').next().unwrap();
                assert!(
                    ordered.contains(name) || home.contains(name),
                    "{} speaks of {name}",
                    scenario.key
                );
            }
        }
    }
}

#[test]
fn ranges_of_age_and_stay_run_upwards() {
    for scenario in SCENARIOS {
        assert!(
            scenario.ages.0 >= 18 && scenario.ages.0 < scenario.ages.1,
            "{}",
            scenario.key
        );
        assert!(
            scenario.days.0 >= 1 && scenario.days.0 < scenario.days.1,
            "{}",
            scenario.key
        );
        assert!(scenario.body.half_life_h > 0.0);
    }
}

fn sentences(scenario: &'static Scenario) -> impl Iterator<Item = &'static &'static str> {
    let story = &scenario.story;
    [
        story.history,
        story.plan_early,
        story.plan_steady,
        story.plan_late,
        story.plan_worse,
    ]
    .into_iter()
    .flatten()
}
