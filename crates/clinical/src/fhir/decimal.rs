//! A decimal with the text it was written in. FHIR says precision is part of the value
//! (datatypes, "decimal"): `98.60` stays `98.60`. How it is shown is `number`'s business.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

/// A FHIR decimal: its source text and its value.
#[derive(Clone, PartialEq)]
pub struct Decimal {
    text: Box<str>,
    value: f64,
}

impl Decimal {
    /// The decimal written as `text`, when that is a finite JSON number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let starts_well = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let value: f64 = text.parse().ok()?;
        (starts_well && value.is_finite()).then(|| Self {
            text: text.into(),
            value,
        })
    }

    /// The text as written in the resource, trailing zeros included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nearest binary value, for comparing and scoring only.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.value
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    /// Foreign systems also send decimals as strings; those are read for what they mean.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let bare = raw
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(raw);
        Self::parse(bare).ok_or_else(|| D::Error::custom("not a decimal"))
    }
}
