//! A CodeableConcept as it is written, in whatever record.

use serde::Serialize;

#[derive(Default, Serialize)]
pub(crate) struct ConceptOut {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) coding: Vec<CodingOut>,
    pub(crate) text: &'static str,
}

impl ConceptOut {
    pub(crate) fn coded(
        system: &'static str,
        code: &'static str,
        display: &'static str,
        text: &'static str,
    ) -> Self {
        Self {
            coding: vec![CodingOut {
                system,
                code,
                display,
            }],
            text,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct CodingOut {
    pub(crate) system: &'static str,
    pub(crate) code: &'static str,
    pub(crate) display: &'static str,
}
