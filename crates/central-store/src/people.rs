//! People with accounts, and tries at signing in. Checking a password is central's work; here are
//! only its hash and how often somebody failed.

use std::time::Duration;

use async_trait::async_trait;
use charthold_domain::{Person, PersonId, Timestamp};

use crate::{StoreError, WithdrawalReason};

/// A person with what signing in needs.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// When the account was closed.
    pub disabled_at: Option<Timestamp>,
    /// Why; absent when it is open, or when an older program closed it.
    pub disabled_why: Option<WithdrawalReason>,
    /// When it was last opened again.
    pub enabled_at: Option<Timestamp>,
}

/// Whether a try at signing in may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It may; it counts as failed until [`People::clear_attempts`].
    Allowed,
    /// Too soon after failures.
    HeldOff {
        /// When the next one may be made.
        until: Timestamp,
    },
}

/// People with accounts.
#[async_trait]
pub trait People {
    /// Adds one.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the id or username is taken, [`StoreError::Absent`] when a unit
    /// does not exist.
    async fn add_person(
        &self,
        person: &Person,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The account with this username, closed ones too.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_account(&self, username: &str) -> Result<Option<Account>, StoreError>;

    /// The person with this id, unless their account is closed.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_person(&self, person: PersonId) -> Result<Option<Person>, StoreError>;

    /// Those of `people` who are known, closed accounts too: whoever left has written. In no order.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_accounts(&self, people: &[PersonId]) -> Result<Vec<Account>, StoreError>;

    /// Everybody whose account is open, by username.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_people(&self) -> Result<Vec<Person>, StoreError>;

    /// Closes an account and ends its sessions. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none.
    async fn disable_person(
        &self,
        person: PersonId,
        why: WithdrawalReason,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Opens a closed account again.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is none.
    async fn enable_person(&self, person: PersonId, at: Timestamp) -> Result<(), StoreError>;

    /// Sets a password anew. Sessions end, and on every device the next one takes the new password: what the old one opened vouches
    /// for nobody any more.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is no such account.
    async fn set_password(&self, person: PersonId, password_hash: &str) -> Result<(), StoreError>;

    /// Everybody's account, closed ones too, by username.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_all_accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// Counts a try at signing in before it is made, so that tries at the same time all count.
    /// `ladder` is the wait after 0, 1, 2 … failures; its last rung holds for all after it.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn begin_attempt(
        &self,
        username_hash: [u8; 32],
        ladder: &[Duration],
        at: Timestamp,
    ) -> Result<Attempt, StoreError>;

    /// The try succeeded: forgets the failures.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn clear_attempts(&self, username_hash: [u8; 32]) -> Result<(), StoreError>;

    /// The try was no guess and no success either: it counts no more, and those before it go on counting.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn take_back_attempt(&self, username_hash: [u8; 32]) -> Result<(), StoreError>;
}
