//! The medication administration record: which doses were given, which were not and why. Doses of
//! the last hour may still be due, and now and then one is overdue.

use super::chance::Chance;
use super::medication::Order;
use super::moment::Moment;
use super::treatment::{Need, Schedule};
use super::vitals::{Alertness, VitalSet};

/// What became of a dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Given,
    /// Not given, for this reason.
    NotGiven(&'static str),
    /// An infusion, until then or still running.
    Infused(Option<Moment>),
}

/// One line of the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Giving {
    /// Index of the order.
    pub(crate) order: usize,
    pub(crate) at: Moment,
    pub(crate) outcome: Outcome,
}

/// Every dose under `orders` up to `now`, oldest first.
pub(crate) fn record(
    chance: &mut Chance,
    orders: &[Order],
    vitals: &[VitalSet],
    now: Moment,
) -> Vec<Giving> {
    let mut givings = Vec::new();
    for (index, order) in orders.iter().enumerate() {
        let times = match order.treatment.schedule {
            Schedule::Daily(hours, _) => scheduled(chance, order, hours, now),
            Schedule::AsNeeded(hours, need) => needed(chance, order, vitals, hours, need),
            Schedule::Once(minutes) => vec![order.start.plus(minutes)],
            Schedule::Infusion => vec![order.start.plus(12)],
        };
        for at in times
            .into_iter()
            .filter(|at| order.covers(*at) && *at <= now.plus(-3))
        {
            let outcome = outcome(chance, order, now);
            givings.push(Giving {
                order: index,
                at,
                outcome,
            });
        }
    }
    givings.sort_by_key(|giving| (giving.at, giving.order));
    givings
}

fn outcome(chance: &mut Chance, order: &Order, now: Moment) -> Outcome {
    const REASONS: [&str; 4] = [
        "Patient refused",
        "Off the unit for a study",
        "Nothing by mouth",
        "Held for low blood pressure",
    ];
    match order.treatment.schedule {
        Schedule::Infusion => Outcome::Infused(order.end.filter(|end| *end <= now)),
        Schedule::Daily(..) if chance.between(1, 1_000) <= 17 => {
            Outcome::NotGiven(chance.pick::<&'static str>(&REASONS))
        }
        _ => Outcome::Given,
    }
}

fn scheduled(chance: &mut Chance, order: &Order, hours: &[i64], now: Moment) -> Vec<Moment> {
    let period_min = 1_440 / i64::try_from(hours.len()).unwrap_or(1).max(1);
    let mut times = Vec::new();
    let mut since = None;
    if order.treatment.after_h == 0 && waits_long(order, hours, period_min) {
        // The first dose does not wait for the clock.
        let first = order.start.plus(chance.between(8, 40));
        times.push(first);
        since = Some(first);
    }
    for day in order.start.day()..=now.day() {
        for hour in hours {
            let slot = Moment::on_day(day, hour * 60);
            let soon =
                since.is_some_and(|first: Moment| slot.minutes_since(first) < period_min / 2);
            let overdue = now.minutes_since(slot) <= 75 && chance.percent(14);
            if slot >= order.start && !soon && !overdue {
                times.push(slot.plus(chance.between(-18, 26)).max(order.start));
            }
        }
    }
    times
}

/// Whether the first slot is more than a third of the period away.
fn waits_long(order: &Order, hours: &[i64], period_min: i64) -> bool {
    let day = order.start.day();
    let slots = [day, day + 1]
        .into_iter()
        .flat_map(|day| hours.iter().map(move |hour| Moment::on_day(day, hour * 60)));
    let next = slots.filter(|slot| *slot >= order.start).min();
    next.is_some_and(|next| next.minutes_since(order.start) > period_min / 3)
}

fn needed(
    chance: &mut Chance,
    order: &Order,
    vitals: &[VitalSet],
    gap_h: i64,
    need: Need,
) -> Vec<Moment> {
    let mut times: Vec<Moment> = Vec::new();
    for set in vitals.iter().filter(|set| order.covers(set.at)) {
        let allowed = times
            .last()
            .is_none_or(|last| set.at.minutes_since(*last) >= gap_h * 60);
        if allowed && wanted(chance, set, need) {
            times.push(set.at.plus(chance.between(4, 18)));
        }
    }
    times
}

fn wanted(chance: &mut Chance, set: &VitalSet, need: Need) -> bool {
    match need {
        Need::Fever => set.temp.value() > 38.2,
        Need::Pain => set.pain >= 5,
        Need::Nausea => chance.percent(9),
        Need::Wheeze => set.resp_rate >= 22 && chance.percent(60),
        Need::Agitation => {
            (set.heart_rate >= 100 || set.alertness != Alertness::Alert) && chance.percent(50)
        }
        Need::Sleep => (1_260..1_430).contains(&set.at.minute_of_day()) && chance.percent(55),
        Need::Pressure => set.systolic > 180,
    }
}
