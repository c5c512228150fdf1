//! People who have signed in on this workstation, with what unlocking offline needs. Secrets come
//! wrapped and stay so.

use std::time::Duration;

use charthold_domain::{BootTime, Person, PersonId, Timestamp, UnitId};
use rusqlite::types::ToSql;
use rusqlite::{Row, params};

use crate::column::{find, id, list, moment, optional_moment, packed, run, unpacked};
use crate::{Journal, StoreError};

/// A person on this workstation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub person: Person,
    /// Their password slot: the user key, wrapped.
    pub slot: Vec<u8>,
    /// Their signing key, wrapped under the user key.
    pub person_key: Vec<u8>,
    /// Their blind-index key, wrapped under the user key.
    pub index_key: Option<Vec<u8>>,
    /// How long they may unlock offline.
    pub lease_until: Timestamp,
    /// When they last used this workstation.
    pub last_seen: Timestamp,
    /// When their session was last locked.
    pub locked_at: Option<Timestamp>,
    /// Wrong passwords in a row.
    pub failures: u32,
    /// When the last wrong one was, by the boot clock of that time.
    pub failed_at: Option<BootTime>,
    /// How they like the app, JSON.
    pub preferences: Option<String>,
    /// Whether central knows them by the hospital's sign-on provider: the password of their slot is for this workstation alone.
    pub sign_on: bool,
}

impl Journal {
    /// Keeps `row` in place of what was known of the person.
    ///
    /// # Errors
    /// Those of the file system; of two people with one user name, the second is refused.
    pub fn save_person(&mut self, row: &PersonRow) -> Result<(), StoreError> {
        let person = &row.person;
        run(
            &self.connection,
            "INSERT INTO person (person, username, display_name, role, units, slot, person_key,
                 index_key, lease_until, last_seen, locked_at, failures, failed_at_boot, preferences,
                 sign_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT (person) DO UPDATE SET username = excluded.username,
                 display_name = excluded.display_name, role = excluded.role,
                 units = excluded.units, slot = excluded.slot, person_key = excluded.person_key,
                 index_key = excluded.index_key, lease_until = excluded.lease_until,
                 last_seen = excluded.last_seen, locked_at = excluded.locked_at,
                 failures = excluded.failures, failed_at_boot = excluded.failed_at_boot,
                 preferences = excluded.preferences, sign_on = excluded.sign_on",
            params![
                person.id.as_bytes(),
                person.username,
                person.display_name,
                person.role.code(),
                packed(person.units.iter().map(UnitId::as_bytes)),
                row.slot,
                row.person_key,
                row.index_key,
                row.lease_until.as_millis(),
                row.last_seen.as_millis(),
                row.locked_at.map(Timestamp::as_millis),
                row.failures,
                row.failed_at.map(whole_millis),
                row.preferences,
                row.sign_on,
            ],
        )?;
        Ok(())
    }

    /// The person who signs in as `username`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when their row cannot be read.
    pub fn find_person_by_username(&self, username: &str) -> Result<Option<PersonRow>, StoreError> {
        let sql = format!("{SELECT} WHERE username = ?1");
        find(&self.connection, &sql, [username], read)?.transpose()
    }

    /// The person `person`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when their row cannot be read.
    pub fn find_person(&self, person: PersonId) -> Result<Option<PersonRow>, StoreError> {
        let sql = format!("{SELECT} WHERE person = ?1");
        find(&self.connection, &sql, [person.as_bytes()], read)?.transpose()
    }

    /// Everybody who has signed in here, the last one first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn list_people(&self) -> Result<Vec<PersonRow>, StoreError> {
        let sql = format!("{SELECT} ORDER BY last_seen DESC, username");
        list(&self.connection, &sql, [], read)?
            .into_iter()
            .collect()
    }

    /// Notes `failures` wrong passwords in a row and when the last one was, by the boot clock.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when the person never signed in here.
    pub fn note_failures(
        &mut self,
        person: PersonId,
        failures: u32,
        failed_at: BootTime,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE person SET failures = ?2, failed_at_boot = ?3 WHERE person = ?1";
        self.set(
            sql,
            &[person.as_bytes(), &failures, &whole_millis(failed_at)],
        )
    }

    /// Notes that the person's session was locked at `at`.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when the person never signed in here.
    pub fn note_locked(&mut self, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE person SET locked_at = ?2 WHERE person = ?1";
        self.set(sql, &[person.as_bytes(), &at.as_millis()])
    }

    /// Keeps the person's blind-index key, wrapped.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when the person never signed in here.
    pub fn save_index_key(&mut self, person: PersonId, wrapped: &[u8]) -> Result<(), StoreError> {
        let sql = "UPDATE person SET index_key = ?2 WHERE person = ?1";
        self.set(sql, &[person.as_bytes(), &wrapped])
    }

    /// Keeps how long the person may unlock offline.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when the person never signed in here.
    pub fn save_lease(&mut self, person: PersonId, until: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE person SET lease_until = ?2 WHERE person = ?1";
        self.set(sql, &[person.as_bytes(), &until.as_millis()])
    }

    /// Keeps how the person likes the app, JSON.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when the person never signed in here.
    pub fn save_preferences(&mut self, person: PersonId, json: &str) -> Result<(), StoreError> {
        let sql = "UPDATE person SET preferences = ?2 WHERE person = ?1";
        self.set(sql, &[person.as_bytes(), &json])
    }

    fn set(&self, sql: &str, params: &[&dyn ToSql]) -> Result<(), StoreError> {
        match run(&self.connection, sql, params)? {
            0 => Err(StoreError::NoSuch {
                what: "a person on this workstation",
            }),
            _ => Ok(()),
        }
    }
}

/// The outer result is SQLite's, the inner one says whether the row makes sense.
fn read(row: &Row<'_>) -> rusqlite::Result<Result<PersonRow, StoreError>> {
    let Ok(role) = row.get::<_, String>(3)?.parse() else {
        return Ok(Err(StoreError::Damaged {
            table: "person",
            row: 0,
        }));
    };
    let person = Person {
        id: id(row, 0, PersonId::from_bytes)?,
        username: row.get(1)?,
        display_name: row.get(2)?,
        role,
        units: unpacked(&row.get::<_, Vec<u8>>(4)?, UnitId::from_bytes),
    };
    Ok(Ok(PersonRow {
        person,
        slot: row.get(5)?,
        person_key: row.get(6)?,
        index_key: row.get(7)?,
        lease_until: moment(row, 8)?,
        last_seen: moment(row, 9)?,
        locked_at: optional_moment(row, 10)?,
        failures: row.get(11)?,
        failed_at: row.get::<_, Option<u64>>(12)?.map(since_boot),
        preferences: row.get(13)?,
        sign_on: row.get(14)?,
    }))
}

fn whole_millis(moment: BootTime) -> i64 {
    i64::try_from(moment.0.as_millis()).unwrap_or(i64::MAX)
}

const fn since_boot(millis: u64) -> BootTime {
    BootTime(Duration::from_millis(millis))
}

const SELECT: &str = "SELECT person, username, display_name, role, units, slot, person_key,
    index_key, lease_until, last_seen, locked_at, failures, failed_at_boot, preferences, sign_on FROM person";
