//! Writing notes: a FHIR Composition from plain text, its signing, and addenda. The narrative is
//! our text escaped, so that reading it back gives the text. Whether a person may sign is decided
//! elsewhere; the signature that counts is the operation's, this is its record in FHIR.

use charthold_domain::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::ClinicalError;
use crate::concept_out::ConceptOut;
use crate::fhir::{Elements, expect_kind, system};
use crate::note::{NoteHead, NoteStatus, xhtml_of_text};
use crate::party::{NewResource, Party, Ref, Stamp};

/// A note as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteEntry {
    /// Its id.
    pub fhir_id: String,
    /// What kind of note it is.
    pub kind: NoteKind,
    /// Its sections, in order; empty ones are left out, one must remain.
    pub sections: Vec<SectionEntry>,
    /// The note it adds to, `Composition/x`, when it is an addendum.
    pub appends: Option<String>,
}

/// A section as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionEntry {
    /// Its title.
    pub title: String,
    /// Its text, plain.
    pub text: String,
}

/// Kinds of notes people write here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// LOINC 11506-3.
    Progress,
    /// LOINC 34746-8.
    Nursing,
    /// LOINC 55107-7: an addition to another note.
    Addendum,
}

/// What is put under a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Signed: from now on the note does not change.
    Legal {
        /// By whom.
        by: Party,
        /// When.
        at: Timestamp,
    },
    /// Signed by its author, who needs a second signature.
    AwaitingCosignature {
        /// By whom.
        by: Party,
        /// When.
        at: Timestamp,
    },
}

/// Title of the first section of a progress note.
pub const ASSESSMENT_AND_PLAN: &str = "Assessment and plan";
/// Title of the second.
pub const INTERVAL_HISTORY: &str = "Interval history";

/// The note as a Composition: a draft, or signed when a signature is given.
///
/// # Errors
/// When no section has any text.
pub fn composition(
    entry: &NoteEntry,
    stamp: &Stamp,
    signature: Option<&Signature>,
) -> Result<NewResource, ClinicalError> {
    let written = entry
        .sections
        .iter()
        .filter(|section| !section.text.trim().is_empty());
    let section: Vec<SectionOut<'_>> = written.map(SectionOut::of).collect();
    if section.is_empty() {
        return Err(ClinicalError::Unwritable {
            what: "a note needs text",
        });
    }
    let (code, display, title) = entry.kind.loinc();
    let date = stamp.at.to_string();
    let composition = CompositionOut {
        resource_type: "Composition",
        id: &entry.fhir_id,
        status: signature.map_or("preliminary", Signature::status),
        r#type: ConceptOut::coded(system::LOINC, code, display, title),
        subject: Ref {
            reference: &stamp.subject,
        },
        encounter: stamp
            .encounter
            .as_deref()
            .map(|reference| Ref { reference }),
        date: &date,
        author: [&stamp.author],
        title,
        attester: signature.map(AttesterOut::of).into_iter().collect(),
        relates_to: entry
            .appends
            .as_deref()
            .map(RelatesToOut::appends)
            .into_iter()
            .collect(),
        section,
    };
    let json = serde_json::to_string(&composition)
        .map_err(|_| ClinicalError::Unwritable { what: "a note" })?;
    Ok(NewResource {
        fhir_id: entry.fhir_id.clone(),
        kind: "Composition",
        json,
    })
}

/// Puts a signature under a draft or a note awaiting one. All else in it stays byte for byte.
///
/// # Errors
/// When the resource is no Composition, or is signed already or entered in error: a signed note
/// takes an addendum, never a second text.
pub fn sign(json: &str, signature: &Signature) -> Result<String, ClinicalError> {
    let Elements(mut members) = Elements::read(json)?;
    let text = |name: &str| {
        members
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.get())
    };
    expect_kind(
        text("resourceType").unwrap_or_default().trim_matches('"'),
        "Composition",
    )?;
    match (NoteHead::read(json)?.status, signature) {
        (NoteStatus::Draft, _) | (NoteStatus::ToCosign, Signature::Legal { .. }) => {}
        _ => {
            return Err(ClinicalError::Unwritable {
                what: "a signature under a note that takes none",
            });
        }
    }
    let attester = serde_json::to_string(&AttesterOut::of(signature)).map_err(|_| {
        ClinicalError::Unwritable {
            what: "a signature",
        }
    })?;
    let attesters = match text("attester").and_then(|list| list.trim_end().strip_suffix(']')) {
        Some(list) if list.trim_end().len() > 1 => format!("{list},{attester}]"),
        _ => format!("[{attester}]"),
    };
    let raw = |text: String| {
        RawValue::from_string(text).map_err(|_| ClinicalError::Unwritable {
            what: "a signature",
        })
    };
    let status = raw(format!("\"{}\"", signature.status()))?;
    let attesters = raw(attesters)?;
    members.retain(|(name, _)| name != "status" && name != "attester");
    let after_id = members.len().min(2);
    members.insert(after_id, ("status".into(), &status));
    members.push(("attester".into(), &attesters));
    Ok(Elements(members).to_json())
}

impl NoteKind {
    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.loinc().2
    }

    /// Code, display, title.
    const fn loinc(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Progress => ("11506-3", "Progress note", "Progress note"),
            Self::Nursing => ("34746-8", "Nurse Note", "Nursing note"),
            Self::Addendum => ("55107-7", "Addendum Document", "Addendum"),
        }
    }
}

impl Signature {
    const fn status(&self) -> &'static str {
        match self {
            Self::Legal { .. } => "final",
            Self::AwaitingCosignature { .. } => "preliminary",
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompositionOut<'a> {
    resource_type: &'static str,
    id: &'a str,
    status: &'static str,
    r#type: ConceptOut,
    subject: Ref<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encounter: Option<Ref<'a>>,
    date: &'a str,
    author: [&'a Party; 1],
    title: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attester: Vec<AttesterOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relates_to: Vec<RelatesToOut<'a>>,
    section: Vec<SectionOut<'a>>,
}

#[derive(Serialize)]
struct AttesterOut<'a> {
    mode: &'static str,
    time: String,
    party: &'a Party,
}

impl<'a> AttesterOut<'a> {
    fn of(signature: &'a Signature) -> Self {
        match signature {
            Signature::Legal { by, at } => Self {
                mode: "legal",
                time: at.to_string(),
                party: by,
            },
            Signature::AwaitingCosignature { by, at } => Self {
                mode: "personal",
                time: at.to_string(),
                party: by,
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatesToOut<'a> {
    code: &'static str,
    target_reference: Ref<'a>,
}

impl<'a> RelatesToOut<'a> {
    const fn appends(reference: &'a str) -> Self {
        Self {
            code: "appends",
            target_reference: Ref { reference },
        }
    }
}

#[derive(Serialize)]
struct SectionOut<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ConceptOut>,
    text: NarrativeOut,
}

impl<'a> SectionOut<'a> {
    fn of(section: &'a SectionEntry) -> Self {
        let code = (section.title == ASSESSMENT_AND_PLAN).then(|| {
            ConceptOut::coded(
                system::LOINC,
                "51847-2",
                "Evaluation + Plan note",
                ASSESSMENT_AND_PLAN,
            )
        });
        let div = xhtml_of_text(&section.text);
        Self {
            title: &section.title,
            code,
            text: NarrativeOut {
                status: "additional",
                div,
            },
        }
    }
}

#[derive(Serialize)]
struct NarrativeOut {
    status: &'static str,
    div: String,
}
