//! Notes: a draft that is never lost, a signature that never changes, an addendum for the rest.

use charthold_audit::Subtype;
use charthold_chartlog::{Class, Patch};
use charthold_clinical::note_entry::{
    NoteEntry, NoteKind, SectionEntry, Signature, composition as build,
};
use charthold_clinical::party::{Party, Stamp};
use charthold_crypto::{open, seal};
use charthold_domain::{ChartId, Compartment, IntentId, RecordId, Role};
use charthold_store::DraftRow;

use crate::authoring::{Change, Intention, commit};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{DraftText, NoteDraft, Saved};
use crate::session::Session;
use crate::use_case::open_chart::demand_writing;
use crate::{Environment, Workstation, WorkstationError};

/// A note of this size is a mistake, not a note.
const MAX_DRAFT_BYTES: usize = 1 << 20;

impl Workstation {
    /// The person's draft in this chart, when there is one.
    ///
    /// # Errors
    /// When nobody is in or the draft cannot be read.
    pub fn load_draft(&self, chart: ChartId) -> Result<Option<NoteDraft>, WorkstationError> {
        self.session(|enrolled, session| read_draft(enrolled, session, chart))
    }

    /// Saves a draft, sealed under the person's own key; durable when it returns.
    ///
    /// # Errors
    /// When nobody is in, the person may not write in this chart, or the journal cannot be written.
    pub fn save_draft(
        &self,
        chart: ChartId,
        draft: Option<RecordId>,
        text: &DraftText,
    ) -> Result<NoteDraft, WorkstationError> {
        let environment = self.environment();
        let bytes = serde_json::to_vec(text)
            .map_err(|_| WorkstationError::Internal("a draft could not be written down"))?;
        if bytes.len() > MAX_DRAFT_BYTES {
            return Err(WorkstationError::InvalidInput("the note is too long"));
        }
        let now = self.now();
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            let person = session.person.id;
            let before = enrolled
                .journal
                .with(|journal| journal.find_draft(person, chart))?;
            let id = match (draft, before) {
                (Some(draft), _) => draft,
                (None, Some(row)) => row.draft,
                (None, None) => RecordId::from(environment.fresh()),
            };
            let key = session.vault.draft_key();
            let sealed = seal(
                &key,
                &context(chart, id),
                &bytes,
                (environment.entropy)().as_mut(),
            );
            let row = DraftRow {
                person,
                chart,
                draft: id,
                sealed,
                saved_at: now,
            };
            enrolled.journal.with(|journal| journal.save_draft(&row))?;
            Ok(NoteDraft {
                draft: id.to_string(),
                chart: chart.to_string(),
                text: text.clone(),
                saved_at_ms: now.as_millis(),
            })
        })
    }

    /// Throws a draft away, at the person's word.
    ///
    /// # Errors
    /// When nobody is in or the journal cannot be written.
    pub fn discard_draft(&self, chart: ChartId, draft: RecordId) -> Result<(), WorkstationError> {
        self.session(|enrolled, session| {
            let person = session.person.id;
            Ok(enrolled
                .journal
                .with(|journal| journal.discard_draft(person, chart, draft))?)
        })
    }

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
            let found = read_draft(enrolled, session, chart)?
                .filter(|found| found.draft == draft.to_string())
                .ok_or(WorkstationError::Unknown("a draft"))?;
            let json = composition(environment, session, chart, (draft, &found.text))?;
            let intention = signing(Some(intent), chart, (draft, &json), Some(draft))?;
            finish(environment, enrolled, session, intention)
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

fn context(chart: ChartId, draft: RecordId) -> Vec<u8> {
    [
        b"charthold/draft/1".as_slice(),
        chart.as_bytes(),
        draft.as_bytes(),
    ]
    .concat()
}

fn read_draft(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
) -> Result<Option<NoteDraft>, WorkstationError> {
    let person = session.person.id;
    let Some(row) = enrolled
        .journal
        .with(|journal| journal.find_draft(person, chart))?
    else {
        return Ok(None);
    };
    let damaged = || WorkstationError::Integrity("a draft does not open");
    let opened = open(
        &session.vault.draft_key(),
        &context(chart, row.draft),
        &row.sealed,
    )
    .map_err(|_| damaged())?;
    // EXPOSE: the draft goes back to its author.
    let text: DraftText = serde_json::from_slice(opened.expose()).map_err(|_| damaged())?;
    Ok(Some(NoteDraft {
        draft: row.draft.to_string(),
        chart: chart.to_string(),
        text,
        saved_at_ms: row.saved_at.as_millis(),
    }))
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
