//! NEWS2 of the chart: what the last sets score, how it changed, when it goes stale; and the trend.

use std::time::Duration;

use charthold_domain::Timestamp;

use super::gather::{Gathered, Of};
use super::{AsOf, Assessment, Freshness, News2Summary, Series, Trend, TrendPoint, TrendSign};
use crate::date::age_years;
use crate::flag::{Flag, FlagKind};
use crate::news2::{Exclusion, News2, Parameter, Scale, Score};
use crate::patient::Sex;
use crate::vitals::{Measure, VitalsSet};

/// Scale 2 only when a clinician has flagged the 88–92 % target.
pub(super) fn scale_of(flags: &[Of<Flag>]) -> Scale {
    let target = flags.iter().any(|of| of.item.kind == FlagKind::Spo2Target);
    if target { Scale::Two } else { Scale::One }
}

/// Why NEWS2 does not apply to this patient; an unknown age does not exclude.
pub(super) fn exclusion_of(gathered: &Gathered, as_of: &AsOf) -> Option<Exclusion> {
    let patient = gathered.patient.as_ref();
    let age = patient
        .and_then(|p| p.born)
        .and_then(|b| age_years(b, as_of.now, &as_of.zone));
    if age.is_some_and(|years| years < ADULT_FROM_Y) {
        return Some(Exclusion::Under16);
    }
    let says_so = |code: &str| PREGNANCY.contains(&code);
    let pregnant = gathered
        .problems
        .iter()
        .filter(|problem| problem.is_active())
        .any(|problem| problem.item.codes.iter().any(|code| says_so(code)));
    let possible = patient.is_none_or(|p| p.sex != Sex::Male);
    (pregnant && possible).then_some(Exclusion::Pregnant)
}

/// The chart's NEWS2; `sets` newest first.
pub(super) fn news2_summary(
    sets: &[VitalsSet],
    scale: Scale,
    exclusion: Option<Exclusion>,
    as_of: &AsOf,
) -> News2Summary {
    let result = |set: &VitalsSet| match exclusion {
        Some(exclusion) => News2::NotApplicable(exclusion),
        None => set.score(scale),
    };
    let assess = |set: &VitalsSet| Assessment {
        taken_at: set.taken_at,
        result: result(set),
    };
    let scored: Vec<(Timestamp, Score)> = sets
        .iter()
        .filter_map(|set| match result(set) {
            News2::Scored(score) => Some((set.taken_at, score)),
            News2::Incomplete { .. } | News2::NotApplicable(_) => None,
        })
        .take(TOTALS_SHOWN)
        .collect();
    let (last, before) = (scored.first(), scored.get(1));
    let after = |seconds: i64| Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    let stale_at = last.map(|(at, score)| at.plus(after(score.band.stale_after_s())));
    let assessment = |(at, score): &(Timestamp, Score)| Assessment {
        taken_at: *at,
        result: News2::Scored(*score),
    };
    News2Summary {
        current: sets.first().map(assess),
        last_scored: last.map(assessment),
        previous: before.map(assessment),
        change: last
            .zip(before)
            .map(|((_, now), (_, then))| i16::from(now.total) - i16::from(then.total)),
        due_at: last.map(|(at, score)| at.plus(after(score.band.due_after_s()))),
        freshness: match stale_at {
            Some(stale_at) if as_of.now <= stale_at => Freshness::Fresh,
            _ => Freshness::Stale,
        },
        totals: scored.iter().rev().map(|(_, score)| score.total).collect(),
    }
}

/// The last 48 hours; `sets` newest first.
pub(super) fn trend(
    sets: &[VitalsSet],
    scale: Scale,
    exclusion: Option<Exclusion>,
    as_of: &AsOf,
) -> Trend {
    let from = as_of.now.minus(TREND_SPAN);
    let shown = |set: &&VitalsSet| set.taken_at >= from && set.taken_at <= as_of.now;
    let window: Vec<&VitalsSet> = sets.iter().rev().filter(shown).collect();
    let series = SIGNS.map(|(sign, parameter)| {
        let points = window.iter().filter_map(|set| {
            let scored = exclusion
                .is_none()
                .then(|| set.points(parameter, scale))
                .flatten();
            point(sign, set, scored)
        });
        Series {
            sign,
            points: points.collect(),
        }
    });
    Trend {
        from,
        to: as_of.now,
        series: series.into(),
    }
}

fn point(sign: TrendSign, set: &VitalsSet, points: Option<u8>) -> Option<TrendPoint> {
    let (measure, diastolic): (&Measure, Option<f64>) = match sign {
        TrendSign::HeartRate => (set.hr.as_ref()?, None),
        TrendSign::BloodPressure => (set.sbp.as_ref()?, set.dbp.as_ref().map(|dbp| dbp.value)),
        TrendSign::RespirationRate => (set.rr.as_ref()?, None),
        TrendSign::Spo2 => (set.spo2.as_ref()?, None),
        TrendSign::Temperature => (set.temp.as_ref()?, None),
    };
    let text = match sign {
        TrendSign::BloodPressure => set.bp_text()?,
        _ => measure.text.clone(),
    };
    Some(TrendPoint {
        at: set.taken_at,
        value: measure.value,
        diastolic,
        text,
        points,
    })
}

const SIGNS: [(TrendSign, Parameter); 5] = [
    (TrendSign::HeartRate, Parameter::Pulse),
    (TrendSign::BloodPressure, Parameter::SystolicBp),
    (TrendSign::RespirationRate, Parameter::RespirationRate),
    (TrendSign::Spo2, Parameter::Spo2),
    (TrendSign::Temperature, Parameter::Temperature),
];

/// SNOMED CT pregnant, normal pregnancy; ICD-10-CM pregnant state.
const PREGNANCY: [&str; 5] = ["77386006", "72892002", "47200007", "Z33.1", "Z34.90"];

const ADULT_FROM_Y: i32 = 16;
const TOTALS_SHOWN: usize = 7;
const TREND_SPAN: Duration = Duration::from_secs(48 * 60 * 60);
