//! A workstation that was withdrawn: what opens charts goes at once, and everything else only when central's last backup has it.
//! What is asked of central, and the words for it, are other crates' matter.

use std::collections::BTreeMap;

use charthold_audit::AuditEvent;
use charthold_chartlog::{Elsewhere, OpState, QuarantineReason, Safekeeping, may_purge};
use charthold_crypto::SigningSecret;
use charthold_domain::{ChartId, OpId, PersonId, RecordId};

use super::audit::append_event;
use crate::column::{Code, begin, id, list, run};
use crate::{Journal, StoreError};

/// What central said that its last backup has of this workstation's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// The epoch it was said in; of another it says nothing.
    pub epoch: u64,
    /// Of each chart that was asked about.
    pub charts: BTreeMap<ChartId, Elsewhere>,
    /// The number of the last audit event.
    pub audit: u64,
    /// Numbers central has just answered for operations whose chart it gives nothing of any more.
    pub places: BTreeMap<OpId, u64>,
}

/// What would be lost if the workstation were emptied now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    /// Charts whose chain is held further than it is backed up.
    pub charts: u32,
    /// Operations that are in no chain here and that a restore could lose, or that central does not have.
    pub operations: u32,
    /// Operations central said it has; it has to say where.
    pub unplaced: u32,
    /// Audit events.
    pub audit: u64,
}

/// Nothing would be lost. Only [`Remaining::permit`] makes one.
#[derive(Debug)]
pub struct MayEmpty(());

impl Remaining {
    /// The leave to empty the home, when nothing remains.
    #[must_use]
    pub fn permit(self) -> Option<MayEmpty> {
        (self == Self::default()).then_some(MayEmpty(()))
    }

    /// Whether nothing but the places of operations is missing.
    #[must_use]
    pub fn lacks_places_alone(self) -> bool {
        let placed = Self {
            unplaced: 0,
            ..self
        };
        self.unplaced > 0 && placed == Self::default()
    }
}

/// What somebody typed that is no operation: of whom, in which chart, which record.
pub type Typed = (PersonId, ChartId, RecordId);

impl Journal {
    /// Whether central has withdrawn this workstation, as it last said.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn is_withdrawn(&self) -> Result<bool, StoreError> {
        Ok(self.setting(WITHDRAWN)?.as_deref() == Some(YES))
    }

    /// Notes whether central has withdrawn this workstation.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn note_withdrawn(&mut self, withdrawn: bool) -> Result<(), StoreError> {
        match self.is_withdrawn()? == withdrawn {
            true => Ok(()),
            false => self.set_setting(WITHDRAWN, if withdrawn { YES } else { NO }),
        }
    }

    /// Removes what opens charts: every chart key, and what people get in with. Whoever typed what is no operation yet keeps their
    /// slot, which opens that and nothing else any more. What is to be sent needs none of it.
    ///
    /// # Errors
    /// Those of the file system; everything is there then.
    pub fn forget_what_opens_charts(&mut self) -> Result<(), StoreError> {
        let transaction = begin(&mut self.connection)?;
        for sql in [
            "DELETE FROM chart_key",
            "DELETE FROM place",
            "DELETE FROM person WHERE person NOT IN (SELECT person FROM draft)",
            "UPDATE person SET index_key = NULL WHERE index_key IS NOT NULL",
        ] {
            run(&transaction, sql, [])?;
        }
        Ok(transaction.commit()?)
    }

    /// Every chart of which anything is held.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn charts_held(&self) -> Result<Vec<ChartId>, StoreError> {
        // By leaping from one to the next: a chart has thousands of operations.
        let sql = "WITH RECURSIVE held (chart) AS (
                SELECT min(chart) FROM operation
                UNION ALL
                SELECT (SELECT min(o.chart) FROM operation o WHERE o.chart > held.chart)
                FROM held WHERE held.chart IS NOT NULL)
            SELECT chart FROM held WHERE chart IS NOT NULL
            UNION SELECT chart FROM chain_head ORDER BY chart";
        list(&self.connection, sql, [], |row| {
            id(row, 0, ChartId::from_bytes)
        })
    }

    /// What would be lost with this workstation, by what central said.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a row cannot be read.
    pub fn remaining(&self, said: &BackedUp) -> Result<Remaining, StoreError> {
        let nothing = BackedUp::default();
        let said = if self.epoch()? == said.epoch {
            said
        } else {
            &nothing
        };
        let there = |chart| said.charts.get(&chart).copied().unwrap_or_default();
        let mut remaining = Remaining::default();
        let heads = list(
            &self.connection,
            "SELECT chart, seq FROM chain_head",
            [],
            |row| Ok((id(row, 0, ChartId::from_bytes)?, row.get::<_, u64>(1)?)),
        )?;
        for (chart, seq) in heads {
            let kept = Safekeeping::of_chart(seq, there(chart).durable, 0);
            remaining.charts += u32::from(!may_purge(kept));
        }
        for waiting in self.list_waiting()? {
            let state = waiting.state()?;
            let place = said.places.get(&waiting.op).copied();
            if may_purge(state.safekeeping_elsewhere(there(waiting.chart), place)) {
                continue;
            }
            if waiting.acknowledged && place.is_none() && state == OpState::Unconfirmed {
                remaining.unplaced += 1;
            } else {
                remaining.operations += 1;
            }
        }
        remaining.audit = self.audit_head()?.seq.saturating_sub(said.audit);
        Ok(remaining)
    }

    fn list_waiting(&self) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT op, chart, quarantined, acknowledged, local_seq
                   FROM unconfirmed JOIN operation USING (local_seq)";
        list(&self.connection, sql, [], |row| {
            Ok(Waiting {
                op: id(row, 0, OpId::from_bytes)?,
                chart: id(row, 1, ChartId::from_bytes)?,
                quarantined: row.get(2)?,
                acknowledged: row.get(3)?,
                local_seq: row.get(4)?,
            })
        })
    }

    /// Offers again what central said it has and no chain here shows, for central to say where it is.
    ///
    /// # Errors
    /// Those of the file system; nothing is offered again then.
    pub fn offer_again_acknowledged(&mut self) -> Result<(), StoreError> {
        let sql = "UPDATE unconfirmed SET acknowledged = 0 WHERE acknowledged = 1";
        run(&self.connection, sql, []).map(drop)
    }

    /// Records that the workstation empties itself, in one transaction with the loss of everything that was typed and is no
    /// operation, once each. What `event` makes for nothing typed is the last event there is; it is recorded again only when
    /// something was recorded after it. Answers whether anything was.
    ///
    /// # Errors
    /// Those of the file system; nothing was recorded then.
    pub fn record_leaving(
        &mut self,
        event: &dyn Fn(Option<Typed>) -> AuditEvent,
        signer: &SigningSecret,
    ) -> Result<bool, StoreError> {
        let head = self.audit_head()?.seq.to_string();
        let told = self.setting(LEAVING)?;
        if told.as_ref() == Some(&head) {
            return Ok(false);
        }
        let transaction = begin(&mut self.connection)?;
        if told.is_none() {
            let sql = "SELECT person, chart, draft FROM draft ORDER BY chart, person";
            let typed = list(&transaction, sql, [], |row| {
                Ok((
                    id(row, 0, PersonId::from_bytes)?,
                    id(row, 1, ChartId::from_bytes)?,
                    id(row, 2, RecordId::from_bytes)?,
                ))
            })?;
            for lost in typed {
                append_event(&transaction, &event(Some(lost)), signer)?;
            }
        }
        append_event(&transaction, &event(None), signer)?;
        let sql = "INSERT OR REPLACE INTO setting (name, value)
                   SELECT ?1, CAST(head_seq AS TEXT) FROM audit_chain";
        run(&transaction, sql, [LEAVING])?;
        transaction.commit()?;
        Ok(true)
    }
}

/// An operation that is in no chain here.
struct Waiting {
    op: OpId,
    chart: ChartId,
    quarantined: Option<u16>,
    acknowledged: bool,
    local_seq: u64,
}

impl Waiting {
    fn state(&self) -> Result<OpState, StoreError> {
        let Some(number) = self.quarantined else {
            return Ok(OpState::Unconfirmed);
        };
        let reason = QuarantineReason::of_number(number, "unconfirmed", self.local_seq)?;
        Ok(OpState::Quarantined { reason })
    }
}

/// The setting that says what central last said.
const WITHDRAWN: &str = "withdrawn";
const YES: &str = "yes";
const NO: &str = "no";
/// The setting with the number of the event that is to be the last.
const LEAVING: &str = "leaving";
