//! This device's audit chain.

use std::process::ExitCode;

use charthold_workstation::{ListedEvent, Workstation, WorkstationError};

use crate::arguments::Audit;
use crate::output::Output;

/// Events listed.
const LIMIT: usize = 500;

pub(crate) async fn verify(
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let verified = workstation.verify_audit().await?;
    output.answer(&verified, |verified| {
        let central = match verified.central_agrees {
            Some(_) => "central holds the same",
            None => "central was not asked: it does not answer",
        };
        format!(
            "{} events, every one holds; {} confirmed by central; {central}.",
            verified.events, verified.confirmed
        )
    });
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn list(
    workstation: &Workstation,
    list: &Audit,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let (patient, since) = match list {
        Audit::List { patient, since } => (patient.as_deref(), since.as_deref()),
        Audit::Verify => (None, None),
    };
    let chart = patient
        .map(|mrn| workstation.chart_of_mrn(mrn))
        .transpose()?;
    let since = since
        .map(str::parse)
        .transpose()
        .map_err(|_| WorkstationError::InvalidInput("--since takes an RFC 3339 time"))?;
    let events = workstation.list_audit(chart, since, LIMIT)?;
    output.answer(&events, |events| {
        let line = |event: &ListedEvent| {
            let who = event.person.as_deref().unwrap_or("–");
            let what = event.what.replace('-', " ");
            format!("{}  {who}  {what}  {}", event.at, event.outcome)
        };
        events.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(ExitCode::SUCCESS)
}
