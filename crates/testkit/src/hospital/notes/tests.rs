//! Notes are of the length people write, say what the chart says, and never show a blank.

use charthold_domain::Timestamp;

use super::facts::Facts;
use super::{Kind, Note, Progress, write};
use crate::hospital::HospitalPlan;
use crate::hospital::case::Case;

fn case(index: usize) -> Case {
    let now: Timestamp = "2026-11-22T14:32:00Z".parse().unwrap();
    Case::draw(
        &HospitalPlan {
            seed: 7,
            patients: 250,
            now,
        },
        index,
    )
}

fn text(note: &Note) -> String {
    let paragraphs = note.sections.iter().flat_map(|section| &section.paragraphs);
    paragraphs
        .map(|(heading, text)| format!("{} {text} ", heading.as_deref().unwrap_or("")))
        .collect()
}

fn words(note: &Note) -> usize {
    text(note).split_whitespace().count()
}

#[test]
fn a_history_runs_to_hundreds_of_words_and_a_progress_note_to_about_a_hundred() {
    let (mut histories, mut notes) = (Vec::new(), Vec::new());
    for index in 0..60 {
        for note in write(&case(index)) {
            match note.kind {
                Kind::History => histories.push(words(&note)),
                Kind::Progress if note.progress != Progress::Draft => notes.push(words(&note)),
                _ => {}
            }
        }
    }
    assert!(
        histories.iter().all(|count| (200..=700).contains(count)),
        "{histories:?}"
    );
    let mean = notes.iter().sum::<usize>() / notes.len();
    assert!((100..=250).contains(&mean), "mean {mean}");
    assert!(
        notes.iter().all(|count| (60..=330).contains(count)),
        "{notes:?}"
    );
}

#[test]
fn no_note_shows_a_blank_or_a_double_space() {
    for index in 0..80 {
        for note in write(&case(index)) {
            let text = text(&note);
            assert!(!text.contains('{') && !text.contains('}'), "{text}");
            let inner: Vec<&String> = note
                .sections
                .iter()
                .flat_map(|one| &one.paragraphs)
                .map(|(_, text)| text)
                .collect();
            assert!(inner.iter().all(|text| !text.contains("  ")), "{inner:?}");
        }
    }
}

#[test]
fn a_sentence_about_a_fact_the_chart_lacks_is_left_out() {
    let case = case(40);
    let facts = Facts::at(&case, case.stay.now);
    assert_eq!(facts.fill("Continue {rx:a drug nobody stocks}."), None);
    let pulse = case.vitals.last().unwrap().heart_rate;
    assert_eq!(
        facts.fill("heart rate {hr}/min").unwrap(),
        format!("Heart rate {pulse}/min")
    );
}

#[test]
fn a_note_speaks_only_of_results_already_sent() {
    let case = case(0);
    let before = Facts::at(&case, case.stay.admitted.plus(10));
    assert_eq!(before.fill("white count {wbc}"), None);
}

#[test]
fn what_a_drug_note_says_is_given_is_an_order_that_runs() {
    let case = case(22);
    let facts = Facts::at(&case, case.stay.now);
    for order in &case.orders {
        let said = facts.fill(&format!("{{rx:{}}}", order.treatment.drug.name));
        let runs = case.orders.iter().any(|one| {
            one.treatment.drug.name == order.treatment.drug.name && one.covers(case.stay.now)
        });
        assert_eq!(said.is_some(), runs, "{}", order.treatment.drug.name);
    }
}
