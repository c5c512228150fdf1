//! Bringing what is readable up to date with the journal: directory, charts, ward lines. A chart at a
//! time, so that whoever works at the window is never kept waiting for all of them.

use charthold_domain::ChartId;
use charthold_store::{Directory, LogKind};

use crate::enrolled::Enrolled;
use crate::session::Session;
use crate::view::ward_line;
use crate::{Environment, Workstation, WorkstationError};

/// What is different on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The directory or a ward line.
    pub ward: bool,
    /// These charts.
    pub charts: Vec<ChartId>,
}

impl Changes {
    pub(crate) fn merge_charts(&mut self, charts: &[ChartId]) {
        for chart in charts {
            if !self.charts.contains(chart) {
                self.charts.push(*chart);
            }
        }
        self.ward |= !self.charts.is_empty();
    }
}

impl Workstation {
    /// Makes what the person may see readable: at their first time here that takes an exchange, later
    /// what is in the journal is enough.
    ///
    /// # Errors
    /// As [`Self::sync`].
    pub async fn settle(&self) -> Result<(), WorkstationError> {
        let fresh = self.session(|_, session| Ok(session.index_key.is_none()))?;
        if fresh && self.network().offline_since.is_none() {
            self.sync(None).await?;
        } else {
            self.refresh_with_keys().await?;
        }
        Ok(())
    }

    /// Asks for missing keys when it can, then refreshes; once more when what is new is sealed under keys that are newer.
    pub(crate) async fn refresh_with_keys(&self) -> Result<Changes, WorkstationError> {
        if self.core().gate.inside().is_none() {
            return Ok(Changes::default());
        }
        if !self.ask_for_missing_keys().await? {
            return Ok(Changes::default());
        }
        let mut changes = self.refresh()?;
        if self.meets_newer_keys()? && self.ask_for_missing_keys().await? {
            let more = self.refresh()?;
            changes.merge_charts(&more.charts);
            changes.ward |= more.ward;
        }
        Ok(changes)
    }

    /// Whether somebody is still in afterwards. Central or the key service that is away, sick or says no keeps nobody from what
    /// is here.
    async fn ask_for_missing_keys(&self) -> Result<bool, WorkstationError> {
        match self.release_missing_keys().await {
            Ok(_) => Ok(true),
            Err(WorkstationError::Sync(error)) => {
                if error.is_offline() {
                    self.note_line(false);
                }
                Ok(true)
            }
            Err(WorkstationError::Locked) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Projects everything new in the journal that this person has keys for.
    ///
    /// # Errors
    /// When a readable store cannot be written. Damaged operations are counted, never fatal.
    pub fn refresh(&self) -> Result<Changes, WorkstationError> {
        match self.project_all() {
            Err(WorkstationError::MadeAnew) => self.project_all(),
            other => other,
        }
    }

    fn project_all(&self) -> Result<Changes, WorkstationError> {
        let mut changes = Changes::default();
        let scope = match self.session(|enrolled, session| {
            changes.ward |= refresh_directory(enrolled, session)?;
            let charts = &mut session.charts;
            Ok(enrolled.journal.with(|journal| {
                charts.let_go(journal)?;
                journal.scope()
            })?)
        }) {
            Err(WorkstationError::Locked) => return Ok(changes),
            other => other?,
        };
        for (chart, kind, _) in scope {
            if kind != LogKind::Patient {
                continue;
            }
            let environment = self.environment();
            let step =
                self.session(|enrolled, session| project(environment, enrolled, session, chart));
            match step {
                Ok(true) => changes.merge_charts(&[chart]),
                Ok(false) | Err(WorkstationError::ChartNotHere) => {}
                Err(WorkstationError::Locked) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(changes)
    }
}

/// Projects one chart; says whether anything changed.
pub(crate) fn project(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) -> Result<bool, WorkstationError> {
    session
        .keys
        .load(&session.vault, &enrolled.journal, chart)?;
    if session
        .keys
        .newest(chart, charthold_domain::Compartment::Summary)
        .is_none()
    {
        return Err(WorkstationError::ChartNotHere);
    }
    let Session { charts, keys, .. } = session;
    let projected = enrolled
        .journal
        .with(|journal| charts.project(journal, chart, &*keys))?;
    // An older program did not work out all that is shown of a chart without opening it.
    if projected.changed.is_empty()
        && (charts.applied_to(chart)? == 0 || charts.has_glance(chart)?)
    {
        return Ok(false);
    }
    ward_line::save(environment, charts, chart)?;
    Ok(true)
}

/// Projects what was committed a moment ago. That it is saved stays true when it cannot be shown yet, for want of room
/// say: whoever wrote it must not be told to write it again. [`behind`] tells, and the next reading tries again.
pub(crate) fn show_what_is_saved(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) {
    match project(environment, enrolled, session, chart) {
        Ok(_) | Err(_) => {}
    }
}

/// After a write, before what became of the record is answered from what is shown.
pub(crate) fn demand_shown(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    match behind(enrolled, session, chart)? {
        0 => Ok(()),
        _ => Err(WorkstationError::SavedNotShown),
    }
}

/// How many operations of `chart` are here and not shown yet.
pub(crate) fn behind(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
) -> Result<u32, WorkstationError> {
    let charts = &session.charts;
    Ok(enrolled
        .journal
        .with(|journal| charts.behind(journal, chart))?)
}

/// Opens the directory once its key is here, and brings it up to date.
fn refresh_directory(enrolled: &Enrolled, session: &mut Session) -> Result<bool, WorkstationError> {
    let facility = enrolled.identity.facility_chart;
    session
        .keys
        .load(&session.vault, &enrolled.journal, facility)?;
    let Some(key) = session
        .keys
        .oldest(facility, charthold_domain::Compartment::Summary)
    else {
        return Ok(false);
    };
    if session.directory.is_none() {
        let path = enrolled.directory_path.as_path();
        let key = enrolled.keys.directory_key(key);
        let directory = match Directory::open_or_create(path, &key) {
            Err(error) if error.may_be_damage() => Directory::rebuild(path, &key),
            other => other,
        };
        session.directory = Some(directory?);
    }
    let Session {
        directory, keys, ..
    } = session;
    let Some(directory) = directory.as_mut() else {
        return Ok(false);
    };
    let changed = enrolled
        .journal
        .with(|journal| directory.project(journal, facility, &*keys))?;
    Ok(changed > 0)
}
