//! Asking back about a value that is hardly possible. A question, never a refusal: the person at
//! the bedside may be right. Limits are our judgement, wide enough that a true value seldom asks.

use super::Vital;
use super::unit::text_of;
use crate::number::fixed_text;

/// What to ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `Above 45 °C. Did you mean 38.4?`
    pub text: String,
    /// The likelier value, to be taken with one key.
    pub suggestion: Option<f64>,
}

/// The question about `value` of `vital`, in the vital's own unit; `None` when it is plausible.
#[must_use]
pub fn question(vital: Vital, value: f64) -> Option<Question> {
    let limits = limits_of(vital);
    let unit = vital.unit();
    let asked = if !value.is_finite() || value < limits.least {
        format!("Below {} {unit}.", fixed_text(limits.least, 1))
    } else if value > limits.most {
        format!("Above {} {unit}.", fixed_text(limits.most, 1))
    } else {
        return None;
    };
    let suggestion = candidates(vital, value)
        .into_iter()
        .flatten()
        .find(|candidate| (limits.usual_least..=limits.usual_most).contains(candidate));
    let text = match suggestion {
        Some(meant) => format!("{asked} Did you mean {}?", text_of(vital, meant)),
        None => format!("{asked} Check the value."),
    };
    Some(Question { text, suggestion })
}

/// The question about a diastolic pressure that is not below the systolic.
#[must_use]
pub fn bp_question(sbp: f64, dbp: f64) -> Option<Question> {
    if dbp < sbp {
        return None;
    }
    let text = if dbp > sbp {
        let (high, low) = (
            text_of(Vital::SystolicBp, dbp),
            text_of(Vital::SystolicBp, sbp),
        );
        format!("Diastolic is above systolic. Did you mean {high}/{low}?")
    } else {
        "Diastolic equals systolic. Check the value.".into()
    };
    Some(Question {
        text,
        suggestion: None,
    })
}

struct Limits {
    least: f64,
    most: f64,
    usual_least: f64,
    usual_most: f64,
}

fn limits_of(vital: Vital) -> Limits {
    let (least, most, usual_least, usual_most) = match vital {
        Vital::RespirationRate => (4.0, 70.0, 8.0, 40.0),
        Vital::Spo2 => (50.0, 100.0, 80.0, 100.0),
        Vital::OxygenFlow => (0.0, 60.0, 0.5, 15.0),
        Vital::SystolicBp => (50.0, 280.0, 80.0, 220.0),
        Vital::DiastolicBp => (20.0, 180.0, 40.0, 120.0),
        Vital::HeartRate => (20.0, 250.0, 40.0, 180.0),
        Vital::Temperature => (25.0, 45.0, 34.0, 42.0),
        Vital::Weight => (0.3, 400.0, 2.0, 250.0),
        Vital::Height => (20.0, 250.0, 40.0, 220.0),
    };
    Limits {
        least,
        most,
        usual_least,
        usual_most,
    }
}

/// What slips of the hand turn into `value`: two leading digits swapped, a lost or an added place,
/// another unit; in that order.
fn candidates(vital: Vital, value: f64) -> [Option<f64>; 4] {
    let other_unit = match vital {
        Vital::Temperature => Some((value - 32.0) / 1.8),
        Vital::Height => Some(value * 100.0).filter(|_| value < 3.0),
        _ => None,
    };
    let places = if vital == Vital::Temperature { 1 } else { 0 };
    let round = |v: f64| format!("{v:.places$}").parse::<f64>().ok();
    [
        swapped(value, places),
        other_unit.and_then(round),
        round(value / 10.0),
        round(value * 10.0),
    ]
}

fn swapped(value: f64, places: usize) -> Option<f64> {
    let text = format!("{value:.places$}");
    let mut digits: Vec<char> = text.chars().collect();
    if !digits.iter().take(2).all(char::is_ascii_digit) || digits.len() < 2 {
        return None;
    }
    digits.swap(0, 1);
    digits.into_iter().collect::<String>().parse().ok()
}
