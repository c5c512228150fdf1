//! Judging a set of vitals as it is typed: points, doubts, what is missing, and the score so far. Pure, but
//! for the chart it looks up.

use charthold_clinical::fhir::Decimal;
use charthold_clinical::news2::{self, Band, Consciousness, News2, Parameter};
use charthold_clinical::vitals::{Vital, bp_question, question};
use charthold_clinical::vitals_entry::{OxygenEntry, VitalsEntry as Entered};
use charthold_domain::ChartId;

use crate::ipc::dto::{Acvpu, VitalsCheck, VitalsEntry, VitalsQuestion, VitalsRowCheck};
use crate::session::Glance;
use crate::view::vitals_view::{TILES, band_number, names, value_text};
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Judges what is typed so far.
    ///
    /// # Errors
    /// `Restricted` when the chart is not open.
    pub fn check_vitals(
        &self,
        chart: ChartId,
        entry: &VitalsEntry,
    ) -> Result<VitalsCheck, WorkstationError> {
        let zone = self.environment().zone.clone();
        self.session(|_, session| {
            let glance = session
                .glances
                .get(&chart)
                .ok_or(WorkstationError::Restricted)?;
            Ok(judge(entry, glance, &zone))
        })
    }
}

/// The typed set with every row judged; what is no number or in doubt does not count.
pub(crate) fn judge(
    entry: &VitalsEntry,
    glance: &Glance,
    zone: &jiff::tz::TimeZone,
) -> VitalsCheck {
    let mut counted = entry.clone();
    let mut doubts: Vec<Option<VitalsQuestion>> = Vec::with_capacity(TILES.len());
    for (parameter, ..) in TILES {
        let doubt = doubt(&mut counted, parameter);
        doubts.push(doubt);
    }
    // Every row that is no number was emptied, so this cannot fail.
    let set = entered(&counted).unwrap_or_default();
    let news2 = set.score(glance.scale);
    let rows = TILES
        .iter()
        .zip(doubts)
        .map(|((parameter, code, ..), question)| {
            let previous = glance
                .set
                .as_ref()
                .and_then(|s| value_text(s, *parameter, "").0);
            VitalsRowCheck {
                code: (*code).to_owned(),
                points: set.points(*parameter, glance.scale),
                question,
                previous_at_ms: previous
                    .is_some()
                    .then(|| glance.set.as_ref().map(|s| s.taken_at.as_millis()))
                    .flatten(),
                previous: previous.map(|text| format!("was {text}")),
            }
        })
        .collect::<Vec<_>>();
    verdict(rows, &set, &news2, (glance, zone))
}

/// What an incomplete score demands already: a missing value can only add to it. A low one says nothing
/// yet, and an empty colour must not reassure.
fn least_band(so_far: u8, any_three: bool) -> Option<Band> {
    Some(news2::band(so_far, any_three)).filter(|band| *band >= Band::LowMedium)
}

fn verdict(
    rows: Vec<VitalsRowCheck>,
    set: &Entered,
    news2: &News2,
    (glance, zone): (&Glance, &jiff::tz::TimeZone),
) -> VitalsCheck {
    let questions = rows.iter().filter(|row| row.question.is_some()).count();
    let so_far: u8 = rows.iter().filter_map(|row| row.points).sum();
    let anything = *set != Entered::default();
    let (heading, total, missing, band) = match (glance.excluded, news2) {
        (Some(reason), _) => (
            format!("NEWS2: {}", reason.to_lowercase()),
            None,
            Vec::new(),
            None,
        ),
        (None, News2::Scored(score)) => (
            format!("NEWS2 {}", score.total),
            Some(score.total),
            Vec::new(),
            Some(score.band),
        ),
        (None, News2::Incomplete { missing }) => {
            let missing = names(missing);
            if anything {
                let any_three = rows.iter().any(|row| row.points == Some(3));
                let band = least_band(so_far, any_three);
                let heading = format!("NEWS2 {so_far} so far");
                (heading, Some(so_far), missing, band)
            } else {
                ("NEWS2 incomplete".to_owned(), None, missing, None)
            }
        }
        (None, News2::NotApplicable(_)) => ("NEWS2 does not apply".to_owned(), None, vec![], None),
    };
    let heading = match questions {
        0 if anything && !missing.is_empty() => format!("{heading}, incomplete"),
        0 => heading,
        1 => format!("{heading}, 1 value to check"),
        n => format!("{heading}, {n} values to check"),
    };
    let action = band.map(|band| format!("{}.", band.action()));
    let absent = (!missing.is_empty()).then(|| format!("Missing: {}.", missing.join(", ")));
    let before = glance.scored.map(|(total, at)| {
        format!(
            "Was {total} at {}.",
            charthold_clinical::date::time_text(at, zone)
        )
    });
    let advice = [action, absent, before]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let answered = questions == 0;
    VitalsCheck {
        rows,
        total,
        complete: answered && anything && missing.is_empty(),
        partial: answered && anything,
        missing,
        heading,
        advice: advice.trim().to_owned(),
        band: band.map(band_number),
    }
}

/// The doubt about one row; a row in doubt is emptied so that it does not count.
fn doubt(entry: &mut VitalsEntry, parameter: Parameter) -> Option<VitalsQuestion> {
    match parameter {
        Parameter::Consciousness => None,
        Parameter::Oxygen if entry.oxygen.trim().eq_ignore_ascii_case("air") => None,
        Parameter::RespirationRate => one(&mut entry.respiratory_rate, Vital::RespirationRate),
        Parameter::Spo2 => one(&mut entry.spo2, Vital::Spo2),
        Parameter::Oxygen => one(&mut entry.oxygen, Vital::OxygenFlow),
        Parameter::Pulse => one(&mut entry.heart_rate, Vital::HeartRate),
        Parameter::Temperature => one(&mut entry.temperature, Vital::Temperature),
        Parameter::SystolicBp => one(&mut entry.systolic, Vital::SystolicBp)
            .or_else(|| one(&mut entry.diastolic, Vital::DiastolicBp))
            .or_else(|| pressures(entry)),
    }
}

fn one(text: &mut String, vital: Vital) -> Option<VitalsQuestion> {
    if text.trim().is_empty() {
        return None;
    }
    let asked = match Decimal::parse(text.trim()) {
        None => Some(VitalsQuestion {
            text: "This is not a number.".to_owned(),
            suggestion: None,
        }),
        Some(number) => question(vital, number.value()).map(|question| VitalsQuestion {
            text: question.text,
            suggestion: question.suggestion.map(|value| value.to_string()),
        }),
    };
    if asked.is_some() {
        text.clear();
    }
    asked
}

fn pressures(entry: &mut VitalsEntry) -> Option<VitalsQuestion> {
    let (sbp, dbp) = (
        Decimal::parse(entry.systolic.trim())?,
        Decimal::parse(entry.diastolic.trim())?,
    );
    let question = bp_question(sbp.value(), dbp.value())?;
    entry.systolic.clear();
    entry.diastolic.clear();
    Some(VitalsQuestion {
        text: question.text,
        suggestion: None,
    })
}

/// What is typed, as numbers; an empty row was not measured.
pub(crate) fn entered(entry: &VitalsEntry) -> Result<Entered, WorkstationError> {
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        text => match Decimal::parse(text) {
            Some(number) => Ok(Some(number)),
            None => Err(WorkstationError::InvalidInput("a value is not a number")),
        },
    };
    let oxygen = match entry.oxygen.trim() {
        "" => None,
        text if text.eq_ignore_ascii_case("air") => Some(OxygenEntry::Air),
        text => number(text)?.map(|flow| {
            if flow.value() > 0.0 {
                OxygenEntry::Flow(flow)
            } else {
                OxygenEntry::Air
            }
        }),
    };
    Ok(Entered {
        rr: number(&entry.respiratory_rate)?,
        spo2: number(&entry.spo2)?,
        oxygen,
        sbp: number(&entry.systolic)?,
        dbp: number(&entry.diastolic)?,
        hr: number(&entry.heart_rate)?,
        acvpu: entry.acvpu.map(consciousness),
        temp: number(&entry.temperature)?,
        weight: None,
        height: None,
    })
}

const fn consciousness(level: Acvpu) -> Consciousness {
    match level {
        Acvpu::Alert => Consciousness::Alert,
        Acvpu::Confusion => Consciousness::Confusion,
        Acvpu::Voice => Consciousness::Voice,
        Acvpu::Pain => Consciousness::Pain,
        Acvpu::Unresponsive => Consciousness::Unresponsive,
    }
}

#[cfg(test)]
mod tests {
    use charthold_clinical::news2::Scale;

    use super::*;

    fn check(entry: &VitalsEntry) -> VitalsCheck {
        let glance = Glance {
            set: None,
            scale: Scale::One,
            scored: None,
            excluded: None,
            encounter: None,
        };
        judge(entry, &glance, &jiff::tz::TimeZone::UTC)
    }

    /// A set that scores 8 without its temperature.
    fn deteriorating() -> VitalsEntry {
        VitalsEntry {
            respiratory_rate: "24".into(),
            spo2: "92".into(),
            oxygen: "2".into(),
            systolic: "108".into(),
            diastolic: "62".into(),
            heart_rate: "106".into(),
            acvpu: Some(Acvpu::Alert),
            temperature: String::new(),
        }
    }

    #[test]
    fn a_score_that_is_high_already_says_so_before_it_is_whole() {
        let check = check(&deteriorating());
        assert_eq!((check.total, check.band), (Some(8), Some(3)));
        assert_eq!(check.heading, "NEWS2 8 so far, incomplete");
        assert!(check.advice.contains("Missing: "), "{}", check.advice);
        assert!(!check.complete && check.partial);
    }

    #[test]
    fn a_value_in_doubt_does_not_count_and_is_named() {
        let entry = VitalsEntry {
            temperature: "83.4".into(),
            ..deteriorating()
        };
        let check = check(&entry);
        assert_eq!(check.total, Some(8));
        assert_eq!(check.heading, "NEWS2 8 so far, 1 value to check");
        assert!(!check.complete && !check.partial);
    }

    #[test]
    fn a_low_score_that_is_not_whole_does_not_reassure() {
        let entry = VitalsEntry {
            heart_rate: "72".into(),
            ..VitalsEntry::default()
        };
        let check = check(&entry);
        assert_eq!((check.total, check.band), (Some(0), None));
    }

    #[test]
    fn nothing_typed_is_no_score() {
        let check = check(&VitalsEntry::default());
        assert_eq!((check.total, check.band), (None, None));
        assert!(!check.complete && !check.partial);
    }
}
