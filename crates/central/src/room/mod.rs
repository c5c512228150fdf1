//! Room for what is large: central works on so many bytes of operations at once. Who brings or wants more waits a moment, in
//! turn, and is then asked to come back later. Audit events and hellos are not counted: an account of what was done
//! is never turned away.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use charthold_domain::{BootTime, Clock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::answer::Refusal;

/// How long somebody waits inside before being asked to come back: well within a workstation's own patience.
const PATIENCE: Duration = Duration::from_secs(5);
/// What is asked for at least and at most: Retry-After has whole seconds.
const LEAST_WAIT: Duration = Duration::from_secs(1);
const MOST_WAIT: Duration = Duration::from_secs(60);
/// However many share the line, each gets on.
const LEAST_SHARE: u32 = 64 << 10;

/// The room there is.
pub(crate) struct Room {
    /// In KiB, as all sizes here.
    free: Arc<Semaphore>,
    capacity: u32,
    wanted: AtomicU32,
    present: AtomicU32,
    /// How long a stay takes: its mean, the last ones weighing most, in ms.
    stay_ms: AtomicU64,
    clock: Arc<dyn Clock>,
}

impl Room {
    /// Room for `bytes`.
    pub(crate) fn for_bytes(bytes: u32, clock: Arc<dyn Clock>) -> Arc<Self> {
        let capacity = kib(bytes);
        Arc::new(Self {
            free: Arc::new(Semaphore::new(usize::try_from(capacity).unwrap_or(0))),
            capacity,
            wanted: AtomicU32::new(0),
            present: AtomicU32::new(0),
            stay_ms: AtomicU64::new(0),
            clock,
        })
    }

    /// A place for a message of `bytes`, until it is dropped. What is larger than the room has it alone.
    ///
    /// # Errors
    /// [`charthold_protocol::RefusalCode::HeldOff`] when there is none for too long.
    pub(crate) async fn enter(self: &Arc<Self>, bytes: u32) -> Result<Stay, Refusal> {
        let size = kib(bytes).min(self.capacity);
        let present = Counted::add(Arc::clone(self), 1, |room| &room.present);
        let wanted = Counted::add(Arc::clone(self), size, |room| &room.wanted);
        let free = Arc::clone(&self.free);
        let full = || Refusal::held_off(self.wait());
        let place = tokio::time::timeout(PATIENCE, free.acquire_many_owned(size)).await;
        let place = place.map_err(|_| full())?.map_err(|_| full())?;
        drop(wanted);
        Ok(Stay {
            since: self.clock.boot_time(),
            _place: place,
            present,
        })
    }

    /// How long a hello asks to wait before the pull: nothing while nobody waits, else anything up to twice the time
    /// that those who wait will take. `chance` is a random number.
    pub(crate) fn start_after(&self, chance: u64) -> Option<Duration> {
        let span = u64::try_from(self.wait().as_millis() * 2).unwrap_or(u64::MAX);
        let waits = self.wanted.load(Ordering::Relaxed) > 0;
        waits.then(|| Duration::from_millis(chance % span))
    }

    /// What one of those who exchange now may carry in a second when all together may carry `total`.
    pub(crate) fn share(&self, total: u32) -> u32 {
        let present = self.present.load(Ordering::Relaxed).max(1);
        (total / present).max(LEAST_SHARE)
    }

    /// How long it takes until those who wait now have had their turn.
    fn wait(&self) -> Duration {
        let stay = self.stay_ms.load(Ordering::Relaxed);
        let turns = 1 + u64::from(self.wanted.load(Ordering::Relaxed) / self.capacity.max(1));
        Duration::from_millis(stay.saturating_mul(turns)).clamp(LEAST_WAIT, MOST_WAIT)
    }

    fn note_stay(&self, since: BootTime) {
        let took = self.clock.boot_time().since(since).as_millis();
        let took = u64::try_from(took).unwrap_or(u64::MAX);
        let mean = self.stay_ms.load(Ordering::Relaxed);
        // Two that leave at once may overwrite each other: it is a mean.
        let mean = (mean.saturating_mul(7).saturating_add(took)) / 8;
        self.stay_ms.store(mean, Ordering::Relaxed);
    }
}

/// A place in the room; free again when dropped.
pub(crate) struct Stay {
    since: BootTime,
    _place: OwnedSemaphorePermit,
    present: Counted,
}

impl Drop for Stay {
    fn drop(&mut self) {
        self.present.room.note_stay(self.since);
    }
}

/// Counted for as long as it lives, also when a request is given up while it waits.
struct Counted {
    room: Arc<Room>,
    by: u32,
    which: fn(&Room) -> &AtomicU32,
}

impl Counted {
    fn add(room: Arc<Room>, by: u32, which: fn(&Room) -> &AtomicU32) -> Self {
        which(&room).fetch_add(by, Ordering::Relaxed);
        Self { room, by, which }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.which)(&self.room).fetch_sub(self.by, Ordering::Relaxed);
    }
}

fn kib(bytes: u32) -> u32 {
    bytes.div_ceil(1 << 10).max(1)
}

#[cfg(test)]
mod tests;
