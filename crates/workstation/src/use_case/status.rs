//! What IT and scripts ask of a home.

use charthold_domain::{DeviceId, Timestamp};
use serde::Serialize;

use crate::{Trouble, Workstation, WorkstationError};

/// That a workstation was withdrawn and is emptied, and whether central knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emptied {
    /// Central answered to it.
    Known,
    /// Central was not told yet, or something is still to be removed.
    Untold,
}

impl Emptied {
    /// In words.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Known => "This workstation was withdrawn by IT and is emptied.",
            Self::Untold => {
                "This workstation was withdrawn by IT and is being emptied. The central record was not told yet."
            }
        }
    }
}

/// The state of a home.
#[derive(Clone, Debug, Serialize)]
pub struct HomeStatus {
    /// There is a home.
    pub enrolled: bool,
    /// Its device.
    pub device: Option<DeviceId>,
    /// Central's address.
    pub central: Option<String>,
    /// Central answered when it was last asked.
    pub reachable: bool,
    /// When the last full exchange ended.
    pub last_sync_at: Option<Timestamp>,
    /// Chart operations not yet in central's chain.
    pub ops_unconfirmed: u32,
    /// Audit events not yet at central.
    pub audit_unconfirmed: u32,
    /// Operations held here that are at central and not in its last backup. Told in words: the shape of the answer is
    /// what scripts rely on.
    #[serde(skip)]
    pub ops_not_in_backup: u32,
    /// What central found wrong with this workstation itself. Told in words, too.
    #[serde(skip)]
    pub trouble: Option<Trouble>,
    /// What was here before was withdrawn and is emptied. Told in words, too.
    #[serde(skip)]
    pub emptied: Option<Emptied>,
    /// Charts on this workstation.
    pub charts_cached: u32,
    /// When the first of its people needs central again.
    pub lease_expires_at: Option<Timestamp>,
    /// Usernames that have signed in here.
    pub people: Vec<String>,
}

impl Workstation {
    /// The state of this home.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn home_status(&self) -> Result<HomeStatus, WorkstationError> {
        let network = *self.network();
        let Ok(enrolled) = self.kept() else {
            return Ok(HomeStatus {
                enrolled: false,
                device: None,
                central: None,
                reachable: false,
                last_sync_at: None,
                ops_unconfirmed: 0,
                audit_unconfirmed: 0,
                ops_not_in_backup: 0,
                trouble: None,
                emptied: self.emptied(),
                charts_cached: 0,
                lease_expires_at: None,
                people: Vec::new(),
            });
        };
        let (counts, people, trouble) = enrolled.journal.with(|journal| {
            Ok((
                journal.counts()?,
                journal.list_people()?,
                Trouble::load(journal)?,
            ))
        })?;
        Ok(HomeStatus {
            enrolled: true,
            device: Some(enrolled.identity.device),
            central: Some(enrolled.identity.central_url.clone()),
            reachable: network.offline_since.is_none(),
            last_sync_at: network.synced_at,
            ops_unconfirmed: counts.ops_unconfirmed,
            audit_unconfirmed: counts.audit_unconfirmed,
            ops_not_in_backup: counts.not_in_backup,
            trouble,
            emptied: None,
            charts_cached: counts.charts,
            lease_expires_at: people.iter().map(|row| row.lease_until).min(),
            people: people.into_iter().map(|row| row.person.username).collect(),
        })
    }
}
