//! A note in full, and its first words.

use charthold_clinical::note::Note;
use charthold_store::RecordRow;

use super::lines::{Rows, note_view};
use crate::ipc::dto::NoteText;
use crate::{Environment, WorkstationError};

/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 160;

/// The whole text of a note.
pub(crate) fn note_text(
    environment: &Environment,
    row: &RecordRow,
) -> Result<NoteText, WorkstationError> {
    let note = Note::read(&row.json)?;
    let rows = Rows::new(std::slice::from_ref(row), &environment.zone);
    let sections = note
        .sections
        .iter()
        .map(|section| {
            let paragraphs = section
                .text
                .split("\n\n")
                .map(|text| text.trim().to_owned())
                .collect();
            (section.title.clone().unwrap_or_default(), paragraphs)
        })
        .collect();
    Ok(NoteText {
        note: note_view(row.record, &note.head, &rows, String::new()),
        sections,
    })
}

/// The first words of a note; empty when it has none.
pub(super) fn excerpt(row: Option<&RecordRow>) -> String {
    let Some(note) = row.and_then(|row| Note::read(&row.json).ok()) else {
        return String::new();
    };
    let text = note
        .sections
        .iter()
        .map(|section| section.text.as_str())
        .find(|t| !t.is_empty());
    let words = text
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    words.chars().take(EXCERPT_CHARS).collect()
}
