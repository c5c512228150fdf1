//! Progress notes: assessment and plan first, then what the patient says, the examination, the
//! numbers. Today's may be signed, waiting for a co-signature, half written or not begun.

use super::facts::Facts;
use super::{Case, Confidentiality, Kind, Note, Progress, Section, section};
use crate::hospital::chance::Chance;
use crate::hospital::moment::Moment;
use crate::hospital::stay::Course;

/// Where the illness stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Early,
    Steady,
    Late,
    Worse,
}

/// The phase of `case` at `at`.
pub(crate) fn phase(case: &Case, at: Moment) -> Phase {
    let ill = case.stay.severity(at);
    if case.stay.relapse(at) > 0.3 {
        Phase::Worse
    } else if ill > 0.6 {
        Phase::Early
    } else if ill > 0.24 || case.stay.course == Course::Slow {
        Phase::Steady
    } else {
        Phase::Late
    }
}

/// One note for every morning after the day of arrival.
pub(super) fn write(case: &Case) -> Vec<Note> {
    let mut chance = case.chance("progress");
    let (first, today) = (case.stay.admitted.day() + 1, case.stay.now.day());
    let mut notes = Vec::new();
    for day in first..=today {
        let at = Moment::on_day(day, chance.between(500, 690));
        let by_resident = chance.percent(30);
        let state = if day == today {
            todays(&mut chance, case, by_resident)
        } else {
            Some(finished(by_resident))
        };
        let written = state.filter(|_| at < case.stay.now && at > case.stay.admitted.plus(240));
        notes.extend(written.map(|state| note(case, &mut chance, at, by_resident, state)));
    }
    notes
}

fn finished(by_resident: bool) -> Progress {
    if by_resident {
        Progress::Cosigned
    } else {
        Progress::Signed
    }
}

fn todays(chance: &mut Chance, case: &Case, by_resident: bool) -> Option<Progress> {
    let begun = case.stay.course != Course::Worsening && chance.percent(82);
    let draft = chance.percent(24);
    match (begun, draft, by_resident) {
        (false, ..) => None,
        (_, true, _) => Some(Progress::Draft),
        (_, _, true) => Some(Progress::AwaitsCosignature),
        _ => Some(Progress::Signed),
    }
}

fn note(
    case: &Case,
    chance: &mut Chance,
    at: Moment,
    by_resident: bool,
    progress: Progress,
) -> Note {
    let facts = Facts::at(case, at);
    let story = &case.scenario.story;
    let phase = phase(case, at);
    let says = if matches!(phase, Phase::Late) {
        story.says_better
    } else {
        story.says_ill
    };
    let exam = if case.stay.day_number(at) <= 2 && phase == Phase::Early {
        story.exam
    } else {
        story.exam_later
    };
    let data = [facts.vitals_line(), facts.labs_line(), facts.fluids_line()];
    let mut sections = vec![
        Section {
            title: "Assessment and plan",
            loinc: Some("51847-2"),
            paragraphs: plan(case, &facts, phase),
        },
        section(
            "Interval history",
            None,
            vec![(*chance.pick(says)).to_owned()],
        ),
    ];
    if progress != Progress::Draft {
        sections.push(section(
            "Examination",
            Some("29545-1"),
            vec![facts.paragraph(exam)],
        ));
    }
    sections.push(section(
        "Data",
        Some("30954-2"),
        data.into_iter().flatten().collect(),
    ));
    let author = if by_resident {
        &case.roster.resident
    } else {
        &case.roster.attending
    };
    Note {
        kind: Kind::Progress,
        title: "Progress note",
        at,
        author: author.clone(),
        progress,
        confidentiality: Confidentiality::Normal,
        sections,
    }
}

fn plan(case: &Case, facts: &Facts<'_>, phase: Phase) -> Vec<(Option<String>, String)> {
    let story = &case.scenario.story;
    let sentences = match phase {
        Phase::Early => story.plan_early,
        Phase::Steady => story.plan_steady,
        Phase::Late => story.plan_late,
        Phase::Worse => story.plan_worse,
    };
    let principal = facts.paragraph(sentences);
    let day = facts.fill("Hospital day {day}.").unwrap_or_default();
    let mut paragraphs = vec![(
        Some(format!("1. {}.", case.scenario.problem.text)),
        format!("{day} {principal}"),
    )];
    for illness in case.chronic.iter().take(4) {
        let text = facts.paragraph(illness.rounds);
        if !text.is_empty() {
            paragraphs.push((
                Some(format!(
                    "{}. {}.",
                    paragraphs.len() + 1,
                    illness.problem.text
                )),
                text,
            ));
        }
    }
    paragraphs
}
