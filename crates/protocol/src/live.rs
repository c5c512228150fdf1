//! `GET /v1/live`: hints that something is new. Lossy on purpose: whoever misses one finds the same in
//! the next exchange, and whoever gets one does nothing but exchange. JSON, the same text on a
//! WebSocket, in server-sent events and as the answer of a long poll. Ids and numbers only.

use charthold_domain::ChartId;
use serde::{Deserialize, Serialize};

/// The endpoint.
pub const LIVE_PATH: &str = "/v1/live";
/// How often central says on an idle connection that it is there, in seconds: often enough for
/// middleboxes that forget after a minute, and below 10 kB an hour.
pub const LIVE_KEEPALIVE_S: u32 = 55;
/// How long central lets a long poll wait, in seconds.
pub const LIVE_WAIT_S: u32 = 25;

/// One message: the first on a connection comes at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints {
    /// Where central's news stand; a long poll gives it back as `after`. Opaque.
    pub at: String,
    /// What is new; may be nothing.
    pub hints: Vec<Hint>,
    /// This central is the only one on its store, now and for as long as it runs, and hints at everything.
    pub alone: bool,
    /// At this moment everything is hinted at that any central on the store takes. It turns with any
    /// message; a central before this field says only what it takes itself, unless it is alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
}

impl Hints {
    /// Whether what is not hinted at did not happen, so that the regular exchange may be rare.
    #[must_use]
    pub fn are_complete(&self) -> bool {
        self.complete.unwrap_or(self.alone)
    }
}

/// One hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hint", rename_all = "kebab-case")]
pub enum Hint {
    /// A chart in the device's scope has entries up to this number.
    Chart {
        /// The chart.
        chart: ChartId,
        /// Its last entry.
        seq: u64,
    },
    /// The device's scope is another one.
    Scope,
    /// The device was withdrawn; the connection ends.
    Revoked,
    /// Central was restored: a new epoch began.
    Epoch,
    /// Hints were lost, or may have been: look anyway.
    Resync,
    /// A hint of a newer central: look anyway.
    #[serde(other)]
    Unknown,
}
