//! The table `second_factor`.

use async_trait::async_trait;
use charthold_domain::{PersonId, Timestamp};
use tokio_postgres::Row;

use super::fault::{Fault, during};
use super::{PostgresStore, people, row};
use crate::{LastSet, NewSecondFactor, SecondFactor, SecondFactors, SetUpCode, StoreError};

/// Asked for at every sign-in.
pub(super) const FIND: &str =
    "SELECT person, set_at, secret, wrong, code_hash, code_until FROM second_factor
    WHERE person = $1 AND wanted = 1";
const LIST: &str = "SELECT person, set_at, wanted, secret IS NOT NULL FROM second_factor";
const SET: &str =
    "INSERT INTO second_factor (person, wanted, set_at, secret, code_hash, code_until)
    VALUES ($1, 1, $2, $3, $4, $5)
    ON CONFLICT (person) DO UPDATE SET wanted = 1, set_at = excluded.set_at,
        secret = excluded.secret, last_step = 0, wrong = 0,
        code_hash = excluded.code_hash, code_until = excluded.code_until";
const REMOVE: &str = "INSERT INTO second_factor (person, wanted, set_at) VALUES ($1, 0, $2)
    ON CONFLICT (person) DO UPDATE SET wanted = 0, set_at = excluded.set_at,
        secret = NULL, last_step = 0, wrong = 0, code_hash = NULL, code_until = NULL";
const SET_UP: &str = "UPDATE second_factor SET secret = $3, last_step = 0, wrong = 0
    WHERE person = $1 AND code_hash = $2 AND code_until > $4";
/// Whoever comes second to a row waits for the first, and looks at it again: so it is with both of these.
const COUNT: &str = "UPDATE second_factor SET wrong = wrong + 1 WHERE person = $1 AND wrong < $2";
const TAKE: &str = "UPDATE second_factor
    SET last_step = $3, wrong = 0, code_hash = NULL, code_until = NULL
    WHERE person = $1 AND set_at = $2 AND last_step < $3 AND secret IS NOT NULL";

#[async_trait]
impl SecondFactors for PostgresStore {
    async fn find_second_factor(
        &self,
        person: PersonId,
    ) -> Result<Option<SecondFactor>, StoreError> {
        during("finding a second factor", async {
            let link = self.link().await?;
            let find = link.prepare_cached(FIND).await?;
            let found = link
                .query_opt(&find, &[&row::uuid(person.as_bytes())])
                .await?;
            found.as_ref().map(factor).transpose()
        })
        .await
    }

    async fn list_second_factors(&self) -> Result<Vec<LastSet>, StoreError> {
        during("listing second factors", async {
            let link = self.link().await?;
            let rows = link.query(LIST, &[]).await?;
            rows.iter().map(last_set).collect()
        })
        .await
    }

    async fn set_second_factor(&self, new: &NewSecondFactor) -> Result<(), StoreError> {
        during("setting a second factor", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let id = row::uuid(new.person.as_bytes());
            let (hash, until) = (
                new.code.map(|code| code.hash.to_vec()),
                new.code.map(|code| code.until.as_millis()),
            );
            tx.execute(SET, &[&id, &new.at.as_millis(), &new.secret, &hash, &until])
                .await?;
            people::end_leases(&tx, id).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn remove_second_factor(
        &self,
        person: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        during("removing a second factor", async {
            let link = self.link().await?;
            let id = row::uuid(person.as_bytes());
            link.execute(REMOVE, &[&id, &at.as_millis()]).await?;
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
        during("setting a second factor up", async {
            let link = self.link().await?;
            let id = row::uuid(person.as_bytes());
            let hash = code_hash.as_slice();
            let changed = link
                .execute(SET_UP, &[&id, &hash, &secret, &at.as_millis()])
                .await?;
            Ok(changed > 0)
        })
        .await
    }

    async fn begin_code(&self, person: PersonId, most: u32) -> Result<bool, StoreError> {
        during("counting a code", async {
            let link = self.link().await?;
            let id = row::uuid(person.as_bytes());
            let most = i32::try_from(most).unwrap_or(i32::MAX);
            Ok(link.execute(COUNT, &[&id, &most]).await? > 0)
        })
        .await
    }

    async fn take_step(
        &self,
        person: PersonId,
        set_at: Timestamp,
        step: u64,
    ) -> Result<bool, StoreError> {
        during("taking a code", async {
            let link = self.link().await?;
            let id = row::uuid(person.as_bytes());
            let changed = link
                .execute(TAKE, &[&id, &set_at.as_millis(), &row::int(step)])
                .await?;
            Ok(changed > 0)
        })
        .await
    }
}

fn last_set(found: &Row) -> Result<LastSet, Fault> {
    Ok(LastSet {
        person: PersonId::from_bytes(row::id(found, 0)?),
        at: row::time(found, 1)?,
        is_wanted: found.try_get::<_, i16>(2)? == 1,
        is_set_up: found.try_get(3)?,
    })
}

fn factor(found: &Row) -> Result<SecondFactor, Fault> {
    const WRONG: &str = "second_factor.wrong";
    let hash: Option<&[u8]> = found.try_get(4)?;
    let hash = hash.map(|_| row::bytes(found, 4, "second_factor.code_hash"));
    let until = row::time_or_none(found, 5)?;
    let wrong: i32 = found.try_get(3)?;
    Ok(SecondFactor {
        person: PersonId::from_bytes(row::id(found, 0)?),
        set_at: row::time(found, 1)?,
        secret: found.try_get(2)?,
        wrong: u32::try_from(wrong).map_err(|_| Fault::Damaged(WRONG))?,
        code: hash
            .transpose()?
            .zip(until)
            .map(|(hash, until)| SetUpCode { hash, until }),
    })
}
