//! Notes: text in and out of narrative, signing, addenda.

use charthold_clinical::note::{Note, NoteHead, NoteStatus, text_of_xhtml, xhtml_of_text};
use charthold_clinical::note_entry::{
    ASSESSMENT_AND_PLAN, INTERVAL_HISTORY, NoteEntry, NoteKind, SectionEntry, Signature,
    composition, sign,
};
use charthold_clinical::party::{Party, Stamp};
use charthold_clinical::{ClinicalError, record};
use proptest::prelude::*;

fn nair() -> Party {
    Party {
        reference: "Practitioner/nair".into(),
        display: Some("Priya Nair, MD".into()),
    }
}

fn stamp() -> Stamp {
    Stamp {
        subject: "Patient/p1".into(),
        encounter: Some("Encounter/e1".into()),
        author: nair(),
        at: "2026-11-22T14:31:00Z".parse().unwrap(),
    }
}

fn signature() -> Signature {
    Signature::Legal {
        by: nair(),
        at: "2026-11-22T14:40:00Z".parse().unwrap(),
    }
}

fn section(title: &str, text: &str) -> SectionEntry {
    SectionEntry {
        title: title.into(),
        text: text.into(),
    }
}

fn entry(text: &str) -> NoteEntry {
    NoteEntry {
        fhir_id: "n1".into(),
        kind: NoteKind::Progress,
        sections: vec![
            section(ASSESSMENT_AND_PLAN, text),
            section(INTERVAL_HISTORY, "  "),
        ],
        appends: None,
    }
}

#[test]
fn a_note_reads_back_as_it_was_written() {
    let text = "1. Pneumonia: SpO2 < 92 % & falling.\nRepeat \"X-ray\".\n\n2. Heart failure.";
    let made = composition(&entry(text), &stamp(), None).unwrap();
    let note = Note::read(&made.json).unwrap();
    assert_eq!(note.head.status, NoteStatus::Draft);
    assert_eq!(note.head.author.as_deref(), Some("Priya Nair, MD"));
    assert_eq!(note.sections.len(), 1, "an empty section is left out");
    assert_eq!(note.sections[0].title.as_deref(), Some(ASSESSMENT_AND_PLAN));
    assert_eq!(note.sections[0].text, text);
    let head = record::head(&made.json).unwrap();
    assert_eq!(head.code.unwrap().code.as_deref(), Some("11506-3"));
}

#[test]
fn a_note_without_text_is_not_written() {
    assert_eq!(
        composition(&entry(" \n"), &stamp(), None).unwrap_err(),
        ClinicalError::Unwritable {
            what: "a note needs text"
        }
    );
}

#[test]
fn a_signature_names_person_and_time_and_the_text_stays_as_it_was() {
    let draft = composition(&entry("Stable."), &stamp(), None).unwrap().json;
    let signed = sign(&draft, &signature()).unwrap();
    let head = NoteHead::read(&signed).unwrap();
    let NoteStatus::Signed { by, at } = head.status else {
        panic!("signed")
    };
    assert_eq!(by.as_deref(), Some("Priya Nair, MD"));
    assert_eq!(at.unwrap().start(), "2026-11-22T14:40:00Z".parse().unwrap());
    let without = |json: &str| {
        let mut value: serde_json::Value = serde_json::from_str(json).unwrap();
        value.as_object_mut().unwrap().remove("status");
        value.as_object_mut().unwrap().remove("attester");
        value
    };
    assert_eq!(without(&draft), without(&signed));
}

#[test]
fn signing_keeps_what_it_does_not_know_byte_for_byte() {
    let draft = r#"{"resourceType":"Composition","id":"n","status":"preliminary","extension":[{"valueDecimal":98.60}],"x":1.0}"#;
    let signed = sign(draft, &signature()).unwrap();
    assert!(
        signed.contains(r#""extension":[{"valueDecimal":98.60}]"#) && signed.contains(r#""x":1.0"#)
    );
}

#[test]
fn a_signed_note_takes_no_second_signature() {
    let signed = composition(&entry("Stable."), &stamp(), Some(&signature()))
        .unwrap()
        .json;
    assert!(matches!(
        sign(&signed, &signature()),
        Err(ClinicalError::Unwritable { .. })
    ));
    assert_eq!(
        sign(r#"{"resourceType":"Observation"}"#, &signature()),
        Err(ClinicalError::WrongKind)
    );
}

#[test]
fn a_residents_note_waits_for_a_second_signature() {
    let first = Signature::AwaitingCosignature {
        by: Party {
            reference: "Practitioner/res".into(),
            display: Some("A. Okafor, MD".into()),
        },
        at: "2026-11-22T14:35:00Z".parse().unwrap(),
    };
    let waiting = composition(&entry("Stable."), &stamp(), Some(&first))
        .unwrap()
        .json;
    assert_eq!(
        NoteHead::read(&waiting).unwrap().status,
        NoteStatus::ToCosign
    );
    assert!(
        sign(&waiting, &first).is_err(),
        "the author cannot co-sign by signing twice"
    );
    let signed = sign(&waiting, &signature()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&signed).unwrap();
    assert_eq!(
        value["attester"].as_array().unwrap().len(),
        2,
        "both signatures are kept"
    );
    assert_eq!(NoteHead::read(&signed).unwrap().status.label(), "Signed");
}

#[test]
fn an_addendum_names_the_note_it_adds_to() {
    let addendum = NoteEntry {
        kind: NoteKind::Addendum,
        appends: Some("Composition/n0".into()),
        ..entry("Culture negative.")
    };
    let json = composition(&addendum, &stamp(), Some(&signature()))
        .unwrap()
        .json;
    assert_eq!(
        NoteHead::read(&json).unwrap().appends.as_deref(),
        Some("Composition/n0")
    );
}

#[test]
fn foreign_markup_becomes_text_and_nothing_else() {
    let div = "<div xmlns='http://www.w3.org/1999/xhtml'><!-- <b>hidden</b> --><h2>Plan</h2><ul><li>CT &lt;24 h</li><li>T 38&#176;C</li></ul>\
        <table><tr><td>Na</td><td>137</td></tr></table><p>One</p><p>Two<br/>Three &amp; &unknown;</p><script>x</script></div>";
    assert_eq!(
        text_of_xhtml(div),
        "Plan\nCT <24 h\nT 38°C\nNa 137\n\nOne\n\nTwo\nThree & &unknown;\nx"
    );
}

#[test]
fn a_document_with_text_inside_is_a_note() {
    let json = r#"{"resourceType":"DocumentReference","status":"current","docStatus":"final","type":{"text":"H and P"},
        "content":[{"attachment":{"contentType":"text/plain; charset=utf-8","data":"VCAzOC4wIMKwQwpQbGFu"}},
                   {"attachment":{"contentType":"application/pdf","data":"JVBERi0="}}]}"#;
    let note = Note::read(json).unwrap();
    assert_eq!(note.head.title, "H and P");
    assert_eq!(note.sections.len(), 1);
    assert_eq!(note.sections[0].text, "T 38.0 °C\nPlan");
}

proptest! {
    #[test]
    fn plain_text_survives_the_narrative(lines in proptest::collection::vec("[!-~][ -~é°]{0,30}[!-~]", 1..6)) {
        let text = lines.join("\n");
        prop_assert_eq!(text_of_xhtml(&xhtml_of_text(&text)), text);
    }

    #[test]
    fn no_text_can_break_out_of_the_narrative(text in "\\PC{0,80}") {
        let div = xhtml_of_text(&text);
        let inside = div.replace("<p>", "").replace("</p>", "").replace("<br/>", "");
        let inside = inside.replace("<div xmlns=\"http://www.w3.org/1999/xhtml\">", "").replace("</div>", "");
        prop_assert!(!inside.contains('<') && !inside.contains('>'));
    }

    #[test]
    fn any_markup_is_read(div in "[<>/&;#a-z \\PC]{0,120}") {
        let _ = text_of_xhtml(&div);
    }
}
