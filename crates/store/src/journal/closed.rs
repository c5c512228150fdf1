//! People whose accounts are closed: what they got in with and read by goes from this workstation once their work is safe. What others
//! have here is not touched.

use charthold_audit::AuditEvent;
use charthold_chartlog::HeaderCore;
use charthold_crypto::SigningSecret;
use charthold_domain::PersonId;
use rusqlite::Connection;

use super::audit::append_event;
use crate::column::{begin, find, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Keeps whose accounts are closed, in place of what was known.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_closed(&mut self, people: &[PersonId]) -> Result<(), StoreError> {
        let text: Vec<String> = people.iter().map(ToString::to_string).collect();
        let text = text.join(" ");
        match self.setting(CLOSED)?.unwrap_or_default() == text {
            true => Ok(()),
            false => self.set_setting(CLOSED, &text),
        }
    }

    /// Whose accounts are closed, of those who used this workstation, as central last said.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it cannot be read.
    pub fn closed(&self) -> Result<Vec<PersonId>, StoreError> {
        let text = self.setting(CLOSED)?.unwrap_or_default();
        let people = text.split_whitespace().map(|person| {
            person.parse().map_err(|_| StoreError::Damaged {
                table: "setting",
                row: 0,
            })
        });
        people.collect()
    }

    /// Removes what `person` got in with, with their chart keys, and records `event` with it; answers whether that was done. Not while
    /// central could lose something they wrote here, nor while something they typed is no operation: it opens with their slot alone.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an operation cannot be read, and those of the file system; everything is there then.
    pub fn let_person_go(
        &mut self,
        person: PersonId,
        event: &AuditEvent,
        signer: &SigningSecret,
    ) -> Result<bool, StoreError> {
        let transaction = begin(&mut self.connection)?;
        let sql = "SELECT 1 FROM person WHERE person = ?1
                   AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.person = ?1)";
        let may_go = find(&transaction, sql, [person.as_bytes()], |_| Ok(()))?.is_some();
        if !may_go || wrote_what_could_be_lost(&transaction, person)? {
            return Ok(false);
        }
        append_event(&transaction, event, signer)?;
        for sql in [
            "DELETE FROM chart_key WHERE person = ?1",
            "DELETE FROM place WHERE person = ?1",
            "DELETE FROM person WHERE person = ?1",
        ] {
            run(&transaction, sql, [person.as_bytes()])?;
        }
        transaction.commit()?;
        Ok(true)
    }
}

/// Whether an operation of the person's is held here that is in no chain, or that the last backup does not have.
fn wrote_what_could_be_lost(
    transaction: &Connection,
    person: PersonId,
) -> Result<bool, StoreError> {
    let mut statement = transaction.prepare_cached(NOT_SAFE)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, header): (u64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let core = HeaderCore::of_signed(&header).map_err(|_| StoreError::Damaged {
            table: "operation",
            row: number,
        })?;
        if core.person == person {
            return Ok(true);
        }
    }
    Ok(false)
}

const NOT_SAFE: &str = "SELECT local_seq, header FROM unconfirmed JOIN operation USING (local_seq)
    UNION ALL
    SELECT o.local_seq, o.header FROM chain_head h
        JOIN operation o ON o.chart = h.chart JOIN confirmation c ON c.local_seq = o.local_seq
        WHERE h.seq > h.durable_seq AND c.seq > h.durable_seq";
/// The setting with whose accounts are closed.
const CLOSED: &str = "closed";
