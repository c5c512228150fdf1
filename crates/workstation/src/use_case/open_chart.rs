//! Opening a chart: decide, write down who and why, and only then read.

use charthold_access::{Ask, Decision, Deed, decide};
use charthold_audit::{Action, Subtype};
use charthold_domain::{ChartId, RecordId};
use charthold_store::RecordRow;

use crate::audit_event::{Describe, event};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{ChartView, NoteText};
use crate::session::Session;
use crate::use_case::draft::keep_as_operation;
use crate::use_case::refresh::{behind, project, show_what_is_saved};
use crate::view::{chart_view, note_text};
use crate::{Environment, Workstation, WorkstationError};

impl Workstation {
    /// Opens a chart and shows it. Opening is audited once; [`Self::view_chart`] shows it again.
    ///
    /// # Errors
    /// `Restricted`, `NotAllowed`, `ChartNotHere`; nothing is read then, and the refusal is audited.
    pub fn open_chart(&self, chart: ChartId) -> Result<ChartView, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            demand_access(environment, enrolled, session, chart)?;
            Ok(())
        })?;
        self.view_chart(chart)
    }

    /// Shows an open chart as it is now.
    ///
    /// # Errors
    /// `Restricted` when it is not open.
    pub fn view_chart(&self, chart: ChartId) -> Result<ChartView, WorkstationError> {
        self.once_more(|| self.read_chart(chart))
    }

    fn read_chart(&self, chart: ChartId) -> Result<ChartView, WorkstationError> {
        let as_of = self.network().synced_at;
        let environment = self.environment();
        self.session(|enrolled, session| {
            if behind(enrolled, session, chart)? > 0 {
                show_what_is_saved(environment, enrolled, session, chart);
            }
            let rows = read_rows(session, chart)?;
            chart_view::show(environment, enrolled, session, chart, &rows, as_of)
        })
    }

    /// Closes a chart. What was typed in it becomes an operation, should its author go on elsewhere; if it cannot, it stays here.
    ///
    /// # Errors
    /// When nobody is in.
    pub fn close_chart(&self, chart: ChartId) -> Result<(), WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            match keep_as_operation(environment, enrolled, session, chart) {
                Ok(()) | Err(_) => {}
            }
            session.open.remove(&chart);
            Ok(())
        })
    }

    /// The whole text of a note of an open chart; audited.
    ///
    /// # Errors
    /// `Unknown` when there is no such note.
    pub fn read_note(
        &self,
        chart: ChartId,
        record: RecordId,
    ) -> Result<NoteText, WorkstationError> {
        self.session(|enrolled, session| {
            let read = event(
                self.environment(),
                enrolled,
                Some(session.actor()),
                (Action::Read, Subtype::NoteRead),
            )
            .on_chart(chart);
            let access = session
                .open
                .get(&chart)
                .ok_or(WorkstationError::Restricted)?;
            enrolled
                .journal
                .with(|journal| journal.record(&read, enrolled.keys.signing()))?;
            let row = session.charts.find_record(access, record)?;
            let row = row.ok_or(WorkstationError::Unknown("a note"))?;
            note_text(self.environment(), &row)
        })
    }

    /// Every record of a chart as it is kept; opens it when it is not open.
    pub(crate) fn records(
        &self,
        chart: ChartId,
        deed: (Deed, Subtype),
    ) -> Result<Vec<RecordRow>, WorkstationError> {
        self.once_more(|| self.read_records(chart, deed))
    }

    fn read_records(
        &self,
        chart: ChartId,
        deed: (Deed, Subtype),
    ) -> Result<Vec<RecordRow>, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            let access = grant(environment, enrolled, session, chart, deed)?;
            if behind(enrolled, session, chart)? > 0 {
                // Whoever takes a chart elsewhere takes all of it or is told why not.
                project(environment, enrolled, session, chart)?;
            }
            Ok(session.charts.read(&access)?)
        })
    }
}

/// The records of an open chart.
pub(crate) fn read_rows(
    session: &Session,
    chart: ChartId,
) -> Result<Vec<RecordRow>, WorkstationError> {
    let access = session
        .open
        .get(&chart)
        .ok_or(WorkstationError::Restricted)?;
    Ok(session.charts.read(access)?)
}

/// Makes sure `chart` is open in this session.
pub(crate) fn demand_access(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    if !session.open.contains_key(&chart) {
        let deed = (Deed::ReadChart, Subtype::ChartOpened);
        let access = grant(environment, enrolled, session, chart, deed)?;
        session.open.insert(chart, access);
    }
    Ok(())
}

/// Decides about `deed`, writes the event down, and answers the access it explains.
pub(crate) fn grant(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    (deed, subtype): (Deed, Subtype),
) -> Result<charthold_store::Access, WorkstationError> {
    let unit = enrolled.journal.with(|journal| journal.unit_of(chart))?;
    let decision = decide(&Ask {
        person: &session.person,
        chart,
        unit,
        deed,
    });
    let granted = match decision {
        Decision::Granted(granted) => granted,
        refused => {
            let what = (Action::Read, Subtype::AccessDenied);
            let denied = event(environment, enrolled, Some(session.actor()), what)
                .on_chart(chart)
                .refused();
            enrolled
                .journal
                .with(|journal| journal.record(&denied, enrolled.keys.signing()))?;
            return Err(match refused {
                Decision::NotAllowed => WorkstationError::NotAllowed,
                _ => WorkstationError::Restricted,
            });
        }
    };
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
    let what = (Action::Read, subtype);
    let opened = event(environment, enrolled, Some(session.actor()), what).on_chart(chart);
    let access = enrolled
        .journal
        .with(|journal| journal.grant(granted, &opened, enrolled.keys.signing()))?;
    Ok(access)
}

/// Whether this person may write in `chart`.
pub(crate) fn demand_writing(
    enrolled: &Enrolled,
    session: &Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    let unit = enrolled.journal.with(|journal| journal.unit_of(chart))?;
    match decide(&Ask {
        person: &session.person,
        chart,
        unit,
        deed: Deed::WriteChart,
    }) {
        Decision::Granted(_) => Ok(()),
        Decision::Restricted => Err(WorkstationError::Restricted),
        Decision::NotAllowed => Err(WorkstationError::NotAllowed),
    }
}
