//! The tables `person`, `person_unit` and `sign_in_attempt`.

use std::time::Duration;

use async_trait::async_trait;
use charthold_domain::{Person, PersonId, Role, Timestamp, UnitId};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::fault::{Fault, there};
use super::{SqliteStore, value};
use crate::{Account, Attempt, People, StoreError, WithdrawalReason};

/// Failures older than this are forgotten, so that the table does not grow with what was mistyped.
const ATTEMPTS_KEPT: Duration = Duration::from_secs(86_400);

pub(super) const ACCOUNT: &str =
    "SELECT id, username, display_name, role, password, disabled_at, disabled_why,
    enabled_at FROM person";

#[async_trait]
impl People for SqliteStore {
    async fn add_person(
        &self,
        person: &Person,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (person, password) = (person.clone(), password_hash.to_owned());
        self.write("adding a person", move |tx| {
            insert_person(tx, &person, &password, at)
        })
        .await
    }

    async fn find_account(&self, username: &str) -> Result<Option<Account>, StoreError> {
        let username = username.to_owned();
        self.read("finding an account", move |tx| {
            Ok(accounts(tx, BY_NAME, params![username])?.pop())
        })
        .await
    }

    async fn find_person(&self, person: PersonId) -> Result<Option<Person>, StoreError> {
        self.read("finding a person", move |tx| {
            let found = accounts(tx, BY_ID, params![person.as_bytes()])?;
            Ok(found.into_iter().next().map(|account| account.person))
        })
        .await
    }

    async fn list_accounts(&self, people: &[PersonId]) -> Result<Vec<Account>, StoreError> {
        let people = people.to_vec();
        self.read("finding accounts", move |tx| {
            let mut found = Vec::with_capacity(people.len());
            for person in people {
                found.append(&mut accounts(tx, KNOWN, params![person.as_bytes()])?);
            }
            Ok(found)
        })
        .await
    }

    async fn list_people(&self) -> Result<Vec<Person>, StoreError> {
        self.read("listing people", |tx| {
            let open = accounts(tx, "WHERE disabled_at IS NULL ORDER BY username", params![])?;
            Ok(open.into_iter().map(|account| account.person).collect())
        })
        .await
    }

    async fn disable_person(
        &self,
        person: PersonId,
        why: WithdrawalReason,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write("closing an account", move |tx| {
            // Both sides read the row as it was: the first reason stays with the first time.
            let changed = tx.execute(
                "UPDATE person SET disabled_at = coalesce(disabled_at, ?2),
                    disabled_why = CASE WHEN disabled_at IS NULL THEN ?3 ELSE disabled_why END
                 WHERE id = ?1",
                params![person.as_bytes(), at.as_millis(), why.code()],
            )?;
            end_sessions(tx, person)?;
            there(changed)
        })
        .await
    }

    async fn enable_person(&self, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
        self.write("opening an account", move |tx| {
            there(tx.execute(
                "UPDATE person SET disabled_at = NULL, disabled_why = NULL, enabled_at = ?2
                 WHERE id = ?1",
                params![person.as_bytes(), at.as_millis()],
            )?)
        })
        .await
    }

    async fn set_password(&self, person: PersonId, password_hash: &str) -> Result<(), StoreError> {
        let password = password_hash.to_owned();
        self.write("setting a password", move |tx| {
            let changed = tx.execute(
                "UPDATE person SET password = ?2 WHERE id = ?1",
                params![person.as_bytes(), password],
            )?;
            end_leases(tx, person)?;
            there(changed)
        })
        .await
    }

    async fn list_all_accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.read("listing accounts", |tx| {
            accounts(tx, "ORDER BY username", params![])
        })
        .await
    }

    async fn begin_attempt(
        &self,
        username_hash: [u8; 32],
        ladder: &[Duration],
        at: Timestamp,
    ) -> Result<Attempt, StoreError> {
        let ladder = ladder.to_vec();
        self.write("counting a try at signing in", move |tx| {
            begin_attempt(tx, username_hash, &ladder, at)
        })
        .await
    }

    async fn clear_attempts(&self, username_hash: [u8; 32]) -> Result<(), StoreError> {
        self.write("forgetting failed tries", move |tx| {
            tx.execute(
                "DELETE FROM sign_in_attempt WHERE username_hash = ?1",
                [username_hash],
            )?;
            Ok(())
        })
        .await
    }

    async fn take_back_attempt(&self, username_hash: [u8; 32]) -> Result<(), StoreError> {
        self.write("taking a try back", move |tx| {
            tx.execute(
                "UPDATE sign_in_attempt SET failures = max(failures - 1, 0)
                 WHERE username_hash = ?1",
                [username_hash],
            )?;
            Ok(())
        })
        .await
    }
}

fn end_sessions(tx: &Transaction<'_>, person: PersonId) -> Result<(), Fault> {
    tx.execute("DELETE FROM session WHERE person = ?1", [person.as_bytes()])?;
    Ok(())
}

/// What the person had open vouches for them no more: sessions end, and a lease counts from the last sign-in, of which there is
/// none any more.
pub(super) fn end_leases(tx: &Transaction<'_>, person: PersonId) -> Result<(), Fault> {
    tx.execute(
        "UPDATE device_person SET last_at = 0 WHERE person = ?1",
        [person.as_bytes()],
    )?;
    end_sessions(tx, person)
}

fn insert_person(
    tx: &Transaction<'_>,
    person: &Person,
    password: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO person (id, username, display_name, role, password, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            person.id.as_bytes(),
            person.username,
            person.display_name,
            person.role.code(),
            password,
            at.as_millis()
        ],
    )?;
    for unit in &person.units {
        tx.execute(
            "INSERT OR IGNORE INTO person_unit (person, unit) VALUES (?1, ?2)",
            params![person.id.as_bytes(), unit.as_bytes()],
        )?;
    }
    Ok(())
}

fn accounts(
    tx: &Transaction<'_>,
    condition: &str,
    params: &[&dyn rusqlite::ToSql],
) -> Result<Vec<Account>, Fault> {
    let mut statement = tx.prepare_cached(&format!("{ACCOUNT} {condition}"))?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(account(tx, row)?);
    }
    Ok(found)
}

fn account(tx: &Transaction<'_>, row: &Row<'_>) -> Result<Account, Fault> {
    let id = PersonId::from_bytes(row.get(0)?);
    let role: String = row.get(3)?;
    let role: Role = role.parse().map_err(|_| Fault::Damaged("person.role"))?;
    let mut units = tx.prepare_cached(UNITS)?;
    let units = units.query_map([id.as_bytes()], |row| row.get(0).map(UnitId::from_bytes))?;
    Ok(Account {
        person: Person {
            id,
            username: row.get(1)?,
            display_name: row.get(2)?,
            role,
            units: units.collect::<Result<_, _>>()?,
        },
        password_hash: row.get(4)?,
        disabled_at: value::time_or_none(row, 5)?,
        disabled_why: value::why(row, 6, "person.disabled_why")?,
        enabled_at: value::time_or_none(row, 7)?,
    })
}

fn begin_attempt(
    tx: &Transaction<'_>,
    username_hash: [u8; 32],
    ladder: &[Duration],
    at: Timestamp,
) -> Result<Attempt, Fault> {
    tx.execute(
        "DELETE FROM sign_in_attempt WHERE last_at < ?1",
        [at.minus(ATTEMPTS_KEPT).as_millis()],
    )?;
    let before: Option<(usize, i64)> = tx
        .query_row(ATTEMPTS, [username_hash], |row| {
            Ok((
                usize::try_from(row.get::<_, u32>(0)?).unwrap_or(usize::MAX),
                row.get(1)?,
            ))
        })
        .optional()?;
    if let Some((failures, last_at)) = before {
        let rung = ladder.get(failures).or_else(|| ladder.last());
        let until = Timestamp::from_millis(last_at).plus(rung.copied().unwrap_or_default());
        if until > at {
            return Ok(Attempt::HeldOff { until });
        }
    }
    tx.execute(
        "INSERT INTO sign_in_attempt (username_hash, failures, last_at) VALUES (?1, 1, ?2)
         ON CONFLICT (username_hash)
         DO UPDATE SET failures = min(failures + 1, 1000), last_at = excluded.last_at",
        params![username_hash, at.as_millis()],
    )?;
    Ok(Attempt::Allowed)
}

pub(super) const UNITS: &str = "SELECT unit FROM person_unit WHERE person = ?1 ORDER BY unit";

pub(super) const ATTEMPTS: &str =
    "SELECT failures, last_at FROM sign_in_attempt WHERE username_hash = ?1";

pub(super) const BY_NAME: &str = "WHERE username = ?1";

/// Asked for whoever wrote what is given out.
pub(super) const KNOWN: &str = "WHERE id = ?1";

pub(super) const BY_ID: &str = "WHERE id = ?1 AND disabled_at IS NULL";
