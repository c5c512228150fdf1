//! The table `blob_piece`, and bodies cut from `entry`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId};
use rusqlite::{OptionalExtension, Transaction, params};

use super::fault::Fault;
use super::{SqliteStore, value};
use crate::{BlobPiece, Blobs, BodyPart, StoreError};

#[async_trait]
impl Blobs for SqliteStore {
    async fn add_to_blob(&self, piece: BlobPiece) -> Result<u32, StoreError> {
        self.write("keeping a piece of a blob", move |tx| add(tx, &piece))
            .await
    }

    async fn find_blob(&self, device: DeviceId, blob: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        self.read("reading a blob", move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT bytes FROM blob_piece WHERE device = ?1 AND blob = ?2 ORDER BY start",
            )?;
            let mut rows = statement.query(params![device.as_bytes(), blob])?;
            let mut whole = Vec::new();
            while let Some(row) = rows.next()? {
                let piece = row.get_ref(0)?.as_blob();
                whole.extend_from_slice(piece.map_err(|_| Fault::Damaged("blob_piece.bytes"))?);
            }
            Ok(whole)
        })
        .await
    }

    async fn drop_blob(&self, device: DeviceId) -> Result<(), StoreError> {
        self.write("forgetting a blob", move |tx| {
            tx.prepare_cached("DELETE FROM blob_piece WHERE device = ?1")?
                .execute([device.as_bytes()])?;
            Ok(())
        })
        .await
    }

    async fn read_body(
        &self,
        chart: ChartId,
        seq: u64,
        (from, most): (u32, u32),
    ) -> Result<Option<BodyPart>, StoreError> {
        self.read("reading a piece of a body", move |tx| {
            let mut statement = tx.prepare_cached(BODY)?;
            let start = i64::from(from).saturating_add(1);
            let asked = params![chart.as_bytes(), value::int(seq), start, most];
            let found = statement.query_row(asked, |row| {
                Ok(BodyPart {
                    size: row.get(0)?,
                    bytes: row.get(1)?,
                })
            });
            Ok(found.optional()?)
        })
        .await
    }
}

fn add(tx: &Transaction<'_>, piece: &BlobPiece) -> Result<u32, Fault> {
    let (device, blob) = (piece.device.as_bytes(), piece.blob);
    let held =
        "SELECT coalesce(sum(length(bytes)), 0) FROM blob_piece WHERE device = ?1 AND blob = ?2";
    let mut statement = tx.prepare_cached(held)?;
    let held = statement.query_row(params![device, blob], |row| row.get::<_, u32>(0))?;
    if piece.from != held || piece.bytes.is_empty() {
        return Ok(held);
    }
    if held == 0 {
        tx.prepare_cached("DELETE FROM blob_piece WHERE device = ?1")?
            .execute([device])?;
    }
    tx.prepare_cached(
        "INSERT INTO blob_piece (device, blob, start, bytes, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        device,
        blob,
        held,
        piece.bytes,
        piece.at.as_millis()
    ])?;
    let added = u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX);
    Ok(held.saturating_add(added))
}

pub(super) const BODY: &str = "SELECT length(body), substr(body, ?3, ?4) FROM entry
    WHERE chart = ?1 AND seq = ?2";
