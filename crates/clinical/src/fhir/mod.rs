//! The FHIR R4 datatypes the views share, and reading them from text that may be odd.
//! Only what a view names is read; resources themselves are always kept as their text.

mod decimal;
mod element;
mod read;

pub use decimal::Decimal;
pub(crate) use element::without_semantic_tag;
pub use element::{
    Annotation, Coding, Concept, HumanName, Identifier, Many, Period, Quantity, Range, Reference,
};
pub(crate) use read::{Elements, expect_kind, read};

/// Code systems by their FHIR URI.
pub mod system {
    /// LOINC.
    pub const LOINC: &str = "http://loinc.org";
    /// SNOMED CT.
    pub const SNOMED: &str = "http://snomed.info/sct";
    /// UCUM units.
    pub const UCUM: &str = "http://unitsofmeasure.org";
    /// FHIR observation categories.
    pub const OBSERVATION_CATEGORY: &str =
        "http://terminology.hl7.org/CodeSystem/observation-category";
}
