//! The parts of a summary: scores with their age, trend series, and one line type for each list.
//! Values only; how they are found is the business of the modules beside this one.

use charthold_domain::{RecordId, Timestamp};

use crate::allergy::Allergy;
use crate::condition::Problem;
use crate::fhir::Coding;
use crate::flag::Flag;
use crate::medication::Medication;
use crate::news2::News2;
use crate::note::NoteHead;
use crate::observation::Direction;

/// NEWS2 with its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News2Summary {
    /// What the last set says, a number or why there is none.
    pub current: Option<Assessment>,
    /// The last complete score, which may be older than `current`.
    pub last_scored: Option<Assessment>,
    /// The complete score before that.
    pub previous: Option<Assessment>,
    /// `last_scored` less `previous`.
    pub change: Option<i16>,
    /// When the next set is due by the band of `last_scored`; of `current` when it is incomplete,
    /// still by the last complete band.
    pub due_at: Option<Timestamp>,
    /// Whether `last_scored` is older than its band allows.
    pub freshness: Freshness,
    /// The last totals, at most seven, oldest first.
    pub totals: Vec<u8>,
}

/// NEWS2 of one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// When the set was taken.
    pub taken_at: Timestamp,
    /// What it comes to.
    pub result: News2,
}

/// Whether a value is recent enough to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// It is.
    Fresh,
    /// It is not.
    Stale,
}

/// Vital signs over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Start of the window.
    pub from: Timestamp,
    /// End of the window: now.
    pub to: Timestamp,
    /// Heart rate, blood pressure, respiratory rate, SpO2, temperature; oldest point first.
    pub series: Vec<Series>,
}

/// One vital sign over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Which.
    pub sign: TrendSign,
    /// Its points, oldest first.
    pub points: Vec<TrendPoint>,
}

/// What a series shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrendSign {
    /// Beats a minute.
    HeartRate,
    /// mmHg, systolic with diastolic.
    BloodPressure,
    /// Breaths a minute.
    RespirationRate,
    /// %.
    Spo2,
    /// °C.
    Temperature,
}

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    /// When.
    pub at: Timestamp,
    /// The value; systolic for blood pressure.
    pub value: f64,
    /// Diastolic, for blood pressure.
    pub diastolic: Option<f64>,
    /// As shown: `96`, `112/64`.
    pub text: String,
    /// NEWS2 points; `None` where NEWS2 does not apply.
    pub points: Option<u8>,
}

/// A problem and whether it is the reason for the stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemLine {
    /// The record.
    pub record: RecordId,
    /// The problem.
    pub problem: Problem,
    /// Whether it is the principal one.
    pub rank: ProblemRank,
}

/// A problem's place in the stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemRank {
    /// The encounter's principal diagnosis.
    Principal,
    /// Any other.
    Other,
}

/// An allergy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllergyLine {
    /// The record.
    pub record: RecordId,
    /// The allergy.
    pub allergy: Allergy,
}

/// A medication with what was last done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicationLine {
    /// The record.
    pub record: RecordId,
    /// The medication.
    pub medication: Medication,
    /// When it was last given.
    pub last_given: Option<Timestamp>,
    /// When it is next due, where times or an interval and a last dose tell.
    pub next_due: Option<Timestamp>,
}

/// A laboratory result with the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// The record.
    pub record: RecordId,
    /// Its code.
    pub code: Option<Coding>,
    /// Its name in full.
    pub label: String,
    /// Its short name, as `K`.
    pub short_label: String,
    /// The value with its unit.
    pub value: String,
    /// Direction, in words with [`Direction::word`].
    pub direction: Option<Direction>,
    /// Reference range.
    pub range: Option<String>,
    /// When the specimen was taken.
    pub at: Option<Timestamp>,
    /// Whether it came within the last twelve hours.
    pub novelty: Novelty,
    /// The value before, of the same code.
    pub before: Option<EarlierValue>,
}

/// Whether a result is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Novelty {
    /// Made known within the last twelve hours.
    New,
    /// Longer known.
    Known,
}

/// An earlier value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierValue {
    /// With its unit.
    pub value: String,
    /// When.
    pub at: Option<Timestamp>,
}

impl ResultLine {
    /// `K 6.1 mmol/L high`.
    #[must_use]
    pub fn short_text(&self) -> String {
        let word = self.direction.and_then(Direction::word);
        let parts = [
            Some(self.short_label.as_str()),
            Some(self.value.as_str()),
            word,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// The record.
    pub record: RecordId,
    /// The note's head.
    pub note: NoteHead,
}

/// A flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagLine {
    /// The record.
    pub record: RecordId,
    /// The flag.
    pub flag: Flag,
}
