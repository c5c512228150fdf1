//! Signing on by the hospital's provider: its page is said, whoever opens it comes back from it, and the password of this workstation lets
//! them in.

use std::process::ExitCode;

use charthold_workstation::{Workstation, WorkstationError};
use serde::Serialize;

use crate::arguments::Arguments;
use crate::output::Output;
use crate::secret;

/// What is printed at the end.
#[derive(Serialize)]
struct SignedOn {
    username: String,
    /// They were never here, and the password is the one they chose.
    first: bool,
}

/// Carries it out. Whoever is let in goes out again at the end of the command, as after every command.
pub(super) async fn carry_out(
    arguments: &Arguments,
    workstation: &Workstation,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let password = secret::password(&arguments.password)?;
    let begun = workstation.begin_sign_on().await?;
    output.remark(&format!("Sign in on this page: {}", begun.page()));
    let signed_on = workstation.finish_sign_on(begun).await?;
    workstation.let_in_signed_on(&signed_on, &password).await?;
    let answer = SignedOn {
        username: signed_on.person().username.clone(),
        first: signed_on.is_new(),
    };
    output.answer(&answer, |answer| {
        format!(
            "{} may unlock this workstation with that password.",
            answer.username
        )
    });
    Ok(ExitCode::SUCCESS)
}
