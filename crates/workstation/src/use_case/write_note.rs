//! Notes: a signature that never changes, an addendum for the rest. Before it there is a draft.

use charthold_audit::Subtype;
use charthold_chartlog::{Class, Patch};
use charthold_clinical::note_entry::{
    NoteEntry, NoteKind, SectionEntry, Signature, composition as build,
};
use charthold_clinical::party::{Party, Stamp};
use charthold_domain::{ChartId, Compartment, IntentId, RecordId, Role};

use crate::authoring::{Change, Intention, commit};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{DraftText, Saved};
use crate::session::Session;
use crate::use_case::draft::{self, Current};
use crate::use_case::open_chart::demand_writing;
use crate::{Environment, Workstation, WorkstationError};

impl Workstation {
    /// Signs a draft: from now on it never changes.
    ///
    /// # Errors
    /// `InvalidInput` when there is nothing to sign; otherwise as writing.
    pub fn sign_note(
        &self,
        chart: ChartId,
        intent: IntentId,
        draft: RecordId,
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            if let Some(records) = enrolled
                .journal
                .with(|journal| journal.find_intent(intent))?
            {
                return Ok(saved(environment, &records));
            }
            let found = draft::find(enrolled, session, chart, Some(draft))?.current;
            let found = found
                .filter(|found| found.record == draft)
                .ok_or(WorkstationError::Unknown("a draft"))?;
            let intention = sign(environment, session, (chart, intent), found)?;
            let saved = finish(environment, enrolled, session, intention)?;
            session.drafts_seen.remove(&draft);
            Ok(saved)
        })
    }

    /// Writes and signs a note in one go; what `chartholdctl note --sign` does.
    ///
    /// # Errors
    /// As [`Self::sign_note`].
    pub fn write_signed_note(
        &self,
        chart: ChartId,
        text: &DraftText,
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let record = RecordId::from(environment.fresh());
            let json = composition(environment, session, chart, (record, text))?;
            let intention = signing(None, chart, (record, &json), None)?;
            finish(environment, enrolled, session, intention)
        })
    }

    /// Adds to a signed note.
    ///
    /// # Errors
    /// `InvalidInput` for an empty text, `Unknown` when there is no such note.
    pub fn add_addendum(
        &self,
        chart: ChartId,
        intent: Option<IntentId>,
        note: RecordId,
        text: &str,
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        if text.trim().is_empty() {
            return Err(WorkstationError::InvalidInput("an addendum has a text"));
        }
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let access = session
                .open
                .get(&chart)
                .ok_or(WorkstationError::Restricted)?;
            let target = session
                .charts
                .find_record(access, note)?
                .ok_or(WorkstationError::Unknown("a note"))?;
            let record = RecordId::from(environment.fresh());
            let entry = NoteEntry {
                fhir_id: record.to_string(),
                kind: NoteKind::Addendum,
                sections: vec![SectionEntry {
                    title: String::new(),
                    text: text.to_owned(),
                }],
                appends: Some(format!("Composition/{}", target.fhir_id)),
            };
            let json = signed(environment, session, chart, &entry)?;
            let intention = signing(intent, chart, (record, &json), None)?;
            finish(environment, enrolled, session, intention)
        })
    }
}

/// Signs what a draft says, having seen what it goes on from: there is no draft then, on any workstation. Where its document was
/// signed already, without this text, it is a document of its own.
fn sign(
    environment: &Environment,
    session: &Session,
    (chart, intent): (ChartId, IntentId),
    found: Current,
) -> Result<Intention, WorkstationError> {
    let (draft, seen) = (found.record, found.seen);
    let access = session
        .open
        .get(&chart)
        .ok_or(WorkstationError::Restricted)?;
    let is_signed = session.charts.find_record(access, draft)?.is_some();
    let record = match is_signed {
        true => RecordId::from(environment.fresh()),
        false => draft,
    };
    let json = composition(environment, session, chart, (record, &found.text))?;
    let mut intention = signing(Some(intent), chart, (record, &json), Some(draft))?;
    if !is_signed {
        for change in &mut intention.changes {
            change.parents.clone_from(&seen);
        }
    } else if !seen.is_empty() {
        let ended = draft::change(draft, seen, draft::nothing_of(draft));
        intention.changes.push(ended);
    }
    Ok(intention)
}

/// The signed Composition of a draft.
fn composition(
    environment: &Environment,
    session: &Session,
    chart: ChartId,
    (record, text): (RecordId, &DraftText),
) -> Result<String, WorkstationError> {
    let sections: Vec<SectionEntry> = text
        .sections
        .iter()
        .filter(|section| !section.text.trim().is_empty())
        .map(|section| SectionEntry {
            title: section.heading.clone(),
            text: section.text.clone(),
        })
        .collect();
    if sections.is_empty() {
        return Err(WorkstationError::InvalidInput(
            "a note has a text before it is signed",
        ));
    }
    let entry = NoteEntry {
        fhir_id: record.to_string(),
        kind: note_kind(session.person.role),
        sections,
        appends: None,
    };
    signed(environment, session, chart, &entry)
}

/// What a note of somebody of that role is.
pub(crate) const fn note_kind(role: Role) -> NoteKind {
    match role {
        Role::Nurse => NoteKind::Nursing,
        _ => NoteKind::Progress,
    }
}

/// The Composition of `entry`, signed by the person who is in, never "the practitioner of the
/// encounter".
fn signed(
    environment: &Environment,
    session: &Session,
    chart: ChartId,
    entry: &NoteEntry,
) -> Result<String, WorkstationError> {
    let at = environment.clock.now();
    let author = Party {
        reference: format!("Practitioner/{}", session.person.id),
        display: Some(session.person.display_name.clone()),
    };
    let encounter = session
        .glances
        .get(&chart)
        .and_then(|glance| glance.encounter.clone());
    let signature = Signature::Legal {
        by: author.clone(),
        at,
    };
    let stamp = Stamp {
        subject: patient_reference(session, chart)?,
        encounter,
        author,
        at,
    };
    Ok(build(entry, &stamp, Some(&signature))?.json)
}

/// "Patient/…" of an open chart.
pub(crate) fn patient_reference(
    session: &Session,
    chart: ChartId,
) -> Result<String, WorkstationError> {
    let access = session
        .open
        .get(&chart)
        .ok_or(WorkstationError::Restricted)?;
    let patient = session
        .charts
        .read_kind(access, "Patient")?
        .into_iter()
        .next();
    let patient = patient.ok_or(WorkstationError::ChartNotHere)?;
    Ok(format!("Patient/{}", patient.fhir_id))
}

fn signing(
    intent: Option<IntentId>,
    chart: ChartId,
    (record, json): (RecordId, &str),
    draft_done: Option<RecordId>,
) -> Result<Intention, WorkstationError> {
    let change = Change {
        record,
        class: Class::Signed,
        compartment: Compartment::Normal,
        parents: Vec::new(),
        patch: Patch::of_resource(json)?,
    };
    let changes = vec![change];
    Ok(Intention {
        intent,
        chart,
        changes,
        subtype: Subtype::NoteSigned,
        draft_done,
    })
}

fn finish(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    intention: Intention,
) -> Result<Saved, WorkstationError> {
    let records = commit(environment, enrolled, session, intention)?;
    Ok(saved(environment, &records))
}

pub(crate) fn saved(environment: &Environment, records: &[RecordId]) -> Saved {
    Saved {
        records: records.iter().map(ToString::to_string).collect(),
        saved_at_ms: environment.clock.now().as_millis(),
    }
}
