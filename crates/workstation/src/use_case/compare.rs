//! What two workstations hold, to be compared from outside: heads of chains, which are no secret, and whether one record is
//! shown. Whoever measures or proves a fleet asks this; no person does.

use std::collections::BTreeMap;

use charthold_chartlog::Head;
use charthold_domain::{ChartId, RecordId};
use charthold_store::LogKind;

use crate::{Workstation, WorkstationError};

impl Workstation {
    /// How far the chain of each chart in scope is held here. Needs nobody signed in; the facility log is not among them.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn chart_heads(&self) -> Result<BTreeMap<ChartId, Head>, WorkstationError> {
        let enrolled = self.enrolled()?;
        let (mut heads, scope) = enrolled
            .journal
            .with(|journal| Ok((journal.heads_in_scope()?, journal.scope()?)))?;
        for (log, kind, _) in scope {
            if kind == LogKind::Facility {
                heads.remove(&log);
            }
        }
        Ok(heads)
    }

    /// Whether the record is among what an open chart shows.
    ///
    /// # Errors
    /// `Restricted` when the chart is not open.
    pub fn shows_record(&self, chart: ChartId, record: RecordId) -> Result<bool, WorkstationError> {
        self.session(|_, session| {
            let access = session.open.get(&chart);
            let access = access.ok_or(WorkstationError::Restricted)?;
            Ok(session.charts.find_record(access, record)?.is_some())
        })
    }
}
