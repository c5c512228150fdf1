//! Measurements and findings: a view of Observation with a value of any type, its reference range
//! and its direction in words. Which of them are vital signs is `vitals`' business.

mod document;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::fhir::{Coding, Concept, Decimal, Many, Quantity, Reference, expect_kind, read};
use crate::number::{Style, quantity_text};
use document::{Doc, ReferenceRange};

/// An observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// What was observed.
    pub label: String,
    /// Its codings.
    pub coding: Vec<Coding>,
    /// The first category's code, as `laboratory`.
    pub category: Option<String>,
    /// FHIR status as recorded.
    pub status: String,
    /// When it was so.
    pub at: Option<FhirMoment>,
    /// When it was made known.
    pub issued: Option<FhirMoment>,
    /// What was found.
    pub value: Value,
    /// Parts with values of their own, as systolic and diastolic.
    pub components: Vec<Component>,
    /// How it stands to what is expected.
    pub direction: Option<Direction>,
    /// The reference range, as `3.5–5.1 mmol/L`.
    pub range: Option<String>,
    /// Who observed it.
    pub performer: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A part of an observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What was observed.
    pub label: String,
    /// Its codings.
    pub coding: Vec<Coding>,
    /// What was found.
    pub value: Value,
    /// How it stands to what is expected.
    pub direction: Option<Direction>,
}

impl Component {
    fn of(doc: &Doc) -> Self {
        Self {
            label: doc.code.label().unwrap_or("Part without a name").into(),
            coding: doc.code.coding.clone(),
            direction: Direction::of(&doc.interpretation),
            value: doc.value(),
        }
    }
}

/// What was found, of whatever type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An amount.
    Quantity(Quantity),
    /// A concept or a text, as shown.
    Text(String),
    /// Nothing, and why, when that is recorded.
    Absent(Option<String>),
}

impl Value {
    /// `6.1 mmol/L`, `Positive`, `Not recorded`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Quantity(quantity) => {
                quantity_text(quantity, Style::Measured).unwrap_or_else(|| "Not recorded".into())
            }
            Self::Text(text) => text.clone(),
            Self::Absent(Some(reason)) => reason.clone(),
            Self::Absent(None) => "Not recorded".into(),
        }
    }

    /// The number, when it is an amount.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Quantity(quantity) => quantity.value.as_ref().map(Decimal::value),
            Self::Text(_) | Self::Absent(_) => None,
        }
    }
}

/// How a value stands to its reference range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As expected.
    Normal,
    /// Below.
    Low,
    /// Above.
    High,
    /// Far below; someone must be told.
    CriticalLow,
    /// Far above; someone must be told.
    CriticalHigh,
    /// Not as expected, without a direction.
    Abnormal,
    /// The same, and someone must be told.
    CriticalAbnormal,
}

impl Direction {
    /// The word after the value; none when it is as expected.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Low => Some("low"),
            Self::High => Some("high"),
            Self::CriticalLow => Some("critically low"),
            Self::CriticalHigh => Some("critically high"),
            Self::Abnormal => Some("abnormal"),
            Self::CriticalAbnormal => Some("critical"),
        }
    }

    /// Whether someone must be told.
    #[must_use]
    pub const fn is_critical(self) -> bool {
        matches!(
            self,
            Self::CriticalLow | Self::CriticalHigh | Self::CriticalAbnormal
        )
    }

    /// HL7 v3 ObservationInterpretation (and v2 table 0078) codes that say how a value stands.
    fn of(interpretation: &Many<Concept>) -> Option<Self> {
        let codes = interpretation.iter().flat_map(|c| &c.coding);
        codes
            .filter_map(|c| c.code.as_deref())
            .find_map(|code| match code {
                "N" => Some(Self::Normal),
                "L" | "<" => Some(Self::Low),
                "H" | ">" | "HU" => Some(Self::High),
                "LU" => Some(Self::Low),
                "LL" => Some(Self::CriticalLow),
                "HH" => Some(Self::CriticalHigh),
                "A" => Some(Self::Abnormal),
                "AA" => Some(Self::CriticalAbnormal),
                _ => None,
            })
    }
}

impl Observation {
    /// Reads an Observation resource.
    ///
    /// # Errors
    /// When the text is no JSON object or another resource.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        expect_kind(&doc.resource_type, "Observation")?;
        let range = usual_range(&doc.reference_range);
        let value = doc.value();
        let direction = Direction::of(&doc.interpretation);
        let category = doc.category.first();
        Ok(Self {
            label: doc
                .code
                .label()
                .unwrap_or("Observation without a name")
                .into(),
            category: category
                .and_then(|c| c.code().or(c.label()))
                .map(Into::into),
            at: FhirMoment::of(doc.effective()),
            issued: FhirMoment::of(doc.issued.as_ref()),
            direction: direction.or_else(|| range.and_then(|range| compare(&value, range))),
            range: range.and_then(range_text),
            components: doc.component.iter().map(Component::of).collect(),
            performer: doc
                .performer
                .iter()
                .find_map(Reference::label)
                .map(Into::into),
            note: doc.note.iter().find_map(|n| n.text.clone()),
            status: doc.status.unwrap_or_else(|| "unknown".into()),
            coding: doc.code.coding,
            fhir_id: doc.id,
            value,
        })
    }

    /// Whether it counts: not cancelled, not entered in error, not merely registered.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(
            self.status.as_str(),
            "cancelled" | "entered-in-error" | "registered"
        )
    }

    /// Whether any coding has one of these codes.
    #[must_use]
    pub fn is_any(&self, codes: &[&str]) -> bool {
        self.coding
            .iter()
            .filter_map(|c| c.code.as_deref())
            .any(|code| codes.contains(&code))
    }

    /// The value as shown, with its parts when it has no value of its own: `6.1 mmol/L`,
    /// `112/64 mmHg`.
    #[must_use]
    pub fn value_text(&self) -> String {
        if !matches!(self.value, Value::Absent(None)) || self.components.is_empty() {
            return self.value.text();
        }
        let parts = self
            .components
            .iter()
            .map(|c| format!("{} {}", c.label, c.value.text()));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// The range that is for everybody: typed normal or not typed.
fn usual_range(ranges: &Many<ReferenceRange>) -> Option<&ReferenceRange> {
    let usual = |r: &&ReferenceRange| r.r#type.as_ref().is_none_or(|kind| kind.has("normal"));
    ranges.iter().find(usual)
}

fn range_text(range: &ReferenceRange) -> Option<String> {
    let text = |quantity: &Quantity| quantity_text(quantity, Style::Measured);
    let number_only = |quantity: &Quantity| {
        text(&Quantity {
            unit: None,
            code: None,
            ..quantity.clone()
        })
    };
    match (&range.low, &range.high) {
        (Some(low), Some(high)) => Some(format!("{}–{}", number_only(low)?, text(high)?)),
        (Some(low), None) => Some(format!("{} or more", text(low)?)),
        (None, Some(high)) => Some(format!("{} or less", text(high)?)),
        (None, None) => range.text.clone(),
    }
}

/// By the range itself, when nobody interpreted the value and the units agree.
fn compare(value: &Value, range: &ReferenceRange) -> Option<Direction> {
    let Value::Quantity(quantity) = value else {
        return None;
    };
    let number = quantity.value.as_ref()?.value();
    let limit = |limit: &Option<Quantity>| {
        let limit = limit
            .as_ref()
            .filter(|l| l.unit.is_none() || l.unit == quantity.unit)?;
        limit.value.as_ref().map(Decimal::value)
    };
    match (limit(&range.low), limit(&range.high)) {
        (Some(low), _) if number < low => Some(Direction::Low),
        (_, Some(high)) if number > high => Some(Direction::High),
        (None, None) => None,
        _ => Some(Direction::Normal),
    }
}
