//! Which patient keys a person lacks here: of charts they have none of; of a generation that something here is sealed under; and, once
//! a day, of every chart, for a generation that nobody has written under yet.

use std::time::Duration;

use charthold_domain::{BootTime, ChartId, PersonId, Timestamp};
use charthold_store::{ChartKeys as _, Journal, NeededKey, StoreError};

use crate::enrolled::Enrolled;
use crate::session::Session;
use crate::{Workstation, WorkstationError};

/// Charts asked for at once.
const BATCH: usize = 200;
/// A chart whose keys did not come is asked for again after so long: whose they are may have changed.
const IN_VAIN_FOR: Duration = Duration::from_secs(3_600);
/// A key that was made anew, because a device was lost say, is what is sealed under at every workstation after so long.
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(86_400);

impl Workstation {
    /// Asks for what is missing; does nothing when nothing is, or central wants the password first.
    pub(crate) async fn release_missing_keys(&self) -> Result<usize, WorkstationError> {
        let mut released = 0;
        loop {
            let now = self.environment().clock.boot_time();
            let missing = self.session(|enrolled, session| {
                let missing = missing_charts(enrolled, session, now)?;
                Ok((!missing.is_empty() || session.index_key.is_none()).then_some(missing))
            })?;
            let Some(missing) = missing else {
                return Ok(released + self.ask_for_all_again().await?);
            };
            let taken = match self.release_keys_of(&missing).await {
                Err(WorkstationError::PasswordWanted) => return Ok(released),
                other => other?,
            };
            self.session(|enrolled, session| note_in_vain(enrolled, session, (&missing, now)))?;
            released += taken;
            // Each turn brings keys, or leaves fewer charts to ask for.
            if taken == 0 && missing.is_empty() {
                return Ok(released);
            }
        }
    }

    /// Whether something here is sealed under a key that was not asked for yet, and may be had.
    pub(crate) fn meets_newer_keys(&self) -> Result<bool, WorkstationError> {
        let met = self.session(|_, session| {
            let needed = newer_keys(session)?;
            let in_vain = |needed| session.keys_in_vain.contains(needed);
            Ok(needed.iter().any(|needed| !in_vain(needed)))
        });
        match met {
            Err(WorkstationError::Locked) => Ok(false),
            other => other,
        }
    }

    async fn ask_for_all_again(&self) -> Result<usize, WorkstationError> {
        let due = self.session(|enrolled, session| {
            let now = enrolled.caller.central_time();
            let person = session.person.id;
            let asked = enrolled.journal.with(|journal| asked_at(journal, person))?;
            match asked {
                Some(asked) if now.since(asked) < ASKED_AGAIN_AFTER => Ok(Vec::new()),
                Some(_) => charts_of(enrolled, session),
                None => {
                    // All that is here has just been given for the first time.
                    note_asked(enrolled, person, now)?;
                    Ok(Vec::new())
                }
            }
        })?;
        let mut released = 0;
        for charts in due.chunks(BATCH) {
            released += match self.release_keys_of(charts).await {
                Err(WorkstationError::PasswordWanted) => return Ok(released),
                other => other?,
            };
        }
        if !due.is_empty() {
            self.session(|enrolled, session| {
                let now = enrolled.caller.central_time();
                note_asked(enrolled, session.person.id, now)
            })?;
        }
        Ok(released)
    }
}

/// Charts of this person's units, and the directory, without a key here, or without the one that something in them is
/// sealed under. What is asked for because of that is asked for once in a session.
fn missing_charts(
    enrolled: &Enrolled,
    session: &Session,
    now: BootTime,
) -> Result<Vec<ChartId>, WorkstationError> {
    let person = session.person.id;
    let mut without = enrolled
        .journal
        .with(|journal| journal.charts_without_keys(person))?;
    let in_vain = &session.charts_in_vain;
    let is_due = |at: &BootTime| now.since(*at) >= IN_VAIN_FOR;
    without.retain(|chart| in_vain.get(chart).is_none_or(is_due));
    let mut wanted = within_units(enrolled, session, without)?;
    for needed in newer_keys(session)? {
        if !session.keys_in_vain.contains(&needed) && !wanted.contains(&needed.0) {
            wanted.push(needed.0);
        }
    }
    wanted.truncate(BATCH);
    Ok(wanted)
}

/// The keys that something here waits for, of parts of which this person has another generation: they may have this one, too.
fn newer_keys(session: &Session) -> Result<Vec<NeededKey>, WorkstationError> {
    let mut needed = session.charts.needed_keys()?;
    if let Some(directory) = &session.directory {
        needed.extend(directory.needed_keys()?);
    }
    needed.retain(|(chart, compartment, generation)| {
        let keys = &session.keys;
        keys.key(*chart, *compartment, *generation).is_none()
            && keys.newest(*chart, *compartment).is_some()
    });
    Ok(needed)
}

/// What was asked for and did not come is not asked for again: in this session, and a chart without any key not soon.
fn note_in_vain(
    enrolled: &Enrolled,
    session: &mut Session,
    (asked, now): (&[ChartId], BootTime),
) -> Result<(), WorkstationError> {
    let mut needed = newer_keys(session)?;
    needed.retain(|(chart, _, _)| asked.contains(chart));
    session.keys_in_vain.extend(needed);
    let person = session.person.id;
    let without = enrolled
        .journal
        .with(|journal| journal.charts_without_keys(person))?;
    let still = without.into_iter().filter(|chart| asked.contains(chart));
    session
        .charts_in_vain
        .extend(still.map(|chart| (chart, now)));
    Ok(())
}

/// Every chart in scope that this person may have keys of.
fn charts_of(enrolled: &Enrolled, session: &Session) -> Result<Vec<ChartId>, WorkstationError> {
    let scope = enrolled.journal.with(|journal| journal.scope())?;
    let charts = scope.into_iter().map(|(chart, _, _)| chart).collect();
    within_units(enrolled, session, charts)
}

fn within_units(
    enrolled: &Enrolled,
    session: &Session,
    charts: Vec<ChartId>,
) -> Result<Vec<ChartId>, WorkstationError> {
    let facility = enrolled.identity.facility_chart;
    let units = &session.person.units;
    let mut within = Vec::new();
    enrolled.journal.with(|journal| {
        for chart in charts {
            let unit = journal.unit_of(chart)?;
            if chart == facility || unit.is_some_and(|unit| units.contains(&unit)) {
                within.push(chart);
            }
        }
        Ok(())
    })?;
    Ok(within)
}

fn note_asked(
    enrolled: &Enrolled,
    person: PersonId,
    now: Timestamp,
) -> Result<(), WorkstationError> {
    let at = now.as_millis().to_string();
    let name = setting_of(person);
    Ok(enrolled
        .journal
        .with(|journal| journal.set_setting(&name, &at))?)
}

fn asked_at(journal: &Journal, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
    let kept = journal.setting(&setting_of(person))?;
    Ok(kept
        .and_then(|text| text.parse().ok())
        .map(Timestamp::from_millis))
}

fn setting_of(person: PersonId) -> String {
    format!("keys_asked {person}")
}
