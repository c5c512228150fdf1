//! A way back, with files that somebody carries to two operators of the key service and back.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use charthold_workstation::{
    Environment, RecoveryRequest, Workstation, WorkstationError, ask_for_device, bring_device_back,
};
use serde::Serialize;

use crate::arguments::{Arguments, Recover};
use crate::output::Output;
use crate::secret;

/// What is printed of a request.
#[derive(Serialize)]
struct Asked {
    fingerprint: String,
}

/// What is printed at the end.
#[derive(Serialize)]
struct Back {
    recovered: bool,
}

/// Carries one out. Of the workstation itself with its home closed: nothing opens it.
pub(super) async fn carry_out(
    (arguments, recover): (&Arguments, &Recover),
    home: PathBuf,
    environment: Environment,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    match (recover, arguments.user.as_deref()) {
        (Recover::Request { out }, None) => {
            tell_request(&ask_for_device(home, &environment)?, out, output)
        }
        (Recover::Request { out }, Some(user)) => {
            let workstation = Workstation::open(home, environment)?;
            tell_request(&workstation.ask_for_person(user)?, out, output)
        }
        (Recover::Finish { answer }, None) => {
            bring_device_back(home, &environment, &read(answer)?)?;
            Ok(tell_end("The workstation has its keys again.", output))
        }
        (Recover::Finish { answer }, Some(user)) => {
            let password = secret::password(&arguments.password)?;
            let workstation = Workstation::open(home, environment)?;
            let answer = read(answer)?;
            let back = workstation.bring_person_back(user, &password, &answer);
            back.await?;
            let said = "What they have here opens with the new password.";
            Ok(tell_end(said, output))
        }
    }
}

fn tell_request(
    request: &RecoveryRequest,
    out: &Path,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let file = OpenOptions::new().write(true).create_new(true).open(out);
    file.and_then(|mut file| file.write_all(&request.to_bytes()))
        .map_err(WorkstationError::File)?;
    let fingerprint = request.fingerprint();
    output.answer(&Asked { fingerprint }, |asked| {
        format!(
            "Bring the file to the operators of the key service. Its fingerprint: {}",
            asked.fingerprint
        )
    });
    Ok(ExitCode::SUCCESS)
}

fn tell_end(said: &str, output: &Output) -> ExitCode {
    output.answer(&Back { recovered: true }, |_| said.to_owned());
    ExitCode::SUCCESS
}

/// An answer is some hundred bytes; more than this is another file.
const MOST: u64 = 64 << 10;

fn read(file: &Path) -> Result<Vec<u8>, WorkstationError> {
    let size = std::fs::metadata(file)
        .map_err(WorkstationError::File)?
        .len();
    if size > MOST {
        return Err(WorkstationError::InvalidInput(
            "the file is no answer of the operators",
        ));
    }
    std::fs::read(file).map_err(WorkstationError::File)
}
