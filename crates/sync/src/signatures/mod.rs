//! Many signatures at once, on every processor: they are what a first sync cannot do without.

use std::num::NonZero;
use std::thread::{Builder, ScopedJoinHandle, available_parallelism, scope};

use charthold_chartlog::Operation;
use charthold_crypto::VerifyingKey;

/// An operation, and the key of the device it says it is of.
pub(crate) type Claim<'a> = (&'a Operation, &'a VerifyingKey);

/// The place of the first claim that is false.
pub(crate) fn first_false(claims: &[Claim<'_>]) -> Option<usize> {
    let processors = available_parallelism().map_or(1, NonZero::get);
    let share = claims.len().div_ceil(processors).max(LEAST_SHARE);
    first_where(claims, share, |(operation, key)| {
        operation.verify(key).is_err()
    })
}

/// The place of the first item of which `is_it` holds; every `share` of them has a thread.
fn first_where<T: Sync>(
    items: &[T],
    share: usize,
    is_it: impl Fn(&T) -> bool + Sync,
) -> Option<usize> {
    let within = |share: &[T]| share.iter().position(&is_it);
    let mut shares = items.chunks(share);
    let own = shares.next().unwrap_or_default();
    scope(|scope| {
        let others: Vec<_> = shares
            .map(|share| (share, Builder::new().spawn_scoped(scope, || within(share))))
            .collect();
        let mut found = within(own);
        let mut before = own.len();
        for (share, thread) in others {
            // Without a thread it takes longer, and no more than that.
            let looked = thread.map_or_else(|_| Ok(within(share)), ScopedJoinHandle::join);
            let place = looked.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found = found.or(place.map(|place| before + place));
            before += share.len();
        }
        found
    })
}

/// A thread costs about what two checks do.
const LEAST_SHARE: usize = 16;

#[cfg(test)]
mod tests;
