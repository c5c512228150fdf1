//! Notes in progress. What is typed is kept here under its author's own key; at a lock it becomes an operation, and its author
//! goes on with it wherever the chart is. Nobody else is shown any of it. Texts of one author that were written apart stand
//! side by side until they join them or choose.

mod keep;
mod settle;
mod text;
mod versions;

pub(crate) use keep::{keep_all, keep_as_operation};
pub use settle::DraftVerdict;
pub(crate) use text::nothing_of;
pub use versions::DraftApart;

use charthold_audit::Subtype;
use charthold_chartlog::{Class, Patch, versions};
use charthold_crypto::open;
use charthold_domain::{ChartId, Compartment, DeviceId, OpId, RecordId, Timestamp};
use charthold_protocol::SignedDeviceCertificate;
use charthold_store::DraftVersion;

use crate::WorkstationError;
use crate::authoring::{Change, Intention};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{DraftText, DraftVersionView, NoteDraft};
use crate::session::Session;

/// A note in progress to go on with.
pub(crate) struct Current {
    pub(crate) record: RecordId,
    pub(crate) text: DraftText,
    at: Timestamp,
    /// Where it was written, when that is an operation.
    device: Option<DeviceId>,
    /// The operations whose text it goes on from, or is.
    pub(crate) seen: Vec<OpId>,
    /// Something of it was typed here and is no operation yet.
    pub(crate) is_typed: bool,
}

/// A text written apart from that.
struct Apart {
    version: DraftVersion,
    text: DraftText,
}

/// All of the person's in one chart.
pub(crate) struct Found {
    pub(crate) current: Option<Current>,
    apart: Vec<Apart>,
}

/// The person's notes in progress in `chart`. What is typed here comes first; then what the session was shown of `preferred`,
/// then the newest.
pub(crate) fn find(
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    preferred: Option<RecordId>,
) -> Result<Found, WorkstationError> {
    let person = session.person.id;
    let mut current = read_typed(enrolled, session, chart)?;
    let versions = enrolled
        .journal
        .with(|journal| journal.draft_versions(person, chart))?;
    let seen = current.as_ref().map(|typed| typed.seen.clone());
    let seen = seen.unwrap_or_default();
    let mut apart = Vec::new();
    for version in versions
        .into_iter()
        .filter(|version| !seen.contains(&version.op))
    {
        // One that cannot be read here stands where it is, until it can.
        if let Some(text) = text_of(enrolled, session, chart, version)? {
            apart.push(Apart { version, text });
        }
    }
    if current.is_none() && !apart.is_empty() {
        let shown = preferred.and_then(|record| session.drafts_seen.get(&record));
        let is_shown = |apart: &Apart| shown.is_some_and(|seen| seen.contains(&apart.version.op));
        let Apart { version, text } = apart.remove(apart.iter().position(is_shown).unwrap_or(0));
        current = Some(Current {
            record: version.record,
            text,
            at: version.at,
            device: Some(version.device),
            seen: vec![version.op],
            is_typed: false,
        });
    }
    Ok(Found { current, apart })
}

/// For the window, and what it goes on from is remembered.
pub(super) fn shown(
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    found: Found,
) -> Result<Option<NoteDraft>, WorkstationError> {
    let Some(current) = found.current else {
        return Ok(None);
    };
    session.drafts_seen.insert(current.record, current.seen);
    let here = enrolled.identity.device;
    let device = current.device.unwrap_or(here);
    let mut versions = Vec::with_capacity(found.apart.len());
    for Apart { version, text } in found.apart {
        versions.push(DraftVersionView {
            version: version.op.to_string(),
            station: station_name(enrolled, version.device)?,
            at_ms: version.at.as_millis(),
            text,
        });
    }
    Ok(Some(NoteDraft {
        draft: current.record.to_string(),
        chart: chart.to_string(),
        text: current.text,
        saved_at_ms: current.at.as_millis(),
        elsewhere: device != here,
        station: station_name(enrolled, device)?,
        versions,
    }))
}

/// What is typed here and is no operation yet.
pub(super) fn read_typed(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
) -> Result<Option<Current>, WorkstationError> {
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
    Ok(Some(Current {
        record: row.draft,
        text,
        at: row.saved_at,
        device: None,
        seen: row.parents,
        is_typed: true,
    }))
}

/// What a draft of this person's that is an operation says; `None` when it cannot be read here.
fn text_of(
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    version: DraftVersion,
) -> Result<Option<DraftText>, WorkstationError> {
    session
        .keys
        .load(&session.vault, &enrolled.journal, chart)?;
    let access = session.access(chart).ok_or(WorkstationError::Restricted)?;
    let history = enrolled.journal.with(|journal| {
        let charts = &session.charts;
        charts.draft_history(access, journal, version.record, &session.keys)
    })?;
    let standing = versions(&history.inputs);
    let said = standing.iter().find(|said| said.heads == [version.op]);
    Ok(said.and_then(|said| text::read(&said.to_json())))
}

fn context(chart: ChartId, draft: RecordId) -> Vec<u8> {
    [
        b"charthold/draft/1".as_slice(),
        chart.as_bytes(),
        draft.as_bytes(),
    ]
    .concat()
}

fn intention(
    chart: ChartId,
    changes: Vec<Change>,
    subtype: Subtype,
    draft_done: Option<RecordId>,
) -> Intention {
    Intention {
        intent: None,
        chart,
        changes,
        subtype,
        draft_done,
    }
}

/// The next operation of a note in progress.
pub(super) fn change(record: RecordId, parents: Vec<OpId>, patch: Patch) -> Change {
    Change {
        record,
        class: Class::Draft,
        compartment: Compartment::Normal,
        parents,
        patch,
    }
}

/// The name of a workstation, this one's too.
fn station_name(enrolled: &Enrolled, device: DeviceId) -> Result<Option<String>, WorkstationError> {
    if device == enrolled.identity.device {
        return Ok(Some(enrolled.identity.name.clone()));
    }
    let kept = enrolled
        .journal
        .with(|journal| journal.find_device_certificate(device))?;
    let issuer = &enrolled.identity.keys_verifying_key;
    Ok(kept
        .and_then(|bytes| SignedDeviceCertificate::from_bytes(&bytes).ok())
        .and_then(|signed| signed.verify(issuer).ok())
        .map(|said| said.name))
}
