//! Datatypes as the views read them. Text and codes are kept as they came; choosing what to
//! show is done here once (`Concept::label`), formatting is not.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::Decimal;

/// A code in a code system (FHIR `Coding`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Coding {
    /// The system's URI.
    pub system: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// What the sender shows for it.
    pub display: Option<String>,
}

/// A concept (FHIR `CodeableConcept`); a bare code or `Coding` in its place is read as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// Its codings, in order.
    pub coding: Vec<Coding>,
    /// What the author wrote.
    pub text: Option<String>,
}

impl Concept {
    /// What to show: the author's text, else a display, else a code.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let shown = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        let display = || self.coding.iter().map(|c| &c.display).find(|d| shown(d));
        let code = || self.coding.iter().map(|c| &c.code).find(|c| shown(c));
        Some(&self.text)
            .filter(|t| shown(t))
            .or_else(display)
            .or_else(code)
            .and_then(|t| t.as_deref())
            .map(str::trim)
    }

    /// The label without SNOMED CT's semantic tag: `Prediabetes (finding)` is "Prediabetes".
    #[must_use]
    pub fn plain_label(&self) -> Option<&str> {
        self.label().map(without_semantic_tag)
    }

    /// Whether any coding has this code, in whatever system.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.coding.iter().any(|c| c.code.as_deref() == Some(code))
    }

    /// Whether any coding has one of these codes, in whatever system.
    #[must_use]
    pub fn has_any(&self, codes: &[&str]) -> bool {
        self.coding
            .iter()
            .filter_map(|c| c.code.as_deref())
            .any(|code| codes.contains(&code))
    }

    /// The first code, in whatever system.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.coding.iter().find_map(|c| c.code.as_deref())
    }
}

/// A name without the tag that ends a SNOMED CT fully specified name.
pub(crate) fn without_semantic_tag(label: &str) -> &str {
    let tagged = label
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("));
    match tagged {
        Some((name, tag)) if SEMANTIC_TAGS.contains(&tag) => name,
        _ => label,
    }
}

const SEMANTIC_TAGS: [&str; 9] = [
    "disorder",
    "finding",
    "situation",
    "procedure",
    "regime/therapy",
    "substance",
    "organism",
    "event",
    "morphologic abnormality",
];

impl<'de> Deserialize<'de> for Concept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Fields {
            coding: Option<Many<Coding>>,
            text: Option<String>,
            system: Option<String>,
            code: Option<String>,
            display: Option<String>,
        }
        struct AnyForm;
        impl<'de> Visitor<'de> for AnyForm {
            type Value = Concept;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a CodeableConcept, Coding or code")
            }

            fn visit_str<E>(self, code: &str) -> Result<Concept, E> {
                let coding = Coding {
                    code: Some(code.into()),
                    ..Coding::default()
                };
                Ok(Concept {
                    coding: vec![coding],
                    text: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Concept, A::Error> {
                let fields = Fields::deserialize(MapAccessDeserializer::new(map))?;
                let mut coding = fields.coding.unwrap_or_default().0;
                if fields.code.is_some() {
                    let Fields {
                        system,
                        code,
                        display,
                        ..
                    } = fields;
                    coding.push(Coding {
                        system,
                        code,
                        display,
                    });
                }
                Ok(Concept {
                    coding,
                    text: fields.text,
                })
            }
        }
        deserializer.deserialize_any(AnyForm)
    }
}

/// Zero or more of `T`: an array, or one value where a profile or a careless sender has no array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Many<T> {
    /// The first, when there is one.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.0.first()
    }

    /// All of them in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for &'a Many<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
            type Value = Many<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an element or an array of them")
            }

            fn visit_unit<E>(self) -> Result<Many<T>, E> {
                Ok(Many::default())
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Many<T>, E> {
                T::deserialize(serde::de::value::StrDeserializer::new(text))
                    .map(|one| Many(vec![one]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element::<Option<T>>()? {
                    all.extend(one);
                }
                Ok(Many(all))
            }
        }
        deserializer.deserialize_any(OneOrMany(PhantomData))
    }
}

/// A reference to another resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// `Kind/id`, a URL, a `urn:uuid:`, or a condition as `Patient?identifier=…`.
    pub reference: Option<String>,
    /// What the sender shows for it, often a name.
    pub display: Option<String>,
}

impl Reference {
    /// What to show: the display, never the bare reference.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.display
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }
}

/// A measured amount.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Quantity {
    /// The number, with the text it was written in.
    pub value: Option<Decimal>,
    /// `<`, `<=`, `>=` or `>`: the value is a limit of what could be measured.
    pub comparator: Option<String>,
    /// The unit as written for people.
    pub unit: Option<String>,
    /// The unit's code, UCUM when `system` says so.
    pub code: Option<String>,
    /// The unit's system.
    pub system: Option<String>,
}

/// A range of measured amounts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Range {
    /// Lower limit, inclusive.
    pub low: Option<Quantity>,
    /// Upper limit, inclusive.
    pub high: Option<Quantity>,
}

/// A stretch of time; either end may be open. FHIR dateTime texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Period {
    /// When it began.
    pub start: Option<String>,
    /// When it ended.
    pub end: Option<String>,
}

/// An identifier a business gave to something, as a medical record number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Identifier {
    /// usual, official, temp, secondary, old.
    #[serde(rename = "use")]
    pub purpose: Option<String>,
    /// What sort of identifier: `MR` is a medical record number (HL7 v2 table 0203).
    #[serde(rename = "type")]
    pub kind: Option<Concept>,
    /// The namespace.
    pub system: Option<String>,
    /// The identifier.
    pub value: Option<String>,
}

/// A person's name as FHIR has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct HumanName {
    /// usual, official, temp, nickname, anonymous, old, maiden.
    #[serde(rename = "use")]
    pub purpose: Option<String>,
    /// The whole name as one text.
    pub text: Option<String>,
    /// Family name.
    pub family: Option<String>,
    /// Given names, in order.
    pub given: Many<String>,
    /// Titles before the name.
    pub prefix: Many<String>,
}

/// A remark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Annotation {
    /// The remark, Markdown in FHIR, shown as plain text.
    pub text: Option<String>,
}
