//! Doses of a chart that may have been given twice and that nobody has looked at yet.

use std::collections::BTreeSet;

use charthold_chartlog::possible_doubles;
use charthold_clinical::both_given::{looked_at, reference};
use charthold_clinical::dose_slot::{DoseSlot, dose_slots};
use charthold_store::RecordRow;
use jiff::tz::TimeZone;

/// One dose, and its givings.
pub(crate) struct DoubleDose<'a> {
    pub(crate) slot: DoseSlot,
    pub(crate) givings: Vec<&'a RecordRow>,
}

/// Among the records of one chart, by order and due time. Who looked at some of the givings has not
/// looked at one that came later.
pub(crate) fn find<'a>(rows: &'a [RecordRow], zone: &TimeZone) -> Vec<DoubleDose<'a>> {
    let records = rows
        .iter()
        .map(|row| (row.record, row.kind.as_str(), row.json.as_str()));
    let found = possible_doubles(&dose_slots(records, zone));
    if found.is_empty() {
        return Vec::new();
    }
    let looked_at: Vec<BTreeSet<String>> = rows
        .iter()
        .filter(|row| row.kind == "DetectedIssue")
        .filter_map(|row| looked_at(&row.json))
        .map(BTreeSet::from_iter)
        .collect();
    found
        .into_iter()
        .map(|(slot, records)| DoubleDose {
            slot,
            givings: rows
                .iter()
                .filter(|row| records.contains(&row.record))
                .collect(),
        })
        .filter(|double| {
            let named = |row: &&RecordRow| reference(&row.fhir_id);
            let all: BTreeSet<String> = double.givings.iter().map(named).collect();
            !looked_at.iter().any(|seen| all.is_subset(seen))
        })
        .collect()
}
