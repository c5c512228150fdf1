//! The nurse's note at the end of each shift: condition, pain, lines, what was done.

use super::facts::Facts;
use super::{Case, Confidentiality, Kind, Note, Progress, section};
use crate::hospital::dose::Outcome;
use crate::hospital::moment::Moment;
use crate::hospital::treatment::{Need, Schedule};
use crate::hospital::vitals::Alertness;

/// A note for every finished shift.
pub(super) fn write(case: &Case) -> Vec<Note> {
    let mut chance = case.chance("nursing");
    let mut notes = Vec::new();
    for day in case.stay.admitted.day()..=case.stay.now.day() {
        for minute in [400, 1_120] {
            let at = Moment::on_day(day, minute + chance.between(-12, 15));
            if at > case.stay.admitted.plus(180) && at < case.stay.now {
                let line = *chance.pick(case.scenario.story.nursing);
                notes.push(note(case, at, line));
            }
        }
    }
    notes
}

fn note(case: &Case, at: Moment, line: &str) -> Note {
    let facts = Facts::at(case, at);
    let opening = match facts.vitals().map(|set| set.alertness) {
        Some(Alertness::NewConfusion) => "Confused, reoriented with each visit.",
        Some(Alertness::Voice) => "Drowsy, opens eyes to voice.",
        _ => "Alert and oriented, call bell within reach.",
    };
    let mut text = vec![opening.to_owned()];
    text.extend(facts.vitals_line().map(|line| format!("{line}.")));
    text.push(relief(case, at));
    text.push(line.to_owned());
    text.extend(shift_fluids(case, at));
    Note {
        kind: Kind::Nursing,
        title: "Nursing note",
        at,
        author: case.roster.nurse_at(at).clone(),
        progress: Progress::Signed,
        confidentiality: Confidentiality::Normal,
        sections: vec![section("Shift summary", None, vec![text.join(" ")])],
    }
}

/// What was given as needed during the shift, by name and time.
fn relief(case: &Case, at: Moment) -> String {
    let given: Vec<String> = case
        .doses
        .iter()
        .filter(|giving| {
            giving.at <= at && at.minutes_since(giving.at) < 720 && giving.outcome == Outcome::Given
        })
        .filter_map(|giving| {
            let treatment = case.orders.get(giving.order)?.treatment;
            match treatment.schedule {
                Schedule::AsNeeded(_, Need::Sleep) => None,
                Schedule::AsNeeded(_, _) => {
                    let dose = treatment.dose;
                    Some(format!(
                        "{} {} {} at {}",
                        treatment.drug.name,
                        dose.amount,
                        dose.unit,
                        giving.at.clock()
                    ))
                }
                _ => None,
            }
        })
        .take(4)
        .collect();
    if given.is_empty() {
        "No as-needed medicine this shift.".to_owned()
    } else {
        format!("Given as needed: {}.", given.join(", "))
    }
}

fn shift_fluids(case: &Case, at: Moment) -> Option<String> {
    let last = case
        .fluids
        .balances
        .iter()
        .rfind(|one| one.at <= at && at.minutes_since(one.at) < 480)?;
    Some(format!(
        "Urine {} mL by {}.",
        last.urine_ml,
        last.at.clock()
    ))
}
