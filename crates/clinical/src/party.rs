//! Who a written record names: the patient it is about, the stay it belongs to, the person who
//! writes or signs. Given by the caller; a signature always binds the person signed in.

use charthold_domain::Timestamp;
use serde::Serialize;

/// A person or patient by reference, with the name shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// `Practitioner/x`.
    pub reference: String,
    /// `Ines Lindqvist, RN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

/// What every record a person writes has in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The patient, `Patient/x`.
    pub subject: String,
    /// The stay, `Encounter/x`.
    pub encounter: Option<String>,
    /// Who writes.
    pub author: Party,
    /// The moment the record is about or was written.
    pub at: Timestamp,
}

/// A resource newly written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResource {
    /// Its id.
    pub fhir_id: String,
    /// Its resource type.
    pub kind: &'static str,
    /// Its text.
    pub json: String,
}

/// A reference as written.
#[derive(Serialize)]
pub(crate) struct Ref<'a> {
    pub(crate) reference: &'a str,
}
