//! Notes and documents: Composition with its sections and DocumentReference with a text inside.
//! Lists read a [`NoteHead`], which leaves the body alone; only an open note reads a [`Note`].

mod narrative;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Concept, Many, Period, Reference, read};

pub use narrative::{text_of_xhtml, xhtml_of_text};

/// A note as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteHead {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// Its title, else its type.
    pub title: String,
    /// The type's first code, LOINC as a rule.
    pub type_code: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// When it was written.
    pub at: Option<FhirMoment>,
    /// Where it stands.
    pub status: NoteStatus,
    /// The note it adds to, as written, when it is an addendum.
    pub appends: Option<String>,
}

/// Where a note stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteStatus {
    /// Being written.
    Draft,
    /// Signed by its author, waiting for a second signature.
    ToCosign,
    /// Signed: it no longer changes.
    Signed {
        /// By whom, when the record says.
        by: Option<String>,
        /// When, when the record says.
        at: Option<FhirMoment>,
    },
    /// Entered in error.
    EnteredInError,
}

impl NoteStatus {
    /// The word shown.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::ToCosign => "To co-sign",
            Self::Signed { .. } => "Signed",
            Self::EnteredInError => "Entered in error",
        }
    }
}

/// A note in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its head.
    pub head: NoteHead,
    /// Its sections in order, nested ones after their parent; a document has one without title.
    pub sections: Vec<NoteSection>,
}

/// A part of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSection {
    /// Its title.
    pub title: Option<String>,
    /// Its text, plain.
    pub text: String,
}

impl NoteHead {
    /// Reads the head of a Composition or DocumentReference.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: HeadDoc = read(json)?;
        let status = match doc.resource_type.as_str() {
            "Composition" => doc.composition_status(),
            "DocumentReference" => doc.document_status(),
            _ => return Err(ClinicalError::WrongKind),
        };
        let titled = doc
            .content
            .iter()
            .find_map(|c| c.attachment.as_ref()?.title.as_deref());
        let title = doc
            .title
            .as_deref()
            .or(titled)
            .or(doc.r#type.label())
            .or(doc.description.as_deref());
        let context = doc
            .context
            .as_ref()
            .and_then(|c| c.period.as_ref()?.start.as_ref());
        Ok(Self {
            title: title.unwrap_or("Note without a title").into(),
            type_code: doc.r#type.code().map(Into::into),
            author: doc.author.iter().find_map(Reference::label).map(Into::into),
            at: FhirMoment::of(doc.date.as_ref().or(context)),
            appends: doc.appends(),
            status,
            fhir_id: doc.id,
        })
    }
}

impl Note {
    /// Reads a whole Composition or DocumentReference.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let head = NoteHead::read(json)?;
        let doc: BodyDoc = read(json)?;
        let mut sections = Vec::new();
        collect_sections(&doc.section, 0, &mut sections);
        let attached = doc
            .content
            .iter()
            .filter_map(|c| c.attachment.as_ref()?.text());
        sections.extend(attached.map(|text| NoteSection { title: None, text }));
        if sections.is_empty() {
            let narrative = doc
                .text
                .map(|n| text_of_xhtml(&n.div))
                .filter(|t| !t.is_empty());
            sections.extend(narrative.map(|text| NoteSection { title: None, text }));
        }
        Ok(Self { head, sections })
    }
}

/// Depth-first, not deeper than any real note goes.
fn collect_sections(docs: &Many<SectionDoc>, depth: usize, into: &mut Vec<NoteSection>) {
    for doc in docs {
        let text = doc
            .text
            .as_ref()
            .map(|n| text_of_xhtml(&n.div))
            .unwrap_or_default();
        let title = doc
            .title
            .clone()
            .or_else(|| doc.code.label().map(Into::into));
        if !text.is_empty() {
            into.push(NoteSection { title, text });
        }
        if depth < MAX_SECTION_DEPTH {
            collect_sections(&doc.section, depth + 1, into);
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct HeadDoc {
    resource_type: String,
    id: Option<String>,
    status: Option<String>,
    doc_status: Option<String>,
    r#type: Concept,
    title: Option<String>,
    description: Option<String>,
    date: Option<String>,
    author: Many<Reference>,
    authenticator: Option<Reference>,
    attester: Many<Attester>,
    relates_to: Many<RelatesTo>,
    content: Many<TitledContent>,
    context: Option<Context>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attester {
    mode: Option<String>,
    time: Option<String>,
    party: Option<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RelatesTo {
    code: Option<String>,
    target: Option<Reference>,
    target_reference: Option<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TitledContent {
    attachment: Option<Titled>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Titled {
    title: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Context {
    period: Option<Period>,
}

impl HeadDoc {
    fn attested(&self, mode: &str) -> Option<&Attester> {
        self.attester
            .iter()
            .find(|a| a.mode.as_deref() == Some(mode))
    }

    fn composition_status(&self) -> NoteStatus {
        match self.status.as_deref() {
            Some("entered-in-error") => NoteStatus::EnteredInError,
            Some("final" | "amended" | "corrected" | "appended") => {
                let signature = self.attested("legal").or(self.attested("professional"));
                let signature = signature.or(self.attester.first());
                let party = signature.and_then(|a| a.party.as_ref()?.label());
                NoteStatus::Signed {
                    by: party.map(Into::into),
                    at: FhirMoment::of(signature.and_then(|a| a.time.as_ref())),
                }
            }
            _ if self.attested("personal").is_some() => NoteStatus::ToCosign,
            _ => NoteStatus::Draft,
        }
    }

    fn document_status(&self) -> NoteStatus {
        if [&self.status, &self.doc_status]
            .into_iter()
            .flatten()
            .any(|s| s == "entered-in-error")
        {
            return NoteStatus::EnteredInError;
        }
        match self.doc_status.as_deref() {
            Some("preliminary") => NoteStatus::Draft,
            _ => NoteStatus::Signed {
                by: self
                    .authenticator
                    .as_ref()
                    .and_then(Reference::label)
                    .map(Into::into),
                at: None,
            },
        }
    }

    fn appends(&self) -> Option<String> {
        let related = self
            .relates_to
            .iter()
            .find(|r| r.code.as_deref() == Some("appends"))?;
        related
            .target_reference
            .as_ref()
            .or(related.target.as_ref())?
            .reference
            .clone()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BodyDoc {
    text: Option<Narrative>,
    section: Many<SectionDoc>,
    content: Many<Content>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Narrative {
    div: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SectionDoc {
    title: Option<String>,
    code: Concept,
    text: Option<Narrative>,
    section: Many<SectionDoc>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    attachment: Option<Attachment>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Attachment {
    content_type: Option<String>,
    data: Option<String>,
}

impl Attachment {
    /// The text inside, when it is text.
    fn text(&self) -> Option<String> {
        let kind = self
            .content_type
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        let data = self.data.as_deref().filter(|_| kind.starts_with("text/"))?;
        let text = String::from_utf8(STANDARD.decode(data.trim()).ok()?).ok()?;
        let is_markup = kind.starts_with("text/html") || kind.starts_with("text/xml");
        Some(if is_markup {
            text_of_xhtml(&text)
        } else {
            text.trim_end().to_owned()
        })
    }
}

const MAX_SECTION_DEPTH: usize = 8;
