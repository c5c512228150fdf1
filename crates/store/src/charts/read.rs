//! Reading charts.

use std::collections::BTreeMap;

use charthold_domain::{ChartId, RecordId};
use rusqlite::{Params, params};

use super::row::{RecordRow, SELECT, read};
use crate::column::{find, id, list};
use crate::{Access, Charts, Glance, StoreError};

impl Charts {
    /// The whole chart: by kind, within a kind the newest first and the undated last.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn read(&self, access: &Access) -> Result<Vec<RecordRow>, StoreError> {
        self.rows(
            "WHERE chart = ?1 ORDER BY kind, rank, record",
            [access.chart().as_bytes()],
        )
    }

    /// Works out what is shown of `chart` without opening it, and keeps it. The records are lent to
    /// `work` and go nowhere else: the line is shown under the census's own audit event, a chart only by
    /// [`Charts::read`]. Without an answer what was kept stays.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn derive_glance(
        &mut self,
        chart: ChartId,
        work: impl FnOnce(&[RecordRow]) -> Option<Glance>,
    ) -> Result<(), StoreError> {
        let rows = self.rows(
            "WHERE chart = ?1 ORDER BY kind, rank, record",
            [chart.as_bytes()],
        )?;
        match work(&rows) {
            Some(glance) => self.save_glance(chart, &glance),
            None => Ok(()),
        }
    }

    /// The records of one kind, the newest first and the undated last.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn read_kind(&self, access: &Access, kind: &str) -> Result<Vec<RecordRow>, StoreError> {
        let chart = access.chart();
        let params = params![chart.as_bytes(), kind];
        self.rows(
            "WHERE chart = ?1 AND kind = ?2 ORDER BY rank, record",
            params,
        )
    }

    /// The record of this kind with this FHIR id. Of several, the first made.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its row cannot be read.
    pub fn find(
        &self,
        access: &Access,
        kind: &str,
        fhir_id: &str,
    ) -> Result<Option<RecordRow>, StoreError> {
        let chart = access.chart();
        let params = params![chart.as_bytes(), kind, fhir_id];
        let condition = "WHERE chart = ?1 AND kind = ?2 AND fhir_id = ?3 ORDER BY record LIMIT 1";
        Ok(self.rows(condition, params)?.pop())
    }

    /// The record `record` of the chart.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its row cannot be read.
    pub fn find_record(
        &self,
        access: &Access,
        record: RecordId,
    ) -> Result<Option<RecordRow>, StoreError> {
        let chart = access.chart();
        let params = [chart.as_bytes(), record.as_bytes()];
        Ok(self.rows("WHERE chart = ?1 AND record = ?2", params)?.pop())
    }

    /// How many records of each kind the chart has.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn counts_by_kind(&self, access: &Access) -> Result<BTreeMap<String, u32>, StoreError> {
        let sql = "SELECT kind, count(*) FROM record WHERE chart = ?1 GROUP BY kind";
        let counts = list(&self.connection, sql, [access.chart().as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(counts.into_iter().collect())
    }

    /// The records of the chart about which authors disagree.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn conflicts(&self, access: &Access) -> Result<Vec<RecordRow>, StoreError> {
        let condition = "WHERE chart = ?1 AND conflict = 1 ORDER BY kind, rank, record";
        self.rows(condition, [access.chart().as_bytes()])
    }

    /// The charts in here with something for a clinician to decide, and how much: records in conflict
    /// and doses that may have been given twice. Nothing of what is in them.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn charts_to_decide_about(&self) -> Result<Vec<(ChartId, u32)>, StoreError> {
        let sql = "SELECT chart, sum(n) FROM (
                SELECT chart, 1 AS n FROM record WHERE conflict = 1
                UNION ALL SELECT chart, doubles FROM pending WHERE doubles > 0)
            GROUP BY chart ORDER BY chart";
        list(&self.connection, sql, [], |row| {
            Ok((id(row, 0, ChartId::from_bytes)?, row.get(1)?))
        })
    }

    /// How many records of `chart` have operations that are not in the server's chain.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn unsent(&self, access: &Access) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM record WHERE chart = ?1 AND unsent = 1";
        let count = find(&self.connection, sql, [access.chart().as_bytes()], |row| {
            row.get(0)
        })?;
        Ok(count.unwrap_or(0))
    }

    fn rows(&self, condition: &str, params: impl Params) -> Result<Vec<RecordRow>, StoreError> {
        let sql = format!("{SELECT} {condition}");
        list(&self.connection, &sql, params, read)?
            .into_iter()
            .collect()
    }
}
