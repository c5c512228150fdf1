//! The same records in plain SQLite, each under one AES-256-GCM key and read as generic JSON: what a
//! chart costs somebody who encrypts records instead of pages.

use std::path::{Path, PathBuf};

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use anyhow::{Context as _, Result, anyhow};
use rusqlite::{Connection, OpenFlags, params};

/// A file with charts.
pub(crate) struct PlainSqlite {
    path: PathBuf,
    cipher: Aes256Gcm,
}

impl PlainSqlite {
    /// Of `charts`, in `folder`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub(crate) fn of(folder: &Path, charts: &[&[String]]) -> Result<Self> {
        let path = folder.join("plain.db");
        let cipher = Aes256Gcm::new(&[7_u8; 32].into());
        let mut connection = Connection::open(&path).context("making a plain SQLite file")?;
        connection.execute_batch(TABLE)?;
        let transaction = connection.transaction()?;
        for (chart, position) in charts.iter().zip(0_i64..) {
            for (resource, number) in chart.iter().zip(0_i64..) {
                let mut body = resource.clone().into_bytes();
                let tag: [u8; 16] = cipher
                    .encrypt_inout_detached(
                        (&nonce(position, number)).into(),
                        &[],
                        body.as_mut_slice().into(),
                    )
                    .map_err(|_| anyhow!("a record could not be sealed"))?
                    .into();
                body.extend_from_slice(&tag);
                transaction
                    .prepare_cached("INSERT INTO record VALUES (?1, ?2, ?3)")?
                    .execute(params![position, number, body])?;
            }
        }
        transaction
            .commit()
            .context("filling a plain SQLite file")?;
        Ok(Self { path, cipher })
    }

    /// A new connection, with nothing in its cache.
    ///
    /// # Errors
    /// Those of SQLite.
    pub(crate) fn connect(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    }

    /// Every record of chart `position` as generic JSON.
    ///
    /// # Errors
    /// Those of SQLite, and of a record that does not open.
    pub(crate) fn read(
        &self,
        connection: &Connection,
        position: i64,
    ) -> Result<Vec<serde_json::Value>> {
        let sql = "SELECT number, body FROM record WHERE chart = ?1 ORDER BY number";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([position])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let sealed = row.get_ref(1)?.as_blob()?;
            let (body, tag) = sealed
                .split_last_chunk::<16>()
                .context("a record is cut short")?;
            let mut body = body.to_vec();
            self.cipher
                .decrypt_inout_detached(
                    (&nonce(position, row.get(0)?)).into(),
                    &[],
                    body.as_mut_slice().into(),
                    tag.into(),
                )
                .map_err(|_| anyhow!("a record did not open"))?;
            records.push(serde_json::from_slice(&body)?);
        }
        Ok(records)
    }
}

fn nonce(chart: i64, number: i64) -> [u8; 12] {
    let mut nonce = [0_u8; 12];
    let (head, tail) = nonce.split_at_mut(4);
    head.iter_mut()
        .zip(chart.to_le_bytes())
        .for_each(|(to, from)| *to = from);
    tail.iter_mut()
        .zip(number.to_le_bytes())
        .for_each(|(to, from)| *to = from);
    nonce
}

const TABLE: &str = "CREATE TABLE record (chart INTEGER NOT NULL, number INTEGER NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (chart, number)) STRICT, WITHOUT ROWID";
