//! The audit chain of this device, kept in the journal so that an event and what it explains are one
//! transaction. The key that authenticates an event is replaced in the same transaction; the ones
//! before cannot be had again.

use charthold_audit::{
    AuditEvent, AuditHash, AuditHead, SealedEvent, append, next_mac_key, verify_link,
};
use charthold_crypto::{Key, Secret, SigningSecret, VerifyingKey, purpose};
use charthold_domain::{AuditEventId, ChartId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::AuditReceipt;
use crate::column::{begin, find, id, list, run};
use crate::{Journal, StoreError};

impl Journal {
    /// Begins the chain with the key of its first event, which was agreed at enrolment.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when it was begun before, and those of the file system.
    pub fn start_audit(&mut self, mac_key: &Key<purpose::Audit>) -> Result<(), StoreError> {
        let begun = run(
            &self.connection,
            "INSERT INTO audit_chain (id, head_seq, head_hash, mac_key) VALUES (1, 0, ?1, ?2)
             ON CONFLICT DO NOTHING",
            // EXPOSE: the journal keeps the key of the next event, and is itself encrypted.
            params![AuditHash::NONE.0, mac_key.expose_bytes()],
        )?;
        match begun {
            1 => Ok(()),
            _ => Err(StoreError::Mismatch {
                what: "an audit chain is begun once",
            }),
        }
    }

    /// Appends `event` to the chain. It is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] before [`Journal::start_audit`]; [`StoreError::DiskFull`],
    /// [`StoreError::NotWritable`] or another failure of the disk, and then nothing was recorded.
    pub fn record(
        &mut self,
        event: &AuditEvent,
        signer: &SigningSecret,
    ) -> Result<AuditReceipt, StoreError> {
        let transaction = begin(&mut self.connection)?;
        let receipt = append_event(&transaction, event, signer)?;
        transaction.commit()?;
        Ok(receipt)
    }

    /// The last event.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] before [`Journal::start_audit`].
    pub fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let sql = "SELECT head_seq, head_hash FROM audit_chain";
        find(&self.connection, sql, [], audit_head)?.ok_or(NOT_BEGUN)
    }

    /// The id of the last event central has confirmed: what explains a request, since events are written at any moment and
    /// central knows of none before it was sent. `None` when there is none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn last_confirmed_event(&self) -> Result<Option<AuditEventId>, StoreError> {
        let sql = "SELECT event FROM audit_event
                   WHERE seq = (SELECT confirmed_seq FROM audit_chain)";
        find(&self.connection, sql, [], |row| {
            id(row, 0, AuditEventId::from_bytes)
        })
    }

    /// The last event central has confirmed.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] before [`Journal::start_audit`].
    pub fn audit_confirmed(&self) -> Result<AuditHead, StoreError> {
        let sql = "SELECT confirmed_seq, confirmed_hash FROM audit_chain";
        find(&self.connection, sql, [], audit_head)?.ok_or(NOT_BEGUN)
    }

    /// Events after number `seq`, in order, of about `max_bytes` together; at least one if there
    /// is one.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an event cannot be read.
    pub fn audit_after(&self, seq: u64, max_bytes: usize) -> Result<Vec<SealedEvent>, StoreError> {
        let sql = "SELECT seq, sealed FROM audit_event WHERE seq > ?1 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([seq])?;
        let (mut events, mut bytes) = (Vec::new(), 0_usize);
        while let Some(row) = rows.next()? {
            let sealed: Vec<u8> = row.get(1)?;
            bytes = bytes.saturating_add(sealed.len());
            if bytes > max_bytes && !events.is_empty() {
                break;
            }
            events.push(decode(&sealed, row.get(0)?)?);
        }
        Ok(events)
    }

    /// Notes that central has everything up to `head`; `signed` is its receipt as it came. One for
    /// an earlier event than the last is kept to no effect.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when this chain has no such event: the receipt is for another.
    pub fn save_audit_receipt(
        &mut self,
        head: &AuditHead,
        signed: &[u8],
    ) -> Result<(), StoreError> {
        let last = self.audit_confirmed()?;
        self.save_confirmed(head, signed, last.seq <= head.seq)
    }

    /// Central was put back from a copy and has events up to `head` only: those after it are to be sent again.
    ///
    /// # Errors
    /// As [`Journal::save_audit_receipt`].
    pub fn shorten_confirmed_audit(
        &mut self,
        head: &AuditHead,
        signed: &[u8],
    ) -> Result<(), StoreError> {
        let last = self.audit_confirmed()?;
        self.save_confirmed(head, signed, last.seq > head.seq)
    }

    fn save_confirmed(
        &mut self,
        head: &AuditHead,
        signed: &[u8],
        counts: bool,
    ) -> Result<(), StoreError> {
        if !self.has_audit_head(head)? {
            return Err(StoreError::Mismatch {
                what: "an audit receipt and the audit chain",
            });
        }
        if counts {
            let sql =
                "UPDATE audit_chain SET confirmed_seq = ?1, confirmed_hash = ?2, receipt = ?3";
            run(
                &self.connection,
                sql,
                params![head.seq, head.hash.0, signed],
            )?;
        }
        Ok(())
    }

    /// Whether `head` is in this chain, or is that of an empty one.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the event cannot be read.
    pub fn has_audit_head(&self, head: &AuditHead) -> Result<bool, StoreError> {
        let sql = "SELECT seq, sealed FROM audit_event WHERE seq = ?1";
        let event = find(&self.connection, sql, [head.seq], |row| {
            Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        let ours = match event {
            Some((seq, sealed)) => decode(&sealed, seq)?.head(),
            None => AuditHead::EMPTY,
        };
        Ok(ours == *head)
    }

    /// Central's last receipt, as it came.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] before [`Journal::start_audit`].
    pub fn audit_receipt(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT receipt FROM audit_chain";
        find(&self.connection, sql, [], |row| row.get(0))?.ok_or(NOT_BEGUN)
    }

    /// Recomputes the whole chain and checks that it ends where the journal says, and that the
    /// confirmed event is in it. Authenticators can be checked by who has the first key.
    ///
    /// # Errors
    /// [`StoreError::AuditChain`] when a link or signature does not hold, [`StoreError::Damaged`]
    /// when the end or the confirmed event is another.
    pub fn verify_audit(&self, device: &VerifyingKey) -> Result<AuditHead, StoreError> {
        let confirmed = self.audit_confirmed()?;
        let mut has_confirmed = confirmed == AuditHead::EMPTY;
        let mut head = AuditHead::EMPTY;
        let sql = "SELECT seq, sealed FROM audit_event ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let seq = row.get(0)?;
            let sealed: Vec<u8> = row.get(1)?;
            head = verify_link(&head, &decode(&sealed, seq)?, device)?;
            has_confirmed |= head == confirmed;
        }
        if head == self.audit_head()? && has_confirmed {
            Ok(head)
        } else {
            Err(StoreError::Damaged {
                table: "audit_chain",
                row: head.seq,
            })
        }
    }

    /// Events about `chart`, or any, not before `since`; newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an event cannot be read.
    pub fn list_audit(
        &self,
        chart: Option<ChartId>,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let since = since.map_or(i64::MIN, Timestamp::as_millis);
        let read = |row: &Row<'_>| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?));
        let sealed = match chart {
            Some(chart) => list(
                &self.connection,
                "SELECT seq, sealed FROM audit_event WHERE chart = ?1 AND at >= ?2
                 ORDER BY seq DESC LIMIT ?3",
                params![chart.as_bytes(), since, limit],
                read,
            )?,
            None => list(
                &self.connection,
                "SELECT seq, sealed FROM audit_event WHERE at >= ?1 ORDER BY seq DESC LIMIT ?2",
                params![since, limit],
                read,
            )?,
        };
        let events = sealed
            .iter()
            .map(|(seq, sealed)| Ok(decode(sealed, *seq)?.read()?));
        events.collect()
    }

    /// Whether the chain has the event `id`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn has_audit_event(&self, id: AuditEventId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM audit_event WHERE event = ?1";
        Ok(find(&self.connection, sql, [id.as_bytes()], |_| Ok(()))?.is_some())
    }
}

/// Appends within a transaction of the caller's; the receipt is worth nothing before its commit.
pub(super) fn append_event(
    transaction: &Connection,
    event: &AuditEvent,
    signer: &SigningSecret,
) -> Result<AuditReceipt, StoreError> {
    let sql = "SELECT head_seq, head_hash, mac_key FROM audit_chain";
    let (head, key) = find(transaction, sql, [], |row| {
        Ok((audit_head(row)?, Secret::new(row.get::<_, [u8; 32]>(2)?)))
    })?
    .ok_or(NOT_BEGUN)?;
    let mac_key = Key::from_secret(key);
    let sealed = append(&head, event, &mac_key, signer);
    let head = sealed.head();
    run(
        transaction,
        "INSERT INTO audit_event (seq, event, at, chart, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            head.seq,
            event.id.as_bytes(),
            event.at.as_millis(),
            event.chart.as_ref().map(ChartId::as_bytes),
            // Encoding into memory cannot fail.
            minicbor::to_vec(&sealed).unwrap_or_default(),
        ],
    )?;
    run(
        transaction,
        "UPDATE audit_chain SET head_seq = ?1, head_hash = ?2, mac_key = ?3 WHERE id = 1",
        // EXPOSE: the key of the event after this one takes the place of this one's.
        params![head.seq, head.hash.0, next_mac_key(&mac_key).expose_bytes()],
    )?;
    Ok(AuditReceipt::new(event.id, head))
}

fn audit_head(row: &Row<'_>) -> rusqlite::Result<AuditHead> {
    Ok(AuditHead {
        seq: row.get(0)?,
        hash: AuditHash(row.get(1)?),
    })
}

fn decode(sealed: &[u8], seq: u64) -> Result<SealedEvent, StoreError> {
    minicbor::decode(sealed).map_err(|_| StoreError::Damaged {
        table: "audit_event",
        row: seq,
    })
}

const NOT_BEGUN: StoreError = StoreError::NoSuch {
    what: "the audit chain",
};
