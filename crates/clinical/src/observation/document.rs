//! Observation as FHIR writes it: `value[x]` has eleven forms, and a component is a small
//! observation. Only read here; `mod.rs` says what it means.

use serde::Deserialize;

use super::Value;
use crate::fhir::{Annotation, Concept, Decimal, Many, Period, Quantity, Range, Reference};
use crate::number::{Style, number_text, quantity_text};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Doc {
    pub(super) resource_type: String,
    pub(super) id: Option<String>,
    pub(super) status: Option<String>,
    pub(super) category: Many<Concept>,
    pub(super) code: Concept,
    effective_date_time: Option<String>,
    effective_instant: Option<String>,
    effective_period: Option<Period>,
    pub(super) issued: Option<String>,
    pub(super) performer: Many<Reference>,
    pub(super) interpretation: Many<Concept>,
    pub(super) note: Many<Annotation>,
    pub(super) reference_range: Many<ReferenceRange>,
    pub(super) component: Many<Doc>,
    data_absent_reason: Option<Concept>,
    value_quantity: Option<Quantity>,
    value_codeable_concept: Option<Concept>,
    value_string: Option<String>,
    value_boolean: Option<bool>,
    value_integer: Option<i64>,
    value_range: Option<Range>,
    value_ratio: Option<Ratio>,
    value_time: Option<String>,
    value_date_time: Option<String>,
    value_period: Option<Period>,
    value_sampled_data: Option<SampledData>,
}

/// A reference range for a group of patients.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ReferenceRange {
    pub(super) low: Option<Quantity>,
    pub(super) high: Option<Quantity>,
    pub(super) r#type: Option<Concept>,
    pub(super) text: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ratio {
    numerator: Option<Quantity>,
    denominator: Option<Quantity>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SampledData {
    dimensions: Option<Decimal>,
}

impl Doc {
    /// When it was so, as written.
    pub(super) fn effective(&self) -> Option<&String> {
        let period = self
            .effective_period
            .as_ref()
            .and_then(|p| p.start.as_ref());
        self.effective_date_time
            .as_ref()
            .or(self.effective_instant.as_ref())
            .or(period)
    }

    /// The value in whichever form it came.
    pub(super) fn value(&self) -> Value {
        if let Some(quantity) = self.value_quantity.as_ref().filter(|q| q.value.is_some()) {
            return Value::Quantity(quantity.clone());
        }
        match self.text() {
            Some(text) => Value::Text(text),
            None => {
                let reason = self.data_absent_reason.as_ref().and_then(Concept::label);
                Value::Absent(reason.map(Into::into))
            }
        }
    }

    fn text(&self) -> Option<String> {
        let concept = || {
            self.value_codeable_concept
                .as_ref()?
                .label()
                .map(String::from)
        };
        let string = || {
            self.value_string
                .clone()
                .filter(|text| !text.trim().is_empty())
        };
        let boolean = || {
            self.value_boolean
                .map(|yes| if yes { "Yes" } else { "No" }.to_owned())
        };
        let integer = || self.value_integer.map(|number| number.to_string());
        let range = || self.value_range.as_ref().and_then(range_text);
        let ratio = || self.value_ratio.as_ref().and_then(Ratio::text);
        let time = || {
            self.value_time
                .clone()
                .or_else(|| self.value_date_time.clone())
        };
        let period = || self.value_period.as_ref().and_then(period_text);
        let samples = || self.value_sampled_data.as_ref().map(SampledData::text);
        concept()
            .or_else(string)
            .or_else(boolean)
            .or_else(integer)
            .or_else(range)
            .or_else(ratio)
            .or_else(time)
            .or_else(period)
            .or_else(samples)
    }
}

fn range_text(range: &Range) -> Option<String> {
    let low = range.low.as_ref()?.value.as_ref()?;
    let high = quantity_text(range.high.as_ref()?, Style::Measured)?;
    Some(format!("{}–{high}", number_text(low, Style::Measured)))
}

fn period_text(period: &Period) -> Option<String> {
    let start = period.start.as_deref()?;
    Some(format!(
        "{start} to {}",
        period.end.as_deref().unwrap_or("now")
    ))
}

impl Ratio {
    fn text(&self) -> Option<String> {
        let part = |quantity: &Option<Quantity>| {
            quantity
                .as_ref()
                .and_then(|q| quantity_text(q, Style::Measured))
        };
        Some(format!(
            "{} : {}",
            part(&self.numerator)?,
            part(&self.denominator)?
        ))
    }
}

impl SampledData {
    fn text(&self) -> String {
        let dimensions = self.dimensions.as_ref().map_or("", Decimal::text);
        match dimensions {
            "" | "1" => "Waveform".into(),
            more => format!("Waveform, {more} channels"),
        }
    }
}
