//! What people write: the history on admission, a progress note a day, a nurse's note a shift, the
//! pharmacist's reconciliation. Every number comes from the chart as it was when the note was
//! written. Making Compositions of them is `resource::composition`.

mod facts;
mod history;
mod nursing;
mod progress;

pub(crate) use progress::{Phase, phase};

use super::case::Case;
use super::moment::Moment;
use super::people::DemoPerson;

/// What kind of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    History,
    Progress,
    Nursing,
    Reconciliation,
    Consultation,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Still being written.
    Draft,
    /// Signed by its author, and that is enough.
    Signed,
    /// Signed by a resident; the attending has yet to sign.
    AwaitsCosignature,
    /// Signed by a resident and the attending.
    Cosigned,
}

/// Who may read it without breaking the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confidentiality {
    Normal,
    Restricted,
}

/// A titled part of a note.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    /// LOINC code of the section.
    pub(crate) loinc: Option<&'static str>,
    /// Each with a heading in bold, when it has one.
    pub(crate) paragraphs: Vec<(Option<String>, String)>,
}

/// One note.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) kind: Kind,
    pub(crate) title: &'static str,
    pub(crate) at: Moment,
    pub(crate) author: DemoPerson,
    pub(crate) progress: Progress,
    pub(crate) confidentiality: Confidentiality,
    pub(crate) sections: Vec<Section>,
}

/// Every note of the stay, oldest first.
pub(crate) fn write(case: &Case) -> Vec<Note> {
    let mut notes = vec![history::write(case)];
    notes.extend(history::reconcile(case));
    notes.extend(progress::write(case));
    notes.extend(nursing::write(case));
    notes.extend(history::consult(case));
    notes.sort_by_key(|note| note.at);
    notes
}

/// A section of plain paragraphs.
fn section(title: &'static str, loinc: Option<&'static str>, paragraphs: Vec<String>) -> Section {
    let paragraphs = paragraphs.into_iter().filter(|text| !text.is_empty());
    let paragraphs = paragraphs.map(|text| (None, text)).collect();
    Section {
        title,
        loinc,
        paragraphs,
    }
}

#[cfg(test)]
mod tests;
