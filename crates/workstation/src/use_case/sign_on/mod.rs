//! Signing in by the hospital's sign-on provider (ADR 0046): its page in the person's browser says to central who they are; a password of
//! this workstation opens what is here, offline too. Central never sees that one, nor this workstation the provider's.

mod choice;
mod loopback;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use charthold_audit::Subtype;
use charthold_chartlog::AuthContext;
use charthold_crypto::{Entropy, Secret, sha256};
use charthold_domain::{Person, Timestamp};
use charthold_protocol::{SessionReply, SignOnProof, SignOnRequest};
use charthold_store::PersonRow;
use charthold_vault::{Trying, Unlocked, Vault, VaultError};

use super::unlock::{Signed, authority_of, hold_off, renewed, token_of};
use crate::enrolled::Enrolled;
use crate::gate::Ticket;
use crate::{Workstation, WorkstationError};

pub(super) use choice::demand_good;
use loopback::Loopback;

/// A sign-on that somebody is at.
pub struct SignOn {
    page: String,
    nonce: String,
    verifier: Secret<String>,
    loopback: Loopback,
}

impl SignOn {
    /// What to open in a browser.
    #[must_use]
    pub fn page(&self) -> &str {
        &self.page
    }
}

/// Somebody whom the provider named, and central let in: good for as long as central's token is.
pub struct SignedOn {
    reply: SessionReply,
    is_new: bool,
}

impl SignedOn {
    /// Who.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.reply.person
    }

    /// Whether they were never here, so that they choose the password of this workstation now.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.is_new
    }
}

impl Workstation {
    /// Where to sign in. From here on this workstation listens, on loopback alone, for whoever comes back from there.
    ///
    /// # Errors
    /// Why central could not be asked; its `NotFound` where the hospital has no provider, its `SignOnUnavailable`.
    pub async fn begin_sign_on(&self) -> Result<SignOn, WorkstationError> {
        let enrolled = self.enrolled()?;
        self.demand_not_rolled_back(&enrolled)?;
        let mut entropy = (self.environment().entropy)();
        let [state, nonce, verifier] = [(); 3].map(|()| chance(entropy.as_mut()));
        let loopback = Loopback::open(state.clone())
            .await
            .map_err(WorkstationError::File)?;
        let request = SignOnRequest {
            redirect_uri: loopback.uri().to_owned(),
            state,
            nonce: nonce.clone(),
            code_challenge: URL_SAFE_NO_PAD.encode(sha256(&[verifier.as_bytes()])),
        };
        let page = enrolled.caller.sign_on_page(&request).await?.url;
        if !is_page(&page) {
            return Err(WorkstationError::Integrity("the sign-on page is none"));
        }
        Ok(SignOn {
            page,
            nonce,
            verifier: Secret::new(verifier),
            loopback,
        })
    }

    /// Waits until somebody comes back from the page, for five minutes at most, and has central ask who it is.
    ///
    /// # Errors
    /// `SignOnNotFinished` when nobody does, or they gave up there; central's `SignOnRefused` and `SignOnUnavailable`.
    pub async fn finish_sign_on(&self, sign_on: SignOn) -> Result<SignedOn, WorkstationError> {
        let SignOn {
            nonce,
            verifier,
            loopback,
            ..
        } = sign_on;
        let redirect_uri = loopback.uri().to_owned();
        let code = loopback
            .wait()
            .await
            .ok_or(WorkstationError::SignOnNotFinished)?;
        let enrolled = self.enrolled()?;
        let proof = SignOnProof {
            code,
            // EXPOSE: to central, inside TLS; it is worth nothing any more once central has used it.
            code_verifier: verifier.expose().clone(),
            redirect_uri,
            nonce,
        };
        let reply = enrolled.caller.finish_sign_on(&proof).await?;
        let known = enrolled
            .journal
            .with(|journal| journal.find_person(reply.person.id))?;
        let is_new = known.is_none();
        Ok(SignedOn { reply, is_new })
    }

    /// Lets whoever signed on in with the password of this workstation, which they choose the first time.
    ///
    /// # Errors
    /// As [`Self::unlock`]; `PasswordTooSimple` for a choice; `SignOnWanted` when they signed on too long ago.
    pub async fn let_in_signed_on(
        &self,
        signed_on: &SignedOn,
        password: &Secret<String>,
    ) -> Result<(), WorkstationError> {
        let _door = self.inner.door.lock().await;
        let ticket = self.core().gate.ticket();
        let enrolled = self.enrolled()?;
        self.demand_not_rolled_back(&enrolled)?;
        let reply = signed_on.reply.clone();
        if reply.expires_at <= enrolled.caller.central_time() {
            return Err(WorkstationError::SignOnWanted);
        }
        let row = enrolled
            .journal
            .with(|journal| journal.find_person(reply.person.id))?;
        let let_in = match row {
            Some(row) => {
                self.unlock_signed_on(&enrolled, ticket, (row, reply), password)
                    .await
            }
            None => {
                demand_good(password, &reply.person)?;
                let by = Signed::On(reply);
                self.begin_first((&enrolled, ticket), by, password).await
            }
        };
        self.demand_fresh(&enrolled)?;
        if let_in.is_err() {
            // As with every failure.
            enrolled.anchorage.anchor(&enrolled.journal);
        }
        let_in
    }

    /// Central has just said who it is: what is tried is the slot.
    async fn unlock_signed_on(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        (row, reply): (PersonRow, SessionReply),
        password: &Secret<String>,
    ) -> Result<(), WorkstationError> {
        let trying = hold_off(&row).trying(self.environment().clock.boot_time());
        if let Trying::After { wait } = trying {
            return Err(VaultError::HeldOff { wait }.into());
        }
        let vault = self
            .try_slot(enrolled, &row, password)
            .map_err(|error| self.note_failure(enrolled, &row, error))?;
        let sure = enrolled.caller.central_time();
        let row = PersonRow {
            person: reply.person.clone(),
            lease_until: sure.plus(enrolled.policy()?.offline_lease()),
            last_seen: self.now(),
            failures: 0,
            failed_at: None,
            // Whatever it was: from here on it goes to nobody else.
            sign_on: true,
            ..row
        };
        self.keep_row(enrolled, &row, sure)?;
        let reply = self.with_offered_key(enrolled, &vault, reply).await;
        let lease = row.lease_until.since(sure);
        let token = Some(token_of(reply));
        let begin = (AuthContext::Online, Subtype::Unlocked);
        self.begin((enrolled, ticket), vault, row, (token, lease), begin)
    }

    /// Gets whoever central knows by the provider in with the password of this workstation: within the lease their key vouches for them,
    /// as after a PIN. The password is said to nobody.
    ///
    /// # Errors
    /// As [`Self::unlock`]; `SignOnWanted` when central wants the provider's word again.
    pub(super) async fn unlock_by_local_password(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        row: PersonRow,
        password: &Secret<String>,
    ) -> Result<(), WorkstationError> {
        match hold_off(&row).trying(self.environment().clock.boot_time()) {
            Trying::Now => {}
            Trying::After { wait } => return Err(VaultError::HeldOff { wait }.into()),
            // After so many failures somebody else has to say who it is first.
            Trying::Online => return Err(WorkstationError::SignOnWanted),
        }
        let vault = self
            .try_slot(enrolled, &row, password)
            .map_err(|error| self.note_failure(enrolled, &row, error))?;
        self.admit_by_key(enrolled, ticket, (row, vault)).await
    }

    async fn admit_by_key(
        &self,
        enrolled: &Enrolled,
        ticket: Ticket,
        (row, vault): (PersonRow, Vault<Unlocked>),
    ) -> Result<(), WorkstationError> {
        let person = row.person.id;
        let reply = match self.vouched_by_key(enrolled, &row, &vault).await {
            Err(WorkstationError::PasswordWanted) => {
                // As with every no of central's: pulling the plug must get nobody in.
                let over = Timestamp::from_millis(0);
                enrolled
                    .journal
                    .with(|journal| journal.save_lease(person, over))?;
                return Err(WorkstationError::SignOnWanted);
            }
            other => other?,
        };
        let sure = self.demand_allowed(enrolled, &row, reply.as_ref())?;
        let mut row = renewed(row, reply.as_ref(), self.now())?;
        row.failures = 0;
        row.failed_at = None;
        self.keep_row(enrolled, &row, sure)?;
        let begin = (authority_of(reply.as_ref()), Subtype::Unlocked);
        let lease = row.lease_until.since(sure);
        let token = reply.map(token_of);
        self.begin((enrolled, ticket), vault, row, (token, lease), begin)
    }
}

/// Something that a browser shows, and no other program opens.
fn is_page(page: &str) -> bool {
    page.starts_with("https://")
        || page.starts_with("http://127.0.0.1:")
        || page.starts_with("http://localhost:")
}

/// 256 bits, as RFC 7636, 4.1 wants a verifier.
fn chance(entropy: &mut dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
