//! Bringing in foreign charts: FHIR R4 bundles or NDJSON. Each resource is kept losslessly under its
//! own id; importing twice changes nothing; a patient is brought in whole or not at all.

mod place;
mod source;
mod write;

use charthold_clinical::import::{Entry, Form, Import, PatientEntries, group, split};
use charthold_domain::UnitId;

pub use source::ImportSource;

use crate::{Workstation, WorkstationError};
use source::Origins;
use write::write_patient;

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

    fn refuse_entry(&mut self, origins: &Origins, number: Option<usize>, code: &str) {
        let (file, place) = origins.find(number.unwrap_or_default());
        self.refuse(file, Some(place), code);
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
        let (mut lines, mut origins) = (Vec::new(), Origins::default());
        for source in sources {
            let name = source.name();
            let mut text = match source.load() {
                Ok(bytes) => split(&bytes),
                Err(code) => {
                    report.refuse(&name, None, code);
                    continue;
                }
            };
            for refusal in &text.refused {
                report.refuse(&name, refusal.index, refusal.code.code());
            }
            match text.form {
                Form::Bundle => {
                    let mut own = Origins::default();
                    own.add(&name, &mut text);
                    self.import_entries(text.entries, &own, unit, &mut report)
                        .await?;
                }
                Form::Lines => {
                    origins.add(&name, &mut text);
                    lines.append(&mut text.entries);
                }
            }
        }
        self.import_entries(lines, &origins, unit, &mut report)
            .await?;
        Ok(report)
    }

    /// Imports entries that belong together, patient by patient.
    async fn import_entries(
        &self,
        entries: Vec<Entry>,
        origins: &Origins,
        unit: UnitId,
        report: &mut ImportReport,
    ) -> Result<(), WorkstationError> {
        let Import { patients, refused } = group(entries);
        for refusal in refused {
            report.refuse_entry(origins, refusal.index, refusal.code.code());
        }
        for patient in patients {
            self.import_patient(&patient, origins, unit, report).await?;
        }
        Ok(())
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
        patient: &PatientEntries,
        origins: &Origins,
        unit: UnitId,
        report: &mut ImportReport,
    ) -> Result<(), WorkstationError> {
        let destination = match self.place(patient, unit).await? {
            Ok(destination) => destination,
            Err(code) => {
                for entry in &patient.entries {
                    report.refuse_entry(origins, Some(entry.index), code.code());
                }
                return Ok(());
            }
        };
        let environment = self.environment();
        let done = self.session(|enrolled, session| {
            write_patient(environment, enrolled, session, &destination, patient)
        })?;
        report.imported += done.written;
        report.unchanged += done.unchanged;
        for (number, code) in done.refused {
            report.refuse_entry(origins, Some(number), code.code());
        }
        Ok(())
    }
}
