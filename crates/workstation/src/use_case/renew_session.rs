//! A token of central's for whoever is in. The one of the last sign-in lasts ten minutes; after it, and
//! for somebody who unlocked while central was away, their key vouches for them. The password is not
//! kept for this, and the lease is not made longer by it.

use charthold_chartlog::AuthContext;
use charthold_protocol::{RefusalCode, SessionRenewal, Signed};
use charthold_sync::SyncError;

use crate::enrolled::Enrolled;
use crate::session::{Session, Token};
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
        let mut said = self.session(|enrolled, session| Ok(statement(enrolled, session)))?;
        let mut answer = enrolled.caller.renew_session(&said.1).await;
        // The first contact may have taught this workstation what time it is at central.
        let learned = enrolled.caller.central_time();
        let apart = learned.since(said.0.at).max(said.0.at.since(learned));
        if is_refused(&answer) && !apart.is_zero() {
            said = self.session(|enrolled, session| Ok(statement(enrolled, session)))?;
            answer = enrolled.caller.renew_session(&said.1).await;
        }
        if is_refused(&answer) {
            return Err(WorkstationError::PasswordWanted);
        }
        let reply = answer?;
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

fn statement(enrolled: &Enrolled, session: &Session) -> (SessionRenewal, Signed<SessionRenewal>) {
    let said = SessionRenewal {
        tenant: enrolled.identity.tenant,
        device: enrolled.identity.device,
        person: session.person.id,
        at: enrolled.caller.central_time(),
    };
    let signed = Signed::make_by(&said, |label, bytes| {
        session.vault.sign_as_person(label, bytes)
    });
    (said, signed)
}

fn is_refused<T>(answer: &Result<T, SyncError>) -> bool {
    let refusal = answer.as_ref().err().and_then(SyncError::refusal);
    refusal == Some(RefusalCode::Unauthenticated)
}
