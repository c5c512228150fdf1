//! Operations of people whose accounts are closed. They go into the chart as any other: whether they were written before nobody can
//! tell, since only the device's clock says when, and what was done at a bedside must not be missing. Somebody looks into it.

use std::collections::{BTreeMap, BTreeSet};

use charthold_central_store::{Incident, IncidentKind};
use charthold_domain::{ChartId, DeviceId, PersonId};

use crate::answer::Refusal;
use crate::central::Central;

/// Reports once for each chart that something of somebody with a closed account was taken just now, by way of device `by`.
pub(crate) async fn report(
    central: &Central,
    by: DeviceId,
    taken: &BTreeSet<(PersonId, ChartId)>,
) -> Result<(), Refusal> {
    let people: BTreeSet<PersonId> = taken.iter().map(|(person, _)| *person).collect();
    if people.is_empty() {
        return Ok(());
    }
    let people: Vec<PersonId> = people.into_iter().collect();
    let accounts = central.store.list_accounts(&people).await?;
    let standing: BTreeMap<PersonId, bool> = accounts
        .into_iter()
        .map(|account| (account.person.id, account.disabled_at.is_some()))
        .collect();
    let charts: BTreeSet<ChartId> = taken
        .iter()
        .filter(|(person, _)| standing.get(person) == Some(&true))
        .map(|(_, chart)| *chart)
        .collect();
    for chart in charts {
        let incident = Incident {
            at: central.clock.now(),
            kind: IncidentKind::ClosedAccountWrote,
            device: Some(by),
            chart: Some(chart),
        };
        central.store.record_incident(incident).await?;
    }
    Ok(())
}
