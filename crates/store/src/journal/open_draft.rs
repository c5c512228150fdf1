//! Notes in progress that are operations: at a lock what was typed becomes one, and its author goes on with it wherever the
//! chart is. Kept up as operations come, so that whoever is about to unlock is told without a key.

use charthold_chartlog::{Class, HeaderCore, standing_drafts};
use charthold_domain::{ChartId, DeviceId, OpId, PersonId, RecordId, Timestamp};
use rusqlite::{Connection, params};

use super::operation::written_at;
use crate::column::{id, list, run};
use crate::{Journal, StoreError};

/// One text of a note in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftVersion {
    /// The record it will be.
    pub record: RecordId,
    /// The operation.
    pub op: OpId,
    /// The workstation it was written at.
    pub device: DeviceId,
    /// When, by that workstation.
    pub at: Timestamp,
}

impl Journal {
    /// Every text that stands of the author's notes in progress in the chart, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an operation cannot be read.
    pub fn draft_versions(
        &self,
        person: PersonId,
        chart: ChartId,
    ) -> Result<Vec<DraftVersion>, StoreError> {
        let sql = "SELECT record FROM open_draft WHERE person = ?1 AND chart = ?2";
        let records = list(
            &self.connection,
            sql,
            [person.as_bytes(), chart.as_bytes()],
            |row| id(row, 0, RecordId::from_bytes),
        )?;
        let mut found = Vec::new();
        for record in records {
            let cores = cores(&self.connection, chart, record)?;
            found.extend(versions(&cores, person));
        }
        found.sort_unstable_by_key(|version| std::cmp::Reverse((version.at, version.op)));
        Ok(found)
    }

    /// The charts in which more than one text of the author's stands, what is typed here and is no operation yet among them.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an operation cannot be read.
    pub fn charts_with_versions(&self, person: PersonId) -> Result<Vec<ChartId>, StoreError> {
        let sql = "SELECT DISTINCT chart FROM open_draft WHERE person = ?1 ORDER BY chart";
        let charts = list(&self.connection, sql, [person.as_bytes()], |row| {
            id(row, 0, ChartId::from_bytes)
        })?;
        let mut found = Vec::new();
        for chart in charts {
            let typed = self.find_draft(person, chart)?;
            let goes_on = |version: &DraftVersion| {
                let typed = typed.as_ref();
                typed.is_some_and(|typed| typed.parents.contains(&version.op))
            };
            let versions = self.draft_versions(person, chart)?;
            let apart = versions.iter().filter(|version| !goes_on(version)).count();
            if apart + usize::from(typed.is_some()) > 1 {
                found.push(chart);
            }
        }
        Ok(found)
    }
}

/// Notes what a new operation of the journal means to notes in progress.
pub(super) fn note(transaction: &Connection, core: &HeaderCore) -> Result<(), StoreError> {
    let (chart, record) = (core.chart, core.record);
    match core.class {
        Class::Draft => look_again(transaction, (chart, record, core.person)),
        Class::Signed => {
            let sql = "SELECT person FROM open_draft WHERE chart = ?1 AND record = ?2";
            let key = [chart.as_bytes(), record.as_bytes()];
            let authors = list(transaction, sql, key, |row| {
                id(row, 0, PersonId::from_bytes)
            })?;
            for person in authors {
                look_again(transaction, (chart, record, person))?;
            }
            Ok(())
        }
        Class::InsertOnly | Class::Mergeable | Class::Control => Ok(()),
    }
}

fn look_again(
    transaction: &Connection,
    (chart, record, person): (ChartId, RecordId, PersonId),
) -> Result<(), StoreError> {
    let cores = cores(transaction, chart, record)?;
    let newest = versions(&cores, person).map(|version| version.at).max();
    let key = [chart.as_bytes(), record.as_bytes(), person.as_bytes()];
    match newest {
        None => {
            let sql = "DELETE FROM open_draft WHERE chart = ?1 AND record = ?2 AND person = ?3";
            run(transaction, sql, key)?;
        }
        Some(at) => {
            let sql = "INSERT OR REPLACE INTO open_draft (chart, record, person, at)
                       VALUES (?1, ?2, ?3, ?4)";
            let [chart, record, person] = key;
            run(
                transaction,
                sql,
                params![chart, record, person, at.as_millis()],
            )?;
        }
    }
    Ok(())
}

fn versions(cores: &[HeaderCore], person: PersonId) -> impl Iterator<Item = DraftVersion> {
    let standing = standing_drafts(cores, person);
    let stands = move |core: &&HeaderCore| standing.contains(&core.op);
    cores.iter().filter(stands).map(|core| DraftVersion {
        record: core.record,
        op: core.op,
        device: core.device,
        at: written_at(core),
    })
}

/// The clear headers of a record's operations.
fn cores(
    connection: &Connection,
    chart: ChartId,
    record: RecordId,
) -> Result<Vec<HeaderCore>, StoreError> {
    let sql = "SELECT local_seq, header FROM operation WHERE chart = ?1 AND record = ?2";
    let key = [chart.as_bytes(), record.as_bytes()];
    let rows = list(connection, sql, key, |row| {
        Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?))
    })?;
    rows.into_iter()
        .map(|(row, header)| {
            HeaderCore::of_signed(&header).map_err(|_| StoreError::Damaged {
                table: "operation",
                row,
            })
        })
        .collect()
}
