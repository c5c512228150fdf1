//! Notes in progress and places to come back to, sealed by their author's own key before they come
//! here. They outlive a lock, a crash and a power cut; they never leave the workstation as they are.

use charthold_domain::{ChartId, PersonId, RecordId, Timestamp};
use rusqlite::{Connection, params};

use crate::column::{find, id, list, moment, run};
use crate::{Journal, StoreError};

/// A note in progress: one for a person and a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// The author.
    pub person: PersonId,
    /// The chart.
    pub chart: ChartId,
    /// The record it will be.
    pub draft: RecordId,
    /// Its text, sealed.
    pub sealed: Vec<u8>,
    /// When it was kept.
    pub saved_at: Timestamp,
}

impl Journal {
    /// Keeps a draft in place of the author's last one for the chart.
    ///
    /// # Errors
    /// Those of the file system; the one before stays then.
    pub fn save_draft(&mut self, draft: &DraftRow) -> Result<(), StoreError> {
        run(
            &self.connection,
            "INSERT OR REPLACE INTO draft (person, chart, draft, sealed, saved_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                draft.person.as_bytes(),
                draft.chart.as_bytes(),
                draft.draft.as_bytes(),
                draft.sealed,
                draft.saved_at.as_millis(),
            ],
        )?;
        Ok(())
    }

    /// The author's draft for the chart.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_draft(
        &self,
        person: PersonId,
        chart: ChartId,
    ) -> Result<Option<DraftRow>, StoreError> {
        let sql = "SELECT draft, sealed, saved_at FROM draft WHERE person = ?1 AND chart = ?2";
        find(
            &self.connection,
            sql,
            [person.as_bytes(), chart.as_bytes()],
            |row| {
                let draft = id(row, 0, RecordId::from_bytes)?;
                Ok(DraftRow {
                    person,
                    chart,
                    draft,
                    sealed: row.get(1)?,
                    saved_at: moment(row, 2)?,
                })
            },
        )
    }

    /// Removes the author's draft for the chart, if it is this one.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn discard_draft(
        &mut self,
        person: PersonId,
        chart: ChartId,
        draft: RecordId,
    ) -> Result<(), StoreError> {
        discard(&self.connection, (person, chart, draft))
    }

    /// The charts the author has drafts for, the last kept first.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn list_drafts(&self, person: PersonId) -> Result<Vec<(ChartId, Timestamp)>, StoreError> {
        let sql = "SELECT chart, saved_at FROM draft WHERE person = ?1 ORDER BY saved_at DESC";
        list(&self.connection, sql, [person.as_bytes()], |row| {
            Ok((id(row, 0, ChartId::from_bytes)?, moment(row, 1)?))
        })
    }

    /// Keeps where the person was, in place of the last one.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save_place(&mut self, person: PersonId, sealed: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO place (person, sealed) VALUES (?1, ?2)";
        run(&self.connection, sql, params![person.as_bytes(), sealed])?;
        Ok(())
    }

    /// Where the person was.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_place(&self, person: PersonId) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT sealed FROM place WHERE person = ?1";
        find(&self.connection, sql, [person.as_bytes()], |row| row.get(0))
    }
}

/// Within a transaction of the caller's, too.
pub(super) fn discard(
    connection: &Connection,
    (person, chart, draft): (PersonId, ChartId, RecordId),
) -> Result<(), StoreError> {
    let sql = "DELETE FROM draft WHERE person = ?1 AND chart = ?2 AND draft = ?3";
    run(
        connection,
        sql,
        [person.as_bytes(), chart.as_bytes(), draft.as_bytes()],
    )?;
    Ok(())
}
