//! Getting in: from this workstation's own slot, offline or online; or, the first time here, with
//! central's word for the password.

use std::time::Duration;

use charthold_audit::{Action, Subtype};
use charthold_chartlog::AuthContext;
use charthold_crypto::Secret;
use charthold_domain::{Person, SessionId, Timestamp};
use charthold_protocol::{
    Base64Bytes, PersonKeyRegistration, RefusalCode, SessionReply, SessionRequest, Signed,
};
use charthold_store::{Charts, PersonRow, StoreError};
use charthold_sync::{Caller, SyncError};
use charthold_vault::{HoldOff, InactivityLock, Unlocked, Vault, VaultError};

use crate::audit_event::{Actor, Describe, event};
use crate::enrolled::Enrolled;
use crate::key_ring::KeyRing;
use crate::session::{Session, Token};
use crate::{Workstation, WorkstationError, time_passed};

impl Workstation {
    /// Lets `username` in.
    ///
    /// # Errors
    /// [`VaultError::NotOpened`] for a wrong password, `HeldOff`, `LeaseEnded`, or why central could
    /// not be asked at a first sign-in. Nobody is in afterwards.
    pub async fn unlock(
        &self,
        username: &str,
        password: Secret<String>,
    ) -> Result<(), WorkstationError> {
        // Not the line: an exchange that waits for a silent central must keep nobody out.
        let _door = self.inner.door.lock().await;
        let enrolled = self.enrolled()?;
        let username = username.trim().to_lowercase();
        let row = enrolled
            .journal
            .with(|journal| journal.find_person_by_username(&username))?;
        match row {
            Some(row) => self.unlock_here(&enrolled, row, password).await,
            None => self.first_sign_in(&enrolled, username, password).await,
        }
    }

    async fn unlock_here(
        &self,
        enrolled: &Enrolled,
        row: PersonRow,
        password: Secret<String>,
    ) -> Result<(), WorkstationError> {
        let now = self.now();
        hold_off(&row).check(now)?;
        let vault = match self.try_slot(enrolled, &row, &password) {
            Ok(vault) => vault,
            Err(error) => return Err(self.note_failure(enrolled, row, error)),
        };
        // EXPOSE: central checks the same password, inside TLS, to hand out a token.
        let request = session_request(&row.person.username, password.expose(), None);
        let online = online_sign_in(&enrolled.caller, &request).await;
        let (reply, authority) = match online {
            Ok(reply) => (Some(reply), AuthContext::Online),
            Err(error) if denies(&error) => return Err(error.into()),
            // A central that is away, sick or busy keeps nobody from the charts that are here.
            Err(_) => (None, AuthContext::Offline),
        };
        let clock = self.environment().clock.as_ref();
        let sure = match &reply {
            // Whatever this machine's clock says: one that is off neither lengthens the lease nor ends it early.
            Some(_) => enrolled.caller.central_time(),
            None => enrolled
                .journal
                .with(|journal| time_passed::sure_now(journal, clock))?,
        };
        if reply.is_none() && row.lease_until < sure {
            return Err(WorkstationError::LeaseEnded);
        }
        let row = renewed(enrolled, row, reply.as_ref(), (now, sure))?;
        enrolled.journal.with(|journal| {
            time_passed::keep(journal, sure, clock)?;
            journal.save_person(&row)
        })?;
        let reply = match reply {
            Some(reply) => Some(self.with_key(enrolled, &vault, reply, &password).await),
            None => None,
        };
        let token = reply.map(token_of);
        self.begin(enrolled, vault, row, token, (authority, Subtype::Unlocked))
    }

    async fn first_sign_in(
        &self,
        enrolled: &Enrolled,
        username: String,
        password: Secret<String>,
    ) -> Result<(), WorkstationError> {
        // EXPOSE: central checks the password, inside TLS; nothing here can.
        let request = session_request(&username, password.expose(), None);
        let reply = match online_sign_in(&enrolled.caller, &request).await {
            Ok(reply) => reply,
            Err(error) if error.is_offline() => return Err(WorkstationError::FirstSignInOffline),
            Err(error) => return Err(error.into()),
        };
        let environment = self.environment();
        let session = SessionId::from(environment.fresh());
        let slot = Vault::new(std::sync::Arc::clone(&enrolled.keys)).make_slot(
            session,
            reply.person.id,
            &password,
            environment.slot,
            (environment.entropy)().as_mut(),
        )?;
        let now = self.now();
        // As when it is renewed.
        let sure = enrolled.caller.central_time();
        let clock = environment.clock.as_ref();
        let row = PersonRow {
            person: reply.person.clone(),
            slot: slot.slot_bytes,
            person_key: slot.person_key_wrapped,
            index_key: None,
            lease_until: sure.plus(reply.policy.offline_lease()),
            last_seen: now,
            locked_at: None,
            failures: 0,
            held_until: None,
            preferences: None,
        };
        // Before the key service has the key: it takes the first one and no other, so that one must be
        // here to stay.
        enrolled.journal.with(|journal| {
            time_passed::keep(journal, sure, clock)?;
            journal.save_person(&row)
        })?;
        let vault = &slot.unlocked;
        let reply = self.with_key(enrolled, vault, reply, &password).await;
        let begin = (AuthContext::Online, Subtype::SignedIn);
        self.begin(enrolled, slot.unlocked, row, Some(token_of(reply)), begin)
    }

    /// The reply, after the key service was given the key the person signs key requests with, unless
    /// it has it. When it cannot be given now, it is at the next unlock.
    async fn with_key(
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
        let request = session_request(&reply.person.username, password.expose(), Some(signed));
        let again = online_sign_in(&enrolled.caller, &request).await;
        again.unwrap_or(reply)
    }

    fn try_slot(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        password: &Secret<String>,
    ) -> Result<Vault<Unlocked>, VaultError> {
        let session = SessionId::from(self.environment().fresh());
        Vault::new(std::sync::Arc::clone(&enrolled.keys))
            .unlock(session, row.person.id, &row.slot, &row.person_key, password)
            .map_err(|(_, error)| error)
    }

    /// Opens the person's readable stores and begins the session, explained by an audit event.
    fn begin(
        &self,
        enrolled: &Enrolled,
        vault: Vault<Unlocked>,
        row: PersonRow,
        token: Option<Token>,
        (authority, subtype): (AuthContext, Subtype),
    ) -> Result<(), WorkstationError> {
        let environment = self.environment();
        let actor = Actor {
            person: &row.person,
            session: Some(vault.session()),
        };
        let mut unlocked = event(
            environment,
            enrolled,
            Some(actor),
            (Action::Execute, subtype),
        );
        unlocked.offline = authority == AuthContext::Offline;
        enrolled
            .journal
            .with(|journal| journal.record(&unlocked, enrolled.keys.signing()))?;
        let charts = open_charts(&self.inner.home.charts_path(row.person.id), &vault)?;
        let index_key = match &row.index_key {
            Some(wrapped) => Some(vault.unwrap_index_key(wrapped)?),
            None => None,
        };
        let limit = enrolled.policy()?.inactivity_limit();
        let session = Session {
            inactivity: InactivityLock::new(limit, environment.clock.boot_time()),
            vault,
            person: row.person,
            charts,
            directory: None,
            keys: KeyRing::default(),
            index_key,
            token,
            open: std::collections::BTreeMap::new(),
            glances: std::collections::BTreeMap::new(),
            deciding: std::collections::BTreeMap::new(),
            drafts_seen: std::collections::BTreeMap::new(),
            census_viewed: Vec::new(),
            authority,
            hlc: 0,
        };
        self.core().session = Some(session);
        self.note_line(authority == AuthContext::Online);
        Ok(())
    }

    fn note_failure(
        &self,
        enrolled: &Enrolled,
        mut row: PersonRow,
        error: VaultError,
    ) -> WorkstationError {
        if error != VaultError::NotOpened {
            return error.into();
        }
        let now = self.now();
        let failed = hold_off(&row).failed(now);
        row.failures = failed.failures();
        row.held_until = Some(now);
        let actor = Actor {
            person: &row.person,
            session: None,
        };
        let refused = event(
            self.environment(),
            enrolled,
            Some(actor),
            (Action::Execute, Subtype::UnlockFailed),
        )
        .refused();
        let noted = enrolled.journal.with(|journal| {
            journal.save_person(&row)?;
            journal.record(&refused, enrolled.keys.signing())
        });
        // A failure that cannot be written down must not become a free guess.
        match noted {
            Ok(_) => error.into(),
            Err(store) => store.into(),
        }
    }
}

/// A projection that does not open with this person's key belongs to a lost slot or is damaged: it is
/// made again from the journal, which is the truth.
fn open_charts(
    path: &std::path::Path,
    vault: &Vault<Unlocked>,
) -> Result<Charts, WorkstationError> {
    match Charts::open_or_create(path, &vault.charts_key()) {
        Err(StoreError::NotOpened) => Ok(Charts::rebuild(path, &vault.charts_key())?),
        other => Ok(other?),
    }
}

fn session_request(username: &str, password: &str, key: Option<Vec<u8>>) -> SessionRequest {
    SessionRequest {
        username: username.to_owned(),
        password: password.to_owned(),
        person_key: key.map(Base64Bytes),
    }
}

/// Signs in at central; one that does not answer in time is as good as none.
async fn online_sign_in(
    caller: &Caller,
    request: &SessionRequest,
) -> Result<SessionReply, SyncError> {
    match tokio::time::timeout(SIGN_IN_PATIENCE, caller.sign_in(request)).await {
        Ok(answer) => answer,
        Err(_) => Err(SyncError::TimedOut),
    }
}

/// How long somebody at the bedside waits for central before the workstation opens on its own word.
const SIGN_IN_PATIENCE: Duration = Duration::from_secs(8);

/// Whether central answered about this person or this workstation, and the answer is no.
fn denies(error: &SyncError) -> bool {
    matches!(
        error.refusal(),
        Some(RefusalCode::WrongPassword | RefusalCode::DeviceRefused)
    )
}

fn token_of(reply: SessionReply) -> Token {
    Token {
        text: reply.token,
        expires_at: reply.expires_at,
    }
}

/// A success: failures forgotten; and, with central's word, person and lease as it says.
fn renewed(
    enrolled: &Enrolled,
    mut row: PersonRow,
    reply: Option<&SessionReply>,
    (now, sure): (Timestamp, Timestamp),
) -> Result<PersonRow, WorkstationError> {
    row.failures = 0;
    row.held_until = None;
    row.last_seen = now;
    if let Some(reply) = reply {
        let person: &Person = &reply.person;
        if person.id != row.person.id {
            return Err(WorkstationError::Integrity("central names another person"));
        }
        row.person = person.clone();
        row.lease_until = sure.plus(enrolled.policy()?.offline_lease());
    }
    Ok(row)
}

fn hold_off(row: &PersonRow) -> HoldOff {
    match row.held_until {
        Some(last) => HoldOff::after(row.failures, last),
        None => HoldOff::NONE,
    }
}
