//! `site.json`: says that a folder is the demo's, and how far it got. Nothing is ever deleted in a
//! folder without one.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use charthold_domain::Timestamp;
use serde::{Deserialize, Serialize};

use crate::arguments::Filling;

/// What the marker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marker {
    made_by: String,
    /// What the hospital is filled with.
    pub(crate) filling: Filling,
    /// The hospital's present when it was made, milliseconds since 1970: synthetic charts end here.
    made_at_ms: i64,
    /// Central holds all of it.
    pub(crate) seeded: bool,
}

impl Marker {
    /// The marker of a hospital that is about to be made.
    pub(crate) fn new(filling: Filling, now: Timestamp) -> Self {
        Self {
            made_by: MADE_BY.to_owned(),
            filling,
            made_at_ms: now.as_millis(),
            seeded: false,
        }
    }

    /// The hospital's present when it was made.
    pub(crate) const fn made_at(&self) -> Timestamp {
        Timestamp::from_millis(self.made_at_ms)
    }

    /// The marker in `folder`; absent when there is none.
    ///
    /// # Errors
    /// When there is a file of that name that is not ours, or it cannot be read.
    pub(crate) fn find(folder: &Path) -> Result<Option<Self>> {
        let text = match std::fs::read_to_string(folder.join(NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context("reading the demo's marker"),
        };
        let marker: Self = serde_json::from_str(&text)
            .context("reading the demo's marker: site.json is not of this version of the demo")?;
        ensure!(
            marker.made_by == MADE_BY,
            "reading the demo's marker: site.json is not the demo's"
        );
        Ok(Some(marker))
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn save(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("writing the demo's marker")?;
        let fresh = folder.join("site.json.new");
        std::fs::write(&fresh, text)
            .and_then(|()| std::fs::rename(&fresh, folder.join(NAME)))
            .context("writing the demo's marker")
    }
}

const NAME: &str = "site.json";
const MADE_BY: &str = "charthold-demo";

#[cfg(test)]
mod tests;
