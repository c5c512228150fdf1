//! The first time somebody is here: central says who they are, and a slot is made under their password.

use std::sync::Arc;

use charthold_audit::Subtype;
use charthold_chartlog::AuthContext;
use charthold_crypto::Secret;
use charthold_domain::SessionId;
use charthold_protocol::SessionReply;
use charthold_store::PersonRow;
use charthold_vault::Vault;

use super::Typed;
use super::central::{sign_in, token_of};
use crate::enrolled::Enrolled;
use crate::gate::Ticket;
use crate::{Workstation, WorkstationError, time_passed};

/// How central knows who it is.
pub(in crate::use_case) enum Signed {
    /// By their password.
    In(SessionReply),
    /// By the hospital's sign-on provider.
    On(SessionReply),
}

impl Workstation {
    pub(super) async fn first_sign_in(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        (username, typed): (&str, &Typed),
    ) -> Result<(), WorkstationError> {
        let reply = match sign_in(&enrolled.caller, username, typed).await {
            Ok(reply) => reply,
            Err(error) if error.is_offline() => return Err(WorkstationError::FirstSignInOffline),
            Err(error) => return Err(error.into()),
        };
        self.begin_first((enrolled, ticket), Signed::In(reply), &typed.password)
            .await
    }

    /// A slot under `password` for somebody whom central has just let in, and their first session here.
    pub(in crate::use_case) async fn begin_first(
        &self,
        (enrolled, ticket): (&Enrolled, Ticket),
        by: Signed,
        password: &Secret<String>,
    ) -> Result<(), WorkstationError> {
        let (reply, sign_on) = match by {
            Signed::In(reply) => (reply, false),
            Signed::On(reply) => (reply, true),
        };
        let environment = self.environment();
        let session = SessionId::from(environment.fresh());
        let slot = Vault::new(Arc::clone(&enrolled.keys)).make_slot(
            session,
            reply.person.id,
            password,
            environment.slot,
            (environment.entropy)().as_mut(),
        )?;
        // As when it is renewed.
        let sure = enrolled.caller.central_time();
        let clock = environment.clock.as_ref();
        let row = PersonRow {
            person: reply.person.clone(),
            slot: slot.slot_bytes,
            person_key: slot.person_key_wrapped,
            index_key: None,
            lease_until: sure.plus(reply.policy.offline_lease()),
            last_seen: self.now(),
            locked_at: None,
            failures: 0,
            failed_at: None,
            preferences: None,
            sign_on,
        };
        // Before the key service has the key: it takes the first one and no other, so that one must be
        // here to stay.
        enrolled.journal.with(|journal| {
            time_passed::keep(journal, sure, clock)?;
            journal.save_person(&row)
        })?;
        let vault = &slot.unlocked;
        let reply = if sign_on {
            self.with_offered_key(enrolled, vault, reply).await
        } else {
            self.with_key(enrolled, vault, reply, password).await
        };
        let lease = row.lease_until.since(sure);
        let begin = (AuthContext::Online, Subtype::SignedIn);
        let token = Some(token_of(reply));
        self.begin(
            (enrolled, ticket),
            slot.unlocked,
            row,
            (token, lease),
            begin,
        )
    }
}
