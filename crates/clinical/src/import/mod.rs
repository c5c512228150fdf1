//! Taking apart what other systems send: FHIR R4 bundles and NDJSON into single resources, each
//! kept as its text, with references made to name resources instead of places in the bundle, and
//! grouped by patient. Pure: reading files and writing charts belong to the workstation.

mod grouping;
mod owner;
mod reference;
mod split;

use std::fmt;

pub use grouping::{PatientEntries, group};
pub use split::split;

use crate::record::RecordKind;

/// One resource taken from an import, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the bundle or among the NDJSON lines, from 0.
    pub index: usize,
    /// The bundle's `fullUrl` for it.
    pub full_url: Option<String>,
    /// Its resource type.
    pub kind: RecordKind,
    /// Its id: its own, else from `fullUrl`, else one made from its content.
    pub fhir_id: String,
    /// Whose it is.
    pub owner: Owner,
    /// The resource. Differs from what was sent only in resolved references and an added `id`.
    pub json: String,
}

/// Whom a resource is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The patient with this FHIR id.
    Patient(String),
    /// Nobody in particular: an organization, a practitioner, a medication.
    Shared,
    /// Somebody, but the import does not say whom: a conditional or unresolved reference.
    Unresolved,
}

/// Why something in an import was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalCode {
    /// Not JSON, or nested beyond what any resource needs.
    NotJson,
    /// Not UTF-8 text.
    NotUtf8,
    /// JSON, but neither a resource nor a bundle of a kind that carries resources.
    NotABundle,
    /// The entry has no resource, or its resource names no type.
    NoResourceType,
    /// Which patient it belongs to cannot be told.
    NoPatient,
    /// It names two different patients, or another than the chart it was to go into; or its id is that of a chart that is
    /// another person's.
    WrongPatient,
    /// Another entry of the import has the same type and id.
    DuplicateId,
    /// Another patient has this medical record number.
    DuplicateMrn,
    /// Larger than a record may be.
    TooLarge,
}

impl RefusalCode {
    /// The code as scripts see it, as `no-patient`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::NotUtf8 => "not-utf8",
            Self::NotABundle => "not-a-bundle",
            Self::NoResourceType => "no-resource-type",
            Self::NoPatient => "no-patient",
            Self::WrongPatient => "wrong-patient",
            Self::DuplicateId => "duplicate-id",
            Self::DuplicateMrn => "duplicate-mrn",
            Self::TooLarge => "too-large",
        }
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Something that was not taken, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The entry or line, from 0; `None` when it is the whole text.
    pub index: Option<usize>,
    /// Why.
    pub code: RefusalCode,
}

/// What a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A bundle: what it holds belongs together and needs no other text.
    Bundle,
    /// Resources one by one, as systems export them in bulk, a file for each kind: whose they are and
    /// what they refer to may be in another text.
    #[default]
    Lines,
}

/// What a text held, entry by entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// What the text is.
    pub form: Form,
    /// What can be kept, in order.
    pub entries: Vec<Entry>,
    /// What cannot, in order.
    pub refused: Vec<Refusal>,
}

/// What an import brings, patient by patient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The patients, in order of first mention.
    pub patients: Vec<PatientEntries>,
    /// Everything that cannot be taken.
    pub refused: Vec<Refusal>,
}

/// Splits one text and groups what it holds by patient.
#[must_use]
pub fn read_import(bytes: &[u8]) -> Import {
    let Split {
        entries,
        mut refused,
        ..
    } = split(bytes);
    let mut import = group(entries);
    refused.append(&mut import.refused);
    refused.sort_by_key(|refusal| refusal.index);
    Import { refused, ..import }
}

/// Whether an entry may go into the chart of the patient with this FHIR id. Shared resources may.
///
/// # Errors
/// The refusal that answers the entry: another patient's, or nobody can tell whose.
pub fn belongs_to(entry: &Entry, patient_fhir_id: &str) -> Result<(), RefusalCode> {
    match &entry.owner {
        Owner::Patient(id) if id == patient_fhir_id => Ok(()),
        Owner::Patient(_) => Err(RefusalCode::WrongPatient),
        Owner::Shared => Ok(()),
        Owner::Unresolved => Err(RefusalCode::NoPatient),
    }
}

/// The largest resource that is taken, in bytes of JSON: room for a scanned document, far below
/// what would hold up a workstation.
pub const MAX_RESOURCE_BYTES: usize = 16 * 1024 * 1024;
