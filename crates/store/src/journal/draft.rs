//! What is typed of notes in progress and is no operation yet, and places to come back to, sealed by their author's own key
//! before they come here. They outlive a crash and a power cut; they never leave the workstation as they are.

use charthold_domain::{ChartId, OpId, PersonId, RecordId, Timestamp};
use rusqlite::{Connection, params};

use crate::column::{find, id, list, moment, packed, run, unpacked};
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
    /// The operations whose text it goes on from; none for a note that was begun here.
    pub parents: Vec<OpId>,
}

impl Journal {
    /// Keeps a draft in place of the author's last one for the chart.
    ///
    /// # Errors
    /// Those of the file system; the one before stays then.
    pub fn save_draft(&mut self, draft: &DraftRow) -> Result<(), StoreError> {
        run(
            &self.connection,
            "INSERT OR REPLACE INTO draft (person, chart, draft, sealed, saved_at, parents)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                draft.person.as_bytes(),
                draft.chart.as_bytes(),
                draft.draft.as_bytes(),
                draft.sealed,
                draft.saved_at.as_millis(),
                packed(draft.parents.iter().map(OpId::as_bytes)),
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
        let sql =
            "SELECT draft, sealed, saved_at, parents FROM draft WHERE person = ?1 AND chart = ?2";
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
                    parents: unpacked(&row.get::<_, Vec<u8>>(3)?, OpId::from_bytes),
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

    /// The charts in which the author has typed what is no operation yet.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn list_typed(&self, person: PersonId) -> Result<Vec<ChartId>, StoreError> {
        let sql = "SELECT chart FROM draft WHERE person = ?1 ORDER BY chart";
        list(&self.connection, sql, [person.as_bytes()], |row| {
            id(row, 0, ChartId::from_bytes)
        })
    }

    /// The charts the author has notes in progress for, wherever they began them, the last kept first.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn list_drafts(&self, person: PersonId) -> Result<Vec<(ChartId, Timestamp)>, StoreError> {
        let sql = "SELECT chart, max(at) FROM (
                SELECT chart, saved_at AS at FROM draft WHERE person = ?1
                UNION ALL SELECT chart, at FROM open_draft WHERE person = ?1)
            GROUP BY chart ORDER BY max(at) DESC, chart";
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
