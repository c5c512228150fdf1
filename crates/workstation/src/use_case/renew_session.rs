//! A token of central's for whoever is in. The one of the last sign-in lasts ten minutes; after it, and
//! for somebody who unlocked while central was away, their key vouches for them. The password is not
//! kept for this, and the lease is not made longer by it.

use charthold_chartlog::AuthContext;
use charthold_domain::PersonId;
use charthold_protocol::{RefusalCode, SessionRenewal, SessionReply, Signed};
use charthold_sync::SyncError;
use charthold_vault::{Unlocked, Vault};

use crate::enrolled::Enrolled;
use crate::session::Token;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// A token that is good now.
    ///
    /// # Errors
    /// `Locked`; `PasswordWanted` when central takes nothing but the password; or why it could not be
    /// asked.
    pub(crate) async fn token(&self) -> Result<String, WorkstationError> {
        let enrolled = self.enrolled()?;
        let at_hand = self.session(|enrolled, session| {
            let now = enrolled.caller.central_time();
            Ok(session.live_token(now).map(str::to_owned))
        })?;
        match at_hand {
            Some(token) => Ok(token),
            None => self.renew(&enrolled).await,
        }
    }

    async fn renew(&self, enrolled: &Enrolled) -> Result<String, WorkstationError> {
        let say = || {
            self.session(|enrolled, session| {
                Ok(statement(enrolled, session.person.id, &session.vault))
            })
        };
        let reply = ask(enrolled, say).await?;
        self.session(|_, session| {
            if session.person.id != reply.person.id {
                return Err(WorkstationError::Integrity("central names another person"));
            }
            session.person = reply.person;
            session.authority = AuthContext::Online;
            session.token = Some(Token {
                text: reply.token.clone(),
                expires_at: reply.expires_at,
            });
            Ok(reply.token)
        })
    }
}

/// What the key says, and signed.
type Said = (SessionRenewal, Signed<SessionRenewal>);

/// Central's answer to what the person's key says.
///
/// # Errors
/// `PasswordWanted` when that is not enough; or why it could not be asked.
pub(crate) async fn ask(
    enrolled: &Enrolled,
    say: impl Fn() -> Result<Said, WorkstationError>,
) -> Result<SessionReply, WorkstationError> {
    let mut said = say()?;
    let mut answer = enrolled.caller.renew_session(&said.1).await;
    // The first contact may have taught this workstation what time it is at central.
    let learned = enrolled.caller.central_time();
    let apart = learned.since(said.0.at).max(said.0.at.since(learned));
    if is_refused(&answer) && !apart.is_zero() {
        said = say()?;
        answer = enrolled.caller.renew_session(&said.1).await;
    }
    if is_refused(&answer) {
        return Err(WorkstationError::PasswordWanted);
    }
    Ok(answer?)
}

/// What the person's key says now.
pub(crate) fn statement(enrolled: &Enrolled, person: PersonId, vault: &Vault<Unlocked>) -> Said {
    let said = SessionRenewal {
        tenant: enrolled.identity.tenant,
        device: enrolled.identity.device,
        person,
        at: enrolled.caller.central_time(),
    };
    let signed = Signed::make_by(&said, |label, bytes| vault.sign_as_person(label, bytes));
    (said, signed)
}

fn is_refused<T>(answer: &Result<T, SyncError>) -> bool {
    let refusal = answer.as_ref().err().and_then(SyncError::refusal);
    refusal == Some(RefusalCode::Unauthenticated)
}
