//! A note in progress as an operation carries it: a Composition that is preliminary. Every section is there, the empty ones
//! too, and a text is what was typed to the letter: somebody goes on where they were.

use charthold_chartlog::Patch;
use charthold_domain::RecordId;
use serde::{Deserialize, Serialize};

use crate::WorkstationError;
use crate::ipc::dto::{DraftText, NoteSection};

/// What was typed, letter for letter; a narrative would be markup.
const TYPED: &str = "https://charthold.org/fhir/StructureDefinition/draft-text";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Composition {
    resource_type: String,
    id: String,
    status: String,
    title: String,
    section: Vec<Section>,
}

#[derive(Serialize, Deserialize)]
struct Section {
    title: String,
    extension: [Typed; 1],
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Typed {
    url: String,
    value_string: String,
}

/// The operation's change that says `text`.
pub(super) fn patch_of(record: RecordId, text: &DraftText) -> Result<Patch, WorkstationError> {
    let section = |section: &NoteSection| Section {
        title: section.heading.clone(),
        extension: [Typed {
            url: TYPED.to_owned(),
            value_string: section.text.clone(),
        }],
    };
    let composition = Composition {
        resource_type: "Composition".to_owned(),
        id: record.to_string(),
        status: "preliminary".to_owned(),
        title: text.title.clone(),
        section: text.sections.iter().map(section).collect(),
    };
    let json = serde_json::to_string(&composition)
        .map_err(|_| WorkstationError::Internal("a draft could not be written down"))?;
    Ok(Patch::of_resource(&json)?)
}

/// The operation's change that throws a draft away: it says nothing.
pub(crate) fn nothing_of(record: RecordId) -> Patch {
    Patch {
        kind: "Composition".to_owned(),
        fhir_id: record.to_string(),
        set: Vec::new(),
        unset: Vec::new(),
    }
}

/// What [`patch_of`] wrote; `None` when it is something else.
pub(super) fn read(json: &str) -> Option<DraftText> {
    let composition: Composition = serde_json::from_str(json).ok()?;
    let section = |section: Section| {
        let [typed] = section.extension;
        NoteSection {
            heading: section.title,
            text: typed.value_string,
        }
    };
    Some(DraftText {
        title: composition.title,
        sections: composition.section.into_iter().map(section).collect(),
    })
}

pub(super) fn is_blank(text: &DraftText) -> bool {
    let is_blank = |section: &NoteSection| section.text.trim().is_empty();
    text.sections.iter().all(is_blank)
}

/// `mine` with what `theirs` says below it, section by section. What both say stands once.
pub(super) fn joined(mine: &DraftText, theirs: &DraftText) -> DraftText {
    let mut joined = mine.clone();
    for section in &theirs.sections {
        if section.text.trim().is_empty() {
            continue;
        }
        let same = |known: &&mut NoteSection| known.heading == section.heading;
        match joined.sections.iter_mut().find(same) {
            None => joined.sections.push(section.clone()),
            Some(known) if known.text.contains(section.text.trim()) => {}
            Some(known) if section.text.contains(known.text.trim()) => {
                known.text.clone_from(&section.text);
            }
            Some(known) => {
                known.text = format!("{}\n\n{}", known.text.trim_end(), section.text);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests;
