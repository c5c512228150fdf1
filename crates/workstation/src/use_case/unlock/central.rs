//! Central's word on a password.

use std::time::Duration;

use charthold_crypto::Secret;
use charthold_domain::PersonId;
use charthold_protocol::{
    Base64Bytes, PersonKeyOffer, PersonKeyRegistration, RefusalCode, SessionReply, SessionRequest,
    Signed,
};
use charthold_sync::{Authority, Caller, SyncError};
use charthold_vault::{Unlocked, Vault};

use crate::Workstation;
use crate::enrolled::Enrolled;
use crate::session::Token;

use super::Typed;

/// How long somebody at the bedside waits for central before the workstation opens on its own word.
pub(super) const SIGN_IN_PATIENCE: Duration = Duration::from_secs(8);

/// Signs in at central; one that does not answer in time is as good as none.
pub(super) async fn sign_in(
    caller: &Caller,
    username: &str,
    typed: &Typed,
) -> Result<SessionReply, SyncError> {
    // EXPOSE: central checks the password, inside TLS; nothing here can.
    let mut request = request(username, typed.password.expose(), None);
    // EXPOSE: nor the code, which is good once and kept nowhere.
    request.second_factor = typed.code.as_ref().map(|code| code.expose().clone());
    sign_in_with(caller, &request, Authority::default()).await
}

async fn sign_in_with(
    caller: &Caller,
    request: &SessionRequest,
    authority: Authority<'_>,
) -> Result<SessionReply, SyncError> {
    match tokio::time::timeout(SIGN_IN_PATIENCE, caller.sign_in(request, authority)).await {
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

/// Whether central takes the password, and wants a code beside it or another code than this.
pub(super) fn wants_code(error: &SyncError) -> bool {
    matches!(
        error.refusal(),
        Some(
            RefusalCode::SecondFactorUnset
                | RefusalCode::SecondFactorWanted
                | RefusalCode::SecondFactorWrong
        )
    )
}

/// Whether the password is the one central has.
pub(super) fn is_password(answer: &Result<SessionReply, SyncError>) -> bool {
    answer.as_ref().map_or_else(wants_code, |_| true)
}

pub(in crate::use_case) fn token_of(reply: SessionReply) -> Token {
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
        let signed = self.registration(enrolled, vault, reply.person.id);
        // EXPOSE: the registration travels with a second sign-in, inside TLS.
        let request = request(&reply.person.username, password.expose(), Some(signed));
        // A code is taken once; the token it gave stands for it.
        let authority = Authority {
            token: Some(&reply.token),
            audit: None,
        };
        let again = sign_in_with(&enrolled.caller, &request, authority).await;
        again.unwrap_or(reply)
    }

    /// The same for somebody whose password central does not have: their token brings the key.
    pub(in crate::use_case) async fn with_offered_key(
        &self,
        enrolled: &Enrolled,
        vault: &Vault<Unlocked>,
        mut reply: SessionReply,
    ) -> SessionReply {
        if reply.person_key_registered {
            return reply;
        }
        let signed = self.registration(enrolled, vault, reply.person.id);
        let offer = PersonKeyOffer {
            registration: Base64Bytes(signed),
        };
        let authority = Authority {
            token: Some(&reply.token),
            audit: None,
        };
        let offered = enrolled.caller.offer_person_key(&offer, authority);
        if let Ok(Ok(answer)) = tokio::time::timeout(SIGN_IN_PATIENCE, offered).await {
            reply.person_key_registered = answer.registered;
        }
        reply
    }

    fn registration(
        &self,
        enrolled: &Enrolled,
        vault: &Vault<Unlocked>,
        person: PersonId,
    ) -> Vec<u8> {
        let registration = PersonKeyRegistration {
            person,
            device: enrolled.identity.device,
            key: vault.person_public(),
            made_at: self.now(),
        };
        Signed::make(&registration, enrolled.keys.signing()).to_bytes()
    }
}

fn request(username: &str, password: &str, key: Option<Vec<u8>>) -> SessionRequest {
    SessionRequest {
        username: username.to_owned(),
        password: password.to_owned(),
        person_key: key.map(Base64Bytes),
        second_factor: None,
    }
}
