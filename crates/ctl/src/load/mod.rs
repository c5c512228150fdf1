//! `load`: many real workstation cores in this process against a central, charting on a schedule; what it took, and
//! whether anything was lost. For a test hospital. It charts for patients it made, and in a unit where nobody else is.

mod figures;
mod fleet;
mod homes;
mod patients;
mod proof;
mod report;
mod schedule;
mod shift;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use charthold_workstation::ipc::Failure;
use charthold_workstation::{Enrolment, Environment, WorkstationError};
use tokio::sync::watch;

use crate::arguments::{Arguments, Load};
use crate::exit;
use crate::input::{Limit, read_file};
use crate::output::Output;
use crate::secret;
use figures::Figures;
use fleet::{Fleet, Terms};
use homes::Homes;
use patients::patients;
use proof::Proof;
use report::Report;
use schedule::{Extent, schedule};
use shift::{Measured, work};

/// Carries the whole test out, and removes its homes.
///
/// # Errors
/// When it cannot begin. What is measured is answered, however it ends.
pub(crate) async fn load(
    (arguments, load): (&Arguments, &Load),
    environment: &Environment,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let terms = terms(arguments, load)?;
    let extent = extent(load)?;
    let mut entropy = (environment.entropy)();
    let mut run = [0; 8];
    entropy.fill(&mut run);
    let patients = patients(run, extent.patients);
    let arrivals = schedule(&extent, entropy.as_mut());

    let homes = Homes::take(home(arguments)?)?;
    let stopped = stop_signal();
    let mut stop = stopped.clone();
    let fleet = tokio::select! {
        fleet = Fleet::open(&terms, &patients, (&homes, environment), output) => Arc::new(fleet?),
        _ = stop.wait_for(|stop| *stop) => {
            let report = report(&extent, &Measured::default(), true, None);
            output.answer(&report, Report::words);
            return Ok(ExitCode::FAILURE);
        }
    };
    output.progress("charting");
    let measured = work(Arc::clone(&fleet), environment, &arrivals, &stopped).await;
    output.progress("comparing");
    let interrupted = *stopped.borrow();
    let (proof, code) = match proof::prove(&fleet, &measured.saved).await {
        Ok(proof) if proof.holds() => (Some(proof), ExitCode::SUCCESS),
        Ok(proof) => (Some(proof), ExitCode::from(exit::DAMAGE)),
        Err(error) => (None, ExitCode::from(exit::code(Failure::from(error).code))),
    };
    let report = report(&extent, &measured, interrupted, proof);
    output.answer(&report, Report::words);
    Ok(code)
}

fn terms(arguments: &Arguments, load: &Load) -> Result<Terms, WorkstationError> {
    let user = arguments.user.clone();
    Ok(Terms {
        enrolment: Enrolment {
            central_url: load.central.clone(),
            ca_pem: read_file(&load.ca, Limit::CERTIFICATES)?,
            code: load.code.clone(),
            name: String::new(),
        },
        user: user.ok_or(WorkstationError::InvalidInput(
            "say who does it: --user USERNAME",
        ))?,
        password: secret::password(&arguments.password)?,
        unit: load.unit.clone(),
        workstations: load.workstations.into(),
    })
}

/// Never the person's own home, which is where the other commands work when nothing is said.
fn home(arguments: &Arguments) -> Result<&Path, WorkstationError> {
    arguments
        .home
        .as_deref()
        .ok_or(WorkstationError::InvalidInput(
            "say where the homes of the load test go: --home, a new or empty folder",
        ))
}

fn extent(load: &Load) -> Result<Extent, WorkstationError> {
    let span = Duration::from_secs(load.seconds.into());
    let sets = load.rate.times_in(load.seconds);
    let sets = sets.ok_or(WorkstationError::InvalidInput(
        "--rate and --for come to no set at all, or to more than a million",
    ))?;
    Ok(Extent {
        workstations: load.workstations.into(),
        patients: load.patients.into(),
        sets,
        span,
    })
}

/// Becomes true when somebody wants it to end.
fn stop_signal() -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        let _ = stop.send(true);
        // Whoever asks later is told, too.
        stop.closed().await;
    });
    stopped
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    let _ = tokio::signal::ctrl_c().await;
}

fn report(extent: &Extent, measured: &Measured, interrupted: bool, proof: Option<Proof>) -> Report {
    let figures = |tally: &figures::Tally| -> Figures { tally.figures(measured.span) };
    Report {
        workstations: extent.workstations,
        patients: extent.patients,
        sets_due: usize::try_from(extent.sets).unwrap_or(usize::MAX),
        sets_saved: measured.saved.len(),
        seconds: measured.span.as_secs_f64(),
        interrupted,
        save: figures(&measured.save),
        exchange: figures(&measured.exchange),
        seen: figures(&measured.seen),
        proof,
    }
}
