//! Laboratory values over a stay: each analyte starts where the illness put it and returns to what
//! this person lives with. Derived values (chloride, hematocrit, eGFR) are derived, so they agree.

use super::analyte::{
    ANION_GAP, Analyte, BASIC, BICARBONATE, BLOOD_COUNT, CHLORIDE, COUNT_ONLY, CREATININE, EGFR,
    ETHANOL, FINGERSTICK, GLUCOSE_POC, HEMATOCRIT, HEMOGLOBIN, LACTATE_ONLY, Panel, SODIUM,
};
use super::chance::Chance;
use super::identity::{Identity, Sex};
use super::moment::{DAY, Moment};
use super::number::{Decimal, real};
use super::problem::Chronic;
use super::scenario::Scenario;
use super::stay::{Course, Stay};

/// One panel drawn at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Draw {
    pub(crate) panel: &'static Panel,
    pub(crate) at: Moment,
    pub(crate) values: Vec<(&'static Analyte, Decimal)>,
}

/// What decides one person's values.
pub(crate) struct Chemistry<'a> {
    pub(crate) who: &'a Identity,
    pub(crate) stay: &'a Stay,
    pub(crate) scenario: &'static Scenario,
    pub(crate) chronic: &'a [&'static Chronic],
}

impl Chemistry<'_> {
    /// Every draw of the stay, oldest first.
    pub(crate) fn record(&self, chance: &mut Chance) -> Vec<Draw> {
        let mut plan = self.plan(chance);
        plan.sort_by_key(|(at, panel)| (*at, panel.name));
        plan.dedup_by_key(|(at, panel)| (*at, panel.name));
        let stretch = 1.0 + 0.12 * chance.spread();
        plan.into_iter()
            .map(|(at, panel)| Draw {
                panel,
                at,
                values: self.measure(chance, panel, at, stretch),
            })
            .collect()
    }

    fn plan(&self, chance: &mut Chance) -> Vec<(Moment, &'static Panel)> {
        let (arrived, now) = (self.stay.admitted, self.stay.now);
        let first = arrived.plus(chance.between(12, 35));
        let mut plan: Vec<(Moment, &'static Panel)> = vec![(first, &BASIC), (first, &BLOOD_COUNT)];
        plan.extend(self.scenario.on_arrival.iter().map(|panel| (first, *panel)));
        for day in arrived.day() + 1..=now.day() {
            let morning = Moment::on_day(day, chance.between(320, 395));
            plan.push((morning, &BASIC));
            plan.push((morning, &BLOOD_COUNT));
        }
        for repeat in self.scenario.repeats {
            let mut at = first.plus(repeat.every_h * 60);
            while at.minutes_since(first) <= repeat.for_h * 60 {
                plan.push((at.plus(chance.between(-6, 6)), repeat.panel));
                at = at.plus(repeat.every_h * 60);
            }
        }
        if self.stay.course == Course::Worsening {
            plan.push((now.plus(-75), &LACTATE_ONLY));
            plan.push((now.plus(-75), &COUNT_ONLY));
        }
        if self.measures_glucose() {
            for day in arrived.day()..=now.day() {
                for minute in [450, 700, 1_000, 1_255] {
                    plan.push((
                        Moment::on_day(day, minute + chance.between(-14, 14)),
                        &FINGERSTICK,
                    ));
                }
            }
        }
        // The laboratory needs half an hour.
        plan.retain(|(at, _)| *at >= first && *at <= now.plus(-30));
        plan
    }

    fn measures_glucose(&self) -> bool {
        self.scenario.key == "dka" || self.chronic.iter().any(|illness| illness.key == "diabetes")
    }

    fn measure(
        &self,
        chance: &mut Chance,
        panel: &Panel,
        at: Moment,
        stretch: f64,
    ) -> Vec<(&'static Analyte, Decimal)> {
        let mut values: Vec<(&'static Analyte, Decimal)> = Vec::with_capacity(panel.analytes.len());
        for analyte in panel.analytes {
            let known = |wanted: &Analyte| {
                values
                    .iter()
                    .find(|(one, _)| one.key == wanted.key)
                    .map(|(_, value)| value.value())
            };
            let value = if analyte.key == CHLORIDE.key {
                // Held back until bicarbonate and gap are known; see below.
                continue;
            } else if analyte.key == HEMATOCRIT.key {
                known(&HEMOGLOBIN).unwrap_or(13.0) * 3.0 + 0.3 * chance.spread()
            } else if analyte.key == EGFR.key {
                egfr(known(&CREATININE).unwrap_or(1.0), self.who)
            } else {
                self.usual(analyte)
                    + self.moved(analyte, at) * stretch
                    + analyte.wobble * chance.spread()
            };
            values.push((analyte, rounded(analyte, value)));
        }
        insert_chloride(&mut values);
        values
    }

    /// The value this person lives with.
    fn usual(&self, analyte: &Analyte) -> f64 {
        let lives_with = self.chronic.iter().flat_map(|illness| illness.lives_with);
        let own = lives_with
            .filter(|(one, _)| one.key == analyte.key)
            .map(|(_, value)| *value)
            .next();
        let sex = match (self.who.sex, analyte.key) {
            (Sex::Male, "hb") => 0.9,
            (Sex::Female, "hb") => -0.4,
            (Sex::Male, "cr") => 0.12,
            (Sex::Female, "cr") => -0.08,
            _ => 0.0,
        };
        own.unwrap_or(analyte.usual + sex)
    }

    /// How far the illness holds it from there at `at`.
    fn moved(&self, analyte: &Analyte, at: Moment) -> f64 {
        let shift = self
            .scenario
            .chemistry
            .iter()
            .find(|shift| shift.analyte.key == analyte.key);
        let Some(shift) = shift else { return 0.0 };
        let distance = shift.peak - self.usual(analyte);
        // Somebody who already lives beyond the typical peak is a little beyond their own usual.
        let worse_than_typical = distance * (shift.peak - analyte.usual) < 0.0;
        let distance = if worse_than_typical {
            -0.25 * distance
        } else {
            distance
        };
        let fading = 0.5_f64.powf(at.hours_since(self.stay.admitted) / shift.half_life_h);
        let floor = if self.stay.course == Course::Slow {
            0.3
        } else {
            0.0
        };
        distance * (floor + (1.0 - floor) * fading + 0.85 * self.stay.relapse(at)).min(1.25)
    }
}

fn rounded(analyte: &Analyte, value: f64) -> Decimal {
    let least = if analyte.key == ETHANOL.key || analyte.low.is_some_and(|low| low > 5.0) {
        0.0
    } else {
        0.02
    };
    let least = if analyte.key == GLUCOSE_POC.key {
        48.0
    } else {
        least
    };
    Decimal::rounded(value.max(least), analyte.places)
}

/// Sodium less bicarbonate less anion gap: what chloride has to be.
fn insert_chloride(values: &mut Vec<(&'static Analyte, Decimal)>) {
    let known = |wanted: &Analyte| {
        values
            .iter()
            .find(|(one, _)| one.key == wanted.key)
            .map(|(_, value)| value.value())
    };
    let parts = (known(&SODIUM), known(&BICARBONATE), known(&ANION_GAP));
    if let (Some(sodium), Some(bicarbonate), Some(gap)) = parts {
        let chloride = Decimal::rounded(sodium - bicarbonate - gap, 0);
        values.insert(2.min(values.len()), (&CHLORIDE, chloride));
    }
}

/// CKD-EPI 2021, mL/min/1.73 m² (Inker et al., N Engl J Med 2021;385:1737).
pub(crate) fn egfr(creatinine_mg_dl: f64, who: &Identity) -> f64 {
    let (kappa, alpha, factor) = match who.sex {
        Sex::Female => (0.7, -0.241, 1.012),
        Sex::Male => (0.9, -0.302, 1.0),
    };
    let ratio = creatinine_mg_dl / kappa;
    142.0
        * ratio.min(1.0).powf(alpha)
        * ratio.max(1.0).powf(-1.2)
        * 0.9938_f64.powf(real(who.age))
        * factor
}

/// The newest value of `key` among `draws`, not after `at` and not more than `within_min` before.
pub(crate) fn latest(
    draws: &[Draw],
    key: &str,
    at: Moment,
    within_min: i64,
) -> Option<(Moment, Decimal)> {
    let seen = draws
        .iter()
        .filter(|draw| draw.at <= at && at.minutes_since(draw.at) <= within_min);
    seen.filter_map(|draw| {
        let (_, value) = draw.values.iter().find(|(analyte, _)| analyte.key == key)?;
        Some((draw.at, *value))
    })
    .next_back()
}

/// A day and a half: how long a value still speaks for today.
pub(crate) const FRESH_MIN: i64 = DAY * 3 / 2;
