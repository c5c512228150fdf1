//! The illnesses people are in for. Each is a table: how it moves the body and the laboratory,
//! what is given for it, and what is said about it. Sentences name facts in braces; `notes` puts
//! the chart's own values in and leaves out a sentence whose fact the chart does not have.

mod alcohol_withdrawal;
mod asthma;
mod cellulitis;
mod chest_pain;
mod cholecystitis;
mod copd;
mod delirium;
mod dka;
mod gi_bleed;
mod heart_failure;
mod hip_fracture;
mod kidney_injury;
mod pancreatitis;
mod pneumonia;
mod pulmonary_embolism;
mod pyelonephritis;
mod sepsis;
mod stroke;

use super::analyte::{Analyte, Panel};
use super::chance::Chance;
use super::problem::Problem;
use super::treatment::Treatment;

/// One illness as a reason to be in hospital.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) key: &'static str,
    /// Relative frequency.
    pub(crate) weight: i64,
    pub(crate) problem: Problem,
    /// What it brings with it on this admission.
    pub(crate) also: &'static [Problem],
    /// Chronic illnesses it usually meets, by key.
    pub(crate) likely: &'static [&'static str],
    /// Chronic illnesses it excludes.
    pub(crate) never: &'static [&'static str],
    /// Youngest and oldest, years.
    pub(crate) ages: (i64, i64),
    /// Shortest and longest usual stay so far, days.
    pub(crate) days: (i64, i64),
    pub(crate) body: Body,
    pub(crate) chemistry: &'static [Shift],
    /// Drawn on arrival beside blood count and metabolic panel.
    pub(crate) on_arrival: &'static [&'static Panel],
    pub(crate) repeats: &'static [Repeat],
    pub(crate) treatments: &'static [Treatment],
    /// Home drugs put on hold, by name.
    pub(crate) holds: &'static [&'static str],
    pub(crate) studies: &'static [Study],
    pub(crate) procedures: &'static [Operation],
    pub(crate) consults: &'static [&'static str],
    pub(crate) precautions: &'static [Precaution],
    pub(crate) story: Story,
}

/// What the illness does to the vital signs of somebody as ill as people are on arrival.
#[derive(Debug)]
pub(crate) struct Body {
    /// Beats per minute above rest.
    pub(crate) heart_rate: f64,
    /// Breaths per minute above rest.
    pub(crate) resp_rate: f64,
    /// Degrees Celsius above rest.
    pub(crate) temp: f64,
    /// Systolic pressure against rest, mmHg.
    pub(crate) systolic: f64,
    /// Saturation lost on air, percentage points.
    pub(crate) spo2_drop: f64,
    /// Pain score, 0 to 10.
    pub(crate) pain: f64,
    /// Severity from which the patient is confused; above 1.5 for never.
    pub(crate) confused_from: f64,
    /// Hours in which the severity halves.
    pub(crate) half_life_h: f64,
    pub(crate) oxygen: OxygenTarget,
}

/// The saturation oxygen is titrated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OxygenTarget {
    Usual,
    /// 88–92 %, for people who retain carbon dioxide.
    Retainer,
}

/// An analyte away from the patient's usual by illness.
#[derive(Debug)]
pub(crate) struct Shift {
    pub(crate) analyte: &'static Analyte,
    /// Value on arrival in a typical case.
    pub(crate) peak: f64,
    /// Hours in which the difference halves.
    pub(crate) half_life_h: f64,
}

/// A panel drawn again and again.
#[derive(Debug)]
pub(crate) struct Repeat {
    pub(crate) panel: &'static Panel,
    pub(crate) every_h: i64,
    pub(crate) for_h: i64,
}

/// Imaging or a tracing with its report.
#[derive(Debug)]
pub(crate) struct Study {
    pub(crate) name: &'static str,
    pub(crate) loinc: Option<&'static str>,
    pub(crate) after_h: i64,
    pub(crate) indication: &'static str,
    pub(crate) findings: &'static str,
    pub(crate) impression: &'static str,
}

/// Something done to the patient.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) snomed: Option<&'static str>,
    pub(crate) after_h: i64,
    pub(crate) outcome: &'static str,
}

/// What the door sign and the banner say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precaution {
    Falls,
    Contact,
    Droplet,
    NothingByMouth,
    Aspiration,
    /// Saturation target 88–92 %.
    SaturationTarget,
    DoNotResuscitate,
}

/// What is told about it, from the door to rounds.
#[derive(Debug)]
pub(crate) struct Story {
    /// Chief complaint, lower case.
    pub(crate) complaint: &'static str,
    /// History of the present illness.
    pub(crate) history: &'static [&'static str],
    /// Findings on arrival.
    pub(crate) exam: &'static [&'static str],
    /// Findings on rounds later.
    pub(crate) exam_later: &'static [&'static str],
    /// How the patient says it goes, on rounds while ill, and later.
    pub(crate) says_ill: &'static [&'static str],
    pub(crate) says_better: &'static [&'static str],
    /// Assessment and plan of the principal problem.
    pub(crate) plan_early: &'static [&'static str],
    pub(crate) plan_steady: &'static [&'static str],
    pub(crate) plan_late: &'static [&'static str],
    pub(crate) plan_worse: &'static [&'static str],
    /// What the nurses write besides the vital signs.
    pub(crate) nursing: &'static [&'static str],
    /// One line for handoff: ill, mending, leaving, worse.
    pub(crate) next: [&'static str; 4],
}

/// Every scenario.
pub(crate) static SCENARIOS: [&Scenario; 18] = [
    &pneumonia::SCENARIO,
    &heart_failure::SCENARIO,
    &copd::SCENARIO,
    &gi_bleed::SCENARIO,
    &hip_fracture::SCENARIO,
    &dka::SCENARIO,
    &stroke::SCENARIO,
    &sepsis::SCENARIO,
    &cellulitis::SCENARIO,
    &pyelonephritis::SCENARIO,
    &kidney_injury::SCENARIO,
    &alcohol_withdrawal::SCENARIO,
    &pancreatitis::SCENARIO,
    &cholecystitis::SCENARIO,
    &pulmonary_embolism::SCENARIO,
    &delirium::SCENARIO,
    &asthma::SCENARIO,
    &chest_pain::SCENARIO,
];

/// The scenario called `key`, or one by weight.
pub(crate) fn choose(chance: &mut Chance, key: Option<&str>) -> &'static Scenario {
    let named = SCENARIOS.iter().find(|scenario| key == Some(scenario.key));
    named.copied().unwrap_or_else(|| draw(chance))
}

fn draw(chance: &mut Chance) -> &'static Scenario {
    let total: i64 = SCENARIOS.iter().map(|scenario| scenario.weight).sum();
    let mut left = chance.between(1, total);
    for scenario in SCENARIOS {
        left -= scenario.weight;
        if left <= 0 {
            return scenario;
        }
    }
    &pneumonia::SCENARIO
}

/// An analyte's value on arrival and the hours in which the difference halves.
const fn shift(analyte: &'static Analyte, peak: f64, half_life_h: f64) -> Shift {
    Shift {
        analyte,
        peak,
        half_life_h,
    }
}

/// `panel` every `every_h` hours for `for_h` hours.
const fn repeat(panel: &'static Panel, every_h: i64, for_h: i64) -> Repeat {
    Repeat {
        panel,
        every_h,
        for_h,
    }
}

#[cfg(test)]
mod tests;
