//! Numbers as a chart writes them: a fixed count of decimals, kept when the last is a zero.
//! The only place that turns a computed value into a whole number.

use std::fmt;

/// `units` tenths, hundredths … as `places` says: 38.0 is 380 with one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    units: i64,
    places: u32,
}

impl Decimal {
    /// A whole number.
    pub(crate) const fn whole(units: i64) -> Self {
        Self { units, places: 0 }
    }

    /// `units` of the last of `places` decimals.
    pub(crate) const fn new(units: i64, places: u32) -> Self {
        Self { units, places }
    }

    /// `value` rounded to `places` decimals.
    pub(crate) fn rounded(value: f64, places: u32) -> Self {
        Self {
            units: round(value * scale(places)),
            places,
        }
    }

    /// The value for arithmetic.
    pub(crate) fn value(self) -> f64 {
        real(self.units) / scale(self.places)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(f, "{}", self.units);
        }
        let divisor = 10_i64.pow(self.places);
        let sign = if self.units < 0 { "-" } else { "" };
        let size = self.units.abs();
        let width = usize::try_from(self.places).unwrap_or(0);
        write!(f, "{sign}{}.{:0width$}", size / divisor, size % divisor)
    }
}

/// `value` to the nearest whole number; anything out of range saturates.
#[expect(
    clippy::as_conversions,
    reason = "the standard library has no other way from f64"
)]
pub(crate) fn round(value: f64) -> i64 {
    value.round() as i64
}

/// `value` as a real number; charts hold nothing beyond 32 bits.
pub(crate) fn real(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX))
}

fn scale(places: u32) -> f64 {
    real(10_i64.pow(places))
}
