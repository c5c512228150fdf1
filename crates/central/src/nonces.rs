//! Remembers the nonces of signed requests for as long as their time would be accepted, so that a
//! copied request is worth nothing. Lost at restart: by then only requests younger than the window
//! could be sent again, and those that change something can be repeated without effect.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use charthold_domain::{DeviceId, Timestamp};
use charthold_protocol::PROOF_WINDOW_S;

/// Requests one device may make within the window: one every 30 ms for ten minutes.
const PER_DEVICE: usize = 20_000;

/// Nonces seen, by device.
#[derive(Default)]
pub(crate) struct Nonces {
    seen: Mutex<HashMap<DeviceId, Seen>>,
}

#[derive(Default)]
struct Seen {
    /// For pruning.
    by_time: BTreeSet<(Timestamp, [u8; 16])>,
    nonces: BTreeSet<[u8; 16]>,
}

/// Whether a nonce is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It is.
    Fresh,
    /// It was used.
    Used,
    /// The device made too many requests to tell.
    TooMany,
}

impl Nonces {
    /// Uses `nonce`, of a request of the moment `time` whose signature holds.
    pub(crate) fn spend(
        &self,
        device: DeviceId,
        nonce: [u8; 16],
        time: Timestamp,
        now: Timestamp,
    ) -> Freshness {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(device).or_default();
        let oldest = now.minus(std::time::Duration::from_secs(PROOF_WINDOW_S));
        while seen.by_time.first().is_some_and(|(time, _)| *time < oldest) {
            if let Some((_, nonce)) = seen.by_time.pop_first() {
                seen.nonces.remove(&nonce);
            }
        }
        if seen.nonces.contains(&nonce) {
            return Freshness::Used;
        }
        if seen.nonces.len() >= PER_DEVICE {
            return Freshness::TooMany;
        }
        seen.nonces.insert(nonce);
        seen.by_time.insert((time, nonce));
        Freshness::Fresh
    }
}
