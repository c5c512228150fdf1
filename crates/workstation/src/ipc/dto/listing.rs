//! Absence has kinds: a list that is empty says why.

use serde::Serialize;
use ts_rs::TS;

/// A clinical list. "None", "not recorded" and "could not be read" are different values.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "state",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Listing<T> {
    /// Nobody has recorded anything, not even an absence.
    NotRecorded,
    /// Somebody recorded that there is none.
    NoneKnown {
        /// Who, as shown; absent when the record does not say.
        by: Option<String>,
        /// When.
        #[ts(type = "number | null")]
        at_ms: Option<i64>,
    },
    /// The items, in the order to show them.
    Listed {
        /// The items.
        items: Vec<T>,
        /// Whether these are all there are.
        completeness: Completeness,
    },
    /// It could not be read on this workstation; nothing may be concluded from that.
    Unavailable,
}

/// Whether a list holds everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Completeness {
    /// All there is on this workstation, and the chart is fully here.
    Complete,
    /// The chart's first download is unfinished; there may be more.
    Downloading,
}
