//! The workstations of a load test: enrolled, somebody in at each, the charts of the test open. Real cores, as the app has
//! them; nothing is left out but the window and the keyring of the operating system.

use std::sync::{Arc, Mutex};

use charthold_workstation::BootTime;
use charthold_workstation::{
    ChartId, Enrolment, Environment, RecordId, Secret, Workstation, WorkstationError,
};
use tokio::sync::Notify;

use super::homes::Homes;
use super::patients::{FAMILY, Patient, demand_nobody_else};
use crate::output::Output;

/// What a fleet is made from.
pub(crate) struct Terms {
    /// How every one is enrolled, but for its name.
    pub(crate) enrolment: Enrolment,
    /// Who is in at each.
    pub(crate) user: String,
    pub(crate) password: Secret<String>,
    /// Where the patients of the test lie.
    pub(crate) unit: String,
    pub(crate) workstations: usize,
}

/// One workstation, and what beside it the test needs.
pub(crate) struct Station {
    pub(crate) workstation: Workstation,
    /// There is a reason to exchange.
    pub(crate) wake: Arc<Notify>,
    /// What others charted and this one does not show yet.
    pub(crate) awaited: Mutex<Vec<Awaited>>,
}

/// A set that was charted elsewhere.
pub(crate) struct Awaited {
    pub(crate) chart: ChartId,
    /// The last record of the set: a set is one transaction, and its operations keep their order.
    pub(crate) record: RecordId,
    /// When it was to be charted.
    pub(crate) due: BootTime,
}

/// All of them.
pub(crate) struct Fleet {
    pub(crate) stations: Vec<Station>,
    /// The charts of the test.
    pub(crate) charts: Vec<ChartId>,
}

impl Fleet {
    /// Enrols them one after the other and brings `patients` in at the first.
    ///
    /// # Errors
    /// As enrolling, signing in and importing; [`WorkstationError::InvalidInput`] when anybody else is in the unit.
    pub(crate) async fn open(
        terms: &Terms,
        patients: &[Patient],
        (homes, environment): (&Homes, &Environment),
        output: &Output,
    ) -> Result<Self, WorkstationError> {
        let mut stations = Vec::with_capacity(terms.workstations);
        for number in 1..=terms.workstations {
            let name = format!("{FAMILY}-{number:03}");
            let home = homes.home(&name);
            let workstation = Workstation::open(home, environment.clone())?;
            let enrolment = Enrolment {
                name,
                ..terms.enrolment.clone()
            };
            workstation.enroll(&enrolment).await?;
            // EXPOSE: each workstation is given its own copy of the password, as each person types it.
            let password = Secret::new(terms.password.expose().clone());
            workstation.unlock(&terms.user, password).await?;
            workstation.settle().await?;
            if number == 1 {
                admit(&workstation, patients, &terms.unit).await?;
            }
            output.progress(&format!("{number} of {} workstations", terms.workstations));
            stations.push(Station {
                workstation,
                wake: Arc::new(Notify::new()),
                awaited: Mutex::new(Vec::new()),
            });
        }
        let charts = open_charts(&stations, patients)?;
        Ok(Self { stations, charts })
    }
}

/// Brings the patients in, where nobody else is.
async fn admit(
    workstation: &Workstation,
    patients: &[Patient],
    unit: &str,
) -> Result<(), WorkstationError> {
    demand_nobody_else(workstation, unit)?;
    let sources: Vec<_> = patients.iter().map(Patient::source).collect();
    let report = workstation.import(&sources, Some(unit)).await?;
    if !report.refused.is_empty() {
        return Err(WorkstationError::Internal(
            "a patient of the load test was refused",
        ));
    }
    workstation.sync(None).await?;
    Ok(())
}

/// Opens every chart of the test everywhere, and no other.
fn open_charts(
    stations: &[Station],
    patients: &[Patient],
) -> Result<Vec<ChartId>, WorkstationError> {
    let mut charts = Vec::with_capacity(patients.len());
    for (number, station) in stations.iter().enumerate() {
        for patient in patients {
            let chart = station.workstation.chart_of_mrn(&patient.mrn())?;
            station.workstation.open_chart(chart)?;
            if number == 0 {
                charts.push(chart);
            }
        }
    }
    Ok(charts)
}
