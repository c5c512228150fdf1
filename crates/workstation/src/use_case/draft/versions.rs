//! Which of a person's notes in progress have texts that were written apart, in every chart they may open.

use charthold_domain::ChartId;
use charthold_store::LogKind;

use super::{find, shown};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{DecisionPatient, NoteDraft};
use crate::session::Session;
use crate::use_case::decide::{allow, patient};
use crate::use_case::search::may_open;
use crate::{Workstation, WorkstationError};

/// Texts of one person in one chart, side by side.
#[derive(Clone, Debug)]
pub struct DraftApart {
    /// Whose chart.
    pub patient: DecisionPatient,
    /// What would be gone on with, and beside it the others.
    pub draft: NoteDraft,
}

impl Workstation {
    /// The person's own texts that stand side by side, in `chart` or in every chart they may open. Each chart that something is
    /// shown of is audited, once in a session.
    ///
    /// # Errors
    /// `Restricted` and `NotAllowed` for a chart that was named.
    pub fn drafts_apart(
        &self,
        chart: Option<ChartId>,
    ) -> Result<Vec<DraftApart>, WorkstationError> {
        let environment = self.environment();
        self.session(|enrolled, session| {
            let charts = charts(enrolled, session, chart)?;
            let mut apart = Vec::new();
            for chart in charts {
                allow(environment, enrolled, session, chart)?;
                let found = find(enrolled, session, chart, None)?;
                let patient = patient(session, chart)?;
                let draft = shown(enrolled, session, chart, found)?;
                apart.extend(
                    draft
                        .filter(|draft| !draft.versions.is_empty())
                        .map(|draft| DraftApart { patient, draft }),
                );
            }
            Ok(apart)
        })
    }
}

fn charts(
    enrolled: &Enrolled,
    session: &Session,
    only: Option<ChartId>,
) -> Result<Vec<ChartId>, WorkstationError> {
    let person = session.person.id;
    let (found, scope) = enrolled
        .journal
        .with(|journal| Ok((journal.charts_with_versions(person)?, journal.scope()?)))?;
    Ok(found
        .into_iter()
        .filter(|chart| only.is_none_or(|only| only == *chart))
        .filter(|chart| {
            let log = scope
                .iter()
                .find(|(log, kind, _)| log == chart && *kind == LogKind::Patient);
            log.is_some_and(|(_, _, unit)| may_open(session, *chart, *unit))
        })
        .collect())
}
