//! What waits to be sent, in words a person understands. Nothing clinical is named to somebody who
//! may not see it.

use charthold_chartlog::{Class, Patch, QuarantineReason};
use charthold_store::{OpState, StoredOperation};

use crate::enrolled::Enrolled;
use crate::ipc::dto::{AsideReason, SyncItem, SyncItemState, SyncStatus};
use crate::session::Session;
use crate::use_case::decide;
use crate::use_case::search::may_open;
use crate::use_case::sent::sent;
use crate::view::{directory_name, kind_word, mrn_text};
use crate::{Workstation, WorkstationError};

/// Items listed.
const LIMIT: usize = 200;

impl Workstation {
    /// The line, what waits on it, and how much.
    ///
    /// # Errors
    /// When the journal cannot be read. Works locked too, without items.
    pub fn sync_status(&self) -> Result<SyncStatus, WorkstationError> {
        let enrolled = self.kept()?;
        let counts = enrolled.journal.with(|journal| journal.counts())?;
        let told = self.session(|enrolled, session| {
            Ok((
                items(enrolled, session)?,
                sent(enrolled, session)?,
                decide::count(enrolled, session)?,
            ))
        });
        let (items, sent, to_decide) = match told {
            Err(WorkstationError::Locked) => (Vec::new(), Vec::new(), 0),
            other => other?,
        };
        Ok(SyncStatus {
            network: self.network_view(),
            exchanging: self.network().exchanging,
            ops_to_send: counts.ops_unconfirmed,
            audit_to_send: counts.audit_unconfirmed,
            not_in_backup: counts.not_in_backup,
            charts_cached: counts.charts,
            to_decide,
            items,
            sent,
        })
    }
}

fn items(enrolled: &Enrolled, session: &mut Session) -> Result<Vec<SyncItem>, WorkstationError> {
    let mut waiting = enrolled
        .journal
        .with(|journal| journal.list_unconfirmed(LIMIT))?;
    waiting.extend(decide::own_void(enrolled, session, LIMIT)?);
    let facility = enrolled.identity.facility_chart;
    waiting
        .iter()
        .filter(|stored| stored.operation.core().chart != facility)
        .map(|stored| item(enrolled, session, stored))
        .collect()
}

fn item(
    enrolled: &Enrolled,
    session: &mut Session,
    stored: &StoredOperation,
) -> Result<SyncItem, WorkstationError> {
    let core = stored.operation.core();
    let About {
        visible,
        patient,
        mrn,
        what,
    } = about(enrolled, session, stored)?;
    Ok(SyncItem {
        chart: core.chart.to_string(),
        mrn,
        patient,
        what,
        at_ms: stored.written_at().as_millis(),
        state: match stored.state {
            OpState::Quarantined { .. } => SyncItemState::Quarantined,
            OpState::Void { .. } => SyncItemState::Void,
            OpState::Unconfirmed | OpState::Confirmed { .. } => SyncItemState::ToSend,
        },
        void: match stored.state {
            OpState::Void { .. } if visible => Some(core.op.to_string()),
            OpState::Void { .. }
            | OpState::Quarantined { .. }
            | OpState::Unconfirmed
            | OpState::Confirmed { .. } => None,
        },
        aside: match stored.state {
            OpState::Quarantined { reason } => Some(aside(reason)),
            OpState::Unconfirmed | OpState::Confirmed { .. } | OpState::Void { .. } => None,
        },
    })
}

/// What an operation is of, in words; only as far as the person may see it.
pub(super) struct About {
    visible: bool,
    pub(super) patient: Option<String>,
    pub(super) mrn: Option<String>,
    pub(super) what: String,
}

pub(super) fn about(
    enrolled: &Enrolled,
    session: &mut Session,
    stored: &StoredOperation,
) -> Result<About, WorkstationError> {
    let core = stored.operation.core();
    let unit = enrolled
        .journal
        .with(|journal| journal.unit_of(core.chart))?;
    let visible = may_open(session, core.chart, unit);
    let patient = match session.directory.as_ref() {
        Some(directory) if visible => directory.find(core.chart)?,
        _ => None,
    };
    session
        .keys
        .load(&session.vault, &enrolled.journal, core.chart)?;
    // Somebody's draft is nobody else's to open, not for a word either.
    let is_draft = core.class == Class::Draft;
    let patch = if visible && !is_draft {
        opened(session, stored)
    } else {
        None
    };
    Ok(About {
        visible,
        mrn: patient.as_ref().map(mrn_text),
        patient: patient.as_ref().map(directory_name),
        what: match is_draft {
            true => "Draft".to_owned(),
            false => word(patch.as_ref()),
        },
    })
}

const fn aside(reason: QuarantineReason) -> AsideReason {
    match reason {
        QuarantineReason::DeviceRevoked => AsideReason::WorkstationWithdrawn,
        QuarantineReason::OutOfScope => AsideReason::OutOfScope,
        QuarantineReason::ForkedDevice => AsideReason::CopiedWorkstation,
        QuarantineReason::BadSignature => AsideReason::BadSignature,
    }
}

/// What an operation changes, when this person's keys open it. For a list only what kind of record it is
/// may be said of it; more than that needs an `Access`.
pub(crate) fn opened(session: &Session, stored: &StoredOperation) -> Option<Patch> {
    use charthold_store::ChartKeys;
    let core = stored.operation.core();
    let key = session
        .keys
        .key(core.chart, core.compartment, core.key_generation)?;
    let body = stored.operation.open(key).ok()?;
    // EXPOSE: read as a record.
    charthold_chartlog::decode_body(body.expose()).ok()
}

fn word(patch: Option<&Patch>) -> String {
    let is_vital = patch.is_some_and(|patch| {
        let mut categories = patch.set.iter().filter(|(name, _)| name.0 == "category");
        categories.any(|(_, json)| json.0.contains("\"vital-signs\""))
    });
    match patch.map(|patch| patch.kind.as_str()) {
        Some("Observation") if is_vital => "Vital signs".to_owned(),
        kind => kind_word(kind),
    }
}
