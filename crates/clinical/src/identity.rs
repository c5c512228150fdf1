//! Whether two Patient resources may be one person. A resource's id is a name within one system: two hospitals number from
//! 1, and a chart with two people in it is worse than an import that is refused.

use serde::Deserialize;

use crate::ClinicalError;
use crate::fhir::{HumanName, Identifier, Many, expect_kind, read};
use crate::mrn;
use crate::name::PersonName;

/// What tells one person from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Namespace, where it is known, and value.
    identifiers: Vec<(Option<String>, String)>,
    family: Option<String>,
    born: Option<String>,
    /// FHIR AdministrativeGender.
    sex: Option<String>,
}

impl Identity {
    /// Of a Patient resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Patient")?;
        let identifiers = doc.identifier.0.into_iter().filter_map(|identifier| {
            let value = mrn::ungrouped(&identifier.value?);
            (!value.is_empty()).then_some((identifier.system, value))
        });
        Ok(Self {
            identifiers: identifiers.collect(),
            family: name(&PersonName::choose(&doc.name.0).family),
            born: doc.birth_date,
            sex: doc.gender,
        })
    }

    /// Of a line of the list of patients: medical record number, family name, date of birth, sex.
    #[must_use]
    pub fn of_listing(
        mrn: Option<&str>,
        family: Option<&str>,
        born: Option<&str>,
        sex: Option<&str>,
    ) -> Self {
        Self {
            identifiers: mrn
                .map(|mrn| (None, mrn::ungrouped(mrn)))
                .into_iter()
                .collect(),
            family: family.and_then(name),
            born: born.map(str::to_owned),
            sex: sex.map(str::to_owned),
        }
    }

    /// Whether both may be of one person: an identifier in common, of whom not everything else changed; or no identifier on
    /// either side, and the same family name, date of birth and sex. A marriage or a corrected date of birth is the same
    /// person as long as an identifier stays. Who has an identifier is not told by name and birth alone: what comes would
    /// take the identifier's place.
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        let same_name = self.family == other.family;
        let same_birth = self.born == other.born;
        if self.identifiers.is_empty() && other.identifiers.is_empty() {
            return same_name && same_birth && self.sex == other.sex;
        }
        self.shares_identifier(other) && (same_name || same_birth)
    }

    fn shares_identifier(&self, other: &Self) -> bool {
        self.identifiers.iter().any(|(system, value)| {
            let is_it = |(theirs, same): &Number| value == same && may_agree(system, theirs);
            other.identifiers.iter().any(is_it)
        })
    }
}

type Number = (Option<String>, String);

/// A number whose namespace nobody wrote down may be of any.
fn may_agree(one: &Option<String>, another: &Option<String>) -> bool {
    one.is_none() || another.is_none() || one == another
}

fn name(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    (!text.is_empty()).then_some(text)
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    identifier: Many<Identifier>,
    name: Many<HumanName>,
    gender: Option<String>,
    birth_date: Option<String>,
}
