//! Bodies that arrive in pieces: what came is kept, so that the next exchange goes on where this one was cut. Not yet
//! part of any chart: an operation is written with its body or not at all.

use charthold_chartlog::OpHash;
use rusqlite::params;

use crate::column::{begin, list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// How many bytes of the body have come, from its beginning.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn arrived(&self, op: OpHash) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(sum(length(bytes)), 0) FROM arriving WHERE op_hash = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([op.0], |row| row.get(0))?)
    }

    /// Keeps the next piece of the body, which begins at byte `from`.
    ///
    /// # Errors
    /// Those of the file system; nothing is kept then.
    pub fn keep_piece(&mut self, op: OpHash, from: u32, piece: &[u8]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        let sql = "INSERT INTO arriving (op_hash, start, bytes) VALUES (?1, ?2, ?3)";
        run(&transaction, sql, params![op.0, from, piece])?;
        Ok(transaction.commit()?)
    }

    /// What has come of the body.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn arrived_body(&self, op: OpHash) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT bytes FROM arriving WHERE op_hash = ?1 ORDER BY start";
        let pieces: Vec<Vec<u8>> = list(&self.connection, sql, [op.0], |row| row.get(0))?;
        Ok(pieces.concat())
    }

    /// Forgets what has come of the body: it is in its chart, or it is another.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn forget_arrived(&mut self, op: OpHash) -> Result<(), StoreError> {
        let sql = "DELETE FROM arriving WHERE op_hash = ?1";
        run(&self.connection, sql, [op.0]).map(drop)
    }

    /// Everything central has is here: what still lies here in pieces belongs to nothing, as after a scope that ended.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn forget_all_arrived(&mut self) -> Result<(), StoreError> {
        run(&self.connection, "DELETE FROM arriving", []).map(drop)
    }
}
