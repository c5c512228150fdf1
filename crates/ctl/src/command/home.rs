//! Commands about the home itself; they need nobody signed in.

use std::process::ExitCode;

use charthold_workstation::{
    Enrolment, Finding, FindingState, Trouble, Workstation, WorkstationError,
};
use serde::Serialize;

use crate::arguments::Enroll;
use crate::input::{Limit, read_file};
use crate::output::Output;

pub(crate) async fn enroll(
    workstation: &Workstation,
    enroll: &Enroll,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let ca_pem = read_file(&enroll.ca, Limit::CERTIFICATES)?;
    let enrolment = Enrolment {
        central_url: enroll.central.clone(),
        ca_pem,
        code: enroll.code.clone(),
        name: enroll.name.clone(),
    };
    workstation.enroll(&enrolment).await?;
    // The first exchange brings the directory; without a line it comes later.
    let _ = workstation.sync(None).await;
    let status = workstation.home_status()?;
    output.answer(&status, |_| format!("Enrolled as {}.", enroll.name));
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn status(
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    workstation.ping().await;
    let status = workstation.home_status()?;
    output.answer(&status, |status| {
        if !status.enrolled {
            let before = status.emptied.map(|emptied| format!("{} ", emptied.what()));
            return format!("{}Not enrolled.", before.unwrap_or_default());
        }
        let line = if status.reachable {
            "online"
        } else {
            "offline"
        };
        let trouble = status.trouble.map(in_words).unwrap_or_default();
        format!(
            "{trouble}Enrolled, {line}. {} chart changes and {} audit events to send, {} changes not in a backup. {} charts here.",
            status.ops_unconfirmed,
            status.audit_unconfirmed,
            status.ops_not_in_backup,
            status.charts_cached
        )
    });
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with the workstation and what to do, a line of its own.
fn in_words(trouble: Trouble) -> String {
    format!("{} {}\n", trouble.what(), trouble.remedy())
}

#[derive(Serialize)]
struct SyncAnswer {
    pushed: usize,
    pulled: usize,
    audit_pushed: usize,
    quarantined: usize,
    heads: usize,
}

pub(crate) async fn sync(
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let report = workstation.sync(None).await?.report;
    let status = workstation.home_status()?;
    if let Some(trouble) = status.trouble {
        output.remark(in_words(trouble).trim_end());
    }
    if let Some(emptied) = status.emptied {
        output.remark(emptied.what());
    }
    let answer = SyncAnswer {
        pushed: report.pushed,
        pulled: report.pulled,
        audit_pushed: report.audit_pushed,
        quarantined: report.quarantined,
        heads: report.heads,
    };
    output.answer(&answer, |answer| {
        format!(
            "Sent {} chart changes and {} audit events, received {}. {} put aside for review.",
            answer.pushed, answer.audit_pushed, answer.pulled, answer.quarantined
        )
    });
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn doctor(
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    Ok(tell_findings(&workstation.doctor().await?, output))
}

/// What doctor found, and its exit code.
pub(crate) fn tell_findings(findings: &Vec<Finding>, output: &Output) -> ExitCode {
    output.answer(findings, |findings| {
        let line = |finding: &Finding| {
            let state = match finding.state {
                FindingState::Ok => "ok  ",
                FindingState::Warn => "warn",
                FindingState::Fail => "fail",
            };
            format!("{state}  {}  {}", finding.what, finding.remedy)
                .trim_end()
                .to_owned()
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    let failed = findings
        .iter()
        .any(|finding| finding.state == FindingState::Fail);
    match failed {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}
