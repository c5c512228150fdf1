//! One patient's orders: what the illness needs, what they take at home, what every order set
//! holds; less what they are allergic to. Each giving of a dose is in `dose`.

use super::allergy::Allergies;
use super::chance::Chance;
use super::formulary as drug;
use super::moment::Moment;
use super::problem::Chronic;
use super::scenario::Scenario;
use super::stay::{Course, Stay};
use super::treatment::{BEDTIME, DAILY, Need, Route, Schedule, Treatment, give, grams, mg};

/// How an order stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    Held,
    Completed,
    Stopped,
}

/// Where an order came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Hospital,
    Home,
}

/// One order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) treatment: Treatment,
    pub(crate) start: Moment,
    /// When it ends or ended.
    pub(crate) end: Option<Moment>,
    pub(crate) standing: Standing,
    pub(crate) source: Source,
}

impl Order {
    /// Whether doses are given under it at `moment`.
    pub(crate) fn covers(&self, moment: Moment) -> bool {
        self.standing != Standing::Held
            && moment >= self.start
            && self.end.is_none_or(|end| moment < end)
    }

    /// "ceftriaxone 1 g intravenous every 24 hours".
    pub(crate) fn words(&self) -> String {
        let Treatment {
            drug,
            dose,
            route,
            schedule,
            ..
        } = self.treatment;
        let (amount, unit, route) = (dose.amount, dose.unit, route.word());
        match schedule {
            Schedule::Daily(_, words) => format!("{} {amount} {unit} {route} {words}", drug.name),
            Schedule::AsNeeded(hours, need) => {
                let words = need.words();
                format!(
                    "{} {amount} {unit} {route} every {hours} hours as needed for {words}",
                    drug.name
                )
            }
            Schedule::Infusion => format!("{} {amount} {unit}/h {route} infusion", drug.name),
            Schedule::Once(_) => format!("{} {amount} {unit} {route} once", drug.name),
        }
    }
}

/// What decides one person's orders.
pub(crate) struct Prescribing<'a> {
    pub(crate) stay: &'a Stay,
    pub(crate) scenario: &'static Scenario,
    pub(crate) chronic: &'a [&'static Chronic],
    pub(crate) allergies: &'a Allergies,
}

impl Prescribing<'_> {
    /// Every order of the stay that has begun.
    pub(crate) fn orders(&self, chance: &mut Chance) -> Vec<Order> {
        let mut orders: Vec<Order> = Vec::new();
        for treatment in self.scenario.treatments {
            self.add(&mut orders, *treatment, Source::Hospital, chance);
        }
        for treatment in self.chronic.iter().flat_map(|illness| illness.drugs) {
            self.add(&mut orders, *treatment, Source::Home, chance);
        }
        for treatment in self.order_set(chance) {
            self.add(&mut orders, treatment, Source::Hospital, chance);
        }
        drop_double_anticoagulation(&mut orders);
        orders
    }

    fn order_set(&self, chance: &mut Chance) -> Vec<Treatment> {
        let mut set = vec![give(
            &drug::ACETAMINOPHEN,
            mg("650"),
            Route::Oral,
            Schedule::AsNeeded(6, Need::Fever),
        )];
        let sleep = give(
            &drug::MELATONIN,
            mg("3"),
            Route::Oral,
            Schedule::AsNeeded(24, Need::Sleep),
        );
        let laxative = give(&drug::POLYETHYLENE_GLYCOL, grams("17"), Route::Oral, DAILY).after(24);
        let senna = give(&drug::SENNA, mg("8.6"), Route::Oral, BEDTIME).after(12);
        let antiemetic = give(
            &drug::ONDANSETRON,
            mg("4"),
            Route::Intravenous,
            Schedule::AsNeeded(6, Need::Nausea),
        );
        for (percent, treatment) in [(45, sleep), (40, laxative), (40, senna), (35, antiemetic)] {
            if chance.percent(percent) {
                set.push(treatment);
            }
        }
        set
    }

    fn add(
        &self,
        orders: &mut Vec<Order>,
        treatment: Treatment,
        source: Source,
        chance: &mut Chance,
    ) {
        let allergic = |family| self.allergies.include(family);
        let excluded = allergic(treatment.drug.family)
            || treatment.unless.is_some_and(allergic)
            || treatment.only_if.is_some_and(|family| !allergic(family));
        let twice = orders
            .iter()
            .any(|order| same(&order.treatment, &treatment));
        let start = self
            .stay
            .admitted
            .plus(treatment.after_h * 60 + chance.between(20, 75));
        if excluded || twice || start >= self.stay.now {
            return;
        }
        let end = treatment.for_h.map(|hours| start.plus(hours * 60));
        let held = source == Source::Home && self.scenario.holds.contains(&treatment.drug.name);
        // Whoever is well again has the home tablets back.
        let held = held && self.stay.course != Course::Resolved;
        let mut order = Order {
            treatment,
            start,
            end,
            standing: Standing::Active,
            source,
        };
        if held {
            order.standing = Standing::Held;
        } else if end.is_some_and(|end| end <= self.stay.now) {
            order.standing = Standing::Completed;
        } else if source == Source::Hospital && end.is_none() && chance.percent(4) {
            stop_early(&mut order, self.stay.now, chance);
        }
        orders.push(order);
    }
}

/// The same drug twice is an error in ordering, except a step from one route to another and an
/// intravenous drug for breakthrough.
fn same(one: &Treatment, other: &Treatment) -> bool {
    let steps = one.route != other.route || one.after_h != other.after_h;
    one.drug.name == other.drug.name && !(steps && other.after_h > 0)
}

fn stop_early(order: &mut Order, now: Moment, chance: &mut Chance) {
    let hours = now.minutes_since(order.start) / 60;
    if hours > 20 {
        order.end = Some(order.start.plus(chance.between(16, hours - 2) * 60));
        order.standing = Standing::Stopped;
    }
}

/// Prophylaxis beside full anticoagulation would be a prescribing error.
fn drop_double_anticoagulation(orders: &mut Vec<Order>) {
    let full = orders
        .iter()
        .any(|order| order.treatment.drug.name == "apixaban" && order.standing == Standing::Active);
    orders.retain(|order| {
        let name = order.treatment.drug.name;
        let preventive = name == "enoxaparin"
            || name == "heparin" && order.treatment.route == Route::Subcutaneous;
        !(full && preventive)
    });
}
