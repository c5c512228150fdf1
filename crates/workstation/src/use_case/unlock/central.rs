//! Central's word on a password.

use std::time::Duration;

use charthold_crypto::Secret;
use charthold_protocol::{
    Base64Bytes, PersonKeyRegistration, RefusalCode, SessionReply, SessionRequest, Signed,
};
use charthold_sync::{Caller, SyncError};
use charthold_vault::{Unlocked, Vault};

use crate::Workstation;
use crate::enrolled::Enrolled;
use crate::session::Token;

/// How long somebody at the bedside waits for central before the workstation opens on its own word.
const SIGN_IN_PATIENCE: Duration = Duration::from_secs(8);

/// Signs in at central; one that does not answer in time is as good as none.
pub(super) async fn sign_in(
    caller: &Caller,
    username: &str,
    password: &Secret<String>,
) -> Result<SessionReply, SyncError> {
    // EXPOSE: central checks the password, inside TLS; nothing here can.
    let request = request(username, password.expose(), None);
    sign_in_with(caller, &request).await
}

async fn sign_in_with(
    caller: &Caller,
    request: &SessionRequest,
) -> Result<SessionReply, SyncError> {
    match tokio::time::timeout(SIGN_IN_PATIENCE, caller.sign_in(request)).await {
        Ok(answer) => answer,
        Err(_) => Err(SyncError::TimedOut),
    }
}

/// Whether central answered about this person or this workstation, and the answer is no.
pub(super) fn denies(error: &SyncError) -> bool {
    denies_person(error) || error.refusal() == Some(RefusalCode::DeviceRefused)
}

/// Whether central answered that it does not take this password of this person, if it knows them at all.
pub(super) fn denies_person(error: &SyncError) -> bool {
    error.refusal() == Some(RefusalCode::WrongPassword)
}

pub(super) fn token_of(reply: SessionReply) -> Token {
    Token {
        text: reply.token,
        expires_at: reply.expires_at,
    }
}

impl Workstation {
    /// The reply, after the key service was given the key the person signs key requests with, unless
    /// it has it. When it cannot be given now, it is at the next unlock.
    pub(super) async fn with_key(
        &self,
        enrolled: &Enrolled,
        vault: &Vault<Unlocked>,
        reply: SessionReply,
        password: &Secret<String>,
    ) -> SessionReply {
        if reply.person_key_registered {
            return reply;
        }
        let registration = PersonKeyRegistration {
            person: reply.person.id,
            device: enrolled.identity.device,
            key: vault.person_public(),
            made_at: self.now(),
        };
        let signed = Signed::make(&registration, enrolled.keys.signing()).to_bytes();
        // EXPOSE: the registration travels with a second sign-in, inside TLS.
        let request = request(&reply.person.username, password.expose(), Some(signed));
        let again = sign_in_with(&enrolled.caller, &request).await;
        again.unwrap_or(reply)
    }
}

fn request(username: &str, password: &str, key: Option<Vec<u8>>) -> SessionRequest {
    SessionRequest {
        username: username.to_owned(),
        password: password.to_owned(),
        person_key: key.map(Base64Bytes),
    }
}
