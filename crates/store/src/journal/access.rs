//! Proof that something was audited before it was done. An [`AuditReceipt`] exists only once its
//! event is on disk, an [`Access`] only with the receipt of the event that explains it, and nothing
//! of a chart is read without an [`Access`]: the compiler keeps the order.

use charthold_access::Granted;
use charthold_audit::{AuditEvent, AuditHead};
use charthold_crypto::SigningSecret;
use charthold_domain::{AuditEventId, ChartId, PersonId};

use crate::{Journal, StoreError};

/// An audit event is durably in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditReceipt {
    id: AuditEventId,
    head: AuditHead,
}

impl AuditReceipt {
    pub(super) const fn new(id: AuditEventId, head: AuditHead) -> Self {
        Self { id, head }
    }

    /// The event.
    #[must_use]
    pub const fn id(&self) -> AuditEventId {
        self.id
    }

    /// The chain's head after it.
    #[must_use]
    pub const fn head(&self) -> AuditHead {
        self.head
    }
}

/// One person's audited access to one chart. Made by [`Journal::grant`] and nowhere else.
#[derive(Debug, PartialEq, Eq)]
pub struct Access {
    chart: ChartId,
    person: PersonId,
    receipt: AuditReceipt,
}

impl Access {
    /// The chart.
    #[must_use]
    pub const fn chart(&self) -> ChartId {
        self.chart
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// Of the event that explains it.
    #[must_use]
    pub const fn receipt(&self) -> &AuditReceipt {
        &self.receipt
    }
}

impl Journal {
    /// Records `event`, which explains why `granted` is used, and turns it into an [`Access`].
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when the event is about another person or chart; else those of
    /// [`Journal::record`], and then there is no access.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a permission is used up by using it"
    )]
    pub fn grant(
        &mut self,
        granted: Granted,
        event: &AuditEvent,
        signer: &SigningSecret,
    ) -> Result<Access, StoreError> {
        let (chart, person) = (granted.chart(), granted.person());
        if event.chart != Some(chart) || event.person != Some(person) {
            let what = "an access and the event that explains it";
            return Err(StoreError::Mismatch { what });
        }
        let receipt = self.record(event, signer)?;
        Ok(Access {
            chart,
            person,
            receipt,
        })
    }
}
