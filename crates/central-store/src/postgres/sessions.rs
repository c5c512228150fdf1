//! The table `session`.

use async_trait::async_trait;
use charthold_domain::{DeviceId, PersonId, Timestamp};

use super::fault::during;
use super::{PostgresStore, row};
use crate::{Session, Sessions, StoreError};

/// Asked with every request.
pub(super) const FIND: &str = "SELECT device, person, began_at, expires_at FROM session
    WHERE token_hash = $1 AND expires_at > $2";
/// What another central is forgetting at this moment need not be waited for.
const FORGET: &str = "DELETE FROM session WHERE token_hash IN (
    SELECT token_hash FROM session WHERE expires_at <= $1 FOR UPDATE SKIP LOCKED)";

#[async_trait]
impl Sessions for PostgresStore {
    async fn add_session(&self, session: &Session) -> Result<(), StoreError> {
        during("beginning a session", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let forget = tx.prepare_cached(FORGET).await?;
            tx.execute(&forget, &[&session.began_at.as_millis()])
                .await?;
            let add = tx
                .prepare_cached(
                    "INSERT INTO session (token_hash, device, person, began_at, expires_at)
                     VALUES ($1, $2, $3, $4, $5)",
                )
                .await?;
            tx.execute(
                &add,
                &[
                    &session.token_hash.as_slice(),
                    &row::uuid(session.device.as_bytes()),
                    &row::uuid(session.person.as_bytes()),
                    &session.began_at.as_millis(),
                    &session.expires_at.as_millis(),
                ],
            )
            .await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn find_session(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        during("finding a session", async {
            let link = self.link().await?;
            let find = link.prepare_cached(FIND).await?;
            let found = link
                .query_opt(&find, &[&token_hash.as_slice(), &at.as_millis()])
                .await?;
            found
                .map(|found| {
                    Ok(Session {
                        token_hash,
                        device: DeviceId::from_bytes(row::id(&found, 0)?),
                        person: PersonId::from_bytes(row::id(&found, 1)?),
                        began_at: row::time(&found, 2)?,
                        expires_at: row::time(&found, 3)?,
                    })
                })
                .transpose()
        })
        .await
    }
}
