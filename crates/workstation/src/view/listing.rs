//! Listings keep their kind of absence on the way to the window.

use charthold_clinical::listing::{Extent, Listing as Clinical};

use crate::ipc::dto::{Completeness, Listing};

/// The same listing with each item shown by `show`.
pub(super) fn shown<T, U>(listing: &Clinical<T>, show: impl FnMut(&T) -> U) -> Listing<U> {
    match listing {
        Clinical::NotRecorded => Listing::NotRecorded,
        Clinical::NoneKnown { by, at, .. } => Listing::NoneKnown {
            by: by.clone(),
            at_ms: at.map(|at| at.start().as_millis()),
        },
        Clinical::Listed { items, extent } => listed(items.iter().map(show).collect(), *extent),
    }
}

/// An empty list that may not be whole claims nothing.
fn listed<U>(items: Vec<U>, extent: Extent) -> Listing<U> {
    match extent {
        Extent::Complete => Listing::Listed {
            items,
            completeness: Completeness::Complete,
        },
        Extent::Truncated if items.is_empty() => Listing::Unavailable,
        Extent::Truncated => Listing::Listed {
            items,
            completeness: Completeness::Downloading,
        },
    }
}
