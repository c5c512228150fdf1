//! P4: sealing and opening one operation's body to its header, beside one HKDF and a bare AEAD of the
//! same bytes. Signatures are counted apart in the budgets and are not in here.

use anyhow::{Context as _, Result, ensure};
use charthold_chartlog::{Patch, encode_body};
use charthold_crypto::{OsEntropy, open, seal};

use crate::desk::Desk;
use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::patients::Chart;
use crate::peer::bare_seal::{self, Bare};
use crate::steady::{Floor, in_turns};
use crate::stopwatch::timed;

/// Sealing, and opening, of the bodies of `chart`.
///
/// # Errors
/// Those of the cipher.
pub(crate) fn figures(desk: &mut Desk, chart: &Chart, count: usize) -> Result<Vec<Figure>> {
    let bodies = bodies(chart)?;
    let total: usize = bodies.iter().map(Vec::len).sum();
    let mean = total
        .checked_div(bodies.len())
        .context("the chart is empty")?;
    let figure = |what: &str, outcome| Figure {
        metric: "P4",
        what: format!("{what} {} bodies of {mean} bytes in the mean", bodies.len()),
        peer: "one HKDF-SHA-512 and AES-256-GCM of the same bytes".into(),
        measure: Measure::CpuTime,
        goal: Goal::Ratio(1.5),
        outcome,
        remarks: vec![],
    };
    Ok(vec![
        figure("sealing", sealing(desk, &bodies, count)?),
        figure("opening", opening(desk, &bodies, count)?),
    ])
}

fn bodies(chart: &Chart) -> Result<Vec<Vec<u8>>> {
    chart
        .resources
        .iter()
        .map(|resource| Ok(encode_body(&Patch::of_resource(resource)?)?))
        .collect()
}

fn sealing(desk: &mut Desk, bodies: &[Vec<u8>], count: usize) -> Result<Outcome> {
    let cores: Vec<_> = bodies.iter().map(|_| desk.header()).collect();
    let key = desk.chart_key();
    in_turns(&mut Floor::Processor, count, || {
        let (_, ours) = timed(|| {
            let sealed = cores
                .iter()
                .zip(bodies)
                .map(|(core, body)| seal(key, &core.to_bytes(), body, &mut OsEntropy));
            anyhow::Ok(sealed.collect::<Vec<_>>())
        })?;
        let (_, peer) = timed(|| bare(bodies))?;
        Ok(Pair {
            ours: ours.cpu_s,
            peer: peer.cpu_s,
        })
    })
}

fn opening(desk: &mut Desk, bodies: &[Vec<u8>], count: usize) -> Result<Outcome> {
    let headers: Vec<_> = bodies.iter().map(|_| desk.header().to_bytes()).collect();
    let key = desk.chart_key();
    let sealed: Vec<_> = headers
        .iter()
        .zip(bodies)
        .map(|(header, body)| seal(key, header, body, &mut OsEntropy))
        .collect();
    let bares = bare(bodies)?;
    in_turns(&mut Floor::Processor, count, || {
        let (opened, ours) = timed(|| {
            let opened = headers.iter().zip(&sealed);
            let opened = opened.map(|(header, sealed)| open(key, header, sealed));
            opened.collect::<Result<Vec<_>, _>>()
        })?;
        let (plain, peer) = timed(|| {
            let opened = bares.iter().map(|bare| bare_seal::open(&SECRET, bare));
            opened.collect::<Result<Vec<_>>>()
        })?;
        ensure!(
            opened.len() == plain.len(),
            "one opened fewer than the other"
        );
        Ok(Pair {
            ours: ours.cpu_s,
            peer: peer.cpu_s,
        })
    })
}

/// Each with a salt from the system, as ours.
fn bare(bodies: &[Vec<u8>]) -> Result<Vec<Bare>> {
    use charthold_crypto::Entropy as _;
    bodies
        .iter()
        .map(|body| {
            let mut salt = [0_u8; 24];
            OsEntropy.fill(&mut salt);
            bare_seal::seal(&SECRET, salt, body)
        })
        .collect()
}

const SECRET: [u8; 64] = [9; 64];
