//! Vital signs as sets: what was measured together at the bedside, brought together from single
//! Observations, in one unit each. Scoring is `news2`'s, writing a set is `vitals_entry`'s.

mod question;
mod reading;
mod unit;

use charthold_domain::Timestamp;

use crate::news2::{Consciousness, Inputs, News2, Oxygen, Parameter, Scale, points, score};
use crate::observation::Observation;

pub use question::{Question, bp_question, question};
pub use reading::{Found, Reading, is_vital_sign, readings};

/// A vital sign with a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vital {
    /// Breaths a minute.
    RespirationRate,
    /// Oxygen saturation, %.
    Spo2,
    /// Oxygen flow, L/min.
    OxygenFlow,
    /// Systolic blood pressure, mmHg.
    SystolicBp,
    /// Diastolic blood pressure, mmHg.
    DiastolicBp,
    /// Heart beats a minute.
    HeartRate,
    /// °C.
    Temperature,
    /// kg.
    Weight,
    /// cm.
    Height,
}

impl Vital {
    /// The unit every value of it is in, as shown.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::RespirationRate | Self::HeartRate => "/min",
            Self::Spo2 => "%",
            Self::OxygenFlow => "L/min",
            Self::SystolicBp | Self::DiastolicBp => "mmHg",
            Self::Temperature => "°C",
            Self::Weight => "kg",
            Self::Height => "cm",
        }
    }
}

/// A measured value in its vital sign's own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The value.
    pub value: f64,
    /// As shown, without the unit: `38.0`, `22`.
    pub text: String,
    /// What was recorded, with its unit, when it was converted: `101.1 °F`.
    pub converted_from: Option<String>,
}

/// What the patient breathed.
#[derive(Clone, Debug, PartialEq)]
pub enum OxygenGiven {
    /// Room air.
    Air,
    /// Oxygen at a flow in L/min.
    Flow(Measure),
    /// Oxygen, said in other words, as `40 %` or `Venturi mask`.
    Other(String),
}

impl OxygenGiven {
    /// For NEWS2.
    #[must_use]
    pub const fn scored(&self) -> Oxygen {
        match self {
            Self::Air => Oxygen::Air,
            Self::Flow(_) | Self::Other(_) => Oxygen::Supplemental,
        }
    }

    /// `Room air`, `2 L/min`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Air => "Room air".into(),
            Self::Flow(flow) => format!("{} L/min", flow.text),
            Self::Other(text) => text.clone(),
        }
    }
}

/// Vital signs taken together. What was not measured is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct VitalsSet {
    /// When the first of them was taken.
    pub taken_at: Timestamp,
    /// Who took them, when the records say.
    pub performer: Option<String>,
    /// Respiratory rate.
    pub rr: Option<Measure>,
    /// Oxygen saturation.
    pub spo2: Option<Measure>,
    /// Air or oxygen.
    pub oxygen: Option<OxygenGiven>,
    /// Systolic blood pressure.
    pub sbp: Option<Measure>,
    /// Diastolic blood pressure.
    pub dbp: Option<Measure>,
    /// Heart rate.
    pub hr: Option<Measure>,
    /// Level of consciousness.
    pub acvpu: Option<Consciousness>,
    /// Temperature.
    pub temp: Option<Measure>,
}

impl VitalsSet {
    /// A set of nothing, begun at `taken_at`.
    #[must_use]
    pub const fn empty(taken_at: Timestamp) -> Self {
        Self {
            taken_at,
            performer: None,
            rr: None,
            spo2: None,
            oxygen: None,
            sbp: None,
            dbp: None,
            hr: None,
            acvpu: None,
            temp: None,
        }
    }

    /// The set as NEWS2 inputs.
    #[must_use]
    pub fn inputs(&self, scale: Scale) -> Inputs {
        let value = |measure: &Option<Measure>| measure.as_ref().map(|m| m.value);
        Inputs {
            respiration_rate: value(&self.rr),
            spo2: value(&self.spo2),
            scale,
            oxygen: self.oxygen.as_ref().map(OxygenGiven::scored),
            systolic_bp: value(&self.sbp),
            pulse: value(&self.hr),
            consciousness: self.acvpu,
            temperature: value(&self.temp),
        }
    }

    /// The set's NEWS2.
    #[must_use]
    pub fn score(&self, scale: Scale) -> News2 {
        score(&self.inputs(scale))
    }

    /// The points of one parameter, also of an incomplete set.
    #[must_use]
    pub fn points(&self, parameter: Parameter, scale: Scale) -> Option<u8> {
        points(parameter, &self.inputs(scale))
    }

    /// `112/64`, or the one value there is with a dash for the other.
    #[must_use]
    pub fn bp_text(&self) -> Option<String> {
        match (&self.sbp, &self.dbp) {
            (Some(sbp), Some(dbp)) => Some(format!("{}/{}", sbp.text, dbp.text)),
            (Some(sbp), None) => Some(format!("{}/–", sbp.text)),
            (None, Some(dbp)) => Some(format!("–/{}", dbp.text)),
            (None, None) => None,
        }
    }

    /// Whether no sign of `later` was measured in this set.
    const fn has_room_for(&self, later: &Self) -> bool {
        !(self.rr.is_some() && later.rr.is_some()
            || self.spo2.is_some() && later.spo2.is_some()
            || self.oxygen.is_some() && later.oxygen.is_some()
            || self.sbp.is_some() && later.sbp.is_some()
            || self.dbp.is_some() && later.dbp.is_some()
            || self.hr.is_some() && later.hr.is_some()
            || self.acvpu.is_some() && later.acvpu.is_some()
            || self.temp.is_some() && later.temp.is_some())
    }

    /// Takes what `later` has into the places that are free.
    fn absorb(&mut self, later: Self) {
        self.performer = self.performer.take().or(later.performer);
        self.rr = self.rr.take().or(later.rr);
        self.spo2 = self.spo2.take().or(later.spo2);
        self.oxygen = self.oxygen.take().or(later.oxygen);
        self.sbp = self.sbp.take().or(later.sbp);
        self.dbp = self.dbp.take().or(later.dbp);
        self.hr = self.hr.take().or(later.hr);
        self.acvpu = self.acvpu.take().or(later.acvpu);
        self.temp = self.temp.take().or(later.temp);
    }

    /// Puts a reading in its place, unless another value is there.
    fn take(&mut self, found: &Found) -> Taken {
        let Found::Measure(vital, measure) = found else {
            return match found {
                Found::Consciousness(acvpu) => fill(&mut self.acvpu, acvpu),
                Found::Oxygen(oxygen) => fill(&mut self.oxygen, oxygen),
                Found::Measure(..) => Taken::NotPartOfASet,
            };
        };
        match vital {
            Vital::RespirationRate => fill(&mut self.rr, measure),
            Vital::Spo2 => fill(&mut self.spo2, measure),
            Vital::SystolicBp => fill(&mut self.sbp, measure),
            Vital::DiastolicBp => fill(&mut self.dbp, measure),
            Vital::HeartRate => fill(&mut self.hr, measure),
            Vital::Temperature => fill(&mut self.temp, measure),
            Vital::OxygenFlow | Vital::Weight | Vital::Height => Taken::NotPartOfASet,
        }
    }
}

/// What became of a reading offered to a set.
#[derive(PartialEq, Eq)]
enum Taken {
    Yes,
    PlaceHasAnotherValue,
    NotPartOfASet,
}

fn fill<T: Clone + PartialEq>(place: &mut Option<T>, value: &T) -> Taken {
    match place {
        Some(there) if there == value => Taken::Yes,
        Some(_) => Taken::PlaceHasAnotherValue,
        None => {
            *place = Some(value.clone());
            Taken::Yes
        }
    }
}

/// Brings observations together into sets, newest first. What was taken at one moment is one set; what
/// follows within two minutes joins it unless it repeats a sign, for then it is the next set, and
/// belongs together even where a value is the same as before.
#[must_use]
pub fn group<'a>(observations: impl IntoIterator<Item = &'a Observation>) -> Vec<VitalsSet> {
    let mut all: Vec<Reading> = observations.into_iter().flat_map(readings).collect();
    group_readings(&mut all)
}

/// As [`group`], for readings already at hand; sorts them by time.
#[must_use]
pub fn group_readings(all: &mut [Reading]) -> Vec<VitalsSet> {
    all.sort_by_key(|reading| reading.at);
    let mut sets: Vec<VitalsSet> = Vec::new();
    for moment in moments(all) {
        let open = sets.last_mut().filter(|set| {
            moment.taken_at.since(set.taken_at) <= SET_SPAN && set.has_room_for(&moment)
        });
        match open {
            Some(set) => set.absorb(moment),
            None => sets.push(moment),
        }
    }
    sets.reverse();
    sets
}

/// The readings of each moment; of several different values of one sign at one moment each is kept.
fn moments(sorted: &[Reading]) -> Vec<VitalsSet> {
    let mut moments: Vec<VitalsSet> = Vec::new();
    for reading in sorted {
        let open = moments.last_mut().filter(|set| set.taken_at == reading.at);
        let taken = match open {
            Some(set) => join(set, reading),
            None => Taken::PlaceHasAnotherValue,
        };
        if taken == Taken::PlaceHasAnotherValue {
            let mut set = VitalsSet::empty(reading.at);
            if join(&mut set, reading) == Taken::Yes {
                moments.push(set);
            }
        }
    }
    moments
}

fn join(set: &mut VitalsSet, reading: &Reading) -> Taken {
    let taken = set.take(&reading.found);
    if taken == Taken::Yes && set.performer.is_none() {
        set.performer.clone_from(&reading.performer);
    }
    taken
}

/// How long taking one set may last, from its first value.
const SET_SPAN: std::time::Duration = std::time::Duration::from_secs(120);
