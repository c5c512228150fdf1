//! What the person who is in wrote here lately and central has, and whether a backup has it, too. An audit event is one
//! act: what was saved at once is told at once.

use charthold_audit::{AuditEvent, Subtype};
use charthold_chartlog::Safekeeping;
use charthold_store::StoredOperation;

use crate::WorkstationError;
use crate::enrolled::Enrolled;
use crate::ipc::dto::SentItem;
use crate::session::Session;
use crate::use_case::sync_status::{About, about};

/// Acts told.
const ACTS: usize = 10;
/// Events looked through for them: an hour of a busy person.
const EVENTS: usize = 200;

/// Newest first.
pub(crate) fn sent(
    enrolled: &Enrolled,
    session: &mut Session,
) -> Result<Vec<SentItem>, WorkstationError> {
    let me = session.person.id;
    let events = enrolled
        .journal
        .with(|journal| journal.list_audit(None, None, EVENTS))?;
    let mut sent = Vec::new();
    for event in events {
        if event.person == Some(me) && is_writing(event.subtype) {
            sent.extend(item(enrolled, session, &event)?);
        }
        if sent.len() == ACTS {
            break;
        }
    }
    Ok(sent)
}

const fn is_writing(subtype: Subtype) -> bool {
    matches!(
        subtype,
        Subtype::RecordWritten | Subtype::NoteSigned | Subtype::ConflictSettled
    )
}

/// Nothing while a part of it is here alone, kept aside or void: those are told for themselves.
fn item(
    enrolled: &Enrolled,
    session: &mut Session,
    event: &AuditEvent,
) -> Result<Option<SentItem>, WorkstationError> {
    let Some(chart) = event.chart else {
        return Ok(None);
    };
    let written = operations(enrolled, event)?;
    let durable = enrolled
        .journal
        .with(|journal| journal.durable_seq(chart))?;
    let safety = written
        .iter()
        .map(|stored| stored.state.safekeeping(durable));
    let in_backup = match safety.min().flatten() {
        None | Some(Safekeeping::Missing) => return Ok(None),
        Some(Safekeeping::Accepted) => false,
        Some(Safekeeping::Durable) => true,
    };
    let Some(first) = written.first() else {
        return Ok(None);
    };
    let About {
        patient, mrn, what, ..
    } = about(enrolled, session, first)?;
    Ok(Some(SentItem {
        chart: chart.to_string(),
        patient,
        mrn,
        what,
        at_ms: first.written_at().as_millis(),
        in_backup,
    }))
}

/// The operations an event tells of, in its chart.
fn operations(
    enrolled: &Enrolled,
    event: &AuditEvent,
) -> Result<Vec<StoredOperation>, WorkstationError> {
    let Some(chart) = event.chart else {
        return Ok(Vec::new());
    };
    let mut written = Vec::with_capacity(event.subjects.len());
    for subject in &event.subjects {
        let all = enrolled
            .journal
            .with(|journal| journal.record_operations(chart, subject.record))?;
        let named = |stored: &StoredOperation| stored.operation.hash().0 == subject.op_hash;
        written.extend(all.into_iter().find(named));
    }
    Ok(written)
}
