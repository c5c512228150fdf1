//! The shape of a hospital stay: when it began, how ill the patient was then and how that has gone
//! since. One curve per patient drives vitals, labs and the words of the notes, so they agree.

use super::chance::Chance;
use super::moment::{DAY, Moment};
use super::number::real;
use super::place::Place;
use super::scenario::Scenario;

/// How the illness goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// Better day by day.
    Improving,
    /// Better, but stuck short of well.
    Slow,
    /// Well again; leaves today or tomorrow.
    Resolved,
    /// Was better, worse again since last night.
    Worsening,
}

impl Course {
    /// The course a table calls `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "improving" => Some(Self::Improving),
            "slow" => Some(Self::Slow),
            "resolved" => Some(Self::Resolved),
            "worsening" => Some(Self::Worsening),
            _ => None,
        }
    }
}

/// What kind of bed it has been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acuity {
    Ward,
    Emergency,
    /// Two weeks that began in intensive care.
    Long,
}

/// Whether the next set of vital signs has been taken in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextVitals {
    Timely,
    Overdue,
}

/// One stay, still going on.
#[derive(Clone, Debug)]
pub(crate) struct Stay {
    pub(crate) admitted: Moment,
    pub(crate) now: Moment,
    pub(crate) course: Course,
    pub(crate) acuity: Acuity,
    pub(crate) next_vitals: NextVitals,
    /// 0 is well, 1 as ill as the scenario usually is on arrival.
    start: f64,
    half_life_h: f64,
}

impl Stay {
    /// The stay of patient `index` in `place`.
    pub(crate) fn draw(
        seed: u64,
        index: usize,
        place: &Place,
        scenario: &Scenario,
        course: Option<Course>,
        now: Moment,
    ) -> Self {
        let mut chance = Chance::of(seed, index, "stay");
        let acuity = acuity(&mut chance, place, course);
        let length = length_min(&mut chance, acuity, scenario);
        let by_chance = course.is_none() && chance.percent(7);
        let course = course.unwrap_or_else(|| draw_course(&mut chance));
        let overdue = by_chance || course == Course::Worsening;
        let pace = match (course, acuity) {
            (Course::Resolved, _) => 0.55,
            (_, Acuity::Long) => 3.0,
            _ => 1.0,
        };
        Self {
            admitted: now.plus(-length),
            now,
            course,
            acuity,
            next_vitals: if overdue {
                NextVitals::Overdue
            } else {
                NextVitals::Timely
            },
            start: 1.0 + 0.12 * chance.spread(),
            half_life_h: scenario.body.half_life_h * pace,
        }
    }

    /// How ill at `moment`: 0 is well, 1 as on arrival.
    pub(crate) fn severity(&self, moment: Moment) -> f64 {
        let fading = 0.5_f64.powf(moment.hours_since(self.admitted).max(0.0) / self.half_life_h);
        let severity = match self.course {
            Course::Improving | Course::Resolved => self.start * fading,
            Course::Slow => self.start * (0.26 + 0.74 * fading),
            Course::Worsening => self.start * fading.mul_add(0.9, 0.1) + self.relapse(moment),
        };
        // Beyond this lies intensive care, which none of these beds is.
        severity.min(1.1)
    }

    /// The part of the severity that came back in the last fourteen hours.
    pub(crate) fn relapse(&self, moment: Moment) -> f64 {
        if self.course != Course::Worsening {
            return 0.0;
        }
        let before_now_h = self.now.hours_since(moment);
        0.95 * (1.0 - before_now_h / 14.0).clamp(0.0, 1.0)
    }

    /// The day of the stay `moment` falls on, from 1.
    pub(crate) const fn day_number(&self, moment: Moment) -> i64 {
        moment.day() - self.admitted.day() + 1
    }
}

fn acuity(chance: &mut Chance, place: &Place, course: Option<Course>) -> Acuity {
    if place.unit == "ED" {
        Acuity::Emergency
    } else if course.is_none() && chance.percent(7) {
        Acuity::Long
    } else {
        Acuity::Ward
    }
}

fn length_min(chance: &mut Chance, acuity: Acuity, scenario: &Scenario) -> i64 {
    let (low, high) = match acuity {
        Acuity::Ward => (scenario.days.0 * DAY, scenario.days.1 * DAY),
        Acuity::Emergency => (DAY * 5 / 4, DAY * 9 / 4),
        Acuity::Long => (12 * DAY, 16 * DAY),
    };
    // The square leans towards the short end, as lengths of stay do.
    let lean = chance.unit().powi(2);
    low + super::number::round(real(high - low) * lean) + chance.between(0, 600)
}

fn draw_course(chance: &mut Chance) -> Course {
    match chance.between(1, 100) {
        1..=56 => Course::Improving,
        57..=75 => Course::Slow,
        76..=90 => Course::Resolved,
        _ => Course::Worsening,
    }
}
