//! Giving entries out, as of one moment: every chart asked about is compared with one query,
//! entries are read while there is room.

use std::collections::BTreeSet;

use charthold_chartlog::{Head, OpHash, Place, place};
use charthold_domain::{ChartId, DeviceId};
use charthold_protocol::{ChartFrame, PulledEntry};
use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::{envelope, row, void};
use crate::postgres::fault::Fault;
use crate::room::Room;
use crate::{Pulled, Wanted};

/// Entries at once: whether there is room for more is known after each.
const PAGE_ENTRIES: i64 = 128;

/// Heads of charts, and the hash each chain had where the device stands; `$1` charts, `$2` numbers.
pub(in crate::postgres) const PLACES: &str =
    "SELECT asked.nth, chart.seq, chart.chain_hash, entry.chain_hash
    FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (chart, seq, nth)
    LEFT JOIN chart ON chart.id = asked.chart
    LEFT JOIN entry ON entry.chart = asked.chart AND entry.seq = asked.seq
    ORDER BY asked.nth";
pub(in crate::postgres) const ENTRIES: &str =
    "SELECT seq, op_hash, void, device, header, body, signature FROM entry
    WHERE chart = $1 AND seq > $2 ORDER BY seq LIMIT $3";

pub(super) async fn pull(tx: &Transaction<'_>, wanted: &Wanted) -> Result<Pulled, Fault> {
    let mut pulled = Pulled::default();
    let mut room = Room::of(wanted.max_bytes);
    let mut authors = BTreeSet::new();
    for (standing, (chart, given)) in standings(tx, wanted).await?.iter().zip(&wanted.heads) {
        let server = &standing.server;
        match place(given, server, standing.held) {
            Place::Diverged => {
                pulled.diverged.push(*chart);
                continue;
            }
            Place::Current => continue,
            Place::Behind => {}
        }
        let reading = Reading {
            wanted,
            chart: *chart,
            after: given.seq,
            holder: (!wanted.lacking.contains(chart)).then_some(wanted.device),
        };
        let entries = reading.entries(tx, &mut room, &mut authors).await?;
        let last = entries.last().map_or(given.seq, |entry| entry.seq);
        pulled.more |= last < server.seq;
        if !entries.is_empty() {
            pulled.frames.push(ChartFrame {
                registration: None,
                chart: *chart,
                entries,
                server_seq: server.seq,
            });
        }
    }
    pulled.authors = authors.into_iter().collect();
    Ok(pulled)
}

/// Where a chain is, and what it was where the device stands.
struct Standing {
    server: Head,
    held: Option<[u8; 32]>,
}

async fn standings(tx: &Transaction<'_>, wanted: &Wanted) -> Result<Vec<Standing>, Fault> {
    let find = tx.prepare_cached(PLACES).await?;
    let heads = &wanted.heads;
    let charts: Vec<Uuid> = heads
        .iter()
        .map(|(chart, _)| row::uuid(chart.as_bytes()))
        .collect();
    let seqs: Vec<i64> = heads.iter().map(|(_, head)| row::int(head.seq)).collect();
    let rows = tx.query(&find, &[&charts, &seqs]).await?;
    rows.iter()
        .map(|found| {
            if found.try_get::<_, Option<i64>>(1)?.is_none() {
                return Err(Fault::Absent);
            }
            let held: Option<&[u8]> = found.try_get(3)?;
            let held = held.map(|hash| {
                hash.try_into()
                    .map_err(|_| Fault::Damaged("entry.chain_hash"))
            });
            Ok(Standing {
                server: Head {
                    seq: row::nat(found, 1, "chart.seq")?,
                    hash: row::bytes(found, 2, "chart.chain_hash")?,
                },
                held: held.transpose()?,
            })
        })
        .collect()
}

struct Reading<'a> {
    wanted: &'a Wanted,
    chart: ChartId,
    after: u64,
    /// Who has the content of its own operations.
    holder: Option<DeviceId>,
}

impl Reading<'_> {
    async fn entries(
        &self,
        tx: &Transaction<'_>,
        room: &mut Room,
        authors: &mut BTreeSet<DeviceId>,
    ) -> Result<Vec<PulledEntry>, Fault> {
        let mut entries: Vec<PulledEntry> = Vec::new();
        let read = tx.prepare_cached(ENTRIES).await?;
        let chart = row::uuid(self.chart.as_bytes());
        while !room.is_full() {
            let after = entries.last().map_or(self.after, |entry| entry.seq);
            let page = tx
                .query(&read, &[&chart, &row::int(after), &PAGE_ENTRIES])
                .await?;
            for found in &page {
                let author = DeviceId::from_bytes(row::id(found, 3)?);
                // Its own operations a device holds: the number and the hash are news, the rest is not.
                let is_held = Some(author) == self.holder;
                let operation = (!is_held).then(|| envelope(found, 4)).transpose()?;
                let operation = operation.map(|whole| self.wanted.without_blob(whole));
                if !room.take(operation.as_ref()) {
                    return Ok(entries);
                }
                if operation.is_some() {
                    authors.insert(author);
                }
                entries.push(PulledEntry {
                    seq: row::nat(found, 0, "entry.seq")?,
                    op_hash: OpHash(row::bytes(found, 1, "entry.op_hash")?),
                    void: void(found, 2)?,
                    operation,
                });
            }
            if page.len() < usize::try_from(PAGE_ENTRIES).unwrap_or(usize::MAX) {
                break;
            }
        }
        Ok(entries)
    }
}
