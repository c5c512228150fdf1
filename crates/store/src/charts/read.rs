//! Reading charts.

use std::collections::BTreeMap;

use charthold_chartlog::{FieldName, RawJson};
use charthold_domain::{ChartId, OpId, RecordId};
use rusqlite::{Params, params};

use super::row::{RecordRow, SELECT, read};
use crate::column::{find, id, list};
use crate::{Access, Charts, StoreError};

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

    /// Works out what the ward list shows of `chart` and keeps it. The records are lent to `work` and
    /// go nowhere else: the line is shown under the census's own audit event, a chart only by
    /// [`Charts::read`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn derive_ward_line(
        &mut self,
        chart: ChartId,
        work: impl FnOnce(&[RecordRow]) -> Option<String>,
    ) -> Result<(), StoreError> {
        let rows = self.rows(
            "WHERE chart = ?1 ORDER BY kind, rank, record",
            [chart.as_bytes()],
        )?;
        match work(&rows) {
            Some(line) => self.save_ward_line(chart, &line),
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

    /// The charts in here with records in conflict, and how many. Nothing of what is in them.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn charts_with_conflicts(&self) -> Result<Vec<(ChartId, u32)>, StoreError> {
        let sql = "SELECT chart, count(*) FROM record WHERE conflict = 1 GROUP BY chart";
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

    /// The fields of a record that authors disagree about, each with every value and the operation
    /// that wrote it; `None` where the author removed the field.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn conflict_values(
        &self,
        access: &Access,
        record: RecordId,
    ) -> Result<Vec<ConflictingField>, StoreError> {
        let rows = list(
            &self.connection,
            "SELECT field, op, value FROM conflict WHERE chart = ?1 AND record = ?2
             ORDER BY field, op",
            [access.chart().as_bytes(), record.as_bytes()],
            |row| {
                let value = row.get::<_, Option<String>>(2)?.map(RawJson);
                Ok((
                    FieldName(row.get(0)?),
                    (id(row, 1, OpId::from_bytes)?, value),
                ))
            },
        )?;
        let mut fields: BTreeMap<FieldName, Vec<(OpId, Option<RawJson>)>> = BTreeMap::new();
        for (field, value) in rows {
            fields.entry(field).or_default().push(value);
        }
        Ok(fields.into_iter().collect())
    }

    fn rows(&self, condition: &str, params: impl Params) -> Result<Vec<RecordRow>, StoreError> {
        let sql = format!("{SELECT} {condition}");
        list(&self.connection, &sql, params, read)?
            .into_iter()
            .collect()
    }
}

/// A field, and its values with the operations that wrote them.
type ConflictingField = (FieldName, Vec<(OpId, Option<RawJson>)>);
