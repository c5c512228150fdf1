//! The census of one unit, live from the directory and the projection.

use charthold_audit::{Action, Subtype};
use charthold_domain::{Unit, UnitId};
use charthold_store::DirectoryEntry;

use crate::audit_event::{Describe, event};
use crate::ipc::dto::{Ward, WardRow, WardSubject};
use crate::session::Session;
use crate::use_case::search::{demand_census, may_open};
use crate::view::{directory_name, mrn_text, ward_line};
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// The census of the person's unit named `unit`, or of their first.
    ///
    /// # Errors
    /// When nobody is in, the role may not see it, or the unit is not the person's.
    pub fn ward(&self, unit: Option<&str>) -> Result<Ward, WorkstationError> {
        self.once_more(|| self.read_ward(unit))
    }

    fn read_ward(&self, unit: Option<&str>) -> Result<Ward, WorkstationError> {
        let now = self.now();
        self.session(|enrolled, session| {
            demand_census(session)?;
            let units = enrolled.journal.with(|journal| journal.list_units())?;
            let mine: Vec<&Unit> = units
                .iter()
                .filter(|unit| session.person.units.contains(&unit.id))
                .collect();
            let chosen = choose(&mine, unit)?;
            let entries = match session.directory.as_ref() {
                Some(directory) => directory.by_unit(chosen.id)?,
                None => Vec::new(),
            };
            let viewed = event(
                self.environment(),
                enrolled,
                Some(session.actor()),
                (Action::Read, Subtype::CensusViewed),
            )
            .counting(entries.len());
            if !session.census_viewed.contains(&chosen.id) {
                // One event for a stretch of looking at a ward, not one for each refresh.
                enrolled
                    .journal
                    .with(|journal| journal.record(&viewed, enrolled.keys.signing()))?;
                session.census_viewed.push(chosen.id);
            }
            let unsent = enrolled
                .journal
                .with(|journal| journal.unconfirmed_by_chart())?;
            let drafts = enrolled
                .journal
                .with(|journal| journal.list_drafts(session.person.id))?;
            let waiting = session.charts.charts_to_decide_about()?;
            let facility = enrolled.identity.facility_chart;
            let complete = session.directory.is_some()
                && enrolled
                    .journal
                    .with(|journal| journal.is_complete(facility))?;
            let rows = entries
                .iter()
                .map(|entry| {
                    let unsent = unsent.get(&entry.chart).copied().unwrap_or(0);
                    let draft = drafts.iter().find(|(chart, _)| *chart == entry.chart);
                    let questions = waiting.iter().find(|(chart, _)| *chart == entry.chart);
                    let local = ward_line::Local {
                        unsent,
                        to_decide: questions.map_or(0, |(_, number)| *number),
                        draft_at: draft.map(|(_, at)| *at),
                    };
                    row(self, session, &entries, entry, local)
                })
                .collect::<Result<_, _>>()?;
            Ok(Ward {
                unit: chosen.name.clone(),
                units: mine.iter().map(|unit| unit.name.clone()).collect(),
                read_at_ms: now.as_millis(),
                complete,
                rows,
            })
        })
    }
}

fn choose<'a>(mine: &[&'a Unit], wanted: Option<&str>) -> Result<&'a Unit, WorkstationError> {
    let found = match wanted {
        Some(name) => mine.iter().find(|unit| unit.name == name),
        None => mine.first(),
    };
    found
        .copied()
        .ok_or(WorkstationError::Unknown("a unit of this person"))
}

fn row(
    workstation: &Workstation,
    session: &Session,
    ward: &[DirectoryEntry],
    entry: &DirectoryEntry,
    local: ward_line::Local,
) -> Result<WardRow, WorkstationError> {
    let unit: Option<UnitId> = entry.unit;
    let subject = if !may_open(session, entry.chart, unit) {
        WardSubject::Restricted
    } else {
        let alike = ward
            .iter()
            .any(|other| other.chart != entry.chart && other.family == entry.family);
        match session.charts.ward_line(entry.chart)? {
            Some(line) => ward_line::subject(workstation, entry, &line, alike, local)?,
            None => WardSubject::NotHere {
                name: directory_name(entry),
                mrn: mrn_text(entry),
            },
        }
    };
    Ok(WardRow {
        chart: entry.chart.to_string(),
        bed: entry.bed.clone().unwrap_or_default(),
        subject,
    })
}
