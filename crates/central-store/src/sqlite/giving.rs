//! Giving all rows away, table by table, for another store to take. The file cannot be written to
//! until the other store has them for good.

use rusqlite::types::ValueRef;
use rusqlite::{Row, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::SqliteStore;
use super::fault::Fault;
use crate::StoreError;
use crate::moving::{Cell, Kind, Piece, TABLES, Table};

/// Rows sent at once.
const ROWS: usize = 64;

impl SqliteStore {
    /// Sends everything through `pieces`, then waits until `held` is let go of.
    pub(crate) async fn give(
        &self,
        pieces: mpsc::Sender<Piece>,
        held: oneshot::Receiver<()>,
    ) -> Result<(), StoreError> {
        self.write("reading the store to be moved", move |tx| {
            for table in TABLES {
                if give(tx, table, &pieces)? == Taker::Stopped {
                    return Ok(());
                }
            }
            // Let go of by being dropped, too.
            let _ = held.blocking_recv();
            Ok(())
        })
        .await
    }
}

/// Whether somebody still takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taker {
    Takes,
    Stopped,
}

fn send(pieces: &mpsc::Sender<Piece>, piece: Piece) -> Taker {
    match pieces.blocking_send(piece) {
        Ok(()) => Taker::Takes,
        Err(_) => Taker::Stopped,
    }
}

fn give(tx: &Transaction<'_>, table: &Table, pieces: &mpsc::Sender<Piece>) -> Result<Taker, Fault> {
    let mut statement = tx.prepare(&table.select())?;
    let mut rows = statement.query([])?;
    let mut batch = Vec::with_capacity(ROWS);
    while let Some(row) = rows.next()? {
        batch.push(cells(row, table)?);
        if batch.len() == ROWS {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(ROWS));
            if send(pieces, Piece::Rows(full)) == Taker::Stopped {
                return Ok(Taker::Stopped);
            }
        }
    }
    match send(pieces, Piece::Rows(batch)) {
        Taker::Takes => Ok(send(pieces, Piece::EndOfTable)),
        Taker::Stopped => Ok(Taker::Stopped),
    }
}

fn cells(row: &Row<'_>, table: &Table) -> Result<Vec<Cell>, Fault> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(index, (_, kind))| {
            cell(row.get_ref(index)?, *kind).ok_or(Fault::Damaged(table.name))
        })
        .collect()
}

/// `None` when the value is not of its column's kind.
fn cell(value: ValueRef<'_>, kind: Kind) -> Option<Cell> {
    match (value, kind) {
        (ValueRef::Null, _) => Some(Cell::Nothing),
        (ValueRef::Integer(number), Kind::Big | Kind::Int | Kind::Small) => {
            Some(Cell::Number(number))
        }
        (ValueRef::Blob(bytes), Kind::Id | Kind::Bytes) => Some(Cell::Bytes(bytes.to_vec())),
        (ValueRef::Text(text), Kind::Text) => {
            Some(Cell::Text(std::str::from_utf8(text).ok()?.to_owned()))
        }
        _ => None,
    }
}
