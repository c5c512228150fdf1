//! How many may listen: so many in all, and a few a device, so that a broken one takes no other's
//! seat. When central stops, all are asked to go and waited for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use charthold_domain::DeviceId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::answer::Refusal;

/// One, and those whose end central has not noticed yet.
const PER_DEVICE: usize = 4;
/// When to ask again where there was no seat.
const FULL: Duration = Duration::from_secs(30);

/// How a device listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// A WebSocket.
    WebSocket,
    /// Server-sent events.
    Events,
    /// A request that waits.
    Poll,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::Events => "events",
            Self::Poll => "poll",
        }
    }
}

/// The seats there are.
pub(super) struct Seats {
    capacity: u32,
    free: Arc<Semaphore>,
    taken: Mutex<Vec<(DeviceId, Way)>>,
    ending: watch::Sender<bool>,
}

impl Seats {
    pub(super) fn new(capacity: u32) -> Self {
        Self {
            capacity,
            free: Arc::new(Semaphore::new(usize::try_from(capacity).unwrap_or(0))),
            taken: Mutex::default(),
            ending: watch::Sender::new(false),
        }
    }

    /// A seat for `device`.
    ///
    /// # Errors
    /// [`charthold_protocol::RefusalCode::HeldOff`] when there is none.
    pub(super) fn take(self: &Arc<Self>, device: DeviceId, way: Way) -> Result<Seat, Refusal> {
        let full = || Refusal::held_off(FULL);
        if *self.ending.borrow() {
            return Err(full());
        }
        let free = Arc::clone(&self.free);
        let permit = free.try_acquire_owned().map_err(|_| full())?;
        let mut taken = self.taken();
        if taken.iter().filter(|(one, _)| *one == device).count() >= PER_DEVICE {
            return Err(full());
        }
        taken.push((device, way));
        drop(taken);
        Ok(Seat {
            seats: Arc::clone(self),
            listener: (device, way),
            _permit: permit,
        })
    }

    pub(super) fn count(&self) -> Vec<(&'static str, u64)> {
        let mut counts: BTreeMap<Way, u64> = [Way::WebSocket, Way::Events, Way::Poll]
            .map(|way| (way, 0))
            .into();
        for (_, way) in self.taken().iter() {
            *counts.entry(*way).or_default() += 1;
        }
        let named = counts.into_iter().map(|(way, count)| (way.name(), count));
        named.collect()
    }

    pub(super) async fn end(&self, patience: Duration) {
        self.ending.send_replace(true);
        // All seats free again: everybody is gone. Who is not by then is cut off with the runtime.
        let _ = tokio::time::timeout(patience, self.free.acquire_many(self.capacity)).await;
    }

    fn taken(&self) -> MutexGuard<'_, Vec<(DeviceId, Way)>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A seat that is taken; free again when dropped.
pub(crate) struct Seat {
    seats: Arc<Seats>,
    listener: (DeviceId, Way),
    _permit: OwnedSemaphorePermit,
}

impl Seat {
    /// Ready once central stops.
    pub(super) async fn ending(&self) {
        let mut ending = self.seats.ending.subscribe();
        // The sender lives in `seats`.
        let _ = ending.wait_for(|ending| *ending).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(at) = taken.iter().position(|one| *one == self.listener) {
            taken.swap_remove(at);
        }
    }
}
