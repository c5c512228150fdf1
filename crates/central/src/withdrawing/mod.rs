//! Taking devices and people out of use, on the server's own machine. The operator log is written first and the store after it, so
//! that what stops in between leaves the stricter truth; opening goes the other way round.

mod second_factor;

use std::path::Path;

use charthold_central_store::{Account, CentralStore, Device, WithdrawalReason};
use charthold_crypto::{Entropy, Secret, ServerPasswordParams, hash_password, sha256};
use charthold_domain::{Clock, DeviceId};

use crate::CentralError;
use crate::bootstrap::demand_length;
use crate::operator_log::{Act, OperatorLog, Standing, Withdrawn};

/// Changes who may use a hospital that is being served, or not.
pub struct Withdrawing<'a> {
    /// The folder made by `init`: the operator log is there.
    pub data: &'a Path,
    /// The store.
    pub store: &'a dyn CentralStore,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// What store and log had to tell each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// There was no log: it was made from the store.
    pub is_new: bool,
    /// Devices, accounts and second factors that the log took out of use in the store.
    pub enforced: usize,
    /// Devices, accounts and second factors of the store that the log did not know.
    pub noted: usize,
}

impl Withdrawing<'_> {
    /// Withdraws a device, for good.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when there is none.
    pub async fn withdraw_device(
        &self,
        device: DeviceId,
        why: WithdrawalReason,
    ) -> Result<Device, CentralError> {
        let found = self.store.find_device(device).await?;
        let found = found.ok_or(CentralError::Usage("there is no device of that id"))?;
        let now = self.clock.now();
        let mut log = OperatorLog::open(self.data, now)?;
        if !log.standing().devices.contains_key(&device) {
            log.append(now, Act::withdrawn(device, why))?;
        }
        self.store.revoke_device(device, why, now).await?;
        Ok(found)
    }

    /// Closes an account.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username.
    pub async fn close_account(
        &self,
        username: &str,
        why: WithdrawalReason,
    ) -> Result<Account, CentralError> {
        let account = self.account(username).await?;
        let (person, now) = (account.person.id, self.clock.now());
        let mut log = OperatorLog::open(self.data, now)?;
        if !log.standing().accounts.contains_key(&person) {
            log.append(now, Act::closed(person, why))?;
        }
        self.store.disable_person(person, why, now).await?;
        Ok(account)
    }

    /// Opens a closed account again.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username.
    pub async fn open_account(&self, username: &str) -> Result<Account, CentralError> {
        let account = self.account(username).await?;
        let (person, now) = (account.person.id, self.clock.now());
        let mut log = OperatorLog::open(self.data, now)?;
        if account.disabled_at.is_some() {
            self.store.enable_person(person, now).await?;
        }
        if log.standing().accounts.contains_key(&person) {
            log.append(now, Act::AccountOpened { person })?;
        }
        Ok(account)
    }

    /// Sets a password anew; tries that failed are forgotten.
    ///
    /// # Errors
    /// [`CentralError::Usage`] when nobody has that username or the password is short.
    pub async fn set_password(
        &self,
        username: &str,
        password: &Secret<String>,
        entropy: &mut dyn Entropy,
    ) -> Result<Account, CentralError> {
        demand_length(password)?;
        let account = self.account(username).await?;
        let (person, now) = (account.person.id, self.clock.now());
        let hash = hash_password(password, ServerPasswordParams::STANDARD, entropy)
            .map_err(CentralError::Password)?;
        let mut log = OperatorLog::open(self.data, now)?;
        log.append(now, Act::PasswordSet { person })?;
        self.store.set_password(person, &hash).await?;
        let username_hash = sha256(&[account.person.username.as_bytes()]);
        self.store.clear_attempts(username_hash).await?;
        Ok(account)
    }

    /// Brings store and log together: what either takes out of use is out of use in both. Where there is no log, it is made from the
    /// store.
    ///
    /// # Errors
    /// [`CentralError::OperatorLog`] when the log does not hold; nothing was changed.
    pub async fn gather(&self) -> Result<Gathered, CentralError> {
        let now = self.clock.now();
        let mut log = OperatorLog::open(self.data, now)?;
        let standing = log.standing();
        let mut gathered = Gathered {
            is_new: log.is_new(),
            ..Gathered::default()
        };
        for device in self.store.list_devices().await? {
            match (standing.devices.get(&device.id), device.revoked_at) {
                (Some(Withdrawn { at, why }), None) => {
                    self.store.revoke_device(device.id, *why, *at).await?;
                    gathered.enforced += 1;
                }
                (None, Some(at)) => {
                    let why = device.revoked_why.unwrap_or(WithdrawalReason::Other);
                    log.append(at, Act::withdrawn(device.id, why))?;
                    gathered.noted += 1;
                }
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
        self.gather_accounts(&mut log, &standing, &mut gathered)
            .await?;
        self.gather_factors(&mut log, &standing, &mut gathered)
            .await?;
        Ok(gathered)
    }

    async fn gather_accounts(
        &self,
        log: &mut OperatorLog,
        standing: &Standing,
        gathered: &mut Gathered,
    ) -> Result<(), CentralError> {
        for account in self.store.list_all_accounts().await? {
            let person = account.person.id;
            match (standing.accounts.get(&person), account.disabled_at) {
                // One that was opened since, by a central with a log of its own, stays open.
                (Some(Withdrawn { at, why }), None)
                    if account.enabled_at.is_none_or(|opened| opened <= *at) =>
                {
                    self.store.disable_person(person, *why, *at).await?;
                    gathered.enforced += 1;
                }
                (None, Some(at)) => {
                    let why = account.disabled_why.unwrap_or(WithdrawalReason::Other);
                    log.append(at, Act::closed(person, why))?;
                    gathered.noted += 1;
                }
                (Some(_), _) | (None, None) => {}
            }
        }
        Ok(())
    }

    async fn account(&self, username: &str) -> Result<Account, CentralError> {
        let found = self
            .store
            .find_account(&username.trim().to_lowercase())
            .await?;
        found.ok_or(CentralError::Usage("nobody has that username"))
    }
}
