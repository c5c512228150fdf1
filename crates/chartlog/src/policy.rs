//! What is special about some kinds of record when authors did not see each other: which value is
//! the safe one to show, what must be looked at though no field disagrees, which lists are sets.
//! Combining in general is `fold`'s; what a field means in full is `clinical`'s.

use std::collections::BTreeMap;

use charthold_domain::{OpId, RecordId};

use crate::history::History;
use crate::{FieldName, FoldInput, Patch, RawJson};

/// Something a clinician has to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// One author marked the record as entered in error while another changed it.
    EnteredInErrorWhileChanged,
    /// One author ended a medication while another changed it. It stays ended until somebody says
    /// otherwise.
    EndedWhileChanged,
}

/// What is wrong with a record beyond its fields.
pub(crate) fn flags(history: &History<'_>) -> Vec<Flag> {
    let mut flags: Vec<Flag> = closings(history).iter().map(|found| found.flag).collect();
    flags.dedup();
    flags
}

/// One author closed a record, another changed it, neither saw the other, and nobody who saw both
/// has written since.
pub(crate) struct Closing<'a> {
    pub(crate) flag: Flag,
    pub(crate) closed: OpId,
    /// The field that closed it; absent when only the header says so.
    pub(crate) field: Option<&'a FieldName>,
    pub(crate) changed: OpId,
}

/// Every such pair, by flag.
pub(crate) fn closings<'a>(history: &History<'a>) -> Vec<Closing<'a>> {
    let mut found = Vec::new();
    for (flag, closes) in CLOSING {
        let (closing, others): (Vec<_>, Vec<_>) = history
            .visible()
            .partition(|(input, patch)| closes(input, patch));
        for (close, patch) in closing {
            for (other, _) in &others {
                let settles = |(later, _): (&FoldInput, &Patch)| {
                    history.saw(later.op, close.op) && history.saw(later.op, other.op)
                };
                if history.concurrent(close.op, other.op) && !history.visible().any(settles) {
                    found.push(Closing {
                        flag: *flag,
                        closed: close.op,
                        field: closing_field(patch),
                        changed: other.op,
                    });
                }
            }
        }
    }
    found
}

type Closes = fn(&FoldInput, &Patch) -> bool;

const CLOSING: &[(Flag, Closes)] = &[
    (Flag::EnteredInErrorWhileChanged, enters_in_error),
    (Flag::EndedWhileChanged, |_, patch| ends_medication(patch)),
];

fn closing_field(patch: &Patch) -> Option<&FieldName> {
    let mut names = patch.set.iter().map(|(name, _)| name);
    names.find(|name| STATUSES.contains(&name.0.as_str()))
}

/// Insert-only records of one thing that is to happen once: of one order and one due time, two
/// administrations mean that a dose may have been given twice. Both are kept, whoever saw what.
#[must_use]
pub fn possible_doubles<Slot: Ord + Clone>(
    records: &[(Slot, RecordId)],
) -> Vec<(Slot, Vec<RecordId>)> {
    let mut by_slot: BTreeMap<&Slot, Vec<RecordId>> = BTreeMap::new();
    for (slot, record) in records {
        let found = by_slot.entry(slot).or_default();
        if !found.contains(record) {
            found.push(*record);
        }
    }
    by_slot
        .into_iter()
        .filter(|(_, records)| records.len() > 1)
        .map(|(slot, mut records)| {
            records.sort_unstable();
            (slot.clone(), records)
        })
        .collect()
}

/// Whether the field of such a record is a set rather than one value.
pub(crate) fn is_set(kind: &str, name: &FieldName) -> bool {
    kind == ALLERGY && name.0 == "reaction"
}

/// How much a value of a field in conflict errs on the safe side; the greatest is shown. An allergy
/// counts until everybody agrees that it does not; a medication that somebody ended is not taken up
/// again by itself.
pub(crate) fn caution(kind: &str, name: &FieldName, value: Option<&RawJson>) -> usize {
    let ladder: &[&str] = match (kind, name.0.as_str()) {
        (ALLERGY, "clinicalStatus") => &["resolved", "inactive", NOT_SAID, "active"],
        (ALLERGY, "verificationStatus") => &[
            IN_ERROR,
            "refuted",
            NOT_SAID,
            "unconfirmed",
            "presumed",
            "confirmed",
        ],
        (ALLERGY, "criticality") => &["low", NOT_SAID, "unable-to-assess", "high"],
        (kind, "status") if MEDICATIONS.contains(&kind) => {
            let ended = value.is_some_and(|value| ENDED.iter().any(|code| says(value, code)));
            return usize::from(ended);
        }
        _ => return 0,
    };
    let rung = |code: &&str| match value {
        Some(value) => says(value, code),
        None => *code == NOT_SAID,
    };
    // A code nobody here knows is as good as none.
    ladder
        .iter()
        .rposition(rung)
        .or_else(|| ladder.iter().position(|code| *code == NOT_SAID))
        .unwrap_or(0)
}

fn enters_in_error(input: &FoldInput, patch: &Patch) -> bool {
    input.entered_in_error
        || STATUSES
            .iter()
            .any(|field| sets_to(patch, field, &[IN_ERROR]))
}

fn ends_medication(patch: &Patch) -> bool {
    MEDICATIONS.contains(&patch.kind.as_str()) && sets_to(patch, "status", ENDED)
}

fn sets_to(patch: &Patch, field: &str, codes: &[&str]) -> bool {
    let is_said = |(name, value): &(FieldName, RawJson)| {
        name.0 == field && codes.iter().any(|code| says(value, code))
    };
    patch.set.iter().any(is_said)
}

/// Whether the code stands in the value, alone or within a coding.
fn says(value: &RawJson, code: &str) -> bool {
    value.0.contains(&format!("\"{code}\""))
}

/// Elements that say whether a record stands.
const STATUSES: &[&str] = &["status", "verificationStatus"];
const ALLERGY: &str = "AllergyIntolerance";
const MEDICATIONS: &[&str] = &["MedicationRequest", "MedicationStatement"];
const ENDED: &[&str] = &[
    "stopped",
    "cancelled",
    "completed",
    "ended",
    "entered-in-error",
    "not-taken",
];
const IN_ERROR: &str = "entered-in-error";
/// Stands on a ladder for an element that is not there.
const NOT_SAID: &str = "";
