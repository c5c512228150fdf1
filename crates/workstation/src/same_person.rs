//! Whether a Patient that comes, by an import or a record that is put, may be the person whose chart it would go
//! into. Judged by `clinical::identity`; what is known of the person is brought here.

use charthold_clinical::identity::Identity;
use charthold_clinical::import::Entry;
use charthold_clinical::mrn;
use charthold_clinical::patient::Patient;
use charthold_domain::ChartId;
use charthold_store::DirectoryEntry;

use crate::WorkstationError;
use crate::session::Session;

/// Whether `entry`, if it is a Patient, may be the person of `chart`, by the chart and else by the list of patients. One
/// that cannot be read is nobody's.
pub(crate) fn is_same_person(
    session: &Session,
    chart: ChartId,
    entry: &Entry,
) -> Result<bool, WorkstationError> {
    if entry.kind.as_str() != "Patient" {
        return Ok(true);
    }
    let Ok(coming) = Identity::read(&entry.json) else {
        return Ok(false);
    };
    let mut known = Vec::new();
    if let Some(access) = session.access(chart) {
        for row in session.charts.read_kind(access, "Patient")? {
            known.push(Identity::read(&row.json)?);
        }
    }
    let directory = session.directory.as_ref();
    let directory = directory.ok_or(WorkstationError::ChartNotHere)?;
    if known.is_empty()
        && let Some(listed) = directory.find(chart)?
    {
        known.push(identity_of(&listed));
    }
    Ok(known.iter().all(|known| known.may_be(&coming)))
}

fn identity_of(listed: &DirectoryEntry) -> Identity {
    Identity::of_listing(
        listed.mrn.as_deref(),
        listed.family.as_deref(),
        listed.born.as_deref(),
        listed.sex.as_deref(),
    )
}

/// Whether `entry` is a Patient with a record number that somebody else than the patient of `chart` is
/// listed under.
pub(crate) fn has_number_of_another(
    session: &Session,
    chart: Option<ChartId>,
    entry: &Entry,
) -> Result<bool, WorkstationError> {
    let directory = session.directory.as_ref();
    let directory = directory.ok_or(WorkstationError::ChartNotHere)?;
    // What is no Patient is refused when it is written.
    let patient = Patient::read(&entry.json).ok();
    let holders = match patient.and_then(|patient| patient.mrn) {
        Some(mrn) => directory.find_by_mrn(&mrn::ungrouped(&mrn))?,
        None => Vec::new(),
    };
    Ok(holders.iter().any(|holder| Some(holder.chart) != chart))
}
