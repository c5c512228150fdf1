//! The one formatter of clinical numbers and units. Doses: no trailing zero, a leading zero, commas
//! from 1,000, a space before the unit, "units" and "micrograms" spelled (ISMP error-prone
//! abbreviations; NHS CUI MEDi-014…017). Measured values keep the precision they were given with.

use std::borrow::Cow;

use crate::fhir::{Decimal, Quantity};

/// What a number stands for, which decides its zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A dose: trailing zeros are dropped and nothing is ever rounded.
    Dose,
    /// A measurement: its zeros are kept; more than three decimals are a machine's, and rounded.
    Measured,
}

/// The number as shown: `0.5`, `1,000`, `38.0` (measured) or `38` (dose).
#[must_use]
pub fn number_text(number: &Decimal, style: Style) -> String {
    let Some(Plain {
        negative,
        whole,
        mut fraction,
    }) = Plain::of(number.text())
    else {
        return number.text().into();
    };
    match style {
        Style::Dose => trim_zeros(&mut fraction),
        Style::Measured if fraction.len() > 3 => return fixed_text(number.value(), 2),
        Style::Measured => {}
    }
    let sign = if negative { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", with_commas(&whole))
}

/// A value rounded to at most `decimals` places, without trailing zeros: for computed values and
/// for foreign measurements with spurious digits. Keeps more places when the value is tiny.
#[must_use]
pub fn fixed_text(value: f64, decimals: usize) -> String {
    let places = if value != 0.0 && value.abs() < 0.1 {
        decimals + 2
    } else {
        decimals
    };
    let rounded = format!("{value:.places$}");
    Decimal::parse(&rounded).map_or(rounded, |number| number_text(&number, Style::Dose))
}

/// A value with exactly `decimals` places, as temperatures are shown: `38.0`.
#[must_use]
pub fn exact_text(value: f64, decimals: usize) -> String {
    let rounded = format!("{value:.decimals$}");
    let zero = rounded.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if zero {
        rounded.trim_start_matches('-').into()
    } else {
        rounded
    }
}

/// `<0.01 ng/mL`, `40 mg`, `1,000 units`; `None` when there is no number.
#[must_use]
pub fn quantity_text(quantity: &Quantity, style: Style) -> Option<String> {
    let number = number_text(quantity.value.as_ref()?, style);
    let unit = quantity
        .unit
        .as_deref()
        .or(quantity.code.as_deref())
        .unwrap_or_default();
    let unit = unit_text(unit);
    let unit = if number == "1" {
        singular(&unit)
    } else {
        &unit
    };
    let comparator = quantity.comparator.as_deref().unwrap_or_default();
    let space = if unit.is_empty() { "" } else { " " };
    Some(format!("{comparator}{number}{space}{unit}"))
}

/// A unit in words and signs nobody misreads; units it does not know are left as they are.
#[must_use]
pub fn unit_text(unit: &str) -> Cow<'_, str> {
    let unit = unit.trim();
    if is_plain(unit) {
        return Cow::Borrowed(unit);
    }
    let bare = without_annotations(unit);
    let mut parts = bare.split('/');
    let first = parts.next().map(word).unwrap_or_default();
    let shown = parts.fold(first.into_owned(), |shown, part| {
        format!("{shown}/{}", singular(&word(part)))
    });
    Cow::Owned(if shown == "1" { String::new() } else { shown })
}

/// Digits of a decimal text without exponent.
struct Plain {
    negative: bool,
    whole: String,
    fraction: String,
}

impl Plain {
    /// `None` for what is no plain or exponent number of sensible size.
    fn of(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= 20)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !digits_only(whole) || !digits_only(fraction) || mantissa.len() > 40 {
            return None;
        }
        let (whole, fraction) = shift(whole, fraction, exponent);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let zero = whole == "0" && fraction.bytes().all(|digit| digit == b'0');
        let negative = negative && !zero;
        Some(Self {
            negative,
            whole: whole.into(),
            fraction,
        })
    }
}

/// Moves the decimal point `places` to the right (left when negative).
fn shift(whole: &str, fraction: &str, places: i32) -> (String, String) {
    let steps = usize::try_from(places.unsigned_abs()).unwrap_or(0);
    if places >= 0 {
        let moved: String = fraction.chars().take(steps).collect();
        let padding = "0".repeat(steps - moved.len());
        let rest = fraction.chars().skip(steps).collect();
        (format!("{whole}{moved}{padding}"), rest)
    } else {
        let padded = format!("{}{whole}", "0".repeat(steps));
        let (kept, moved) = padded.split_at(padded.len() - steps);
        (kept.into(), format!("{moved}{fraction}"))
    }
}

fn trim_zeros(fraction: &mut String) {
    fraction.truncate(fraction.trim_end_matches('0').len());
}

fn with_commas(whole: &str) -> String {
    let mut shown = String::with_capacity(whole.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

fn is_plain(unit: &str) -> bool {
    matches!(
        unit,
        "%" | "mg"
            | "g"
            | "kg"
            | "mL"
            | "L"
            | "mg/dL"
            | "g/dL"
            | "mmol/L"
            | "/min"
            | "ng/mL"
            | "cm"
    )
}

/// UCUM annotations, as `{score}`, are remarks, not units.
fn without_annotations(unit: &str) -> String {
    let mut bare = String::with_capacity(unit.len());
    let mut depth = 0_u32;
    for c in unit.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    // `mL/min/{1.73_m2}` is the one annotation that says something.
    if unit.contains("{1.73_m2}") {
        format!("{bare}1.73 m²")
    } else {
        bare.trim().into()
    }
}

fn word(part: &str) -> Cow<'_, str> {
    let found = WORDS.iter().find(|(code, _)| *code == part);
    found.map_or(Cow::Borrowed(part), |(_, word)| Cow::Borrowed(*word))
}

fn singular(unit: &str) -> &str {
    let plural = [
        "units",
        "milliunits",
        "microunits",
        "micrograms",
        "drops",
        "puffs",
        "tablets",
    ];
    match unit {
        _ if plural.contains(&unit) => unit.strip_suffix('s').unwrap_or(unit),
        _ => unit,
    }
}

/// Parts of units, as UCUM or people write them, and how they are shown.
const WORDS: &[(&str, &str)] = &[
    ("ug", "micrograms"),
    ("µg", "micrograms"),
    ("μg", "micrograms"),
    ("mcg", "micrograms"),
    ("MCG", "micrograms"),
    ("MG", "mg"),
    ("ML", "mL"),
    ("ml", "mL"),
    ("cc", "mL"),
    ("U", "units"),
    ("u", "units"),
    ("UNT", "units"),
    ("unit", "units"),
    ("Units", "units"),
    ("IU", "units"),
    ("[iU]", "units"),
    ("[USP'U]", "units"),
    ("mU", "milliunits"),
    ("m[iU]", "milliunits"),
    ("u[iU]", "microunits"),
    ("uL", "microliter"),
    ("µL", "microliter"),
    ("umol", "micromol"),
    ("µmol", "micromol"),
    ("meq", "mEq"),
    ("mm[Hg]", "mmHg"),
    ("Cel", "°C"),
    ("[degF]", "°F"),
    ("degF", "°F"),
    ("degC", "°C"),
    ("[lb_av]", "lb"),
    ("[in_i]", "in"),
    ("[drp]", "drops"),
    ("[pH]", ""),
    ("10*3", "10³"),
    ("10*6", "10⁶"),
    ("10*9", "10⁹"),
    ("10*12", "10¹²"),
    ("m2", "m²"),
    ("h", "h"),
];
