//! A sample that reaches from one end to the other.

/// `count` of `from`: the first, the last, and evenly between.
#[must_use]
pub fn spread<T>(from: Vec<T>, count: usize) -> Vec<T> {
    let last = from.len().saturating_sub(1);
    let steps = count.saturating_sub(1).max(1);
    let mut wanted: Vec<usize> = (0..count).map(|step| step * last / steps).collect();
    wanted.dedup();
    let numbered = from.into_iter().enumerate();
    numbered
        .filter(|(place, _)| wanted.contains(place))
        .map(|(_, item)| item)
        .collect()
}
