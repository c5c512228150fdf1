//! The table `blob_piece`, and bodies cut from `entry`.

use async_trait::async_trait;
use charthold_domain::{ChartId, DeviceId};

use super::fault::{Fault, during};
use super::{PostgresStore, row};
use crate::{BlobPiece, Blobs, BodyPart, StoreError};

pub(super) const BODY: &str = "SELECT octet_length(body), substring(body FROM $3 FOR $4) FROM entry WHERE chart = $1 AND seq = $2";
const HELD: &str = "SELECT coalesce(sum(octet_length(bytes)), 0)::bigint FROM blob_piece WHERE device = $1 AND blob = $2";
const DROP: &str = "DELETE FROM blob_piece WHERE device = $1";
/// Who sends the same piece twice at once keeps it once.
const ADD: &str =
    "INSERT INTO blob_piece (device, blob, start, bytes, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING";

#[async_trait]
impl Blobs for PostgresStore {
    async fn add_to_blob(&self, piece: BlobPiece) -> Result<u32, StoreError> {
        during("keeping a piece of a blob", self.add(&piece)).await
    }

    async fn find_blob(&self, device: DeviceId, blob: [u8; 32]) -> Result<Vec<u8>, StoreError> {
        during("reading a blob", async {
            let link = self.link().await?;
            let find = link
                .prepare_cached(
                    "SELECT bytes FROM blob_piece WHERE device = $1 AND blob = $2 ORDER BY start",
                )
                .await?;
            let device = row::uuid(device.as_bytes());
            let mut whole = Vec::new();
            for found in link.query(&find, &[&device, &blob.as_slice()]).await? {
                whole.extend_from_slice(found.try_get(0)?);
            }
            Ok(whole)
        })
        .await
    }

    async fn drop_blob(&self, device: DeviceId) -> Result<(), StoreError> {
        during("forgetting a blob", async {
            let link = self.link().await?;
            let forget = link.prepare_cached(DROP).await?;
            let device = row::uuid(device.as_bytes());
            link.execute(&forget, &[&device]).await?;
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
        during("reading a piece of a body", async {
            let link = self.link().await?;
            let read = link.prepare_cached(BODY).await?;
            let (chart, seq) = (row::uuid(chart.as_bytes()), row::int(seq));
            // A field is never as long as that; beyond its end there is nothing.
            let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX - 1);
            let (start, most) = (number(from) + 1, number(most));
            let found = link
                .query_opt(&read, &[&chart, &seq, &start, &most])
                .await?;
            found
                .map(|found| {
                    let size: i32 = found.try_get(0)?;
                    Ok(BodyPart {
                        size: u32::try_from(size).map_err(|_| Fault::Damaged("entry.body"))?,
                        bytes: found.try_get(1)?,
                    })
                })
                .transpose()
        })
        .await
    }
}

impl PostgresStore {
    async fn add(&self, piece: &BlobPiece) -> Result<u32, Fault> {
        let mut link = self.link().await?;
        let tx = link.transaction().await?;
        let device = row::uuid(piece.device.as_bytes());
        let blob = piece.blob.as_slice();
        let count = tx.prepare_cached(HELD).await?;
        let held = tx.query_one(&count, &[&device, &blob]).await?;
        let held = row::nat(&held, 0, "blob_piece.bytes")?;
        if u64::from(piece.from) == held && !piece.bytes.is_empty() {
            if held == 0 {
                let forget = tx.prepare_cached(DROP).await?;
                tx.execute(&forget, &[&device]).await?;
            }
            let add = tx.prepare_cached(ADD).await?;
            let start = row::int(held);
            let at = piece.at.as_millis();
            tx.execute(&add, &[&device, &blob, &start, &piece.bytes, &at])
                .await?;
        }
        let held = tx.query_one(&count, &[&device, &blob]).await?;
        let held = row::nat(&held, 0, "blob_piece.bytes")?;
        tx.commit().await?;
        Ok(u32::try_from(held).unwrap_or(u32::MAX))
    }
}
