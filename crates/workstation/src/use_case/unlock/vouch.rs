//! Central takes the password, and wants a code beside it, each time: nobody types one at every unlock. Until the lease ends the
//! person's key here stands for the code, as it does when a session is renewed: their password has just opened it, and the lease
//! began when central took a code. It makes no lease longer; when it ends, a code is typed again.

use charthold_domain::Timestamp;
use charthold_protocol::{RefusalCode, SessionReply};
use charthold_store::PersonRow;
use charthold_sync::SyncError;
use charthold_vault::{Unlocked, Vault};

use super::central::SIGN_IN_PATIENCE;
use crate::enrolled::Enrolled;
use crate::use_case::renew_session;
use crate::{Workstation, WorkstationError};

impl Workstation {
    /// What central answers to the person's key; nothing when it went away meanwhile.
    ///
    /// # Errors
    /// What central `wanted`, when a code was wrong or the key does not stand for one.
    pub(super) async fn vouched(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        vault: &Vault<Unlocked>,
        wanted: SyncError,
    ) -> Result<Option<SessionReply>, WorkstationError> {
        let wrong = wanted.refusal() == Some(RefusalCode::SecondFactorWrong);
        if wrong || row.lease_until < enrolled.caller.central_time() {
            return Err(wanted.into());
        }
        match self.vouched_by_key(enrolled, row, vault).await {
            Err(WorkstationError::PasswordWanted) => {
                // As with every no of central's: pulling the plug must get nobody in.
                let over = Timestamp::from_millis(0);
                enrolled
                    .journal
                    .with(|journal| journal.save_lease(row.person.id, over))?;
                Err(wanted.into())
            }
            other => other,
        }
    }

    /// What central answers to the person's key alone; nothing when it does not answer, or is ill.
    ///
    /// # Errors
    /// `PasswordWanted` when the key is not enough; central's no to this workstation.
    pub(in crate::use_case) async fn vouched_by_key(
        &self,
        enrolled: &Enrolled,
        row: &PersonRow,
        vault: &Vault<Unlocked>,
    ) -> Result<Option<SessionReply>, WorkstationError> {
        let say = || Ok(renew_session::statement(enrolled, row.person.id, vault));
        let asked = renew_session::ask(enrolled, say);
        match tokio::time::timeout(SIGN_IN_PATIENCE, asked).await {
            Ok(Ok(reply)) => Ok(Some(reply)),
            Ok(Err(WorkstationError::Sync(error)))
                if error.refusal() == Some(RefusalCode::DeviceRefused) =>
            {
                Err(error.into())
            }
            Ok(Err(WorkstationError::Sync(_))) | Err(_) => Ok(None),
            Ok(Err(other)) => Err(other),
        }
    }
}
