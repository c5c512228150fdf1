//! The vitals strip, the trend and NEWS2.

use charthold_clinical::news2::{Band, News2, Parameter, Scale};
use charthold_clinical::summary::{ChartSummary, News2Summary, Series, TrendSign};
use charthold_clinical::vitals::{OxygenGiven, VitalsSet};
use charthold_domain::Timestamp;

use crate::ipc::dto::{News2View, TrendPoint, TrendSeries, VitalTile, VitalsView};

/// Tiles in the order of the RCP chart: parameter, code, label, unit.
pub(crate) const TILES: [(Parameter, &str, &str, &str); 7] = [
    (
        Parameter::RespirationRate,
        "respiratoryRate",
        "Resp. rate",
        "/min",
    ),
    (Parameter::Spo2, "spo2", "SpO₂", "%"),
    (Parameter::Oxygen, "oxygen", "Oxygen", "L/min"),
    (
        Parameter::SystolicBp,
        "bloodPressure",
        "Blood pressure",
        "mmHg",
    ),
    (Parameter::Pulse, "heartRate", "Heart rate", "/min"),
    (
        Parameter::Consciousness,
        "mentalStatus",
        "Mental status",
        "",
    ),
    (Parameter::Temperature, "temperature", "Temperature", "°C"),
];

/// The strip; nothing when no set is on record.
pub(super) fn strip(summary: &ChartSummary) -> Option<VitalsView> {
    let set = summary.vitals.as_ref()?;
    let before = summary.vitals_before.as_ref();
    let tiles = TILES
        .iter()
        .map(|(parameter, code, label, unit)| {
            let (value, unit) = value_text(set, *parameter, unit);
            let previous = before.and_then(|before| value_text(before, *parameter, "").0);
            VitalTile {
                code: (*code).to_owned(),
                label: (*label).to_owned(),
                value,
                unit,
                points: set.points(*parameter, summary.scale),
                previous,
                direction: before.and_then(|before| direction(set, before, *parameter)),
            }
        })
        .collect();
    Some(VitalsView {
        taken_at_ms: set.taken_at.as_millis(),
        due_at_ms: summary.news2.due_at.map(Timestamp::as_millis),
        by: set.performer.clone(),
        news2: news2(&summary.news2),
        tiles,
    })
}

fn news2(summary: &News2Summary) -> News2View {
    match summary
        .current
        .as_ref()
        .map(|assessment| &assessment.result)
    {
        Some(News2::Scored(score)) => News2View::Scored {
            total: score.total,
            change: summary.change.and_then(|change| i8::try_from(change).ok()),
            band: band_number(score.band),
            response: score.band.action().to_owned(),
            any_three: score.any_three,
        },
        Some(News2::Incomplete { missing }) => News2View::Incomplete {
            missing: names(missing),
        },
        Some(News2::NotApplicable(exclusion)) => News2View::NotApplicable {
            reason: reason(*exclusion).to_owned(),
        },
        None => News2View::Incomplete {
            missing: names(&Parameter::ALL),
        },
    }
}

/// Why there is no score.
pub(crate) const fn reason(exclusion: charthold_clinical::news2::Exclusion) -> &'static str {
    match exclusion {
        charthold_clinical::news2::Exclusion::Under16 => "Not used under 16 years",
        charthold_clinical::news2::Exclusion::Pregnant => "Not used in pregnancy",
    }
}

/// 0 low, 1 low–medium, 2 medium, 3 high.
pub(crate) const fn band_number(band: Band) -> u8 {
    match band {
        Band::Zero | Band::Low => 0,
        Band::LowMedium => 1,
        Band::Medium => 2,
        Band::High => 3,
    }
}

/// Parameters as words.
pub(crate) fn names(missing: &[Parameter]) -> Vec<String> {
    missing
        .iter()
        .map(|parameter| parameter.label().to_owned())
        .collect()
}

/// A value as shown, and the unit it has.
pub(crate) fn value_text(
    set: &VitalsSet,
    parameter: Parameter,
    unit: &str,
) -> (Option<String>, String) {
    let own = unit.to_owned();
    match parameter {
        Parameter::RespirationRate => (set.rr.as_ref().map(|m| m.text.clone()), own),
        Parameter::Spo2 => (set.spo2.as_ref().map(|m| m.text.clone()), own),
        Parameter::Oxygen => match &set.oxygen {
            Some(OxygenGiven::Flow(flow)) => (Some(flow.text.clone()), own),
            Some(given) => (Some(given.text()), String::new()),
            None => (None, own),
        },
        Parameter::SystolicBp => (set.bp_text(), own),
        Parameter::Pulse => (set.hr.as_ref().map(|m| m.text.clone()), own),
        Parameter::Consciousness => (set.acvpu.map(|level| level.label().to_owned()), own),
        Parameter::Temperature => (set.temp.as_ref().map(|m| m.text.clone()), own),
    }
}

fn number(set: &VitalsSet, parameter: Parameter) -> Option<f64> {
    match parameter {
        Parameter::RespirationRate => set.rr.as_ref().map(|m| m.value),
        Parameter::Spo2 => set.spo2.as_ref().map(|m| m.value),
        Parameter::Oxygen => match &set.oxygen {
            Some(OxygenGiven::Flow(flow)) => Some(flow.value),
            Some(OxygenGiven::Air) => Some(0.0),
            Some(OxygenGiven::Other(_)) | None => None,
        },
        Parameter::SystolicBp => set.sbp.as_ref().map(|m| m.value),
        Parameter::Pulse => set.hr.as_ref().map(|m| m.value),
        Parameter::Consciousness => None,
        Parameter::Temperature => set.temp.as_ref().map(|m| m.value),
    }
}

fn direction(set: &VitalsSet, before: &VitalsSet, parameter: Parameter) -> Option<i8> {
    let (now, then) = (number(set, parameter)?, number(before, parameter)?);
    Some(match now.partial_cmp(&then)? {
        std::cmp::Ordering::Less => -1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => 1,
    })
}

/// The trend series with their fixed axes (the values that score 0 are the RCP's).
pub(super) fn trend(summary: &ChartSummary) -> Vec<TrendSeries> {
    let series = &summary.trend.series;
    series
        .iter()
        .map(|series| shown(series, summary.scale))
        .collect()
}

/// Saturations that score 0; on scale 2 those of the target range.
const fn spo2_zero(scale: Scale) -> (f64, f64) {
    match scale {
        Scale::One => (96.0, 100.0),
        Scale::Two => (88.0, 92.0),
    }
}

fn shown(series: &Series, scale: Scale) -> TrendSeries {
    let (code, label, unit, axis, zero) = match series.sign {
        TrendSign::HeartRate => (
            "heartRate",
            "Heart rate",
            "/min",
            (40.0, 140.0),
            (51.0, 90.0),
        ),
        TrendSign::BloodPressure => (
            "bloodPressure",
            "Blood pressure",
            "mmHg",
            (40.0, 200.0),
            (111.0, 219.0),
        ),
        TrendSign::RespirationRate => (
            "respiratoryRate",
            "Resp. rate",
            "/min",
            (8.0, 32.0),
            (12.0, 20.0),
        ),
        TrendSign::Spo2 => ("spo2", "SpO₂", "%", (84.0, 100.0), spo2_zero(scale)),
        TrendSign::Temperature => (
            "temperature",
            "Temperature",
            "°C",
            (35.0, 40.5),
            (36.1, 38.0),
        ),
    };
    TrendSeries {
        code: code.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        low: axis.0,
        high: axis.1,
        zero_low: zero.0,
        zero_high: zero.1,
        points: series
            .points
            .iter()
            .map(|point| TrendPoint {
                at_ms: point.at.as_millis(),
                value: point.value,
                second: point.diastolic,
                text: point.text.clone(),
                points: point.points,
            })
            .collect(),
    }
}
