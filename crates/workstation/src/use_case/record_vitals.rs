//! Recording a set of vitals: judged as it is typed, written as US Core Observations, one intent once.

use charthold_audit::Subtype;
use charthold_chartlog::Patch;
use charthold_clinical::fhir::Decimal;
use charthold_clinical::news2::{Consciousness, News2, Parameter};
use charthold_clinical::party::{Party, Stamp};
use charthold_clinical::vitals::{Vital, bp_question, question};
use charthold_clinical::vitals_entry::{
    OxygenEntry, ScoreEntry, VitalsEntry as Entered, observations,
};
use charthold_domain::{ChartId, IntentId, RecordId, Timestamp};

use crate::authoring::{Change, Intention, class_of, commit};
use crate::ipc::dto::{Acvpu, Saved, VitalsCheck, VitalsEntry, VitalsQuestion, VitalsRowCheck};
use crate::session::{Glance, Session};
use crate::use_case::open_chart::demand_writing;
use crate::use_case::refresh::project;
use crate::use_case::write_note::{patient_reference, saved};
use crate::view::vitals_view::{TILES, band_number, names, value_text};
use crate::{Environment, Workstation, WorkstationError};

/// A set may be taken down later, not from the future; clocks differ a little.
const FUTURE_MS: i64 = 5 * 60_000;

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

    /// Writes the set; durable when it returns, the network is not asked.
    ///
    /// # Errors
    /// `InvalidInput` when a number is none, a doubt is unanswered, or a whole set is not whole.
    pub fn record_vitals(
        &self,
        chart: ChartId,
        intent: IntentId,
        taken_at_ms: i64,
        (entry, partial): (&VitalsEntry, bool),
    ) -> Result<Saved, WorkstationError> {
        let environment = self.environment();
        let taken_at = Timestamp::from_millis(taken_at_ms);
        let now_ms = environment.clock.now().as_millis();
        if taken_at_ms > now_ms.saturating_add(FUTURE_MS) {
            return Err(WorkstationError::InvalidInput(
                "the set was taken in the future",
            ));
        }
        self.session(|enrolled, session| {
            demand_writing(enrolled, session, chart)?;
            if let Some(records) = enrolled
                .journal
                .with(|journal| journal.find_intent(intent))?
            {
                return Ok(saved(environment, &records));
            }
            let glance = session
                .glances
                .get(&chart)
                .ok_or(WorkstationError::Restricted)?;
            demand_savable(&judge(entry, glance, &environment.zone), partial)?;
            let changes = changes(environment, session, (chart, glance), entry, taken_at)?;
            let subtype = Subtype::RecordWritten;
            let intent = Some(intent);
            let intention = Intention {
                intent,
                chart,
                changes,
                subtype,
                draft_done: None,
            };
            let records = commit(environment, enrolled, session, intention)?;
            project(environment, enrolled, session, chart)?;
            Ok(saved(environment, &records))
        })
    }
}

/// The records of the set.
fn changes(
    environment: &Environment,
    session: &Session,
    (chart, glance): (ChartId, &Glance),
    entry: &VitalsEntry,
    at: Timestamp,
) -> Result<Vec<Change>, WorkstationError> {
    let score = match glance.excluded {
        None => ScoreEntry::Written(glance.scale),
        Some(_) => ScoreEntry::Left,
    };
    let stamp = Stamp {
        subject: patient_reference(session, chart)?,
        encounter: glance.encounter.clone(),
        author: Party {
            reference: format!("Practitioner/{}", session.person.id),
            display: Some(session.person.display_name.clone()),
        },
        at,
    };
    let mut ids = Vec::new();
    let written = observations(&entered(entry)?, &stamp, score, || {
        let id = RecordId::from(environment.fresh());
        ids.push(id);
        id.to_string()
    })?;
    ids.into_iter()
        .zip(&written)
        .map(|(record, resource)| {
            let (class, compartment) = class_of(&resource.json)?;
            let patch = Patch::of_resource(&resource.json)?;
            Ok(Change {
                record,
                class,
                compartment,
                parents: Vec::new(),
                patch,
            })
        })
        .collect()
}

fn demand_savable(check: &VitalsCheck, partial: bool) -> Result<(), WorkstationError> {
    if check.rows.iter().any(|row| row.question.is_some()) {
        return Err(WorkstationError::InvalidInput(
            "a value has to be checked first",
        ));
    }
    match (check.complete, partial && check.partial) {
        (true, _) | (_, true) => Ok(()),
        _ => Err(WorkstationError::InvalidInput(
            "the set is not whole; save it as a partial set",
        )),
    }
}

/// What is typed, as numbers; an empty row was not measured.
fn entered(entry: &VitalsEntry) -> Result<Entered, WorkstationError> {
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

/// The typed set with every row judged; what is no number or in doubt does not count.
fn judge(entry: &VitalsEntry, glance: &Glance, zone: &jiff::tz::TimeZone) -> VitalsCheck {
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
            let heading = if anything {
                format!("NEWS2 {so_far} so far, incomplete")
            } else {
                "NEWS2 incomplete".to_owned()
            };
            (heading, None, names(missing), None)
        }
        (None, News2::NotApplicable(_)) => ("NEWS2 does not apply".to_owned(), None, vec![], None),
    };
    let heading = match questions {
        0 => heading,
        1 => format!("{heading}, 1 value to check"),
        n => format!("{heading}, {n} values to check"),
    };
    let action = match band {
        Some(band) => format!("{}.", band.action()),
        None if missing.is_empty() => String::new(),
        None => format!("Missing: {}.", missing.join(", ")),
    };
    let before = glance.scored.map(|(total, at)| {
        format!(
            "Was {total} at {}.",
            charthold_clinical::date::time_text(at, zone)
        )
    });
    let advice = [Some(action), before]
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
