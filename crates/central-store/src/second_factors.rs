//! What people have to show beside their password. Codes are worked out by central, which alone can open the secret; here is
//! that a code is counted before it is tried, and that a step is taken once, whichever central it comes to.

use async_trait::async_trait;
use charthold_domain::{PersonId, Timestamp};

use crate::StoreError;

/// A person of whom a code is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose.
    pub person: PersonId,
    /// When an operator last set or reset it.
    pub set_at: Timestamp,
    /// The secret, sealed; absent when nothing is set up.
    pub secret: Option<Vec<u8>>,
    /// Codes tried in a row.
    pub wrong: u32,
    /// The code with which the person may set it up, until it was used.
    pub code: Option<SetUpCode>,
}

/// What an operator last did to a person's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastSet {
    /// Whose.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Whether a code is wanted of them since.
    pub is_wanted: bool,
    /// Whether one is set up.
    pub is_set_up: bool,
}

/// A code with which a person sets their second factor up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetUpCode {
    /// SHA-256 of the code.
    pub hash: [u8; 32],
    /// When it ends.
    pub until: Timestamp,
}

/// What takes the place of whatever was set up before.
#[derive(Clone, Debug)]
pub struct NewSecondFactor {
    /// Whose.
    pub person: PersonId,
    /// The secret, sealed; absent when the person is to set it up.
    pub secret: Option<Vec<u8>>,
    /// The code for that.
    pub code: Option<SetUpCode>,
    /// When.
    pub at: Timestamp,
}

/// Second factors.
#[async_trait]
pub trait SecondFactors {
    /// The person's, when a code is wanted of them.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn find_second_factor(
        &self,
        person: PersonId,
    ) -> Result<Option<SecondFactor>, StoreError>;

    /// What an operator last did to anybody's. In no order.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn list_second_factors(&self) -> Result<Vec<LastSet>, StoreError>;

    /// Sets or resets one. The person's sessions end, and on every device the next one takes a code: what was opened before
    /// vouches for nobody any more.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is no such person.
    async fn set_second_factor(&self, new: &NewSecondFactor) -> Result<(), StoreError>;

    /// No code is wanted of the person any more.
    ///
    /// # Errors
    /// [`StoreError::Absent`] when there is no such person.
    async fn remove_second_factor(&self, person: PersonId, at: Timestamp)
    -> Result<(), StoreError>;

    /// Keeps `secret`, which the person sets up with the code of this hash. The code stays until the first code of their app was
    /// taken: an answer that was lost is asked for again, and what it said is replaced.
    ///
    /// Answers whether the code was good.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn set_up_second_factor(
        &self,
        person: PersonId,
        code_hash: [u8; 32],
        secret: &[u8],
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Counts a code before it is tried, so that tries at the same time all count. Answers whether it may be: not after `most`
    /// in a row.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn begin_code(&self, person: PersonId, most: u32) -> Result<bool, StoreError>;

    /// Takes the code of `step`, of a factor set at `set_at`: once, and none of a step before it after that. Those that were wrong
    /// are forgotten. Answers whether it was taken.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    async fn take_step(
        &self,
        person: PersonId,
        set_at: Timestamp,
        step: u64,
    ) -> Result<bool, StoreError>;
}
