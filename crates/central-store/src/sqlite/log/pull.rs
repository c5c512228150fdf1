//! Giving entries out, as of one moment: every chart asked about is compared, entries are read
//! while there is room.

use std::collections::BTreeSet;

use charthold_chartlog::{Envelope, OpHash, Place, place};
use charthold_crypto::Signature;
use charthold_domain::{ChartId, DeviceId};
use charthold_protocol::{ChartFrame, PulledEntry};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{head, value, void};
use crate::room::Room;
use crate::sqlite::fault::Fault;
use crate::{Pulled, Wanted};

pub(super) fn pull(tx: &Transaction<'_>, wanted: &Wanted) -> Result<Pulled, Fault> {
    let mut pulled = Pulled::default();
    let mut room = Room::of(wanted.max_bytes);
    let mut authors = BTreeSet::new();
    for (chart, given) in &wanted.heads {
        let server = head(tx, *chart)?.ok_or(Fault::Absent)?;
        match place(given, &server, hash_at(tx, *chart, given.seq)?) {
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
        let entries = reading.entries(tx, &mut room, &mut authors)?;
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

/// The chain's hash at number `seq`, when it goes so far.
fn hash_at(tx: &Transaction<'_>, chart: ChartId, seq: u64) -> Result<Option<[u8; 32]>, Fault> {
    let mut statement = tx.prepare_cached(PLACE)?;
    let hash = statement
        .query_row(params![chart.as_bytes(), value::int(seq)], |row| row.get(0))
        .optional()?;
    Ok(hash)
}

struct Reading<'a> {
    wanted: &'a Wanted,
    chart: ChartId,
    after: u64,
    /// Who has the content of its own operations.
    holder: Option<DeviceId>,
}

impl Reading<'_> {
    fn entries(
        &self,
        tx: &Transaction<'_>,
        room: &mut Room,
        authors: &mut BTreeSet<DeviceId>,
    ) -> Result<Vec<PulledEntry>, Fault> {
        let mut entries = Vec::new();
        if room.is_full() {
            return Ok(entries);
        }
        let mut statement = tx.prepare_cached(ENTRIES)?;
        let mut rows = statement.query(params![self.chart.as_bytes(), value::int(self.after)])?;
        while let Some(row) = rows.next()? {
            let author = DeviceId::from_bytes(row.get(3)?);
            // Its own operations a device holds: the number and the hash are news, the rest is not.
            let operation = if Some(author) == self.holder {
                None
            } else {
                Some(self.wanted.without_blob(envelope(row)?))
            };
            if !room.take(operation.as_ref()) {
                break;
            }
            if operation.is_some() {
                authors.insert(author);
            }
            entries.push(PulledEntry {
                seq: value::nat(row, 0, "entry.seq")?,
                op_hash: OpHash(row.get(1)?),
                void: void(row.get(2)?)?,
                operation,
            });
        }
        Ok(entries)
    }
}

fn envelope(row: &Row<'_>) -> Result<Envelope, Fault> {
    Ok(Envelope {
        header: row.get(4)?,
        body: row.get(5)?,
        signature: Signature(row.get(6)?),
    })
}

pub(in crate::sqlite) const PLACE: &str =
    "SELECT chain_hash FROM entry WHERE chart = ?1 AND seq = ?2";

pub(in crate::sqlite) const ENTRIES: &str =
    "SELECT seq, op_hash, void, device, header, body, signature FROM entry
    WHERE chart = ?1 AND seq > ?2 ORDER BY seq";
