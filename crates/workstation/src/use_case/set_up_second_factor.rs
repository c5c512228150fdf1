//! Setting an authenticator app up, with a code from IT. Central makes the secret; it passes through here to the person, and is kept
//! nowhere on this workstation.

use charthold_crypto::Secret;
use charthold_protocol::SecondFactorRequest;

use crate::{Workstation, WorkstationError};

impl Workstation {
    /// The link for the person's app, `otpauth://…`. It counts from the first code that the app shows and central takes.
    ///
    /// # Errors
    /// Central's `WrongPassword`, `CodeRefused` and `HeldOff`; `FirstSignInOffline` when it is away.
    pub async fn set_up_second_factor(
        &self,
        username: &str,
        password: &Secret<String>,
        code: &Secret<String>,
    ) -> Result<Secret<String>, WorkstationError> {
        let _door = self.inner.door.lock().await;
        let enrolled = self.enrolled()?;
        let request = SecondFactorRequest {
            username: username.trim().to_lowercase(),
            // EXPOSE: central checks both, inside TLS; nothing here can.
            password: password.expose().clone(),
            // EXPOSE: as above.
            code: code.expose().clone(),
        };
        match enrolled.caller.set_up_second_factor(&request).await {
            Ok(reply) => Ok(Secret::new(reply.link)),
            Err(error) if error.is_offline() => Err(WorkstationError::FirstSignInOffline),
            Err(error) => Err(error.into()),
        }
    }
}
