//! Setting an authenticator app up. Nobody is let in by it.

use std::path::Path;
use std::process::ExitCode;

use charthold_workstation::{Workstation, WorkstationError};
use serde::Serialize;

use super::user;
use crate::arguments::Arguments;
use crate::output::Output;
use crate::secret;

/// What is printed; whoever reads it has the factor.
#[derive(Serialize)]
struct Answer<'a> {
    link: &'a str,
}

pub(super) async fn set_up(
    (arguments, code_file): (&Arguments, &Path),
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let password = secret::password(&arguments.password)?;
    let code = secret::of_file(code_file)?;
    let link = workstation
        .set_up_second_factor(user(arguments)?, &password, &code)
        .await?;
    // EXPOSE: shown once, to the person whose app takes it.
    let link = link.expose();
    output.answer(&Answer { link }, |answer| answer.link.to_owned());
    Ok(ExitCode::SUCCESS)
}
