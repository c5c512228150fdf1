//! Recording a set of vitals: written as US Core Observations, one intent once. What is typed is judged in
//! `check_vitals`.

use charthold_audit::Subtype;
use charthold_chartlog::Patch;
use charthold_clinical::party::{Party, Stamp};
use charthold_clinical::vitals_entry::{ScoreEntry, observations};
use charthold_domain::{ChartId, IntentId, RecordId, Timestamp};

use crate::authoring::{Change, Intention, class_of, commit};
use crate::ipc::dto::{Saved, VitalsCheck, VitalsEntry};
use crate::session::{Glance, Session};
use crate::use_case::check_vitals::{entered, judge};
use crate::use_case::open_chart::demand_writing;
use crate::use_case::write_note::{patient_reference, saved};
use crate::{Environment, Workstation, WorkstationError};

/// A set may be taken down later, not from the future; clocks differ a little.
const FUTURE_MS: i64 = 5 * 60_000;

impl Workstation {
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
