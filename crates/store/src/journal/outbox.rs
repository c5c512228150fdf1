//! What central does not have yet: own operations and, after a change of epoch, any held one, since
//! this may be the last copy. Sending it is `sync`'s work.

use std::collections::{BTreeMap, HashMap};

use charthold_chartlog::{Envelope, QuarantineReason};
use charthold_crypto::Signature;
use charthold_domain::{ChartId, OpId};
use rusqlite::params;

use super::StoredOperation;
use super::chain::note_change;
use super::let_go::last_place;
use crate::column::{Code, begin, find, id, list, run};
use crate::{Journal, StoreError};

/// How much of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations to send; without those in quarantine.
    pub ops_unconfirmed: u32,
    /// Operations central keeps aside.
    pub ops_quarantined: u32,
    /// Audit events to send.
    pub audit_unconfirmed: u32,
    /// Entries of central's chains held here that its last backup does not have.
    pub not_in_backup: u32,
    /// Charts with at least one operation here; the facility log apart.
    pub charts: u32,
}

/// Operations to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// By chart.
    pub groups: Vec<(ChartId, Vec<Envelope>)>,
    /// The place of the last of them in the journal.
    pub last: u64,
}

impl Journal {
    /// What to send next: operations not in the server's chain, not in quarantine and not acknowledged, by chart and
    /// in causal order within each, after place `after` and up to place `last`, at most `max_ops` of about `max_bytes`
    /// together; at least one if there is one. One with a body above `alone_above` comes alone.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn unsent(
        &self,
        (after, last): (u64, u64),
        max_ops: usize,
        (max_bytes, alone_above): (usize, usize),
    ) -> Result<Unsent, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT chart, header, body, signature, local_seq FROM unconfirmed JOIN operation USING (local_seq)
             WHERE quarantined IS NULL AND acknowledged = 0 AND local_seq > ?2 AND local_seq <= ?3
             ORDER BY local_seq LIMIT ?1",
        )?;
        let mut rows = statement.query(params![max_ops, after, last])?;
        let mut unsent = Unsent {
            groups: Vec::new(),
            last: after,
        };
        let mut place: HashMap<ChartId, usize> = HashMap::new();
        let mut bytes = 0_usize;
        while let Some(row) = rows.next()? {
            let chart = id(row, 0, ChartId::from_bytes)?;
            let signature = Signature(row.get(3)?);
            let envelope = Envelope {
                header: row.get(1)?,
                body: row.get(2)?,
                signature,
            };
            bytes = bytes.saturating_add(envelope.header.len() + envelope.body.len() + 64);
            let is_alone = envelope.body.len() > alone_above;
            if (bytes > max_bytes || is_alone) && !unsent.groups.is_empty() {
                break;
            }
            unsent.last = row.get(4)?;
            let index = *place.entry(chart).or_insert(unsent.groups.len());
            match unsent.groups.get_mut(index) {
                Some((_, operations)) => operations.push(envelope),
                None => unsent.groups.push((chart, vec![envelope])),
            }
            if is_alone {
                break;
            }
        }
        Ok(unsent)
    }

    /// The last place given in the journal. Every operation up to it has its audit event in the journal, too.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn last_place(&self) -> Result<u64, StoreError> {
        last_place(&self.connection)
    }

    /// Notes that central says it has these operations. It confirms nothing: they only wait for its chain
    /// before they are sent once more.
    ///
    /// # Errors
    /// Those of the file system; nothing is noted then.
    pub fn acknowledge(&mut self, ops: &[OpId]) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for op in ops {
            run(
                &transaction,
                "UPDATE unconfirmed SET acknowledged = 1
                 WHERE local_seq = (SELECT local_seq FROM operation WHERE op = ?1)",
                [op.as_bytes()],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// The chains of all charts in scope were pulled: what central said it has and they do not show is to be sent
    /// again. Of charts out of scope no chain is pulled; there its word has to do until the next epoch.
    ///
    /// # Errors
    /// Those of the file system; nothing is offered again then.
    pub fn offer_again_unproven(&mut self) -> Result<(), StoreError> {
        run(&self.connection, OFFER_UNPROVEN, []).map(drop)
    }

    /// The oldest operations not in the server's chain, quarantined ones included, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one cannot be read.
    pub fn list_unconfirmed(&self, limit: usize) -> Result<Vec<StoredOperation>, StoreError> {
        self.operations(
            "WHERE o.local_seq IN (SELECT local_seq FROM unconfirmed ORDER BY local_seq LIMIT ?1)
             ORDER BY o.local_seq",
            [limit],
        )
    }

    /// Notes that central keeps the operation aside; it is not sent again in this epoch.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] when no such operation is unconfirmed.
    pub fn mark_quarantined(
        &mut self,
        op: OpId,
        reason: QuarantineReason,
    ) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        let local_seq = find(
            &transaction,
            "SELECT local_seq FROM operation JOIN unconfirmed USING (local_seq) WHERE op = ?1",
            [op.as_bytes()],
            |row| row.get::<_, u64>(0),
        )?
        .ok_or(StoreError::NoSuch {
            what: "an operation that is not confirmed",
        })?;
        let sql = "UPDATE unconfirmed SET quarantined = ?2 WHERE local_seq = ?1";
        run(&transaction, sql, params![local_seq, reason.number()])?;
        note_change(&transaction, local_seq)?;
        Ok(transaction.commit()?)
    }

    /// Offers again what central kept aside only because its chart was out of scope, of the charts
    /// that are in scope now. Without it, everything the device wrote later in them would wait for
    /// ever for what is kept aside.
    ///
    /// # Errors
    /// Those of the file system; nothing is offered again then.
    pub fn offer_again_in_scope(&mut self) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        let ended = QuarantineReason::EVERY
            .iter()
            .filter(|reason| reason.ends_in_scope());
        for reason in ended {
            run(&transaction, NOTE_OFFERED, [reason.number()])?;
            run(&transaction, OFFER_IN_SCOPE, [reason.number()])?;
        }
        Ok(transaction.commit()?)
    }

    /// How many operations of each chart central does not have, quarantined ones included; charts
    /// without any are not in it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn unconfirmed_by_chart(&self) -> Result<BTreeMap<ChartId, u32>, StoreError> {
        let sql = "SELECT chart, count(*) FROM unconfirmed JOIN operation USING (local_seq)
                   GROUP BY chart";
        let counts = list(&self.connection, sql, [], |row| {
            Ok((id(row, 0, ChartId::from_bytes)?, row.get(1)?))
        })?;
        Ok(counts.into_iter().collect())
    }

    /// How much of what there is.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        // Charts are counted by leaping from one to the next: a chart has thousands of operations.
        let sql = "WITH RECURSIVE held (chart) AS (
                SELECT min(chart) FROM operation
                UNION ALL
                SELECT (SELECT min(o.chart) FROM operation o WHERE o.chart > held.chart)
                FROM held WHERE held.chart IS NOT NULL)
            SELECT (SELECT count(*) FROM unconfirmed WHERE quarantined IS NULL),
                (SELECT count(*) FROM unconfirmed WHERE quarantined IS NOT NULL),
                coalesce((SELECT head_seq - confirmed_seq FROM audit_chain), 0),
                coalesce((SELECT sum(max(0, seq - durable_seq)) FROM chain_head), 0),
                (SELECT count(chart) FROM held
                    WHERE chart NOT IN (SELECT chart FROM scope WHERE kind = 2))";
        let counts = find(&self.connection, sql, [], |row| {
            Ok(Counts {
                ops_unconfirmed: row.get(0)?,
                ops_quarantined: row.get(1)?,
                audit_unconfirmed: row.get(2)?,
                not_in_backup: row.get(3)?,
                charts: row.get(4)?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }
}

// Each exchange runs these, and as a rule they find nothing: each begins with what is not confirmed, and looks up the few
// operations of that, not all that are held.
const OFFER_UNPROVEN: &str =
    "UPDATE unconfirmed SET acknowledged = 0 WHERE acknowledged = 1 AND EXISTS
    (SELECT 1 FROM operation o JOIN scope USING (chart) WHERE o.local_seq = unconfirmed.local_seq)";
const NOTE_OFFERED: &str = "INSERT INTO state_change (chart, record) SELECT DISTINCT chart, record
    FROM unconfirmed CROSS JOIN operation USING (local_seq) CROSS JOIN scope USING (chart)
    WHERE quarantined = ?1";
const OFFER_IN_SCOPE: &str =
    "UPDATE unconfirmed SET quarantined = NULL WHERE quarantined = ?1 AND EXISTS
    (SELECT 1 FROM operation o JOIN scope USING (chart) WHERE o.local_seq = unconfirmed.local_seq)";

#[cfg(test)]
mod tests {
    use charthold_crypto::{Key, OsEntropy};

    use super::*;

    #[test]
    fn what_is_offered_again_is_found_without_reading_what_is_confirmed() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::make(&mut OsEntropy);
        let path = folder.path().join("journal.db");
        let journal = Journal::create(&path, &key).expect("it is new");
        for sql in [OFFER_UNPROVEN, NOTE_OFFERED, OFFER_IN_SCOPE] {
            let plan = format!("EXPLAIN QUERY PLAN {sql}");
            let mut statement = journal.connection.prepare(&plan).expect("a statement");
            let first = [1].iter().take(statement.parameter_count());
            let rows = statement.query_map(rusqlite::params_from_iter(first), |row| row.get(3));
            let steps: Vec<String> = rows
                .expect("it is planned")
                .collect::<Result<_, _>>()
                .expect("steps");
            let scans: Vec<&String> = steps
                .iter()
                .filter(|step| step.starts_with("SCAN"))
                .collect();
            assert_eq!(scans, ["SCAN unconfirmed"], "{steps:?}");
        }
    }
}
