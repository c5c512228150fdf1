//! From a parsed command line to a use case and its answer.

mod audit;
mod charts;
mod conflicts;
mod home;
mod recover;
mod second_factor;
mod sign_on;
mod writing;

use std::process::ExitCode;

use charthold_workstation::ipc::Failure;
use charthold_workstation::{
    Environment, Workstation, WorkstationError, default_home, doctor_of_closed_home,
};

use crate::arguments::{Arguments, Command};
use crate::output::Output;
use crate::secret;

/// Carries out one command.
pub(crate) async fn carry_out(
    arguments: Arguments,
    environment: Environment,
    output: &Output,
) -> Result<ExitCode, Failure> {
    if let Command::Load(load) = &arguments.command {
        // It has homes of its own, and none of them is this machine's.
        let environment = Environment::ending_with_the_process(environment.programme);
        return crate::load::load((&arguments, load), &environment, output).await;
    }
    let home = match &arguments.home {
        Some(home) => home.clone(),
        None => default_home()?,
    };
    if let Command::Recover(recover) = &arguments.command {
        let asked = (&arguments, recover);
        return Ok(recover::carry_out(asked, home, environment, output).await?);
    }
    let workstation = match Workstation::open(home, environment.clone()) {
        Err(why) if matches!(arguments.command, Command::Doctor) => {
            // That is the very thing it is asked about.
            let findings = doctor_of_closed_home(&environment, why);
            return Ok(home::tell_findings(&findings, output));
        }
        opened => opened?,
    };
    let done = dispatch(&arguments, &workstation, output).await;
    // Whoever came in goes out again; the lock is part of the audit chain.
    let locked = workstation.lock();
    if done.is_ok() && locked.is_err() {
        // It is done and was answered: a second answer, or another exit code, would have it done again.
        output.remark("The end of the session could not be written to the audit trail.");
    }
    Ok(done?)
}

async fn dispatch(
    arguments: &Arguments,
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    match &arguments.command {
        Command::Enroll(enroll) => return home::enroll(workstation, enroll, output).await,
        Command::Status => return home::status(workstation, output).await,
        Command::Sync => return home::sync(workstation, output).await,
        Command::Doctor => return home::doctor(workstation, output).await,
        Command::Audit(crate::arguments::Audit::Verify) => {
            return audit::verify(workstation, output).await;
        }
        Command::SecondFactor { code_file } => {
            return second_factor::set_up((arguments, code_file), workstation, output).await;
        }
        Command::SignOn => return sign_on::carry_out(arguments, workstation, output).await,
        _ => sign_in(arguments, workstation).await?,
    }
    match &arguments.command {
        Command::Search { text } => charts::search(workstation, text, output),
        Command::Chart { mrn, kind } => charts::chart(workstation, mrn, kind.as_deref(), output),
        Command::Export { mrn, out } => charts::export(workstation, mrn, out, output),
        Command::Import { unit, paths } => {
            charts::import(workstation, unit.as_deref(), paths, output).await
        }
        Command::Put(put) => writing::put(workstation, put, output),
        Command::Conflicts { mrn } => conflicts::list(workstation, mrn.as_deref(), output),
        Command::Reconcile(reconcile) => conflicts::reconcile(workstation, reconcile, output),
        Command::Note(note) => writing::note(workstation, note, output),
        Command::Addendum(addendum) => writing::addendum(workstation, addendum, output),
        Command::Audit(list) => audit::list(workstation, list, output),
        Command::Enroll(_)
        | Command::Status
        | Command::Sync
        | Command::Doctor
        | Command::SecondFactor { .. }
        | Command::SignOn
        | Command::Recover(_)
        | Command::Load(_) => Err(WorkstationError::Internal("a command was taken twice")),
    }
}

async fn sign_in(arguments: &Arguments, workstation: &Workstation) -> Result<(), WorkstationError> {
    let user = user(arguments)?;
    let typed = secret::typed(&arguments.password)?;
    workstation.let_in(user, typed).await?;
    workstation.settle().await
}

fn user(arguments: &Arguments) -> Result<&str, WorkstationError> {
    let user = arguments.user.as_deref();
    user.ok_or(WorkstationError::InvalidInput(
        "say who does it: --user USERNAME",
    ))
}
