//! What has reached central and what has not.

use serde::Serialize;
use ts_rs::TS;

use super::Network;

/// The status bar's and the sync sheet's facts.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncStatus {
    /// Whether our server answers.
    pub network: Network,
    /// An exchange is going on now.
    pub exchanging: bool,
    /// Chart operations not yet in central's chain.
    pub ops_to_send: u32,
    /// Audit events not yet at central.
    pub audit_to_send: u32,
    /// Changes at central that its last backup does not have: only a copy of it could be put back.
    pub not_in_backup: u32,
    /// Charts on this workstation.
    pub charts_cached: u32,
    /// What waits for a decision in charts this person may open; what has no effect is among the items.
    pub to_decide: u32,
    /// What waits, oldest first; at most 200.
    pub items: Vec<SyncItem>,
    /// What this person wrote here and central has, newest first; at most 10.
    pub sent: Vec<SentItem>,
}

/// One thing somebody wrote, as saved at once: a set of vitals is one.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentItem {
    /// The chart.
    pub chart: String,
    /// "CUTLER, Alice"; absent when this person may not see it any more.
    pub patient: Option<String>,
    /// "284 771 09"; empty when none is recorded, absent as the name is.
    pub mrn: Option<String>,
    /// "Vital signs", "Note".
    pub what: String,
    /// When it was written.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Central's last backup has it, too: no restore loses it.
    pub in_backup: bool,
}

/// One thing that waits, or was not taken.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncItem {
    /// The chart, to open it.
    pub chart: String,
    /// "CUTLER, Alice"; absent when this person may not see it.
    pub patient: Option<String>,
    /// "284 771 09"; empty when none is recorded, absent as the name is.
    pub mrn: Option<String>,
    /// "Vital signs", "Note".
    pub what: String,
    /// When it was written.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Where it is.
    pub state: SyncItemState,
    /// What names it to its author when it has no effect; only then, in a chart they may open.
    pub void: Option<String>,
    /// Why central put it aside; only then.
    pub aside: Option<AsideReason>,
}

/// Why central put something aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AsideReason {
    /// The workstation was withdrawn.
    WorkstationWithdrawn,
    /// The chart is not kept on this workstation any more.
    OutOfScope,
    /// Another workstation with the same keys wrote in its place.
    CopiedWorkstation,
    /// The signature does not hold.
    BadSignature,
}

/// Where a written item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SyncItemState {
    /// On this workstation only.
    ToSend,
    /// Central put it aside for review.
    Quarantined,
    /// Central ordered it after another that excludes it. Told to its author alone.
    Void,
}
