use charthold_domain::RecordId;

use super::{joined, patch_of, read};
use crate::ipc::dto::{DraftText, NoteSection};

fn text(sections: &[(&str, &str)]) -> DraftText {
    let section = |(heading, text): &(&str, &str)| NoteSection {
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
    };
    DraftText {
        title: "Progress note".to_owned(),
        sections: sections.iter().map(section).collect(),
    }
}

fn shown(text: &DraftText) -> Vec<(&str, &str)> {
    text.sections
        .iter()
        .map(|section| (section.heading.as_str(), section.text.as_str()))
        .collect()
}

#[test]
fn a_draft_is_read_to_the_letter() {
    let typed = [
        (
            "Assessment and plan",
            "  Wean <O2>\n\n\n& \"review\" \u{e9}\t",
        ),
        ("Exam", ""),
    ];
    let record = RecordId::from_bytes([7; 16]);
    let patch = patch_of(record, &text(&typed)).expect("it is a resource");
    let json = patch.applied_to(None).expect("it is new");
    let back = read(&json).expect("it is a draft");
    assert_eq!(
        (back.title.as_str(), shown(&back)),
        ("Progress note", typed.to_vec())
    );
    assert!(read(r#"{"resourceType":"Composition","id":"7"}"#).is_none());
}

#[test]
fn nothing_of_two_versions_is_lost_when_they_are_joined() {
    let mine = text(&[
        ("Plan", "Wean oxygen."),
        ("Exam", "Clear."),
        ("History", ""),
    ]);
    let theirs = text(&[
        ("Plan", "Wean oxygen.\nCT."),
        ("Exam", "Wheeze."),
        ("Other", "Family."),
        ("History", " "),
    ]);
    assert_eq!(
        shown(&joined(&mine, &theirs)),
        [
            ("Plan", "Wean oxygen.\nCT."),
            ("Exam", "Clear.\n\nWheeze."),
            ("History", ""),
            ("Other", "Family."),
        ]
    );
    assert_eq!(
        shown(&joined(&theirs, &theirs)),
        shown(&theirs),
        "what both say stands once"
    );
}
