//! The last step of getting in: the event that explains the session, then the readable stores, then the gate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use charthold_audit::{Action, Subtype};
use charthold_chartlog::AuthContext;
use charthold_store::{Charts, PersonRow};
use charthold_vault::{Deadlines, Unlocked, Vault};

use crate::audit_event::{Actor, event};
use crate::enrolled::Enrolled;
use crate::gate::Ticket;
use crate::key_ring::KeyRing;
use crate::session::{Session, Token};
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// Opens the person's readable stores and begins the session, explained by an audit event. Whoever was in is locked first.
    ///
    /// # Errors
    /// `Locked` when the workstation was locked since the ticket was taken.
    pub(in crate::use_case) fn begin(
        &self,
        (enrolled, ticket): (&Enrolled, Ticket),
        vault: Vault<Unlocked>,
        row: PersonRow,
        (token, lease): (Option<Token>, Duration),
        (authority, subtype): (AuthContext, Subtype),
    ) -> Result<(), WorkstationError> {
        self.demand_fresh(enrolled)?;
        let environment = self.environment();
        if !self.core().gate.is_good(ticket) {
            return Err(WorkstationError::Locked);
        }
        let ticket = self.make_way(ticket)?;
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
        let began_online = authority == AuthContext::Online;
        // Whoever central has just let in is in for as long as somebody may be away from the keyboard, whatever the lease.
        let lease = if began_online {
            lease.max(limit)
        } else {
            lease
        };
        let deadlines = Deadlines::new(limit, lease, environment.clock.boot_time());
        let session = Session {
            charts,
            directory: None,
            keys: KeyRing::default(),
            keys_in_vain: BTreeSet::new(),
            charts_in_vain: BTreeMap::new(),
            index_key,
            vault,
            person: row.person,
            token,
            open: BTreeMap::new(),
            glances: BTreeMap::new(),
            deciding: BTreeMap::new(),
            drafts_seen: BTreeMap::new(),
            census_viewed: Vec::new(),
            authority,
            began_online,
            hlc: 0,
        };
        let admitted = self.core().gate.admit(ticket, session, deadlines);
        if let Err(session) = admitted {
            self.let_out(session, self.now())?;
            return Err(WorkstationError::Locked);
        }
        self.note_line(began_online);
        Ok(())
    }
}

/// A projection that does not open with this person's key belongs to a lost slot or is damaged: it is
/// made again from the journal, which is the truth.
fn open_charts(path: &Path, vault: &Vault<Unlocked>) -> Result<Charts, WorkstationError> {
    match Charts::open_or_create(path, &vault.charts_key()) {
        Err(error) if error.may_be_damage() => Ok(Charts::rebuild(path, &vault.charts_key())?),
        other => Ok(other?),
    }
}
