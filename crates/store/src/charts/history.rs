//! What a record was made of: its operations, opened for a person who is to decide about it. Read
//! from the journal when it is asked for, so that no second copy of disputed values is kept.

use charthold_chartlog::{Class, FoldInput, OpState};
use charthold_domain::{ChartId, Compartment, OpId, PersonId, RecordId, Timestamp};

use crate::projection::{ChartKeys, Reader, open_all};
use crate::{Access, Charts, Journal, StoreError, StoredOperation};

/// The operations of one record.
#[derive(Clone, Debug)]
pub struct RecordHistory {
    /// For folding: all that could be told apart.
    pub inputs: Vec<FoldInput>,
    /// Who wrote those that were opened, in the order they came.
    pub written: Vec<Authorship>,
    /// How many could not be read here. Whoever goes on without them does not know what they continue.
    pub unreadable: usize,
}

/// Who wrote an operation, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorship {
    /// The operation.
    pub op: OpId,
    /// The author.
    pub person: PersonId,
    /// When, by the author's workstation.
    pub at: Timestamp,
    /// How it combines.
    pub class: Class,
    /// The part of the chart it is in.
    pub compartment: Compartment,
    /// What became of it.
    pub state: OpState,
}

impl Charts {
    /// The history of `record`, as the person of `access` may read it.
    ///
    /// # Errors
    /// Those of the file system. A damaged operation is none: it is counted.
    pub fn history(
        &self,
        access: &Access,
        journal: &Journal,
        record: RecordId,
        keys: &dyn ChartKeys,
    ) -> Result<RecordHistory, StoreError> {
        read(journal, (access.chart(), record), keys, None)
    }

    /// As [`Self::history`], with the drafts of the person of `access`: theirs alone.
    ///
    /// # Errors
    /// As there.
    pub fn draft_history(
        &self,
        access: &Access,
        journal: &Journal,
        record: RecordId,
        keys: &dyn ChartKeys,
    ) -> Result<RecordHistory, StoreError> {
        let author = Some(access.person());
        read(journal, (access.chart(), record), keys, author)
    }
}

fn read(
    journal: &Journal,
    (chart, record): (ChartId, RecordId),
    keys: &dyn ChartKeys,
    author: Option<PersonId>,
) -> Result<RecordHistory, StoreError> {
    let reader = Reader {
        keys,
        person: author,
        batch_operations: 1,
    };
    let opened = open_all(journal.raw_operations(chart, record)?, reader);
    Ok(RecordHistory {
        unreadable: opened.unreadable(),
        written: opened.read.iter().map(authorship).collect(),
        inputs: opened.inputs,
    })
}

fn authorship(stored: &StoredOperation) -> Authorship {
    let core = stored.operation.core();
    Authorship {
        op: core.op,
        person: core.person,
        at: stored.written_at(),
        class: core.class,
        compartment: core.compartment,
        state: stored.state,
    }
}
