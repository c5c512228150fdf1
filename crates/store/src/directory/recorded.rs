//! What the facility's log says of a patient, with what the author of the next change has to have
//! seen. Read from the journal when it is asked for: the directory itself keeps no history.

use charthold_chartlog::fold;
use charthold_domain::{ChartId, OpId, RecordId};

use crate::directory::DirectoryEntry;
use crate::projection::{ChartKeys, Reader, open_all};
use crate::{Journal, StoreError};

/// One record of the facility's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordedEntry {
    /// Nobody has written it yet, as far as is known here.
    Nothing,
    /// Not all of it can be read here: who goes on without that does not know what they continue.
    Unreadable,
    /// As it stands.
    Stands {
        /// The record.
        json: String,
        /// Its entry.
        entry: Box<DirectoryEntry>,
        /// Parents of its next operation.
        heads: Vec<OpId>,
    },
}

impl RecordedEntry {
    /// Reads `record` of the facility's log.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find(
        journal: &Journal,
        facility_chart: ChartId,
        record: RecordId,
        keys: &dyn ChartKeys,
    ) -> Result<Self, StoreError> {
        let reader = Reader {
            keys,
            person: None,
            batch_operations: 1,
        };
        let opened = open_all(journal.raw_operations(facility_chart, record)?, reader);
        if opened.unreadable() > 0 {
            return Ok(Self::Unreadable);
        }
        let Some(folded) = fold(&opened.inputs) else {
            return Ok(Self::Nothing);
        };
        let json = folded.to_json();
        Ok(match DirectoryEntry::from_record(&json) {
            Some(entry) => Self::Stands {
                json,
                entry: Box::new(entry),
                heads: folded.heads,
            },
            None => Self::Unreadable,
        })
    }
}
