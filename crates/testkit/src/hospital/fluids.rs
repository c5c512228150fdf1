//! Intake, output and weight: measured each shift and summed each morning, so that "net −1.2 L"
//! in a note is the sum of the rows above it.

use super::chance::Chance;
use super::moment::Moment;
use super::number::{Decimal, real, round};
use super::scenario::Scenario;
use super::stay::Stay;

/// What went in and out by `at`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Balance {
    pub(crate) at: Moment,
    pub(crate) span: Span,
    pub(crate) intake_ml: i64,
    pub(crate) output_ml: i64,
    pub(crate) urine_ml: i64,
}

/// Over how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Shift,
    Day,
}

/// Balances and morning weights (kg) of a stay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fluids {
    pub(crate) balances: Vec<Balance>,
    pub(crate) weights: Vec<(Moment, Decimal)>,
}

impl Fluids {
    /// The stay of somebody who weighs `weight_kg` on arrival.
    pub(crate) fn record(
        chance: &mut Chance,
        stay: &Stay,
        scenario: &Scenario,
        weight_kg: f64,
    ) -> Self {
        let mut fluids = Self::default();
        let mut weight = weight_kg;
        fluids
            .weights
            .push((stay.admitted.plus(9), Decimal::rounded(weight, 1)));
        let mut of_day: Vec<Balance> = Vec::new();
        for day in stay.admitted.day()..=stay.now.day() {
            for minute in [360, 840, 1_320] {
                let at = Moment::on_day(day, minute);
                if at.minutes_since(stay.admitted) < 300 || at > stay.now {
                    continue;
                }
                let shift = shift(chance, stay, scenario, at);
                fluids.balances.push(shift);
                of_day.push(shift);
                if minute != 360 {
                    continue;
                }
                // A day that began in the middle is not summed.
                let whole = std::mem::take(&mut of_day);
                if whole.len() == 3 {
                    let total = sum(&whole, at);
                    // About half a liter a day leaves unmeasured.
                    weight += real(total.intake_ml - total.output_ml - 500) / 1_000.0;
                    fluids.balances.push(total);
                    fluids
                        .weights
                        .push((at.plus(chance.between(4, 22)), Decimal::rounded(weight, 1)));
                }
            }
        }
        fluids.weights.retain(|(at, _)| *at <= stay.now);
        fluids
    }

    /// The newest daily balance, not after `at`.
    pub(crate) fn day_before(&self, at: Moment) -> Option<&Balance> {
        self.balances
            .iter()
            .rfind(|one| one.span == Span::Day && one.at <= at && at.minutes_since(one.at) < 1_440)
    }

    /// The newest weight, not after `at`.
    pub(crate) fn weight_at(&self, at: Moment) -> Option<Decimal> {
        self.weights
            .iter()
            .rfind(|(taken, _)| *taken <= at)
            .map(|(_, weight)| *weight)
    }
}

fn shift(chance: &mut Chance, stay: &Stay, scenario: &Scenario, at: Moment) -> Balance {
    let ill = stay.severity(at);
    let night = if at.minute_of_day() == 360 {
        -220.0
    } else {
        0.0
    };
    let (intake, urine) = match scenario.key {
        "heart-failure" => (420.0, 620.0 + 420.0 * ill),
        "kidney-injury" => (720.0 + 300.0 * ill, 640.0 - 420.0 * ill),
        "sepsis" => (700.0 + 600.0 * ill, 620.0 - 330.0 * ill),
        "dka" => (680.0 + 1_100.0 * ill, 600.0 + 500.0 * ill),
        "pancreatitis" | "gi-bleed" => (560.0 + 560.0 * ill, 560.0 - 160.0 * ill),
        _ => (640.0 + 160.0 * ill, 530.0 - 60.0 * ill),
    };
    let intake = to_ten(intake + night + 70.0 * chance.spread());
    let urine = to_ten(urine + night * 0.5 + 60.0 * chance.spread());
    let other = if chance.percent(12) {
        10 * chance.between(5, 20)
    } else {
        0
    };
    Balance {
        at,
        span: Span::Shift,
        intake_ml: intake,
        output_ml: urine + other,
        urine_ml: urine,
    }
}

fn to_ten(ml: f64) -> i64 {
    (round(ml / 10.0) * 10).max(60)
}

fn sum(shifts: &[Balance], at: Moment) -> Balance {
    Balance {
        at,
        span: Span::Day,
        intake_ml: shifts.iter().map(|one| one.intake_ml).sum(),
        output_ml: shifts.iter().map(|one| one.output_ml).sum(),
        urine_ml: shifts.iter().map(|one| one.urine_ml).sum(),
    }
}
