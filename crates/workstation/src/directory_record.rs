//! What the facility log says of a patient, from which every workstation's directory is made: written
//! with their chart, and again whenever the chart comes to say something else. A list that keeps an
//! old name or an old bed is how a wrong chart is opened.

use charthold_chartlog::{Class, Patch};
use charthold_domain::{ChartId, Compartment};
use charthold_store::{DirectoryEntry, RecordedEntry};

use crate::WorkstationError;
use crate::authoring::Change;
use crate::enrolled::Enrolled;
use crate::record_id::derive_record_id;
use crate::session::Session;
use crate::view::directory_entry;

/// The kinds of record that an entry is made of.
const SOURCES: [&str; 2] = ["Patient", "Encounter"];

/// Whether the entry has to be looked at when these are written. Nothing at all is an import of what is
/// here already: it lists a chart that an older program left unlisted.
pub(crate) fn may_change(changes: &[Change]) -> bool {
    let is_source = |change: &Change| SOURCES.contains(&change.patch.kind.as_str());
    changes.is_empty() || changes.iter().any(is_source)
}

/// The entry of `chart` once `changes` are written, with the change of the facility log that says so;
/// nothing when the log says it already.
pub(crate) fn revise(
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    changes: &[Change],
) -> Result<Option<(DirectoryEntry, Change)>, WorkstationError> {
    let Some(patient) = resources(session, chart, "Patient", changes)?.pop() else {
        return Ok(None);
    };
    let encounters = resources(session, chart, "Encounter", changes)?;
    let facility = enrolled.identity.facility_chart;
    session
        .keys
        .load(&session.vault, &enrolled.journal, facility)?;
    let index = session.index_key.as_ref();
    let index = index.ok_or(WorkstationError::ChartNotHere)?;
    let record = derive_record_id(index, facility, "Basic", &chart.to_string());
    let (recorded, scope) = enrolled.journal.with(|journal| {
        let recorded = RecordedEntry::find(journal, facility, record, &session.keys)?;
        Ok::<_, charthold_store::StoreError>((recorded, journal.unit_of(chart)?))
    })?;
    let (before, parents) = match recorded {
        RecordedEntry::Nothing => (None, Vec::new()),
        RecordedEntry::Unreadable => return Err(WorkstationError::PartUnreadable),
        RecordedEntry::Stands { json, entry, heads } => (Some((json, entry)), heads),
    };
    let listed_unit = before.as_ref().and_then(|(_, entry)| entry.unit);
    let entry = directory_entry((chart, listed_unit.or(scope)), &patient, &encounters)?;
    let patch = match before {
        None => Some(Patch::of_resource(&entry.to_record())?),
        Some((json, _)) => Patch::between(&json, &entry.to_record())?,
    };
    Ok(patch.map(|patch| {
        let change = Change {
            record,
            class: Class::Mergeable,
            compartment: Compartment::Summary,
            parents,
            patch,
        };
        (entry, change)
    }))
}

/// The chart's resources of `kind` once `changes` are written.
fn resources(
    session: &Session,
    chart: ChartId,
    kind: &str,
    changes: &[Change],
) -> Result<Vec<String>, WorkstationError> {
    let mut rows = match session.access(chart) {
        Some(access) => session.charts.read_kind(access, kind)?,
        // Nobody writes in a chart that is here without having opened it: this one is new.
        None => Vec::new(),
    };
    let mut resources = Vec::new();
    for change in changes.iter().filter(|change| change.patch.kind == kind) {
        let before = rows.iter().position(|row| row.record == change.record);
        let before = before.map(|place| rows.swap_remove(place).json);
        resources.push(change.patch.applied_to(before.as_deref())?);
    }
    resources.extend(rows.into_iter().map(|row| row.json));
    Ok(resources)
}
