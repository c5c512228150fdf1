//! The table `second_factor`.

use async_trait::async_trait;
use charthold_domain::{PersonId, Timestamp};
use rusqlite::{Row, params};

use super::fault::Fault;
use super::{SqliteStore, people, value};
use crate::{LastSet, NewSecondFactor, SecondFactor, SecondFactors, SetUpCode, StoreError};

/// Asked for at every sign-in.
pub(super) const FIND: &str =
    "SELECT person, set_at, secret, wrong, code_hash, code_until FROM second_factor
    WHERE person = ?1 AND wanted = 1";

#[async_trait]
impl SecondFactors for SqliteStore {
    async fn find_second_factor(
        &self,
        person: PersonId,
    ) -> Result<Option<SecondFactor>, StoreError> {
        self.read("finding a second factor", move |tx| {
            tx.prepare_cached(FIND)?
                .query([person.as_bytes()])?
                .next()?
                .map(factor)
                .transpose()
        })
        .await
    }

    async fn list_second_factors(&self) -> Result<Vec<LastSet>, StoreError> {
        self.read("listing second factors", |tx| {
            let mut list =
                tx.prepare("SELECT person, set_at, wanted, secret IS NOT NULL FROM second_factor")?;
            let mut rows = list.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(LastSet {
                    person: PersonId::from_bytes(row.get(0)?),
                    at: value::time(row, 1)?,
                    is_wanted: row.get(2)?,
                    is_set_up: row.get(3)?,
                });
            }
            Ok(found)
        })
        .await
    }

    async fn set_second_factor(&self, new: &NewSecondFactor) -> Result<(), StoreError> {
        let new = new.clone();
        self.write("setting a second factor", move |tx| {
            tx.execute(
                "INSERT INTO second_factor (person, wanted, set_at, secret, code_hash, code_until)
                 VALUES (?1, 1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (person) DO UPDATE SET wanted = 1, set_at = excluded.set_at,
                    secret = excluded.secret, last_step = 0, wrong = 0,
                    code_hash = excluded.code_hash, code_until = excluded.code_until",
                params![
                    new.person.as_bytes(),
                    new.at.as_millis(),
                    new.secret,
                    new.code.map(|code| code.hash),
                    new.code.map(|code| code.until.as_millis()),
                ],
            )?;
            people::end_leases(tx, new.person)
        })
        .await
    }

    async fn remove_second_factor(
        &self,
        person: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("removing a second factor", move |tx| {
            tx.execute(
                "INSERT INTO second_factor (person, wanted, set_at) VALUES (?1, 0, ?2)
                 ON CONFLICT (person) DO UPDATE SET wanted = 0, set_at = excluded.set_at,
                    secret = NULL, last_step = 0, wrong = 0, code_hash = NULL, code_until = NULL",
                params![person.as_bytes(), at.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn set_up_second_factor(
        &self,
        person: PersonId,
        code_hash: [u8; 32],
        secret: &[u8],
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let secret = secret.to_vec();
        self.write("setting a second factor up", move |tx| {
            let changed = tx.execute(
                "UPDATE second_factor SET secret = ?3, last_step = 0, wrong = 0
                 WHERE person = ?1 AND code_hash = ?2 AND code_until > ?4",
                params![person.as_bytes(), code_hash, secret, at.as_millis()],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn begin_code(&self, person: PersonId, most: u32) -> Result<bool, StoreError> {
        self.write("counting a code", move |tx| {
            let changed = tx.execute(
                "UPDATE second_factor SET wrong = wrong + 1 WHERE person = ?1 AND wrong < ?2",
                params![person.as_bytes(), most],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn take_step(
        &self,
        person: PersonId,
        set_at: Timestamp,
        step: u64,
    ) -> Result<bool, StoreError> {
        self.write("taking a code", move |tx| {
            let changed = tx.execute(
                "UPDATE second_factor
                 SET last_step = ?3, wrong = 0, code_hash = NULL, code_until = NULL
                 WHERE person = ?1 AND set_at = ?2 AND last_step < ?3 AND secret IS NOT NULL",
                params![person.as_bytes(), set_at.as_millis(), value::int(step)],
            )?;
            Ok(changed > 0)
        })
        .await
    }
}

fn factor(row: &Row<'_>) -> Result<SecondFactor, Fault> {
    let hash: Option<[u8; 32]> = row.get(4)?;
    let until = value::time_or_none(row, 5)?;
    Ok(SecondFactor {
        person: PersonId::from_bytes(row.get(0)?),
        set_at: value::time(row, 1)?,
        secret: row.get(2)?,
        wrong: row.get(3)?,
        code: hash
            .zip(until)
            .map(|(hash, until)| SetUpCode { hash, until }),
    })
}
