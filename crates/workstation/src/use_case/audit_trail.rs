//! This device's own audit chain: proving it, and listing it.

use charthold_domain::{ChartId, Timestamp};
use charthold_protocol::{AuditReceipt, Signed};
use serde::Serialize;

use crate::{Workstation, WorkstationError};

/// What verifying the chain found.
#[derive(Clone, Debug, Serialize)]
pub struct AuditVerification {
    /// Events in the chain, all of which hold.
    pub events: u64,
    /// Of them, how many central has confirmed with a signed receipt.
    pub confirmed: u64,
    /// Central was asked and holds exactly what its receipt says; absent when it did not answer.
    pub central_agrees: Option<bool>,
}

/// One event, as it may be shown: ids, never names.
#[derive(Clone, Debug, Serialize)]
pub struct ListedEvent {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// What, as `chart-opened`.
    pub what: String,
    /// Whose chart.
    pub chart: Option<String>,
    /// How it ended: `done`, `refused` or `failed`.
    pub outcome: String,
}

impl Workstation {
    /// Recomputes the device's chain, checks central's receipt, and compares with what central holds
    /// now when it answers.
    ///
    /// # Errors
    /// `Integrity` when anything does not hold.
    pub async fn verify_audit(&self) -> Result<AuditVerification, WorkstationError> {
        let enrolled = self.kept()?;
        let own = enrolled.keys.verifying_key();
        let (head, receipt) = enrolled
            .journal
            .with(|journal| Ok((journal.verify_audit(&own)?, journal.audit_receipt()?)))?;
        let central = &enrolled.identity.central_verifying_key;
        let confirmed = match receipt {
            None => 0,
            Some(bytes) => {
                let receipt = Signed::<AuditReceipt>::from_bytes(&bytes)
                    .and_then(|signed| signed.verify(central))
                    .map_err(|_| WorkstationError::Integrity("a receipt is not central's"))?;
                self.demand_in_chain(&receipt)?;
                receipt.head.seq
            }
        };
        let central_agrees = match enrolled.caller.audit_head().await {
            Err(error) if error.is_offline() => None,
            Err(error) => return Err(error.into()),
            Ok(signed) => {
                let now = signed
                    .verify(central)
                    .map_err(|_| WorkstationError::Integrity("a receipt is not central's"))?;
                self.demand_in_chain(&now)?;
                Some(now.head.seq >= confirmed)
            }
        };
        if central_agrees == Some(false) {
            return Err(WorkstationError::Integrity(
                "central holds less than it confirmed",
            ));
        }
        Ok(AuditVerification {
            events: head.seq,
            confirmed,
            central_agrees,
        })
    }

    fn demand_in_chain(&self, receipt: &AuditReceipt) -> Result<(), WorkstationError> {
        let enrolled = self.kept()?;
        if receipt.head.seq == 0 {
            return Ok(());
        }
        let events = enrolled
            .journal
            .with(|journal| journal.audit_after(receipt.head.seq.saturating_sub(1), 1))?;
        match events.first() {
            Some(event) if event.head() == receipt.head => Ok(()),
            _ => Err(WorkstationError::Integrity(
                "central confirmed other events than these",
            )),
        }
    }

    /// Events of this device, newest first. Needs somebody in.
    ///
    /// # Errors
    /// When nobody is in or the journal cannot be read.
    pub fn list_audit(
        &self,
        chart: Option<ChartId>,
        since: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<ListedEvent>, WorkstationError> {
        self.session(|enrolled, _| {
            let (events, people) = enrolled.journal.with(|journal| {
                Ok((
                    journal.list_audit(chart, since, limit)?,
                    journal.list_people()?,
                ))
            })?;
            Ok(events
                .into_iter()
                .map(|event| {
                    let person = event.person.and_then(|id| {
                        people
                            .iter()
                            .find(|row| row.person.id == id)
                            .map(|row| &row.person)
                    });
                    ListedEvent {
                        at: event.at,
                        person: person.map(|person| person.username.clone()),
                        role: event.role.map(|role| role.code().to_owned()),
                        what: event.subtype.code().to_owned(),
                        chart: event.chart.map(|chart| chart.to_string()),
                        outcome: event.outcome.code().to_owned(),
                    }
                })
                .collect())
        })
    }
}
