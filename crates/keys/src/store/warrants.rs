//! Rows of warrants that were used: each is good for one release.

use std::time::Duration;

use charthold_domain::{Timestamp, WarrantId};
use rusqlite::params;

use super::Work;
use crate::KeysError;

/// A warrant that ran out this long ago is refused for that alone, even by a clock that was wrong for a while.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

impl Work<'_> {
    /// Marks a warrant as used.
    ///
    /// # Errors
    /// [`KeysError::WarrantSpent`] when it was before.
    pub(crate) fn spend(
        &self,
        warrant: WarrantId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let failed = KeysError::store("spending a warrant");
        self.transaction
            .execute(
                "DELETE FROM spent_warrant WHERE expires_at_ms < ?1",
                [now.minus(REMEMBERED).as_millis()],
            )
            .map_err(&failed)?;
        let added = self
            .transaction
            .execute(
                "INSERT INTO spent_warrant (id, expires_at_ms) VALUES (?1, ?2)
                 ON CONFLICT (id) DO NOTHING",
                params![warrant.as_bytes(), expires_at.as_millis()],
            )
            .map_err(&failed)?;
        if added == 1 {
            Ok(())
        } else {
            Err(KeysError::WarrantSpent)
        }
    }
}
