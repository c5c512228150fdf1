//! The two bare limits of taking operations in: rows into a SQLCipher file with the product's settings, and checks of Ed25519
//! signatures, one after the other. Neither knows a chain, a key or a record.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use charthold_crypto::{Entropy as _, SigningSecret, sha256};
use charthold_testkit::SeededEntropy;
use rusqlite::params;

use super::sqlcipher;
use crate::stopwatch::timed;

/// Seconds on the wall for `rows` rows of an operation's size into a new file at `path`.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn insert(path: &Path, rows: u32) -> Result<f64> {
    let mut connection = sqlcipher::open(path)?;
    connection.execute_batch(TABLE)?;
    let mut bytes = [0_u8; ID + HEADER + BODY + SIGNATURE];
    SeededEntropy::new(5).fill(&mut bytes);
    let (id, rest) = bytes.split_at_mut(ID);
    let (header, rest) = rest.split_at(HEADER);
    let (body, signature) = rest.split_at(BODY);
    let ((), span) = timed(|| {
        let mut row = 0;
        while row < rows {
            let transaction = connection.transaction()?;
            let mut insert = transaction.prepare_cached(INSERT)?;
            for _ in 0..BATCH.min(rows - row) {
                row += 1;
                let digest = sha256(&[&row.to_le_bytes()]);
                id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
                insert.execute(params![row, &*id, header, body, signature])?;
            }
            drop(insert);
            transaction.commit()?;
        }
        anyhow::Ok(())
    })?;
    Ok(span.wall_s)
}

/// Seconds on the wall for so many checks of a signature, on one processor.
///
/// # Errors
/// None that happen.
pub(crate) fn verify(count: u32) -> Result<f64> {
    let secret = SigningSecret::make(&mut SeededEntropy::new(6));
    let key = secret.public();
    let signed: Vec<_> = (0..SIGNED)
        .map(|number: u32| {
            let digest = sha256(&[&number.to_le_bytes()]);
            (digest, secret.sign(LABEL, &digest))
        })
        .collect();
    let checks = signed
        .iter()
        .cycle()
        .take(usize::try_from(count).context("counting checks")?);
    let (held, span) = timed(|| {
        let held =
            checks.filter(|(digest, signature)| key.verify(LABEL, digest, signature).is_ok());
        anyhow::Ok(held.count())
    })?;
    ensure!(u32::try_from(held) == Ok(count), "a signature did not hold");
    Ok(span.wall_s)
}

const LABEL: &str = "charthold bench";
const SIGNED: u32 = 64;
const TABLE: &str =
    "CREATE TABLE operation (number INTEGER PRIMARY KEY, op BLOB NOT NULL, header BLOB NOT NULL,
    body BLOB NOT NULL, signature BLOB NOT NULL) STRICT";
const INSERT: &str = "INSERT INTO operation VALUES (?1, ?2, ?3, ?4, ?5)";
/// Rows of a transaction.
const BATCH: u32 = 1_000;
/// As an operation of a generated chart has them.
const ID: usize = 16;
const HEADER: usize = 240;
const BODY: usize = 250;
const SIGNATURE: usize = 64;
