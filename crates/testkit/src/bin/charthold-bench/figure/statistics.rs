//! Medians, percentiles and ratios. Ratios are made pair by pair, so that what slows both at once
//! drops out.

use serde::Serialize;

use super::Pair;

/// What a list of pairs comes to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Summary {
    /// Median of ours.
    pub(crate) ours: f64,
    /// Median of the peer's.
    pub(crate) peer: f64,
    /// Median of the pairs' ratios.
    pub(crate) ratio: f64,
    /// Least ratio of a pair.
    pub(crate) ratio_min: f64,
    /// Greatest ratio of a pair.
    pub(crate) ratio_max: f64,
    /// How many pairs there were.
    pub(crate) pairs: usize,
}

impl Summary {
    /// Of `pairs`; `None` when there are none.
    pub(crate) fn of(pairs: &[Pair]) -> Option<Self> {
        let column = |value: fn(&Pair) -> f64| pairs.iter().map(value).collect::<Vec<_>>();
        let ratios = column(|pair| pair.ours / pair.peer);
        Some(Self {
            ours: median(&column(|pair| pair.ours))?,
            peer: median(&column(|pair| pair.peer))?,
            ratio: median(&ratios)?,
            ratio_min: ratios.iter().copied().reduce(f64::min)?,
            ratio_max: ratios.iter().copied().reduce(f64::max)?,
            pairs: pairs.len(),
        })
    }
}

/// The middle value; of an even number of values the mean of the two in the middle.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// The least value that `per_cent` of the values do not exceed (nearest rank).
pub(crate) fn percentile(values: &[f64], per_cent: usize) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * per_cent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}
