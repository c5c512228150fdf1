//! When which workstation charts, fixed before the first set: a central that is slow makes sets late, never fewer. Moments
//! are drawn evenly over the time (a Poisson process of that many sets), so that some come together, as they do. Pure.

use std::time::Duration;

use charthold_workstation::Entropy;

/// One set of vitals to be charted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// After the start.
    pub(crate) due: Duration,
    /// Which workstation charts it.
    pub(crate) author: usize,
    /// Which other one is watched for it.
    pub(crate) observer: usize,
    /// For which patient.
    pub(crate) patient: usize,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Workstations; two at least.
    pub(crate) workstations: usize,
    /// Patients; one at least.
    pub(crate) patients: usize,
    /// Sets in all.
    pub(crate) sets: u32,
    /// In this time.
    pub(crate) span: Duration,
}

/// All sets by the moment they are due.
pub(crate) fn schedule(extent: &Extent, entropy: &mut dyn Entropy) -> Vec<Arrival> {
    let mut moments: Vec<Duration> = (0..extent.sets)
        .map(|_| extent.span.mul_f64(fraction(entropy)))
        .collect();
    moments.sort_unstable();
    let others = extent.workstations.saturating_sub(1).max(1);
    let arrival = |(number, due): (usize, Duration), patient: usize| {
        let author = number % extent.workstations;
        // Each is watched by every other in turn.
        let round = number / extent.workstations;
        let observer = (author + 1 + round % others) % extent.workstations;
        Arrival {
            due,
            author,
            observer,
            patient,
        }
    };
    let numbered = moments.into_iter().enumerate();
    numbered
        .map(|numbered| arrival(numbered, below(extent.patients, entropy)))
        .collect()
}

/// From 0 to below 1.
fn fraction(entropy: &mut dyn Entropy) -> f64 {
    f64::from(draw(entropy)) / (f64::from(u32::MAX) + 1.0)
}

/// One of the first `count` numbers.
fn below(count: usize, entropy: &mut dyn Entropy) -> usize {
    let drawn = usize::try_from(draw(entropy)).unwrap_or(0);
    drawn.checked_rem(count).unwrap_or(0)
}

fn draw(entropy: &mut dyn Entropy) -> u32 {
    let mut bytes = [0; 4];
    entropy.fill(&mut bytes);
    u32::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests;
