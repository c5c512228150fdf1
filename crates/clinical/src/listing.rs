//! Absence has kinds: "not recorded", "none known" and "nothing in a list that is not complete" are
//! different values here, so that a screen cannot draw one from another.

use crate::date::FhirMoment;

/// A list of clinical things, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing<T> {
    /// Nobody has recorded anything.
    NotRecorded,
    /// Somebody recorded that there are none.
    NoneKnown {
        /// What exactly was stated, as `No known allergies`.
        statement: String,
        /// Who said so.
        by: Option<String>,
        /// When.
        at: Option<FhirMoment>,
    },
    /// These are recorded.
    Listed {
        /// The items, in the order to show.
        items: Vec<T>,
        /// Whether they are all.
        extent: Extent,
    },
}

/// Whether a list is known to be whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Everything that is recorded.
    Complete,
    /// There may be more: the chart is not all here, or a record could not be read.
    Truncated,
}

impl<T> Listing<T> {
    /// The items there are; none for the other kinds of absence.
    #[must_use]
    pub fn items(&self) -> &[T] {
        match self {
            Self::Listed { items, .. } => items,
            Self::NotRecorded | Self::NoneKnown { .. } => &[],
        }
    }

    /// `NotRecorded` only when the list is empty and known to be whole.
    pub(crate) fn of(items: Vec<T>, extent: Extent) -> Self {
        if items.is_empty() && extent == Extent::Complete {
            return Self::NotRecorded;
        }
        Self::Listed { items, extent }
    }
}
