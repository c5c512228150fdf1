//! Written straight into central's file while it serves, in chains that hold.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use charthold_chartlog::{ChainEntry, Head, OpHash, extend};
use charthold_crypto::{Entropy as _, sha256};
use charthold_testkit::SeededEntropy;
use rusqlite::{Connection, Transaction, params};

use super::{Filled, Filling, OPERATIONS, RECEIVED_AT};

/// A file that is being filled.
pub(crate) struct OfFile {
    connection: Connection,
    path: PathBuf,
    unit: [u8; 16],
    charts: u32,
    chance: SeededEntropy,
}

impl OfFile {
    /// Of central's file; its charts lie in the unit of this name.
    ///
    /// # Errors
    /// When it cannot be opened or has no such unit.
    pub(crate) fn of(path: &Path, unit: &str) -> Result<Self> {
        let connection = Connection::open(path).context("opening central's file")?;
        // What is filled in is worth nothing after a power cut.
        connection.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA foreign_keys = OFF;",
        )?;
        let sql = "SELECT id FROM unit WHERE name = ?1";
        let unit = connection.query_row(sql, [unit], |row| row.get(0));
        Ok(Self {
            unit: unit.context("finding the unit of the other charts")?,
            connection,
            path: path.to_owned(),
            charts: 0,
            chance: SeededEntropy::new(1),
        })
    }
}

impl Filling for OfFile {
    fn grow_to(&mut self, charts: u32) -> Result<Filled> {
        while self.charts < charts {
            let batch = BATCH.min(charts - self.charts);
            let transaction = self.connection.transaction()?;
            for number in self.charts..self.charts + batch {
                chart(&transaction, number, &self.unit, &mut self.chance)?;
            }
            transaction.commit()?;
            self.charts += batch;
        }
        let folded = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        folded.context("folding the log into the file")?;
        let metadata = std::fs::metadata(&self.path).context("looking at central's file")?;
        Ok(Filled {
            operations: self.charts * OPERATIONS,
            bytes: metadata.len(),
        })
    }
}

/// Writes the chart of this number.
fn chart(
    tx: &Transaction<'_>,
    number: u32,
    unit: &[u8; 16],
    chance: &mut SeededEntropy,
) -> Result<()> {
    // After every real one, in order: each lands at the end of its table.
    let mut id = [0xff; 16];
    let [.., a, b, c, d] = &mut id;
    [*a, *b, *c, *d] = number.to_be_bytes();
    let mut head = Head::EMPTY;
    let mut insert = tx.prepare_cached(ENTRY)?;
    for seq in 1..=OPERATIONS {
        let row = Row::make(chance);
        let entry = ChainEntry {
            seq: seq.into(),
            op_hash: OpHash(sha256(&[row.header(), row.body()])),
            void: None,
        };
        head = extend(&head, &entry).context("extending a chain")?;
        insert.execute(params![
            id,
            seq,
            row.op(),
            entry.op_hash.0,
            head.hash,
            DEVICE,
            seq,
            RECEIVED_AT,
            row.header(),
            row.body(),
            row.signature(),
        ])?;
    }
    let mut blind_index = [0; 32];
    chance.fill(&mut blind_index);
    let mut insert = tx.prepare_cached(CHART)?;
    insert.execute(params![
        id,
        blind_index,
        unit,
        RECEIVED_AT,
        head.seq,
        head.hash
    ])?;
    Ok(())
}

/// One operation: chance, cut into the parts of a row.
struct Row {
    bytes: [u8; OP + SIGNATURE + HEADER + MOST_BODY],
    body: usize,
}

impl Row {
    fn make(chance: &mut SeededEntropy) -> Self {
        let mut bytes = [0; OP + SIGNATURE + HEADER + MOST_BODY];
        chance.fill(&mut bytes);
        let [drawn, ..] = bytes;
        let body = LEAST_BODY + usize::from(drawn);
        Self { bytes, body }
    }

    fn part(&self, from: usize, length: usize) -> &[u8] {
        self.bytes.get(from..from + length).unwrap_or_default()
    }

    fn op(&self) -> &[u8] {
        self.part(0, OP)
    }

    fn signature(&self) -> &[u8] {
        self.part(OP, SIGNATURE)
    }

    fn header(&self) -> &[u8] {
        self.part(OP + SIGNATURE, HEADER)
    }

    fn body(&self) -> &[u8] {
        self.part(OP + SIGNATURE + HEADER, self.body)
    }
}

const ENTRY: &str = "INSERT INTO entry (chart, seq, op, op_hash, void, chain_hash, device, device_seq, received_at, header, body,
        signature)
    VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const CHART: &str =
    "INSERT INTO chart (id, kind, blind_index, unit, registered_at, seq, chain_hash)
    VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)";

/// Charts of one transaction.
const BATCH: u32 = 500;
const OP: usize = 16;
const SIGNATURE: usize = 64;
/// As real ones are: 200 to 300 bytes of header, and a vital sign's body or a short note's.
const HEADER: usize = 240;
const LEAST_BODY: usize = 250;
const MOST_BODY: usize = LEAST_BODY + 255;
const DEVICE: [u8; 16] = [0xfe; 16];
