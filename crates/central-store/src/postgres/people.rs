//! The tables `person`, `person_unit` and `sign_in_attempt`.

use std::time::Duration;

use async_trait::async_trait;
use charthold_domain::{Person, PersonId, Role, Timestamp, UnitId};
use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use uuid::Uuid;

use super::fault::{Fault, during, there};
use super::{PostgresStore, row};
use crate::{Account, Attempt, People, StoreError, WithdrawalReason};

/// Failures older than this are forgotten, so that the table does not grow with what was mistyped.
const ATTEMPTS_KEPT: Duration = Duration::from_secs(86_400);

macro_rules! accounts {
    ($which:literal) => {
        concat!(
            "SELECT id, username, display_name, role, password, disabled_at,
                ARRAY(SELECT unit FROM person_unit WHERE person = person.id ORDER BY unit),
                disabled_why, enabled_at
             FROM person ",
            $which
        )
    };
}
pub(super) const BY_NAME: &str = accounts!("WHERE username = $1");
/// Asked with every request of a person.
pub(super) const BY_ID: &str = accounts!("WHERE id = $1 AND disabled_at IS NULL");
/// Asked for whoever wrote what is given out.
pub(super) const KNOWN: &str = accounts!("WHERE id = ANY($1::uuid[])");
const LIST_ALL: &str = accounts!("ORDER BY username");
const LIST: &str = accounts!("WHERE disabled_at IS NULL ORDER BY username");

#[async_trait]
impl People for PostgresStore {
    async fn add_person(
        &self,
        person: &Person,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        during("adding a person", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            insert_person(&tx, person, password_hash, at).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn find_account(&self, username: &str) -> Result<Option<Account>, StoreError> {
        during("finding an account", async {
            let link = self.link().await?;
            let find = link.prepare_cached(BY_NAME).await?;
            let found = link.query_opt(&find, &[&username]).await?;
            found.as_ref().map(account).transpose()
        })
        .await
    }

    async fn find_person(&self, person: PersonId) -> Result<Option<Person>, StoreError> {
        during("finding a person", async {
            let link = self.link().await?;
            let find = link.prepare_cached(BY_ID).await?;
            let found = link
                .query_opt(&find, &[&row::uuid(person.as_bytes())])
                .await?;
            let found = found.as_ref().map(account).transpose()?;
            Ok(found.map(|account| account.person))
        })
        .await
    }

    async fn list_accounts(&self, people: &[PersonId]) -> Result<Vec<Account>, StoreError> {
        during("finding accounts", async {
            let link = self.link().await?;
            let find = link.prepare_cached(KNOWN).await?;
            let ids: Vec<Uuid> = people
                .iter()
                .map(|person| row::uuid(person.as_bytes()))
                .collect();
            let rows = link.query(&find, &[&ids]).await?;
            rows.iter().map(account).collect()
        })
        .await
    }

    async fn list_people(&self) -> Result<Vec<Person>, StoreError> {
        during("listing people", async {
            let link = self.link().await?;
            let rows = link.query(LIST, &[]).await?;
            rows.iter()
                .map(|found| Ok(account(found)?.person))
                .collect()
        })
        .await
    }

    async fn disable_person(
        &self,
        person: PersonId,
        why: WithdrawalReason,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        during("closing an account", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let id = row::uuid(person.as_bytes());
            // Both sides read the row as it was: the first reason stays with the first time.
            let changed = tx
                .execute(
                    "UPDATE person SET disabled_at = coalesce(disabled_at, $2),
                        disabled_why = CASE WHEN disabled_at IS NULL THEN $3 ELSE disabled_why END
                     WHERE id = $1",
                    &[&id, &at.as_millis(), &why.code()],
                )
                .await?;
            there(changed)?;
            end_sessions(&tx, id).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn enable_person(&self, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
        during("opening an account", async {
            let open = "UPDATE person SET disabled_at = NULL, disabled_why = NULL, enabled_at = $2
                WHERE id = $1";
            let id = row::uuid(person.as_bytes());
            let link = self.link().await?;
            there(link.execute(open, &[&id, &at.as_millis()]).await?)
        })
        .await
    }

    async fn set_password(&self, person: PersonId, password_hash: &str) -> Result<(), StoreError> {
        during("setting a password", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let id = row::uuid(person.as_bytes());
            let set = "UPDATE person SET password = $2 WHERE id = $1";
            there(tx.execute(set, &[&id, &password_hash]).await?)?;
            end_leases(&tx, id).await?;
            Ok(tx.commit().await?)
        })
        .await
    }

    async fn list_all_accounts(&self) -> Result<Vec<Account>, StoreError> {
        during("listing accounts", async {
            let link = self.link().await?;
            let rows = link.query(LIST_ALL, &[]).await?;
            rows.iter().map(account).collect()
        })
        .await
    }

    async fn begin_attempt(
        &self,
        username_hash: [u8; 32],
        ladder: &[Duration],
        at: Timestamp,
    ) -> Result<Attempt, StoreError> {
        during("counting a try at signing in", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let attempt = begin_attempt(&tx, &username_hash, ladder, at).await?;
            tx.commit().await?;
            Ok(attempt)
        })
        .await
    }

    async fn clear_attempts(&self, username_hash: [u8; 32]) -> Result<(), StoreError> {
        during("forgetting failed tries", async {
            let link = self.link().await?;
            let forget = "DELETE FROM sign_in_attempt WHERE username_hash = $1";
            link.execute(forget, &[&username_hash.as_slice()]).await?;
            Ok(())
        })
        .await
    }

    async fn take_back_attempt(&self, username_hash: [u8; 32]) -> Result<(), StoreError> {
        during("taking a try back", async {
            let link = self.link().await?;
            let take_back = "UPDATE sign_in_attempt SET failures = greatest(failures - 1, 0)
                WHERE username_hash = $1";
            link.execute(take_back, &[&username_hash.as_slice()])
                .await?;
            Ok(())
        })
        .await
    }
}

async fn end_sessions(tx: &Transaction<'_>, person: Uuid) -> Result<(), Fault> {
    tx.execute("DELETE FROM session WHERE person = $1", &[&person])
        .await?;
    Ok(())
}

/// What the person had open vouches for them no more: sessions end, and a lease counts from the last sign-in, of which there is
/// none any more.
pub(super) async fn end_leases(tx: &Transaction<'_>, person: Uuid) -> Result<(), Fault> {
    let forget = "UPDATE device_person SET last_at = 0 WHERE person = $1";
    tx.execute(forget, &[&person]).await?;
    end_sessions(tx, person).await
}

async fn insert_person(
    tx: &Transaction<'_>,
    person: &Person,
    password: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    let id = row::uuid(person.id.as_bytes());
    tx.execute(
        "INSERT INTO person (id, username, display_name, role, password, added_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &id,
            &person.username,
            &person.display_name,
            &person.role.code(),
            &password,
            &at.as_millis(),
        ],
    )
    .await?;
    let units: Vec<Uuid> = person
        .units
        .iter()
        .map(|unit| row::uuid(unit.as_bytes()))
        .collect();
    tx.execute(
        "INSERT INTO person_unit (person, unit)
         SELECT DISTINCT $1::uuid, unit FROM unnest($2::uuid[]) AS unit",
        &[&id, &units],
    )
    .await?;
    Ok(())
}

fn account(found: &Row) -> Result<Account, Fault> {
    let role: &str = found.try_get(3)?;
    let role: Role = role.parse().map_err(|_| Fault::Damaged("person.role"))?;
    let units: Vec<Uuid> = found.try_get(6)?;
    Ok(Account {
        person: Person {
            id: PersonId::from_bytes(row::id(found, 0)?),
            username: found.try_get(1)?,
            display_name: found.try_get(2)?,
            role,
            units: units
                .into_iter()
                .map(|unit| UnitId::from_bytes(unit.into_bytes()))
                .collect(),
        },
        password_hash: found.try_get(4)?,
        disabled_at: row::time_or_none(found, 5)?,
        disabled_why: row::why(found, 7, "person.disabled_why")?,
        enabled_at: row::time_or_none(found, 8)?,
    })
}

async fn begin_attempt(
    tx: &Transaction<'_>,
    username_hash: &[u8; 32],
    ladder: &[Duration],
    at: Timestamp,
) -> Result<Attempt, Fault> {
    let hash = username_hash.as_slice();
    tx.execute(
        "DELETE FROM sign_in_attempt WHERE username_hash IN (
            SELECT username_hash FROM sign_in_attempt WHERE last_at < $1 FOR UPDATE SKIP LOCKED)",
        &[&at.minus(ATTEMPTS_KEPT).as_millis()],
    )
    .await?;
    // Whoever comes second waits here, whichever central they came to, and sees the first.
    tx.execute(
        "INSERT INTO sign_in_attempt (username_hash, failures, last_at) VALUES ($1, 0, $2)
         ON CONFLICT (username_hash) DO UPDATE SET failures = sign_in_attempt.failures",
        &[&hash, &at.as_millis()],
    )
    .await?;
    let before = tx
        .query_one(
            "SELECT failures, last_at FROM sign_in_attempt WHERE username_hash = $1",
            &[&hash],
        )
        .await?;
    let failures = usize::try_from(before.try_get::<_, i32>(0)?).unwrap_or(0);
    if failures > 0 {
        let rung = ladder.get(failures).or_else(|| ladder.last());
        let until = row::time(&before, 1)?.plus(rung.copied().unwrap_or_default());
        if until > at {
            return Ok(Attempt::HeldOff { until });
        }
    }
    tx.execute(
        "UPDATE sign_in_attempt SET failures = least(failures + 1, 1000), last_at = $2
         WHERE username_hash = $1",
        &[&hash, &at.as_millis()],
    )
    .await?;
    Ok(Attempt::Allowed)
}
