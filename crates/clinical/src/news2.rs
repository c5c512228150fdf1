//! The National Early Warning Score 2, as data and arithmetic. Source: Royal College of Physicians,
//! "National Early Warning Score (NEWS) 2", London, 2017: chart 1 (scores), chart 2 (triggers),
//! chart 4 (responses); reproduced with attribution as the RCP permits. For patients of 16 and over
//! who are not pregnant. Finding the inputs in a chart is `vitals`' business.

/// Which SpO2 scale counts. Scale 2 only when a clinician has set the 88–92 % target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// For everybody else.
    #[default]
    One,
    /// Hypercapnic respiratory failure, target 88–92 %.
    Two,
}

/// What the patient breathes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Oxygen {
    /// Room air.
    Air,
    /// Any supplemental oxygen.
    Supplemental,
}

/// ACVPU: level of consciousness, new confusion included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Consciousness {
    /// Alert.
    Alert,
    /// New confusion.
    Confusion,
    /// Responds to voice.
    Voice,
    /// Responds to pain.
    Pain,
    /// Unresponsive.
    Unresponsive,
}

impl Consciousness {
    /// The word shown.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Alert => "Alert",
            Self::Confusion => "Confusion",
            Self::Voice => "Voice",
            Self::Pain => "Pain",
            Self::Unresponsive => "Unresponsive",
        }
    }
}

/// The seven things scored, in the order of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// Breaths a minute.
    RespirationRate,
    /// Oxygen saturation, %.
    Spo2,
    /// Air or oxygen.
    Oxygen,
    /// Systolic blood pressure, mmHg.
    SystolicBp,
    /// Heart beats a minute.
    Pulse,
    /// ACVPU.
    Consciousness,
    /// °C.
    Temperature,
}

impl Parameter {
    /// All seven.
    pub const ALL: [Self; 7] = [
        Self::RespirationRate,
        Self::Spo2,
        Self::Oxygen,
        Self::SystolicBp,
        Self::Pulse,
        Self::Consciousness,
        Self::Temperature,
    ];

    /// The name in "incomplete: missing …".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::RespirationRate => "respiratory rate",
            Self::Spo2 => "SpO₂",
            Self::Oxygen => "air or oxygen",
            Self::SystolicBp => "systolic blood pressure",
            Self::Pulse => "heart rate",
            Self::Consciousness => "mental status",
            Self::Temperature => "temperature",
        }
    }
}

/// One set of measurements. Values are rounded to the chart's steps before they are scored: whole
/// numbers, tenths of a degree. What is absent or no number is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Breaths a minute.
    pub respiration_rate: Option<f64>,
    /// Oxygen saturation, %.
    pub spo2: Option<f64>,
    /// Which scale the saturation is scored on.
    pub scale: Scale,
    /// Air or oxygen.
    pub oxygen: Option<Oxygen>,
    /// Systolic blood pressure, mmHg.
    pub systolic_bp: Option<f64>,
    /// Heart beats a minute.
    pub pulse: Option<f64>,
    /// ACVPU.
    pub consciousness: Option<Consciousness>,
    /// °C.
    pub temperature: Option<f64>,
}

/// Clinical risk by the RCP's thresholds, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Total 0.
    Zero,
    /// Total 1 to 4.
    Low,
    /// Total under 5 with 3 in a single parameter.
    LowMedium,
    /// Total 5 or 6.
    Medium,
    /// Total 7 or more.
    High,
}

/// A complete score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 to 20.
    pub total: u8,
    /// Points of each parameter, in the order of [`Parameter::ALL`].
    pub points: [(Parameter, u8); 7],
    /// The risk band.
    pub band: Band,
    /// Whether one parameter alone scores 3.
    pub any_three: bool,
}

/// What can be said of a set of measurements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News2 {
    /// Everything was measured.
    Scored(Score),
    /// Something was not; there is no number then.
    Incomplete {
        /// What is missing, in chart order; never empty.
        missing: Vec<Parameter>,
    },
    /// The score is not made for this patient.
    NotApplicable(Exclusion),
}

/// Why NEWS2 does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exclusion {
    /// Under 16 years of age.
    Under16,
    /// Pregnant.
    Pregnant,
}

/// Scores one set.
#[must_use]
pub fn score(inputs: &Inputs) -> News2 {
    let points = Parameter::ALL.map(|parameter| (parameter, points(parameter, inputs)));
    let missing: Vec<Parameter> = points
        .iter()
        .filter(|(_, points)| points.is_none())
        .map(|(p, _)| *p)
        .collect();
    if !missing.is_empty() {
        return News2::Incomplete { missing };
    }
    let points = points.map(|(parameter, points)| (parameter, points.unwrap_or(0)));
    let total = points.iter().map(|(_, points)| points).sum();
    let any_three = points.iter().any(|(_, points)| *points == 3);
    News2::Scored(Score {
        total,
        points,
        band: band(total, any_three),
        any_three,
    })
}

/// Points of one parameter; `None` when it was not measured.
#[must_use]
pub fn points(parameter: Parameter, inputs: &Inputs) -> Option<u8> {
    match parameter {
        Parameter::RespirationRate => {
            whole(inputs.respiration_rate).map(|v| in_table(v, RESPIRATION))
        }
        Parameter::Spo2 => match inputs.scale {
            Scale::One => whole(inputs.spo2).map(|v| in_table(v, SPO2_SCALE_1)),
            Scale::Two => spo2_scale_2(inputs),
        },
        Parameter::Oxygen => inputs
            .oxygen
            .map(|o| if o == Oxygen::Supplemental { 2 } else { 0 }),
        Parameter::SystolicBp => whole(inputs.systolic_bp).map(|v| in_table(v, SYSTOLIC)),
        Parameter::Pulse => whole(inputs.pulse).map(|v| in_table(v, PULSE)),
        Parameter::Consciousness => inputs
            .consciousness
            .map(|c| if c == Consciousness::Alert { 0 } else { 3 }),
        Parameter::Temperature => tenths(inputs.temperature).map(|v| in_table(v, TEMPERATURE)),
    }
}

/// The band of a total.
#[must_use]
pub const fn band(total: u8, any_three: bool) -> Band {
    match total {
        7.. => Band::High,
        5..=6 => Band::Medium,
        _ if any_three => Band::LowMedium,
        0 => Band::Zero,
        _ => Band::Low,
    }
}

impl Band {
    /// The risk in words.
    #[must_use]
    pub const fn risk(self) -> &'static str {
        match self {
            Self::Zero | Self::Low => "Low",
            Self::LowMedium => "Low to medium",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    /// What the band asks for, short, for tiles.
    #[must_use]
    pub const fn action(self) -> &'static str {
        match self {
            Self::Zero => "Routine monitoring",
            Self::Low => "Nurse assessment",
            Self::LowMedium => "Urgent ward review",
            Self::Medium => "Urgent review",
            Self::High => "Emergency response",
        }
    }

    /// What the band asks for, in a sentence (after RCP chart 4, in our words).
    #[must_use]
    pub const fn response(self) -> &'static str {
        match self {
            Self::Zero => "Continue routine monitoring.",
            Self::Low => {
                "A registered nurse assesses the patient and decides on monitoring and escalation."
            }
            Self::LowMedium => {
                "A registered nurse informs the medical team, who review and decide on escalation."
            }
            Self::Medium => {
                "A registered nurse informs the medical team at once; urgent assessment by a \
                 clinician competent in acute illness; monitored care."
            }
            Self::High => {
                "A registered nurse informs the medical team, specialist level, at once; emergency \
                 assessment by a team with critical care skills; consider a higher level of care."
            }
        }
    }

    /// Seconds after a set at which the next is due: 12, 4, 1 and 1 h (RCP chart 4, the shorter end
    /// of "4–6-hourly"). High asks for continuous monitoring, of which 30 min is charted here.
    #[must_use]
    pub const fn due_after_s(self) -> i64 {
        match self {
            Self::Zero => 12 * HOUR_S,
            Self::Low => 4 * HOUR_S,
            Self::LowMedium | Self::Medium => HOUR_S,
            Self::High => HOUR_S / 2,
        }
    }

    /// Seconds after a set from which its score is stale: the band's longest interval.
    #[must_use]
    pub const fn stale_after_s(self) -> i64 {
        match self {
            Self::Low => 6 * HOUR_S,
            _ => self.due_after_s(),
        }
    }
}

/// The points of a rounded value: of the first row whose upper limit it does not pass.
fn in_table(value: f64, table: &[(f64, u8)]) -> u8 {
    table
        .iter()
        .find(|(up_to, _)| value <= *up_to)
        .map_or(0, |(_, points)| *points)
}

/// Scale 2 asks about oxygen from 93 % on: high saturations score only when given oxygen.
fn spo2_scale_2(inputs: &Inputs) -> Option<u8> {
    let spo2 = whole(inputs.spo2)?;
    if spo2 <= 92.0 {
        return Some(in_table(spo2, SPO2_SCALE_2_TO_92));
    }
    Some(match inputs.oxygen? {
        Oxygen::Air => 0,
        Oxygen::Supplemental => in_table(spo2, SPO2_SCALE_2_ON_OXYGEN),
    })
}

fn whole(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite() && *v >= 0.0).map(f64::round)
}

fn tenths(value: Option<f64>) -> Option<f64> {
    value
        .filter(|v| v.is_finite())
        .map(|v| (v * 10.0).round() / 10.0)
}

const HOUR_S: i64 = 3_600;
const ANY: f64 = f64::INFINITY;

// RCP 2017, chart 1. Each row: up to and including, points.
const RESPIRATION: &[(f64, u8)] = &[(8.0, 3), (11.0, 1), (20.0, 0), (24.0, 2), (ANY, 3)];
const SPO2_SCALE_1: &[(f64, u8)] = &[(91.0, 3), (93.0, 2), (95.0, 1), (ANY, 0)];
const SPO2_SCALE_2_TO_92: &[(f64, u8)] = &[(83.0, 3), (85.0, 2), (87.0, 1), (92.0, 0)];
const SPO2_SCALE_2_ON_OXYGEN: &[(f64, u8)] = &[(94.0, 1), (96.0, 2), (ANY, 3)];
const SYSTOLIC: &[(f64, u8)] = &[(90.0, 3), (100.0, 2), (110.0, 1), (219.0, 0), (ANY, 3)];
const PULSE: &[(f64, u8)] = &[
    (40.0, 3),
    (50.0, 1),
    (90.0, 0),
    (110.0, 1),
    (130.0, 2),
    (ANY, 3),
];
const TEMPERATURE: &[(f64, u8)] = &[(35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (ANY, 2)];
