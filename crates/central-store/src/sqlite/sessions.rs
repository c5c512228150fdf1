//! The table `session`.

use async_trait::async_trait;
use charthold_domain::{DeviceId, PersonId, Timestamp};
use rusqlite::params;

use super::{SqliteStore, value};
use crate::{Session, Sessions, StoreError};

#[async_trait]
impl Sessions for SqliteStore {
    async fn add_session(&self, session: &Session) -> Result<(), StoreError> {
        let session = session.clone();
        self.write("beginning a session", move |tx| {
            let Session {
                token_hash,
                device,
                person,
                began_at,
                expires_at,
            } = session;
            tx.execute(
                "DELETE FROM session WHERE expires_at <= ?1",
                [began_at.as_millis()],
            )?;
            tx.execute(
                "INSERT INTO session (token_hash, device, person, began_at, expires_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    token_hash,
                    device.as_bytes(),
                    person.as_bytes(),
                    began_at.as_millis(),
                    expires_at.as_millis()
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn find_session(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        self.read("finding a session", move |tx| {
            let mut statement = tx.prepare_cached(FIND)?;
            let mut rows = statement.query(params![token_hash, at.as_millis()])?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            Ok(Some(Session {
                token_hash,
                device: DeviceId::from_bytes(row.get(0)?),
                person: PersonId::from_bytes(row.get(1)?),
                began_at: value::time(row, 2)?,
                expires_at: value::time(row, 3)?,
            }))
        })
        .await
    }
}

pub(super) const FIND: &str = "SELECT device, person, began_at, expires_at FROM session
    WHERE token_hash = ?1 AND expires_at > ?2";
