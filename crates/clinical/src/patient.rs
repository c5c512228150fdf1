//! Who the patient is: a view of Patient for the banner, the census and search. Address, contacts
//! and the rest stay in the record.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{HumanName, Identifier, Many, expect_kind, read};
use crate::name::PersonName;

/// A patient's demographics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// The name to show.
    pub name: PersonName,
    /// Date of birth.
    pub born: Option<FhirMoment>,
    /// Administrative sex.
    pub sex: Sex,
    /// Medical record number, digits as recorded.
    pub mrn: Option<String>,
    /// Whether and when the patient died.
    pub death: Death,
}

/// Administrative sex (FHIR AdministrativeGender), with absence as a value of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sex {
    /// female
    Female,
    /// male
    Male,
    /// other
    Other,
    /// unknown: asked, and not known.
    Unknown,
    /// Nobody recorded it.
    #[default]
    NotRecorded,
}

impl Sex {
    /// The word shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
            Self::Other => "Other",
            Self::Unknown => "Unknown",
            Self::NotRecorded => "Not recorded",
        }
    }

    /// One letter for dense lists; empty when it is not recorded.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
            Self::Other => "O",
            Self::Unknown => "U",
            Self::NotRecorded => "",
        }
    }

    fn of(code: Option<&str>) -> Self {
        match code {
            Some("female") => Self::Female,
            Some("male") => Self::Male,
            Some("other") => Self::Other,
            Some("unknown") => Self::Unknown,
            _ => Self::NotRecorded,
        }
    }
}

/// Whether the patient is recorded as dead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Death {
    /// No death is recorded.
    #[default]
    NotRecorded,
    /// Died, it is not recorded when.
    Died,
    /// Died then.
    DiedAt(FhirMoment),
}

impl Patient {
    /// Reads a Patient resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Patient")?;
        let death = match FhirMoment::of(doc.deceased_date_time.as_ref()) {
            Some(moment) => Death::DiedAt(moment),
            None if doc.deceased_boolean == Some(true) => Death::Died,
            None => Death::NotRecorded,
        };
        Ok(Self {
            name: PersonName::choose(&doc.name.0),
            born: FhirMoment::of(doc.birth_date.as_ref()),
            sex: Sex::of(doc.gender.as_deref()),
            mrn: find_mrn(&doc.identifier.0),
            fhir_id: doc.id,
            death,
        })
    }
}

/// The identifier typed `MR` (HL7 v2 table 0203), else the one in usual use. Never a social
/// security number or any other typed identifier.
fn find_mrn(identifiers: &[Identifier]) -> Option<String> {
    let valued = || {
        identifiers
            .iter()
            .filter(|i| i.purpose.as_deref() != Some("old"))
    };
    let typed = valued().find(|i| i.kind.as_ref().is_some_and(|kind| kind.has("MR")));
    let usual = || valued().find(|i| i.kind.is_none() && i.purpose.as_deref() == Some("usual"));
    typed
        .or_else(usual)
        .and_then(|i| i.value.clone())
        .filter(|mrn| !mrn.trim().is_empty())
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    identifier: Many<Identifier>,
    name: Many<HumanName>,
    gender: Option<String>,
    birth_date: Option<String>,
    deceased_boolean: Option<bool>,
    deceased_date_time: Option<String>,
}
