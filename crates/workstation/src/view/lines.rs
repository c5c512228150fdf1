//! One line of each list of the chart.

use charthold_clinical::condition::Activity;
use charthold_clinical::medication::State;
use charthold_clinical::note::{NoteHead, NoteStatus};
use charthold_clinical::observation::Direction;
use charthold_clinical::summary::{
    AllergyLine, MedicationLine, NoteLine, ProblemLine, ProblemRank, ResultLine,
};
use charthold_domain::{RecordId, Timestamp};
use charthold_store::RecordRow;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

use crate::ipc::dto::{
    AllergyView, MedicationState, MedicationView, NoteKind, NoteState, NoteView, ProblemView,
    ResultView, ResultWeight,
};

/// What the store knows of each record.
pub(super) struct Rows<'a> {
    by_record: BTreeMap<RecordId, &'a RecordRow>,
    by_fhir_id: BTreeMap<&'a str, RecordId>,
    pub(super) zone: &'a TimeZone,
}

impl<'a> Rows<'a> {
    pub(super) fn new(rows: &'a [RecordRow], zone: &'a TimeZone) -> Self {
        Self {
            by_record: rows.iter().map(|row| (row.record, row)).collect(),
            by_fhir_id: rows
                .iter()
                .map(|row| (row.fhir_id.as_str(), row.record))
                .collect(),
            zone,
        }
    }

    pub(super) fn row(&self, record: RecordId) -> Option<&'a RecordRow> {
        self.by_record.get(&record).copied()
    }

    fn conflict(&self, record: RecordId) -> bool {
        self.row(record).is_some_and(|row| row.conflict)
    }

    fn unsent(&self, record: RecordId) -> bool {
        self.row(record).is_some_and(|row| row.unsent)
    }
}

pub(super) fn problem(line: &ProblemLine, rows: &Rows<'_>) -> ProblemView {
    let problem = &line.problem;
    ProblemView {
        record: line.record.to_string(),
        name: problem.label.clone(),
        detail: problem.detail.clone(),
        since: problem
            .onset
            .or(problem.recorded)
            .map(|at| at.date_text(rows.zone)),
        principal: line.rank == ProblemRank::Principal,
        active: problem.activity == Activity::Active,
        doubt: problem.certainty.label().map(str::to_owned),
        conflict: rows.conflict(line.record),
    }
}

pub(super) fn allergy(line: &AllergyLine, rows: &Rows<'_>) -> AllergyView {
    use charthold_clinical::allergy::Criticality;
    let allergy = &line.allergy;
    let criticality = match allergy.criticality {
        Criticality::High => Some("High risk"),
        Criticality::Unknown => Some("Risk unknown"),
        Criticality::Low => None,
    };
    let doubt = match (allergy.certainty.label(), allergy.activity) {
        (Some(label), _) => Some(label),
        (None, Activity::Inactive) => Some("Inactive"),
        (None, Activity::Resolved) => Some("Resolved"),
        (None, Activity::Active) => None,
    };
    AllergyView {
        record: line.record.to_string(),
        agent: allergy.agent.clone(),
        reactions: (!allergy.reactions.is_empty()).then(|| allergy.reactions.join(", ")),
        criticality: criticality.map(str::to_owned),
        doubt: doubt.map(str::to_owned),
        recorded_at_ms: allergy.recorded.map(|at| at.start().as_millis()),
        conflict: rows.conflict(line.record),
    }
}

pub(super) fn medication(line: &MedicationLine, rows: &Rows<'_>) -> MedicationView {
    let medication = &line.medication;
    MedicationView {
        record: line.record.to_string(),
        drug: medication.name.clone(),
        form: medication.form.clone(),
        dose: medication
            .dose
            .clone()
            .or_else(|| medication.strength.clone()),
        route: medication.route.clone(),
        frequency: medication
            .frequency
            .clone()
            .or_else(|| medication.dosage_text.clone()),
        state: match medication.state {
            State::Current | State::Draft => MedicationState::Current,
            State::Held => MedicationState::Held,
            State::Past | State::EnteredInError => MedicationState::Past,
        },
        given_at_ms: line.last_given.map(Timestamp::as_millis),
        conflict: rows.conflict(line.record),
    }
}

pub(super) fn result(line: &ResultLine) -> ResultView {
    let weight = match line.direction {
        Some(direction) if direction.is_critical() => ResultWeight::Critical,
        Some(direction) if direction.word().is_some() => ResultWeight::Abnormal,
        _ => ResultWeight::Normal,
    };
    ResultView {
        record: line.record.to_string(),
        name: line.label.clone(),
        value: line.value.clone(),
        // The value carries its unit: the two are never parted.
        unit: None,
        direction: line.direction.and_then(Direction::word).map(str::to_owned),
        weight,
        range: line.range.clone(),
        previous: line.before.as_ref().map(|before| before.value.clone()),
        at_ms: line.at.map(Timestamp::as_millis),
    }
}

pub(super) fn note(line: &NoteLine, rows: &Rows<'_>, excerpt: String) -> NoteView {
    note_view(line.record, &line.note, rows, excerpt)
}

pub(super) fn note_view(
    record: RecordId,
    head: &NoteHead,
    rows: &Rows<'_>,
    excerpt: String,
) -> NoteView {
    let target = head.appends.as_deref().map(|reference| {
        let id = reference.rsplit('/').next().unwrap_or(reference);
        rows.by_fhir_id
            .get(id)
            .map_or_else(|| id.to_owned(), ToString::to_string)
    });
    NoteView {
        record: record.to_string(),
        title: head.title.clone(),
        author: head.author.clone(),
        at_ms: head.at.map(|at| at.start().as_millis()),
        state: match head.status {
            NoteStatus::Draft | NoteStatus::ToCosign => NoteState::Unsigned,
            NoteStatus::Signed { .. } => NoteState::Signed,
            NoteStatus::EnteredInError => NoteState::EnteredInError,
        },
        kind: target.map_or(NoteKind::Note, |to| NoteKind::Addendum { to }),
        excerpt,
        unsent: rows.unsent(record),
    }
}
