//! The first notes of a stay: history and physical, the pharmacist's reconciliation, and the one
//! consultation that is nobody else's business.

use super::facts::Facts;
use super::{Case, Confidentiality, Kind, Note, Progress, Section, section};
use crate::hospital::scenario::Precaution;

/// The history and physical, two hours after arrival.
pub(super) fn write(case: &Case) -> Note {
    let at = case
        .stay
        .admitted
        .plus(case.chance("history").between(95, 150));
    let facts = Facts::at(case, at);
    // The story tells of the first hour, when the first results were in.
    let arrival = Facts::at(case, case.stay.admitted.plus(68));
    let story = &case.scenario.story;
    let exam = story
        .exam
        .iter()
        .filter_map(|line| facts.fill(line))
        .collect();
    let mut data: Vec<String> = facts
        .vitals_line()
        .into_iter()
        .chain(facts.labs_line())
        .collect();
    data.extend(
        case.scenario
            .studies
            .iter()
            .filter(|study| study.after_h <= 1)
            .map(|study| format!("{}: {}", study.name, study.impression)),
    );
    Note {
        kind: Kind::History,
        title: "History and physical",
        at,
        author: case.roster.attending.clone(),
        progress: Progress::Signed,
        confidentiality: Confidentiality::Normal,
        sections: vec![
            Section {
                title: "Assessment and plan",
                loinc: Some("51847-2"),
                paragraphs: assessment(case, &facts),
            },
            section("Chief complaint", Some("10154-3"), vec![opening(case)]),
            section(
                "History of present illness",
                Some("10164-2"),
                vec![arrival.paragraph(story.history)],
            ),
            section("Past medical history", Some("11348-0"), vec![past(case)]),
            section("Medications at home", Some("10160-0"), vec![home(&facts)]),
            section("Allergies", Some("48765-2"), vec![case.allergies.words()]),
            section("Social history", Some("29762-2"), vec![social(case)]),
            section("Examination", Some("29545-1"), exam),
            section("Data", Some("30954-2"), data),
        ],
    }
}

fn opening(case: &Case) -> String {
    format!(
        "{}-year-old {} with {}.",
        case.who.age,
        case.who.noun(),
        case.scenario.story.complaint
    )
}

fn assessment(case: &Case, facts: &Facts<'_>) -> Vec<(Option<String>, String)> {
    let complaint = case.scenario.story.complaint;
    let summary = format!(
        "{}-year-old {} admitted with {complaint}.",
        case.who.age,
        case.who.noun()
    );
    let plan = facts.paragraph(case.scenario.story.plan_early);
    let mut paragraphs = vec![(
        Some(format!("1. {}.", case.scenario.problem.text)),
        format!("{summary} {plan}"),
    )];
    for illness in &case.chronic {
        let text = facts.paragraph(illness.rounds);
        paragraphs.push((
            Some(format!(
                "{}. {}.",
                paragraphs.len() + 1,
                illness.problem.text
            )),
            text,
        ));
    }
    let status = if case.precautions.contains(&Precaution::DoNotResuscitate) {
        "Do not resuscitate, do not intubate, as discussed with the patient and family on admission; full treatment otherwise."
    } else {
        "Full code, confirmed on admission."
    };
    paragraphs.push((Some("Code status.".to_owned()), status.to_owned()));
    paragraphs
}

fn past(case: &Case) -> String {
    let names: Vec<&str> = case
        .chronic
        .iter()
        .map(|illness| illness.problem.text)
        .collect();
    if names.is_empty() {
        "No long-standing illness.".to_owned()
    } else {
        format!("{}.", names.join("; "))
    }
}

fn home(facts: &Facts<'_>) -> String {
    let drugs = facts.home_drugs();
    if drugs.is_empty() {
        "No regular medicines.".to_owned()
    } else {
        format!("{}.", drugs.join("; "))
    }
}

fn social(case: &Case) -> String {
    let mut chance = case.chance("social");
    let home = chance.pick(&[
        "Lives with family in a two-story house",
        "Lives alone in an apartment with an elevator",
        "Lives with a partner on the ground floor",
        "Lives in an assisted-living apartment",
    ]);
    let work = if case.who.age >= 67 {
        chance.pick(&[
            "Retired teacher",
            "Retired machinist",
            "Retired from the post office",
            "Retired bookkeeper",
        ])
    } else {
        chance.pick(&[
            "Works in a warehouse",
            "Teaches at the middle school",
            "Drives a bus",
            "Works from home",
        ])
    };
    let smoking = if case.has("smoking") {
        "Smokes about ten cigarettes a day."
    } else {
        "Does not smoke."
    };
    let alcohol = if case.has("alcohol") {
        "Drinks heavily; see above."
    } else {
        "Alcohol on weekends at most."
    };
    format!("{home}. {work}. {smoking} {alcohol}")
}

/// The pharmacist's reconciliation of home drugs, when there are any.
pub(super) fn reconcile(case: &Case) -> Option<Note> {
    let at = case
        .stay
        .admitted
        .plus(case.chance("reconcile").between(300, 520));
    let facts = Facts::at(case, at);
    let drugs = facts.home_drugs();
    let lines: Vec<String> = drugs
        .iter()
        .map(|words| format!("{words}: confirmed with the pharmacy of record."))
        .collect();
    let counsel = format!(
        "Allergies reviewed: {} No interaction that needs a change was found.",
        case.allergies.words()
    );
    (!drugs.is_empty() && at < case.stay.now).then(|| Note {
        kind: Kind::Reconciliation,
        title: "Medication reconciliation",
        at,
        author: case.roster.pharmacist.clone(),
        progress: Progress::Signed,
        confidentiality: Confidentiality::Normal,
        sections: vec![
            section("Medications at home", Some("10160-0"), lines),
            section("Counsel", None, vec![counsel]),
        ],
    })
}

/// The psychiatrist's note in bed 9 of 4B: for the treating team only.
pub(super) fn consult(case: &Case) -> Option<Note> {
    let wanted = case.place.unit == "4B" && case.place.bed == 9;
    let at = case.stay.now.plus(-1_610);
    let text = "Asked to see for low mood with thoughts of death while acutely ill. Passive thoughts only, no plan, no \
        intent; one attempt at nineteen. Protective: two children, a trusted counselor, wants treatment. Safety plan \
        written together. No one-to-one observation needed today. Restart escitalopram when the heart rhythm has been \
        checked; we will return tomorrow.";
    (wanted && at > case.stay.admitted).then(|| Note {
        kind: Kind::Consultation,
        title: "Psychiatry consultation",
        at,
        author: case.roster.attending.clone(),
        progress: Progress::Signed,
        confidentiality: Confidentiality::Restricted,
        sections: vec![section(
            "Assessment and plan",
            Some("51847-2"),
            vec![text.to_owned()],
        )],
    })
}
