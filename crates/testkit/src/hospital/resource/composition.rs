//! Composition: every note, its sections as XHTML narrative, signed or not.

use super::{LOINC, Shelf, coding, restricted};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::notes::{Confidentiality, Kind, Note, Progress, Section};
use crate::hospital::people::{DemoPerson, reference};

/// Adds one note.
pub(super) fn write(shelf: &mut Shelf, case: &Case, note: &Note) {
    let (loinc, name) = match note.kind {
        Kind::History => ("34117-2", "History and physical note"),
        Kind::Progress => ("11506-3", "Progress note"),
        Kind::Nursing => ("34746-8", "Nurse Note"),
        Kind::Reconciliation | Kind::Consultation => ("51847-2", "Evaluation + Plan note"),
    };
    let meta = match note.confidentiality {
        Confidentiality::Normal => Json::Absent,
        Confidentiality::Restricted => restricted(),
    };
    let status = if note.progress == Progress::Draft {
        "preliminary"
    } else {
        "final"
    };
    let sections: Vec<Json> = note
        .sections
        .iter()
        .filter(|part| !part.paragraphs.is_empty())
        .map(section)
        .collect();
    let resource = object! {
        "resourceType": "Composition",
        "id": shelf.id(note.at),
        "meta": meta,
        "status": status,
        "type": object! { "coding": list![coding(LOINC, loinc, name)], "text": note.title },
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "date": note.at.fhir(),
        "author": list![reference(&note.author)],
        "title": note.title,
        "confidentiality": if note.confidentiality == Confidentiality::Restricted { "R" } else { "N" },
        "attester": attesters(case, note),
        "section": sections,
    };
    shelf.push(&resource);
}

/// A legal attester is whoever answers for the note; a resident signs as a professional first.
fn attesters(case: &Case, note: &Note) -> Json {
    let signed = |mode: &'static str, minutes: i64, person: &DemoPerson| {
        object! { "mode": mode, "time": note.at.plus(minutes).min(case.stay.now).fhir(), "party": reference(person) }
    };
    match note.progress {
        Progress::Draft => Json::Absent,
        Progress::Signed => list![signed("legal", 6, &note.author)],
        Progress::AwaitsCosignature => list![signed("professional", 5, &note.author)],
        Progress::Cosigned => list![
            signed("professional", 5, &note.author),
            signed("legal", 95, &case.roster.attending),
        ],
    }
}

fn section(part: &Section) -> Json {
    let mut div = String::from("<div xmlns=\"http://www.w3.org/1999/xhtml\">");
    for (heading, text) in &part.paragraphs {
        div.push_str("<p>");
        if let Some(heading) = heading {
            div.push_str("<b>");
            escape(heading, &mut div);
            div.push_str("</b> ");
        }
        escape(text, &mut div);
        div.push_str("</p>");
    }
    div.push_str("</div>");
    let code = part
        .loinc
        .map(|loinc| object! { "coding": list![coding(LOINC, loinc, part.title)] });
    object! {
        "title": part.title,
        "code": code,
        "text": object! { "status": "additional", "div": div },
    }
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            plain => out.push(plain),
        }
    }
}
