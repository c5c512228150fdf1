//! Dosage instructions in words: dose, route and frequency from FHIR Dosage. Latin abbreviations
//! are spelled (ISMP); what cannot be put in words keeps the author's own text, whole.

use jiff::civil::Time;
use serde::Deserialize;

use crate::fhir::{Concept, Decimal, Many, Period, Quantity, Range};
use crate::number::{Style, number_text, quantity_text};
use crate::route::route_text;

/// FHIR Dosage as read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Dosage {
    text: Option<String>,
    timing: Option<Timing>,
    as_needed_boolean: Option<bool>,
    as_needed_codeable_concept: Option<Concept>,
    route: Option<Concept>,
    dose_and_rate: Many<DoseAndRate>,
    /// MedicationAdministration has the dose here.
    dose: Option<Quantity>,
    rate_quantity: Option<Quantity>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct DoseAndRate {
    dose_quantity: Option<Quantity>,
    dose_range: Option<Range>,
    rate_quantity: Option<Quantity>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Timing {
    code: Option<Concept>,
    repeat: Option<Repeat>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Repeat {
    bounds_period: Option<Period>,
    count: Option<u32>,
    frequency: Option<u32>,
    frequency_max: Option<u32>,
    period: Option<Decimal>,
    period_max: Option<Decimal>,
    period_unit: Option<String>,
    when: Many<String>,
    time_of_day: Many<String>,
}

impl Dosage {
    /// `40 mg`, `1–2 tablets`; `None` when no dose is coded.
    #[must_use]
    pub fn dose_text(&self) -> Option<String> {
        let coded = self.dose_and_rate.iter().find_map(DoseAndRate::dose_text);
        let given = || self.dose.as_ref().and_then(dose_of);
        coded.or_else(given)
    }

    /// `125 mL/h`, when a rate is coded.
    #[must_use]
    pub fn rate_text(&self) -> Option<String> {
        let coded = self
            .dose_and_rate
            .iter()
            .find_map(|d| d.rate_quantity.as_ref());
        quantity_text(coded.or(self.rate_quantity.as_ref())?, Style::Dose)
    }

    /// `subcutaneous`.
    #[must_use]
    pub fn route_text(&self) -> Option<String> {
        self.route.as_ref().and_then(route_text)
    }

    /// `twice a day`, `every 6 hours as needed for pain`; the author's text when nothing is coded.
    #[must_use]
    pub fn frequency_text(&self) -> Option<String> {
        let timing = self.timing.as_ref();
        let code = timing.and_then(|t| t.code.as_ref());
        let label = code.and_then(Concept::label);
        let in_words = || label.filter(|l| l.contains(' ') && l.contains(char::is_lowercase));
        let repeated = || {
            timing
                .and_then(|t| t.repeat.as_ref())
                .and_then(Repeat::text)
        };
        let regular = code
            .and_then(code_text)
            .or_else(|| in_words().map(Into::into))
            .or_else(repeated)
            .or_else(|| label.map(Into::into));
        match (regular, self.as_needed()) {
            (Some(regular), Some(needed)) => {
                let regular = regular
                    .strip_suffix("as needed")
                    .unwrap_or(&regular)
                    .trim_end();
                Some(format!("{regular} {needed}").trim_start().to_owned())
            }
            (regular, needed) => regular.or(needed),
        }
    }

    /// The author's own text, when it says something the coded parts do not.
    #[must_use]
    pub fn own_text(&self) -> Option<&str> {
        self.text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    /// When doses are due, as far as it is coded; none for what is given as needed.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule> {
        if self.as_needed().is_some() {
            return None;
        }
        let timing = self.timing.as_ref()?;
        let repeat = timing.repeat.as_ref();
        let times = repeat.into_iter().flat_map(|r| &r.time_of_day);
        let times: Vec<Time> = times.filter_map(|text| text.parse().ok()).collect();
        if !times.is_empty() {
            return Some(Schedule::TimesOfDay(times));
        }
        let coded = repeat.and_then(Repeat::interval_s);
        let named = || {
            timing
                .code
                .as_ref()
                .and_then(code_text)
                .and_then(|w| interval_in_words(&w))
        };
        coded
            .or_else(named)
            .map(|interval_s| Schedule::Every { interval_s })
    }

    fn as_needed(&self) -> Option<String> {
        let why = self.as_needed_codeable_concept.as_ref();
        match why.and_then(Concept::label) {
            Some(why) => Some(format!("as needed for {}", uncapitalised(why))),
            None if why.is_some() || self.as_needed_boolean == Some(true) => {
                Some("as needed".into())
            }
            None => None,
        }
    }
}

/// `Pain` inside a sentence; abbreviations keep their capitals.
fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.into(),
    }
}

/// When doses are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// At these times of every day, in the unit's zone.
    TimesOfDay(Vec<Time>),
    /// At a distance from one another.
    Every {
        /// Seconds from one dose to the next.
        interval_s: i64,
    },
}

impl DoseAndRate {
    fn dose_text(&self) -> Option<String> {
        if let Some(text) = self.dose_quantity.as_ref().and_then(dose_of) {
            return Some(text);
        }
        let Range { low, high } = self.dose_range.as_ref()?;
        let low = number_text(low.as_ref()?.value.as_ref()?, Style::Dose);
        Some(format!(
            "{low}–{}",
            quantity_text(high.as_ref()?, Style::Dose)?
        ))
    }
}

fn dose_of(quantity: &Quantity) -> Option<String> {
    quantity_text(quantity, Style::Dose)
}

impl Repeat {
    /// Only whole periods up to a day have a due time worth naming.
    fn interval_s(&self) -> Option<i64> {
        let unit_s = match self.period_unit.as_deref()? {
            "h" => 3_600,
            "d" => 86_400,
            _ => return None,
        };
        let period: i64 = self
            .period
            .as_ref()
            .map_or(Ok(1), |p| p.text().parse())
            .ok()?;
        let often = i64::from(self.frequency.unwrap_or(1)).max(1);
        let interval_s = period.checked_mul(unit_s)? / often;
        (interval_s > 0).then_some(interval_s)
    }

    fn text(&self) -> Option<String> {
        let when: Vec<&str> = self
            .when
            .iter()
            .filter_map(|code| event_text(code))
            .collect();
        if !when.is_empty() {
            return Some(when.join(" and "));
        }
        if self.count == Some(1) && self.period.is_none() {
            return Some("once".into());
        }
        let times = self.time_of_day.0.len();
        let often = self
            .frequency
            .or_else(|| u32::try_from(times).ok().filter(|n| *n > 0));
        let period = self.period.as_ref();
        let unit = period_unit(self.period_unit.as_deref()?)?;
        let length = period.map_or_else(|| "1".into(), |p| number_text(p, Style::Dose));
        let text = match (often.unwrap_or(1), length.as_str()) {
            (1, "1") => format!("once {}", unit.adverb),
            (2, "1") => format!("twice {}", unit.each),
            (n, "1") => match self.frequency_max {
                Some(most) if most > n => format!("{n} to {most} times {}", unit.each),
                _ => format!("{} times {}", counted(n), unit.each),
            },
            (1, length) => match self.period_max.as_ref() {
                Some(most) => {
                    format!(
                        "every {length} to {} {}",
                        number_text(most, Style::Dose),
                        unit.plural
                    )
                }
                None => format!("every {length} {}", unit.plural),
            },
            (n, length) => format!("{} times in {length} {}", counted(n), unit.plural),
        };
        Some(text)
    }
}

struct Unit {
    plural: &'static str,
    each: &'static str,
    adverb: &'static str,
}

fn period_unit(code: &str) -> Option<Unit> {
    let (plural, each, adverb) = match code {
        "min" => ("minutes", "a minute", "a minute"),
        "h" => ("hours", "an hour", "an hour"),
        "d" => ("days", "a day", "daily"),
        "wk" => ("weeks", "a week", "a week"),
        "mo" => ("months", "a month", "a month"),
        "a" => ("years", "a year", "a year"),
        _ => return None,
    };
    Some(Unit {
        plural,
        each,
        adverb,
    })
}

fn counted(n: u32) -> String {
    match n {
        3 => "three".into(),
        4 => "four".into(),
        5 => "five".into(),
        6 => "six".into(),
        _ => n.to_string(),
    }
}

/// HL7 GTSAbbreviation and its common spellings.
fn code_text(code: &Concept) -> Option<String> {
    let codes = code.coding.iter().filter_map(|c| c.code.as_deref());
    let known = codes.chain(code.text.as_deref()).find_map(|code| {
        let upper = code.trim().trim_end_matches('.').to_uppercase();
        FREQUENCIES
            .iter()
            .find(|(short, _)| *short == upper)
            .map(|(_, words)| *words)
    });
    known.map(Into::into)
}

/// Seconds between doses of a named frequency.
fn interval_in_words(words: &str) -> Option<i64> {
    let hours = match words {
        "once daily" | "every morning" | "every evening" | "at bedtime" | "every 24 hours" => 24,
        "twice a day" | "every 12 hours" => 12,
        "three times a day" | "every 8 hours" => 8,
        "four times a day" | "every 6 hours" => 6,
        "every 4 hours" => 4,
        "every 3 hours" => 3,
        "every 2 hours" => 2,
        "every hour" => 1,
        _ => return None,
    };
    Some(hours * 3_600)
}

/// FHIR event-timing and v3 TimingEvent codes.
fn event_text(code: &str) -> Option<&'static str> {
    let words = match code {
        "HS" => "at bedtime",
        "WAKE" => "on waking",
        "AC" => "before meals",
        "ACM" => "before breakfast",
        "ACD" => "before lunch",
        "ACV" => "before dinner",
        "C" => "with meals",
        "CM" => "with breakfast",
        "CD" => "with lunch",
        "CV" => "with dinner",
        "PC" => "after meals",
        "PCM" => "after breakfast",
        "PCD" => "after lunch",
        "PCV" => "after dinner",
        "MORN" => "in the morning",
        "NOON" => "at noon",
        "AFT" => "in the afternoon",
        "EVE" => "in the evening",
        "NIGHT" => "at night",
        _ => return None,
    };
    Some(words)
}

const FREQUENCIES: &[(&str, &str)] = &[
    ("QD", "once daily"),
    ("DAILY", "once daily"),
    ("QAM", "every morning"),
    ("AM", "every morning"),
    ("QPM", "every evening"),
    ("PM", "every evening"),
    ("QHS", "at bedtime"),
    ("BED", "at bedtime"),
    ("BID", "twice a day"),
    ("TID", "three times a day"),
    ("QID", "four times a day"),
    ("QOD", "every other day"),
    ("Q1H", "every hour"),
    ("Q2H", "every 2 hours"),
    ("Q3H", "every 3 hours"),
    ("Q4H", "every 4 hours"),
    ("Q6H", "every 6 hours"),
    ("Q8H", "every 8 hours"),
    ("Q12H", "every 12 hours"),
    ("Q24H", "every 24 hours"),
    ("WK", "once a week"),
    ("MO", "once a month"),
    ("STAT", "once, now"),
    ("ONCE", "once"),
    ("PRN", "as needed"),
];
