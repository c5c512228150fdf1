//! That nothing was lost: after everybody exchanged until nothing waits, all workstations hold the same chains and show
//! the same charts, with each record that was saved in them once, and no other.

use std::collections::{BTreeMap, BTreeSet};

use charthold_workstation::{ChartId, WorkstationError};
use serde::{Deserialize, Serialize};

use super::fleet::Fleet;
use super::shift::SavedSet;

/// What the end looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Proof {
    /// Records that were saved, and so have to be everywhere.
    pub(crate) records: usize,
    /// Of them, those that are missing somewhere.
    pub(crate) lost: usize,
    /// Those that are shown twice somewhere.
    pub(crate) doubled: usize,
    /// Records that are shown somewhere and were never told as saved.
    pub(crate) strange: usize,
    /// Workstations whose chains or charts are not those of the first.
    pub(crate) differing: usize,
    /// Operations that wait or are kept aside, at all workstations together.
    pub(crate) unconfirmed: u32,
}

impl Proof {
    /// Nothing was lost, and nothing is there that should not be.
    pub(crate) fn holds(&self) -> bool {
        *self
            == Self {
                records: self.records,
                ..Self::default()
            }
    }
}

/// Has everybody exchange until nothing waits, and compares.
///
/// # Errors
/// When central cannot be reached, or a workstation cannot be read: then nothing is proven.
pub(crate) async fn prove(fleet: &Fleet, saved: &[SavedSet]) -> Result<Proof, WorkstationError> {
    let unconfirmed = settle(fleet).await?;
    let mut expected: BTreeMap<ChartId, BTreeSet<String>> = fleet
        .charts
        .iter()
        .map(|chart| (*chart, BTreeSet::new()))
        .collect();
    for set in saved {
        let records = set.records.iter().map(ToString::to_string);
        expected.entry(set.chart).or_default().extend(records);
    }
    let mut proof = Proof {
        records: expected.values().map(BTreeSet::len).sum(),
        unconfirmed,
        ..Proof::default()
    };
    compare(fleet, &expected, &mut proof)?;
    Ok(proof)
}

/// Exchanges in rounds; answers how many operations wait all the same.
async fn settle(fleet: &Fleet) -> Result<u32, WorkstationError> {
    let mut unconfirmed = 0;
    for _ in 0..ROUNDS {
        unconfirmed = 0;
        let mut heads = BTreeSet::new();
        for station in &fleet.stations {
            let workstation = &station.workstation;
            workstation.activity()?;
            workstation.sync(None).await?;
            unconfirmed += workstation.home_status()?.ops_unconfirmed;
            heads.insert(told(workstation.chart_heads()?));
        }
        if unconfirmed == 0 && heads.len() == 1 {
            break;
        }
    }
    Ok(unconfirmed)
}

/// Holds every workstation against what has to be there, and against the first.
fn compare(
    fleet: &Fleet,
    expected: &BTreeMap<ChartId, BTreeSet<String>>,
    proof: &mut Proof,
) -> Result<(), WorkstationError> {
    let (mut lost, mut doubled, mut strange) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut first = None;
    for station in &fleet.stations {
        let workstation = &station.workstation;
        let mut view = vec![told(workstation.chart_heads()?)];
        for (chart, expected) in expected {
            workstation.activity()?;
            let text = workstation.chart_bundle(*chart, Some("Observation"))?;
            let mut seen = BTreeSet::new();
            for id in ids(&text)? {
                if !expected.contains(&id) {
                    strange.insert(id);
                } else if seen.contains(&id) {
                    doubled.insert(id);
                } else {
                    seen.insert(id);
                }
            }
            lost.extend(expected.difference(&seen).cloned());
            view.push(text);
        }
        match &first {
            None => first = Some(view),
            Some(first) if *first == view => {}
            Some(_) => proof.differing += 1,
        }
    }
    (proof.lost, proof.doubled, proof.strange) = (lost.len(), doubled.len(), strange.len());
    Ok(())
}

fn told<K: std::fmt::Display>(heads: BTreeMap<K, charthold_workstation::Head>) -> String {
    let line = |(chart, head): (K, charthold_workstation::Head)| {
        let digits: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{chart} {} {digits}\n", head.seq)
    };
    heads.into_iter().map(line).collect()
}

#[derive(Deserialize)]
struct Bundle {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    resource: Resource,
}

#[derive(Deserialize)]
struct Resource {
    id: String,
}

fn ids(bundle: &str) -> Result<Vec<String>, WorkstationError> {
    let bundle: Bundle = serde_json::from_str(bundle)
        .map_err(|_| WorkstationError::Integrity("a chart here is not JSON"))?;
    Ok(bundle
        .entry
        .into_iter()
        .map(|entry| entry.resource.id)
        .collect())
}

/// One sends, one brings; the rest is room for what central was too busy for.
const ROUNDS: u8 = 10;
