//! From a record's history to what a person is shown beside each other.

use charthold_chartlog::{Class, Dispute, Field, Flag, OpState, Question, dispute};
use charthold_clinical::administration::Administration;
use charthold_clinical::wording::{element_label, known_words, record_label, value_words};
use charthold_domain::{ChartId, OpId, PersonId, Timestamp};
use charthold_store::{Authorship, RecordHistory, RecordRow};
use jiff::tz::TimeZone;

use super::access;
use crate::WorkstationError;
use crate::enrolled::Enrolled;
use crate::ipc::dto::{
    AgreedField, AuthorView, ConflictFlag, ConflictView, DecisionPatient, DisputedField,
    DisputedValue, DoubleView, GivingView, SideValue, SideView,
};
use crate::session::Session;
use crate::view::{double_dose, kind_word};

/// What one chart's questions are shown with.
pub(super) struct About<'a> {
    pub(super) enrolled: &'a Enrolled,
    pub(super) session: &'a Session,
    pub(super) zone: &'a TimeZone,
    pub(super) patient: DecisionPatient,
    pub(super) may_settle: bool,
}

impl About<'_> {
    pub(super) fn conflicts(&self, chart: ChartId) -> Result<Vec<ConflictView>, WorkstationError> {
        let rows = self
            .session
            .charts
            .conflicts(access(self.session, chart)?)?;
        let views = rows.iter().map(|row| self.conflict(chart, row));
        // One that another exchange has just settled is none any more.
        views.filter_map(Result::transpose).collect()
    }

    fn conflict(
        &self,
        chart: ChartId,
        row: &RecordRow,
    ) -> Result<Option<ConflictView>, WorkstationError> {
        let history = history(self.enrolled, self.session, chart, row)?;
        let Some(dispute) = dispute(&history.inputs) else {
            return Ok(None);
        };
        let fields: Vec<DisputedField> = dispute
            .questions
            .iter()
            .map(|question| self.field(question, &history))
            .collect::<Result<_, _>>()?;
        Ok(Some(ConflictView {
            patient: self.patient.clone(),
            record: row.record.to_string(),
            what: kind_word(Some(&row.kind)),
            about: record_label(&row.kind, &row.json),
            heads: dispute.folded.heads.iter().map(OpId::to_string).collect(),
            flags: dispute.folded.flags.iter().map(flag).collect(),
            sides: self.sides(&dispute, &fields, &history)?,
            agreed: agreed(&dispute),
            fields,
            unreadable: history.unreadable > 0,
            may_settle: self.may_settle,
        }))
    }

    fn field(
        &self,
        question: &Question,
        history: &RecordHistory,
    ) -> Result<DisputedField, WorkstationError> {
        let texts = question
            .values
            .iter()
            .filter_map(|(_, value)| value.as_ref())
            .map(|value| value.0.as_str());
        let mut words = value_words(texts).into_iter();
        let values = question.values.iter().map(|(op, value)| {
            Ok(DisputedValue {
                op: op.to_string(),
                text: value.as_ref().and_then(|_| words.next()),
                by: self.author_of(*op, history)?,
                stands: *value == question.standing,
            })
        });
        Ok(DisputedField {
            name: question.field.0.clone(),
            label: element_label(&question.field.0),
            values: values.collect::<Result<_, WorkstationError>>()?,
            needed: question.flag.is_some(),
        })
    }

    /// What may be taken: each head's side; with one head, which has seen all, each author's of a value.
    fn sides(
        &self,
        dispute: &Dispute,
        fields: &[DisputedField],
        history: &RecordHistory,
    ) -> Result<Vec<SideView>, WorkstationError> {
        let mut takes = dispute.folded.heads.clone();
        if takes.len() < 2 {
            let values = dispute.questions.iter().flat_map(|one| &one.values);
            takes = values.map(|(op, _)| *op).collect();
            takes.sort_unstable();
            takes.dedup();
        }
        let mut sides = Vec::with_capacity(takes.len());
        for take in takes {
            let choices = dispute.side_of(take);
            let values: Vec<SideValue> = fields
                .iter()
                .filter_map(|field| {
                    let name = charthold_chartlog::FieldName(field.name.clone());
                    let chosen = choices.get(&name)?.to_string();
                    let value = field.values.iter().find(|value| value.op == chosen)?;
                    Some(SideValue {
                        label: field.label.clone(),
                        text: value.text.clone(),
                        stands: value.stands,
                    })
                })
                .collect();
            if !values.is_empty() || fields.is_empty() {
                sides.push(SideView {
                    take: take.to_string(),
                    by: self.author_of(take, history)?,
                    values,
                });
            }
        }
        Ok(sides)
    }

    pub(super) fn doubles(&self, chart: ChartId) -> Result<Vec<DoubleView>, WorkstationError> {
        let rows = self.session.charts.read(access(self.session, chart)?)?;
        double_dose::find(&rows, self.zone)
            .into_iter()
            .map(|double| {
                let mut givings = Vec::with_capacity(double.givings.len());
                for row in double.givings {
                    givings.push(self.giving(chart, row)?);
                }
                givings.sort_by_key(|(giving, _)| giving.given_at_ms);
                let drug = givings.iter().find_map(|(_, drug)| drug.clone());
                Ok(DoubleView {
                    patient: self.patient.clone(),
                    drug: drug.unwrap_or_else(|| kind_word(Some("MedicationRequest"))),
                    due_at_ms: double.slot.due.as_millis(),
                    givings: givings.into_iter().map(|(giving, _)| giving).collect(),
                    may_settle: self.may_settle,
                })
            })
            .collect()
    }

    fn giving(
        &self,
        chart: ChartId,
        row: &RecordRow,
    ) -> Result<(GivingView, Option<String>), WorkstationError> {
        let history = history(self.enrolled, self.session, chart, row)?;
        let read = Administration::read(&row.json).ok();
        let first = history.written.first();
        let by = match first {
            Some(first) => self.author(first.person, first.at)?,
            None => self.author(row.author, Timestamp::from_millis(0))?,
        };
        let drug = read.as_ref().map(|given| given.name.clone());
        let giving = GivingView {
            record: row.record.to_string(),
            version: row.version_id.clone(),
            dose: read.as_ref().and_then(|given| given.dose.clone()),
            given_at_ms: row.moment.map(Timestamp::as_millis),
            performer: read.and_then(|given| given.performer),
            by,
            unsent: row.unsent,
        };
        Ok((giving, drug))
    }

    /// Who signed the document that stands.
    pub(super) fn first_signature(
        &self,
        chart: ChartId,
        row: &RecordRow,
    ) -> Result<Option<AuthorView>, WorkstationError> {
        let history = history(self.enrolled, self.session, chart, row)?;
        let signed = history.written.iter().find(|written| {
            written.class == Class::Signed && !matches!(written.state, OpState::Void { .. })
        });
        signed
            .map(|first| self.author(first.person, first.at))
            .transpose()
    }

    fn author_of(&self, op: OpId, history: &RecordHistory) -> Result<AuthorView, WorkstationError> {
        let written = history.written.iter().find(|written| written.op == op);
        let Authorship { person, at, .. } = written.ok_or(WorkstationError::Internal(
            "a value in question has no operation",
        ))?;
        self.author(*person, *at)
    }

    fn author(&self, person: PersonId, at: Timestamp) -> Result<AuthorView, WorkstationError> {
        let known = self
            .enrolled
            .journal
            .with(|journal| journal.find_colleague(person))?;
        let (name, role) = known
            .map(|known| (known.display_name, known.role.code().to_owned()))
            .unzip();
        Ok(AuthorView {
            name,
            role,
            you: person == self.session.person.id,
            at_ms: at.as_millis(),
        })
    }
}

/// What the record has whatever is decided.
fn agreed(dispute: &Dispute) -> Vec<AgreedField> {
    let asked = |field: &Field| dispute.questions.iter().any(|one| one.field == field.name);
    let fields = dispute.folded.fields.iter().filter(|field| !asked(field));
    fields
        .filter_map(|field| {
            // Of a set the fold has made one value; everywhere else all that are left are equal.
            let (_, value) = field.values.last()?;
            Some(AgreedField {
                name: field.name.0.clone(),
                label: element_label(&field.name.0),
                text: known_words(&value.as_ref()?.0),
            })
        })
        .collect()
}

/// The record's operations as this person reads them.
pub(super) fn history(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
    row: &RecordRow,
) -> Result<RecordHistory, WorkstationError> {
    let access = access(session, chart)?;
    let read = enrolled.journal.with(|journal| {
        session
            .charts
            .history(access, journal, row.record, &session.keys)
    });
    Ok(read?)
}

const fn flag(flag: &Flag) -> ConflictFlag {
    match flag {
        Flag::EnteredInErrorWhileChanged => ConflictFlag::EnteredInErrorWhileChanged,
        Flag::EndedWhileChanged => ConflictFlag::EndedWhileChanged,
    }
}
