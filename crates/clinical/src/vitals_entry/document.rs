//! Observation as it is written: the shapes that serialise to FHIR JSON, in FHIR's order.

use serde::Serialize;
use serde_json::value::RawValue;

use super::sign::Sign;
use crate::concept_out::{CodingOut, ConceptOut};
use crate::fhir::system;
use crate::party::{Party, Ref};

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    #[serde(skip)]
    pub(super) profile: Option<&'static str>,
    pub(super) code: ConceptOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_quantity: Option<QuantityOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_codeable_concept: Option<ConceptOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_integer: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<ConceptOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) derived_from: Vec<OwnedRef>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) component: Vec<ComponentOut>,
}

impl Body {
    pub(super) fn of(sign: &Sign) -> Self {
        Self {
            profile: sign.profile,
            code: concept_of(sign),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ObservationOut<'a> {
    pub(super) resource_type: &'static str,
    pub(super) id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<MetaOut>,
    pub(super) status: &'static str,
    pub(super) category: [ConceptOut; 1],
    pub(super) subject: Ref<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encounter: Option<Ref<'a>>,
    pub(super) effective_date_time: &'a str,
    pub(super) performer: [&'a Party; 1],
    #[serde(flatten)]
    pub(super) body: Body,
}

#[derive(Serialize)]
pub(super) struct MetaOut {
    pub(super) profile: [String; 1],
}

pub(super) fn concept_of(sign: &Sign) -> ConceptOut {
    let coding = sign.codes.iter().map(|(code, display)| CodingOut {
        system: system::LOINC,
        code,
        display,
    });
    ConceptOut {
        coding: coding.collect(),
        text: sign.text,
    }
}

#[derive(Serialize)]
pub(super) struct QuantityOut {
    pub(super) value: Box<RawValue>,
    pub(super) unit: &'static str,
    pub(super) system: &'static str,
    pub(super) code: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ComponentOut {
    pub(super) code: ConceptOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_quantity: Option<QuantityOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data_absent_reason: Option<ConceptOut>,
}

#[derive(Serialize)]
pub(super) struct OwnedRef {
    pub(super) reference: String,
}
