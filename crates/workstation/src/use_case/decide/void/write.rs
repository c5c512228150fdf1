//! What is written when its author has seen that a signature has no effect.

use charthold_chartlog::{Class, Patch};
use charthold_clinical::note_entry::{NoteEntry, NoteKind, SectionEntry, Signature, composition};
use charthold_clinical::party::Stamp;
use charthold_clinical::void_seen::{VoidDone, void_seen};
use charthold_domain::{Compartment, RecordId};
use charthold_store::StoredOperation;

use super::text::{sections, standing};
use super::{VoidVerdict, seen_id, seen_record};
use crate::authoring::{Change, class_of};
use crate::enrolled::Enrolled;
use crate::ipc::dto::NoteSection;
use crate::session::Session;
use crate::use_case::decide::stamp;
use crate::{Environment, WorkstationError};

/// That it was seen, and the addendum before it when its text is kept.
pub(super) fn changes(
    environment: &Environment,
    (enrolled, session): (&Enrolled, &Session),
    stored: &StoredOperation,
    verdict: VoidVerdict,
) -> Result<Vec<Change>, WorkstationError> {
    let core = stored.operation.core();
    let stamp = stamp(environment, session, core.chart)?;
    let stands = standing(session, stored)?;
    let document = stands
        .as_ref()
        .map(|row| format!("Composition/{}", row.fhir_id));
    let (done, mut changes) = match (verdict, &stands, &document) {
        (VoidVerdict::Seen, _, _) => (VoidDone::Seen, Vec::new()),
        (VoidVerdict::KeptAsAddendum, Some(row), Some(target)) => {
            let sections = sections(enrolled, session, stored, row)?;
            let addendum = addendum(environment, &stamp, sections, target.clone())?;
            (VoidDone::Added, vec![addendum])
        }
        (VoidVerdict::KeptAsAddendum, _, _) => {
            let why = "there is no document to add to";
            return Err(WorkstationError::InvalidInput(why));
        }
    };
    let json = void_seen(&seen_id(core.op), document.as_deref(), done, &stamp)?.json;
    let (class, compartment) = class_of(&json)?;
    changes.push(Change {
        record: seen_record(session, stored).ok_or(WorkstationError::ChartNotHere)?,
        class,
        compartment,
        parents: Vec::new(),
        patch: Patch::of_resource(&json)?,
    });
    Ok(changes)
}

fn addendum(
    environment: &Environment,
    stamp: &Stamp,
    sections: Vec<NoteSection>,
    target: String,
) -> Result<Change, WorkstationError> {
    if sections.is_empty() {
        return Err(WorkstationError::InvalidInput("an addendum has a text"));
    }
    let record = RecordId::from(environment.fresh());
    let entry = NoteEntry {
        fhir_id: record.to_string(),
        kind: NoteKind::Addendum,
        sections: sections
            .into_iter()
            .map(|NoteSection { heading, text }| SectionEntry {
                title: heading,
                text,
            })
            .collect(),
        appends: Some(target),
    };
    let signature = Signature::Legal {
        by: stamp.author.clone(),
        at: stamp.at,
    };
    Ok(Change {
        record,
        class: Class::Signed,
        compartment: Compartment::Normal,
        parents: Vec::new(),
        patch: Patch::of_resource(&composition(&entry, stamp, Some(&signature))?.json)?,
    })
}
