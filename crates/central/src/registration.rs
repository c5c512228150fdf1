//! Central's signed word that it has a chart. Workstations keep it and give it back should central be put back from a copy
//! that is older than the chart.

use charthold_central_store::RegisteredChart;
use charthold_domain::ChartId;
use charthold_protocol::{ChartRegistration, SignedChartRegistration};

use crate::answer::Refusal;
use crate::central::Central;

/// The word for each of `charts` that is a patient's; nothing for the facility log, which is as old as central.
pub(crate) async fn sign(
    central: &Central,
    charts: &[ChartId],
) -> Result<Vec<(ChartId, SignedChartRegistration)>, Refusal> {
    let charts = central.store.list_charts(charts).await?;
    let statements = charts.iter().filter_map(|chart| statement(central, chart));
    Ok(statements
        .map(|statement| (statement.chart, central.sign(&statement)))
        .collect())
}

fn statement(central: &Central, chart: &RegisteredChart) -> Option<ChartRegistration> {
    Some(ChartRegistration {
        tenant: central.hospital.tenant,
        chart: chart.chart,
        blind_index: chart.blind_index?,
        unit: chart.unit?,
        registered_at: chart.at,
    })
}
