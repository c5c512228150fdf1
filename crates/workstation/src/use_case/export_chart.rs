//! Taking a chart out: one FHIR R4 Bundle with every record as it is kept.

use charthold_access::Deed;
use charthold_audit::Subtype;
use charthold_domain::ChartId;
use charthold_store::RecordRow;

use crate::{Workstation, WorkstationError};

impl Workstation {
    /// The chart as a Bundle of type collection, each resource exactly as recorded; audited as an
    /// export. Writing it anywhere is the caller's.
    ///
    /// # Errors
    /// `Restricted`, `NotAllowed`, `ChartNotHere`.
    pub fn export_chart(&self, chart: ChartId) -> Result<String, WorkstationError> {
        let rows = self.records(chart, (Deed::ExportChart, Subtype::ChartExported))?;
        Ok(bundle(rows.into_iter().map(|row| row.json)))
    }

    /// The chart as a Bundle of type collection, each resource with its id and versionId; audited as
    /// a reading. With `kind`, only resources of that type.
    ///
    /// # Errors
    /// `Restricted`, `NotAllowed`, `ChartNotHere`.
    pub fn chart_bundle(
        &self,
        chart: ChartId,
        kind: Option<&str>,
    ) -> Result<String, WorkstationError> {
        let rows = self.records(chart, (Deed::ReadChart, Subtype::ChartOpened))?;
        let wanted = rows
            .into_iter()
            .filter(|row| kind.is_none_or(|kind| row.kind == kind));
        wanted
            .map(|row| versioned(&row))
            .collect::<Result<Vec<_>, _>>()
            .map(bundle)
    }
}

fn bundle(resources: impl IntoIterator<Item = String>) -> String {
    let mut out = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
    for (n, resource) in resources.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        out.push_str(r#"{"resource":"#);
        out.push_str(&resource);
        out.push('}');
    }
    out.push_str("]}");
    out
}

/// The resource with `meta.versionId` set to the number of its operations; everything else as text.
fn versioned(row: &RecordRow) -> Result<String, WorkstationError> {
    use serde_json::value::RawValue;
    use std::collections::BTreeMap;
    let broken = |_| WorkstationError::Integrity("a record here is not JSON");
    let elements: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(&row.json).map_err(broken)?;
    let mut meta: BTreeMap<String, Box<RawValue>> = match elements.get("meta") {
        Some(meta) => serde_json::from_str(meta.get()).map_err(broken)?,
        None => BTreeMap::new(),
    };
    let version = RawValue::from_string(format!("\"{}\"", row.version_id)).map_err(broken)?;
    meta.insert("versionId".to_owned(), version);
    let mut elements = elements;
    let meta = serde_json::value::to_raw_value(&meta).map_err(broken)?;
    elements.insert("meta".to_owned(), meta);
    serde_json::to_string(&elements).map_err(broken)
}
