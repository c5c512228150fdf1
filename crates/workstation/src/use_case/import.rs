//! Bringing in foreign charts: FHIR R4 bundles or NDJSON. Each resource is kept losslessly under its
//! own id; importing twice changes nothing; a patient is brought in whole or not at all.

use std::io::Read;
use std::path::{Path, PathBuf};

use charthold_audit::Subtype;
use charthold_chartlog::{Class, Patch};
use charthold_clinical::import::{Entry, Import, PatientEntries, read_import};
use charthold_domain::{ChartId, Compartment, UnitId};
use charthold_protocol::{Base64Bytes, RegisterChart};
use charthold_store::DirectoryEntry;
use charthold_sync::Authority;

use crate::authoring::{Change, Intention, class_of, commit};
use crate::enrolled::Enrolled;
use crate::record_id::{derive_blind_index, derive_record_id};
use crate::session::Session;
use crate::use_case::open_chart::demand_access;
use crate::use_case::refresh::project;
use crate::view::directory_entry;
use crate::{Environment, Workstation, WorkstationError};

/// Larger inputs are refused unread: no chart is a quarter of a gigabyte of text.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// One input.
#[derive(Debug)]
pub enum ImportSource {
    /// A file.
    File(PathBuf),
    /// Text that was made here, under a name for the report.
    Text {
        /// The name.
        name: String,
        /// The bundle or NDJSON.
        content: String,
    },
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportReport {
    /// Resources written.
    pub imported: usize,
    /// Resources that were here already, the same.
    pub unchanged: usize,
    /// Resources not taken, and why.
    pub refused: Vec<RefusedEntry>,
}

/// One resource not taken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RefusedEntry {
    /// The input's name, as given.
    pub file: String,
    /// Its place in the input, from 0; absent when the whole input was refused.
    pub entry: Option<usize>,
    /// Why: one of a closed set of codes.
    pub code: String,
}

impl ImportReport {
    fn refuse(&mut self, file: &str, entry: Option<usize>, code: &str) {
        self.refused.push(RefusedEntry {
            file: file.to_owned(),
            entry,
            code: code.to_owned(),
        });
    }
}

impl Workstation {
    /// Imports `sources` into the unit named `unit` (default: the person's first). Patients already in
    /// the hospital stay where they are.
    ///
    /// # Errors
    /// When nobody is in, the role may not, the unit is not the person's, or central is needed for a
    /// new patient and does not answer. What was imported before stays, whole patients only.
    pub async fn import(
        &self,
        sources: &[ImportSource],
        unit: Option<&str>,
    ) -> Result<ImportReport, WorkstationError> {
        let unit = self.import_unit(unit)?;
        let mut report = ImportReport::default();
        for source in sources {
            let (name, bytes) = match load(source) {
                Ok(loaded) => loaded,
                Err((name, code)) => {
                    report.refuse(&name, None, code);
                    continue;
                }
            };
            let Import { patients, refused } = read_import(&bytes);
            drop(bytes);
            for refusal in refused {
                report.refuse(&name, refusal.index, refusal.code.code());
            }
            for patient in patients {
                self.import_patient(&name, patient, unit, &mut report)
                    .await?;
            }
        }
        Ok(report)
    }

    fn import_unit(&self, wanted: Option<&str>) -> Result<UnitId, WorkstationError> {
        self.session(|enrolled, session| {
            let units = enrolled.journal.with(|journal| journal.list_units())?;
            let mine = |id: &UnitId| session.person.units.contains(id);
            let unit = match wanted {
                Some(name) => units
                    .iter()
                    .find(|unit| unit.name == name && mine(&unit.id)),
                None => session
                    .person
                    .units
                    .first()
                    .and_then(|first| units.iter().find(|unit| unit.id == *first)),
            };
            let ask = charthold_access::Ask {
                person: &session.person,
                chart: enrolled.identity.facility_chart,
                unit: unit.map(|unit| unit.id),
                deed: charthold_access::Deed::ImportCharts,
            };
            match charthold_access::decide(&ask) {
                charthold_access::Decision::Granted(_) => {}
                charthold_access::Decision::NotAllowed => return Err(WorkstationError::NotAllowed),
                charthold_access::Decision::Restricted => {
                    return Err(WorkstationError::Unknown("a unit of this person"));
                }
            }
            unit.map(|unit| unit.id)
                .ok_or(WorkstationError::Unknown("a unit of this person"))
        })
    }

    async fn import_patient(
        &self,
        file: &str,
        patient: PatientEntries,
        unit: UnitId,
        report: &mut ImportReport,
    ) -> Result<(), WorkstationError> {
        let known = self.session(|_, session| {
            let directory = session
                .directory
                .as_ref()
                .ok_or(WorkstationError::ChartNotHere)?;
            Ok(directory
                .find_by_fhir_id(&patient.patient)?
                .map(|entry| entry.chart))
        })?;
        if known.is_none() && patient.find_patient().is_none() {
            for entry in &patient.entries {
                report.refuse(file, Some(entry.index), "no-patient");
            }
            return Ok(());
        }
        let chart = match known {
            Some(chart) => chart,
            None => self.new_chart(&patient.patient, unit).await?,
        };
        let environment = self.environment();
        let seen = Seen {
            chart,
            fresh: known.is_none(),
        };
        self.session(|enrolled, session| {
            if seen.fresh {
                enrolled
                    .journal
                    .with(|journal| journal.add_to_scope(chart, unit))?;
            }
            let from = (file, &patient);
            let written = write_entries(environment, enrolled, session, &seen, from, report)?;
            if let Some(entry) = patient.find_patient().filter(|_| seen.fresh) {
                let place = (chart, unit);
                enter_directory(environment, enrolled, session, place, (entry, &patient))?;
            }
            report.imported += written;
            Ok(())
        })
    }

    /// A chart for a patient new to this workstation; central knows whether to the hospital.
    async fn new_chart(&self, fhir_id: &str, unit: UnitId) -> Result<ChartId, WorkstationError> {
        let enrolled = self.enrolled()?;
        let now = enrolled.caller.central_time();
        let (token, blind_index) = self.session(|_, session| {
            let token = session.live_token(now).map(str::to_owned);
            let index = session
                .index_key
                .as_ref()
                .ok_or(WorkstationError::ChartNotHere)?;
            Ok((
                token.ok_or(WorkstationError::FirstSignInOffline)?,
                derive_blind_index(index, fhir_id),
            ))
        })?;
        charthold_sync::push_audit(&enrolled.caller, &enrolled.journal).await?;
        let audit = enrolled
            .journal
            .with(|journal| journal.last_audit_event())?;
        let request = RegisterChart {
            blind_index: Base64Bytes(blind_index.to_vec()),
            unit,
        };
        let authority = Authority {
            token: Some(&token),
            audit,
        };
        let chart = enrolled
            .caller
            .register_chart(&request, authority)
            .await?
            .chart;
        self.release_keys_of(&[chart]).await?;
        Ok(chart)
    }
}

/// The chart an import goes to.
struct Seen {
    chart: ChartId,
    fresh: bool,
}

/// Writes what the chart lacks of a patient's entries, all of it or nothing; answers how many.
fn write_entries(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    seen: &Seen,
    from: (&str, &PatientEntries),
    report: &mut ImportReport,
) -> Result<usize, WorkstationError> {
    let changes = changes(environment, enrolled, session, seen, from, report)?;
    let written = changes.len();
    if written > 0 {
        let intention = Intention {
            intent: None,
            chart: seen.chart,
            changes,
            subtype: Subtype::ChartImported,
            draft_done: None,
        };
        commit(environment, enrolled, session, intention)?;
    }
    Ok(written)
}

/// What has to be written so that the chart holds every entry.
fn changes(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    seen: &Seen,
    (file, patient): (&str, &PatientEntries),
    report: &mut ImportReport,
) -> Result<Vec<Change>, WorkstationError> {
    if !seen.fresh {
        project_quietly(environment, enrolled, session, seen.chart)?;
        demand_access(environment, enrolled, session, seen.chart)?;
    }
    let mut changes = Vec::with_capacity(patient.entries.len());
    for entry in &patient.entries {
        match change(session, seen, entry) {
            Ok(Some(change)) => changes.push(change),
            Ok(None) => report.unchanged += 1,
            Err(WorkstationError::Chartlog(_) | WorkstationError::Clinical(_)) => {
                report.refuse(file, Some(entry.index), "not-json");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(changes)
}

fn project_quietly(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    project(environment, enrolled, session, chart).map(|_| ())
}

fn change(
    session: &Session,
    seen: &Seen,
    entry: &Entry,
) -> Result<Option<Change>, WorkstationError> {
    let (class, compartment) = class_of(&entry.json)?;
    let index = session
        .index_key
        .as_ref()
        .ok_or(WorkstationError::ChartNotHere)?;
    let kind = entry.kind.as_str();
    let record = derive_record_id(index, seen.chart, kind, &entry.fhir_id);
    let existing = match session.open.get(&seen.chart) {
        Some(access) if !seen.fresh => session.charts.find(access, kind, &entry.fhir_id)?,
        _ => None,
    };
    Ok(match existing {
        None => Some(Change {
            record,
            class,
            compartment,
            parents: Vec::new(),
            patch: Patch::of_resource(&entry.json)?,
        }),
        Some(row) => Patch::between(&row.json, &entry.json)?.map(|patch| Change {
            record: row.record,
            class,
            compartment: row.compartment,
            parents: row.heads,
            patch,
        }),
    })
}

/// Writes the patient into the facility log, from which every workstation's directory is made.
fn enter_directory(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    (chart, unit): (ChartId, UnitId),
    (entry, patient): (&Entry, &PatientEntries),
) -> Result<(), WorkstationError> {
    let facility = enrolled.identity.facility_chart;
    let listed: DirectoryEntry = directory_entry(chart, unit, &entry.json, &patient.entries)?;
    let record = listed.to_record();
    let index = session
        .index_key
        .as_ref()
        .ok_or(WorkstationError::ChartNotHere)?;
    let change = Change {
        record: derive_record_id(index, facility, "Basic", &chart.to_string()),
        class: Class::Mergeable,
        compartment: Compartment::Summary,
        parents: Vec::new(),
        patch: Patch::of_resource(&record)?,
    };
    let intention = Intention {
        intent: None,
        chart: facility,
        changes: vec![change],
        subtype: Subtype::ChartImported,
        draft_done: None,
    };
    commit(environment, enrolled, session, intention)?;
    if let Some(directory) = session.directory.as_mut() {
        directory.put(&[listed])?;
    }
    Ok(())
}

/// Name and bytes of an input, or its name and why it is refused.
fn load(source: &ImportSource) -> Result<(String, Vec<u8>), (String, &'static str)> {
    match source {
        ImportSource::Text { name, content } => Ok((name.clone(), content.clone().into_bytes())),
        ImportSource::File(path) => {
            let name = file_name(path);
            match read_limited(path) {
                Ok(Some(bytes)) => Ok((name, bytes)),
                Ok(None) => Err((name, "too-large")),
                Err(_) => Err((name, "not-readable")),
            }
        }
    }
}

/// What is in the file, unless it is too much. A device or a pipe says nothing of its size before it
/// is read.
fn read_limited(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.len() > MAX_FILE_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE_BYTES);
    Ok(fits.then_some(bytes))
}

/// The last part of the path: what the person gave, without where it lies.
fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
