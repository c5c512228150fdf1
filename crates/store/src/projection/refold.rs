//! One record from its operations: open what there are keys for, leave out what has no effect, fold.
//! An operation that cannot be opened never keeps the others from being shown.

use charthold_chartlog::{
    BodyDecoder, ChartlogError, Class, Content, FoldInput, Folded, OpHash, Patch, fold,
};
use charthold_domain::{Compartment, PersonId};

use super::unreadable::{Reason, Unreadable};
use super::{ChartKeys, Reader};
use crate::StoredOperation;
use crate::journal::RawOperation;

/// A record with what is shown of its history.
#[derive(Debug)]
pub(crate) struct FoldedRecord {
    /// Its fields and heads.
    pub(crate) folded: Folded,
    /// How many operations it is made of.
    pub(crate) version: u32,
    /// Some of them are not in the server's chain.
    pub(crate) is_unsent: bool,
    /// Author of the newest.
    pub(crate) author: PersonId,
    /// Hash of the newest.
    pub(crate) op_hash: OpHash,
    /// Class of the newest.
    pub(crate) class: Class,
    /// Compartment of the newest.
    pub(crate) compartment: Compartment,
}

/// Folds what can be read; answers also what cannot.
pub(super) fn refold(
    operations: Vec<RawOperation>,
    reader: Reader<'_>,
    decoder: &mut BodyDecoder,
) -> (Option<FoldedRecord>, Vec<Unreadable>) {
    let Opened {
        inputs,
        read,
        missing,
    } = open_with(operations, reader, decoder);
    (
        fold(&inputs).and_then(|folded| describe(folded, &read)),
        missing,
    )
}

/// The operations of one record, as far as they can be read.
#[derive(Default)]
pub(crate) struct Opened {
    /// All but the damaged ones, for folding.
    pub(crate) inputs: Vec<FoldInput>,
    /// Those that have effect and were opened.
    pub(crate) read: Vec<StoredOperation>,
    /// Those that cannot be read.
    pub(super) missing: Vec<Unreadable>,
}

impl Opened {
    /// How many cannot be read.
    pub(crate) const fn unreadable(&self) -> usize {
        self.missing.len()
    }
}

/// Opens what there are keys for.
pub(crate) fn open_all(operations: Vec<RawOperation>, reader: Reader<'_>) -> Opened {
    open_with(operations, reader, &mut BodyDecoder::default())
}

fn open_with(
    operations: Vec<RawOperation>,
    reader: Reader<'_>,
    decoder: &mut BodyDecoder,
) -> Opened {
    let mut opened = Opened::default();
    for operation in operations {
        let stored = match operation {
            Ok(stored) if has_effect(&stored, reader.person) => stored,
            Ok(stored) => {
                opened.inputs.push(input(&stored, Content::Silent));
                continue;
            }
            Err(local_seq) => {
                opened.missing.push(Unreadable {
                    local_seq,
                    reason: Reason::Damaged,
                    key: None,
                });
                continue;
            }
        };
        match open(&stored, reader.keys, decoder) {
            Ok(patch) => {
                opened.inputs.push(input(&stored, Content::Patch(patch)));
                opened.read.push(stored);
            }
            Err(reason) => {
                opened.inputs.push(input(&stored, Content::Opaque));
                let core = stored.operation.core();
                let key = Some((core.compartment, core.key_generation));
                opened.missing.push(Unreadable {
                    local_seq: stored.local_seq,
                    reason,
                    key,
                });
            }
        }
    }
    opened
}

/// The first signature that central ordered is the effective one; drafts are their author's alone.
fn has_effect(stored: &StoredOperation, person: Option<PersonId>) -> bool {
    let core = stored.operation.core();
    let is_foreign_draft = core.class == Class::Draft && Some(core.person) != person;
    stored.state.has_effect() && !is_foreign_draft
}

fn input(stored: &StoredOperation, content: Content) -> FoldInput {
    let core = stored.operation.core();
    FoldInput {
        op: core.op,
        parents: core.parents.clone(),
        entered_in_error: core.entered_in_error,
        content,
    }
}

fn open(
    stored: &StoredOperation,
    keys: &dyn ChartKeys,
    decoder: &mut BodyDecoder,
) -> Result<Patch, Reason> {
    let core = stored.operation.core();
    let key = keys
        .key(core.chart, core.compartment, core.key_generation)
        .ok_or(Reason::NoKey)?;
    let body = stored.operation.open(key).map_err(|error| match error {
        ChartlogError::NewerSchema { .. } => Reason::NewerSchema,
        _ => Reason::Damaged,
    })?;
    // EXPOSE: the record is what the person is about to read.
    decoder.decode(body.expose()).map_err(|_| Reason::Damaged)
}

fn describe(folded: Folded, read: &[StoredOperation]) -> Option<FoldedRecord> {
    let newest = read
        .iter()
        .max_by_key(|stored| stored.operation.core().op)?;
    let is_unsent = |stored: &StoredOperation| stored.state.is_unsent();
    let core = newest.operation.core();
    Some(FoldedRecord {
        folded,
        version: u32::try_from(read.len()).unwrap_or(u32::MAX),
        is_unsent: read.iter().any(is_unsent),
        author: core.person,
        op_hash: newest.operation.hash(),
        class: core.class,
        compartment: core.compartment,
    })
}
