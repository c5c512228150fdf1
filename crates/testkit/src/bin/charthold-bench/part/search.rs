//! P6: searching as one types, every keystroke a search, beside a bare FTS5 query of the same words.

use anyhow::{Context as _, Result};
use charthold_crypto::{Key, OsEntropy};
use charthold_domain::{ChartId, Timestamp, UnitId};
use charthold_store::{Directory, DirectoryEntry};
use charthold_testkit::hospital::{HospitalPlan, patient};
use serde::Deserialize;
use tempfile::TempDir;

use crate::figure::{Figure, Goal, Measure, Pair, percentile};
use crate::peer::full_text::FullText;
use crate::steady::{Floor, in_turns};
use crate::stopwatch::timed;

/// Searches over `patients` patients.
///
/// # Errors
/// Those of the store and of the peer.
pub(crate) fn figures(now: Timestamp, patients: usize, count: usize) -> Result<Vec<Figure>> {
    let folder = TempDir::new().context("making a folder")?;
    let names = names(now)?;
    let entries: Vec<DirectoryEntry> = (0..patients).map(|n| entry(n, &names)).collect();
    let key = Key::make(&mut OsEntropy);
    let mut directory = Directory::open_or_create(&folder.path().join("directory.db"), &key)?;
    directory.put(&entries)?;
    let full_text = FullText::of(folder.path(), &entries)?;
    let typed = keystrokes(&entries);

    let (mut worst, mut medians) = (vec![], vec![]);
    let tail = in_turns(&mut Floor::Processor, count, || {
        let ours = each(&typed, |text| {
            directory.search(text, LIMIT)?;
            Ok(())
        })?;
        let peer = each(&typed, |text| full_text.search(text).map(drop))?;
        let at = |values: &[f64], per_cent| {
            percentile(values, per_cent).context("nothing was searched for")
        };
        worst.push(at(&ours, 100)?);
        medians.push(Pair {
            ours: at(&ours, 50)?,
            peer: at(&peer, 50)?,
        });
        Ok(Pair {
            ours: at(&ours, 99)?,
            peer: at(&peer, 99)?,
        })
    })?;
    let worst = worst.into_iter().fold(0.0, f64::max);
    let middle = tail.with_pairs(medians);
    let figure = |what, goal, outcome, remarks| Figure {
        metric: "P6",
        what: format!("search as one types, {patients} patients: {what}"),
        peer: "FTS5 with prefix indexes on SQLCipher".into(),
        measure: Measure::CpuTime,
        goal,
        outcome,
        remarks,
    };
    let remark = format!(
        "{} keystrokes, the slowest {:.2} ms",
        typed.len(),
        worst * 1e3
    );
    Ok(vec![
        figure("p99", Goal::Ratio(1.5), tail, vec![remark]),
        figure("p50", Goal::Unset, middle, vec![]),
    ])
}

fn each(typed: &[String], mut search: impl FnMut(&str) -> Result<()>) -> Result<Vec<f64>> {
    typed
        .iter()
        .map(|text| Ok(timed(|| search(text))?.1.cpu_s))
        .collect()
}

/// What is in the field after each key, for patients spread over the directory: the beginning of the
/// family name, then of the given name.
fn keystrokes(entries: &[DirectoryEntry]) -> Vec<String> {
    let step = entries.len().div_ceil(SEARCHED).max(1);
    let searched = entries.iter().step_by(step);
    searched
        .flat_map(|entry| {
            let family = entry.family.clone().unwrap_or_default().to_lowercase();
            let given = entry.given.clone().unwrap_or_default().to_lowercase();
            let given: String = given.chars().take(3).collect();
            let whole = format!("{family} {given}");
            let ends: Vec<usize> = whole
                .char_indices()
                .map(|(start, c)| start + c.len_utf8())
                .collect();
            let typed = ends
                .into_iter()
                .filter_map(|end| Some(whole.get(..end)?.to_owned()));
            typed
                .filter(|text| !text.ends_with(' '))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Family and given names of the generator's patients.
fn names(now: Timestamp) -> Result<Vec<(String, String)>> {
    let plan = HospitalPlan {
        seed: 4,
        patients: NAMED,
        now,
    };
    (0..NAMED)
        .map(|index| {
            let resources = patient(&plan, index).resources;
            let text = resources
                .first()
                .context("the patient is the first resource")?;
            let read: Named = serde_json::from_str(text)?;
            let name = read
                .name
                .into_iter()
                .find_map(|name| Some((name.family?, name.given)))
                .context("a patient has a name")?;
            Ok((name.0, name.1.join(" ")))
        })
        .collect()
}

#[derive(Deserialize)]
struct Named {
    name: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    family: Option<String>,
    given: Vec<String>,
}

/// Patient `n`, with the family name of one and the given names of another of the generator's.
fn entry(n: usize, names: &[(String, String)]) -> DirectoryEntry {
    let pick = |index: usize| {
        names
            .get(index % names.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let number = u128::try_from(n).unwrap_or(0);
    DirectoryEntry {
        chart: ChartId::from_bytes(number.to_be_bytes()),
        fhir_id: format!("patient-{n}"),
        family: Some(pick(n).0),
        given: Some(pick(n / names.len().max(1) + n.wrapping_mul(7)).1),
        prefix: None,
        nickname: None,
        mrn: Some(format!("{:08}", (n * 7919) % 100_000_000)),
        born: Some(format!(
            "{}-{:02}-{:02}",
            1930 + n % 90,
            1 + n % 12,
            1 + n % 28
        )),
        sex: Some(
            if n.is_multiple_of(2) {
                "female"
            } else {
                "male"
            }
            .to_owned(),
        ),
        unit: Some(UnitId::from_bytes([9; 16])),
        bed: None,
    }
}

const LIMIT: usize = 50;
/// How many patients are searched for.
const SEARCHED: usize = 60;
/// How many patients lend their names.
const NAMED: usize = 400;
