//! Taking all rows of another store, into an empty database: copied in, read back, compared, and
//! only then committed.

use std::pin::pin;

use charthold_domain::Timestamp;
use deadpool_postgres::Transaction;
use futures_util::TryStreamExt;
use tokio::sync::mpsc;
use tokio_postgres::Row;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::fault::{Fault, during};
use super::{PostgresStore, hospital};
use crate::moving::{Cell, Digest, Kind, Piece, TABLES, Table};
use crate::{Moved, StoreError};

impl PostgresStore {
    /// Takes what comes through `coming`, and begins a new epoch.
    pub(crate) async fn take(
        &self,
        coming: mpsc::Receiver<Piece>,
        at: Timestamp,
        told: &(dyn Fn(&'static str, u64) + Send + Sync),
    ) -> Result<Moved, StoreError> {
        during("moving into the store", async {
            let mut link = self.link().await?;
            let tx = link.transaction().await?;
            let moved = take(&tx, coming, at, told).await?;
            tx.commit().await?;
            Ok(moved)
        })
        .await
    }
}

async fn take(
    tx: &Transaction<'_>,
    mut coming: mpsc::Receiver<Piece>,
    at: Timestamp,
    told: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Moved, Fault> {
    tx.batch_execute(PATIENTLY).await?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&ONE_AT_A_TIME])
        .await?;
    for table in TABLES {
        let any = format!("SELECT EXISTS (SELECT 1 FROM {})", table.name);
        if tx.query_one(any.as_str(), &[]).await?.try_get(0)? {
            return Err(Fault::Exists);
        }
    }
    let mut tables = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let given = copy(tx, table, &mut coming).await?;
        if read_back(tx, table).await? != given {
            return Err(Fault::Damaged(table.name));
        }
        told(table.name, given.rows);
        tables.push((table.name, given.rows));
    }
    let epoch = hospital::begin_epoch(tx, at, 0).await?;
    Ok(Moved { tables, epoch })
}

/// A large hospital takes longer than any request may.
const PATIENTLY: &str =
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
/// Any number that no other program locks in this database.
const ONE_AT_A_TIME: i64 = 0x6368_6172_6d6f_7665;

async fn copy(
    tx: &Transaction<'_>,
    table: &Table,
    coming: &mut mpsc::Receiver<Piece>,
) -> Result<Digest, Fault> {
    let into = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.list());
    let sink = tx.copy_in(into.as_str()).await?;
    let types: Vec<Type> = table
        .columns
        .iter()
        .map(|(_, kind)| sql_type(*kind))
        .collect();
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    let mut given = Digest::default();
    loop {
        match coming.recv().await {
            Some(Piece::Rows(rows)) => {
                for row in rows {
                    given.add(&row);
                    let values = values(row, table)?;
                    let borrowed: Vec<_> = values.iter().map(borrow).collect();
                    writer.as_mut().write(&borrowed).await?;
                }
            }
            Some(Piece::EndOfTable) => break,
            // Whoever gives has failed, and says why.
            None => return Err(Fault::Absent),
        }
    }
    writer.finish().await?;
    Ok(given)
}

const fn sql_type(kind: Kind) -> Type {
    match kind {
        Kind::Id => Type::UUID,
        Kind::Bytes => Type::BYTEA,
        Kind::Text => Type::TEXT,
        Kind::Big => Type::INT8,
        Kind::Int => Type::INT4,
        Kind::Small => Type::INT2,
    }
}

type Value = Box<dyn ToSql + Sync + Send>;

fn borrow(value: &Value) -> &(dyn ToSql + Sync) {
    value.as_ref()
}

fn values(row: Vec<Cell>, table: &Table) -> Result<Vec<Value>, Fault> {
    row.into_iter()
        .zip(table.columns)
        .map(|(cell, (_, kind))| value(cell, *kind).ok_or(Fault::Damaged(table.name)))
        .collect()
}

/// `None` when the value does not fit its column.
fn value(cell: Cell, kind: Kind) -> Option<Value> {
    Some(match (cell, kind) {
        (Cell::Nothing, Kind::Id) => Box::new(None::<Uuid>),
        (Cell::Nothing, Kind::Bytes) => Box::new(None::<Vec<u8>>),
        (Cell::Nothing, Kind::Text) => Box::new(None::<String>),
        (Cell::Nothing, Kind::Big) => Box::new(None::<i64>),
        (Cell::Nothing, Kind::Int) => Box::new(None::<i32>),
        (Cell::Nothing, Kind::Small) => Box::new(None::<i16>),
        (Cell::Bytes(bytes), Kind::Id) => Box::new(Uuid::from_slice(&bytes).ok()?),
        (Cell::Bytes(bytes), Kind::Bytes) => Box::new(bytes),
        (Cell::Text(text), Kind::Text) => Box::new(text),
        (Cell::Number(number), Kind::Big) => Box::new(number),
        (Cell::Number(number), Kind::Int) => Box::new(i32::try_from(number).ok()?),
        (Cell::Number(number), Kind::Small) => Box::new(i16::try_from(number).ok()?),
        _ => return None,
    })
}

async fn read_back(tx: &Transaction<'_>, table: &Table) -> Result<Digest, Fault> {
    let select = tx.prepare(&table.select()).await?;
    let nothing: [&(dyn ToSql + Sync); 0] = [];
    let rows = tx.query_raw(&select, nothing).await?;
    let mut rows = pin!(rows);
    let mut found = Digest::default();
    while let Some(row) = rows.try_next().await? {
        let columns = table.columns.iter().enumerate();
        let cells: Vec<Cell> = columns
            .map(|(index, (_, kind))| cell(&row, index, *kind))
            .collect::<Result<_, _>>()?;
        found.add(&cells);
    }
    Ok(found)
}

fn cell(row: &Row, index: usize, kind: Kind) -> Result<Cell, Fault> {
    let bytes = |bytes: Option<Vec<u8>>| bytes.map_or(Cell::Nothing, Cell::Bytes);
    let number = |number: Option<i64>| number.map_or(Cell::Nothing, Cell::Number);
    Ok(match kind {
        Kind::Id => bytes(
            row.try_get::<_, Option<Uuid>>(index)?
                .map(|id| id.into_bytes().to_vec()),
        ),
        Kind::Bytes => bytes(row.try_get(index)?),
        Kind::Text => row
            .try_get::<_, Option<String>>(index)?
            .map_or(Cell::Nothing, Cell::Text),
        Kind::Big => number(row.try_get(index)?),
        Kind::Int => number(row.try_get::<_, Option<i32>>(index)?.map(i64::from)),
        Kind::Small => number(row.try_get::<_, Option<i16>>(index)?.map(i64::from)),
    })
}
