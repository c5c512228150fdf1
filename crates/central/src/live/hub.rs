//! Where news come in and listeners wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::ring::{News, Ring, Since};
use super::seats::Seats;

/// What a listener was told up to. It carries this itself, so that nothing is kept here between two
/// polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// In the ring.
    pub(super) cursor: u64,
    /// Of central.
    pub(super) epoch: u64,
    /// Digest of the device's scope.
    pub(super) scope: u64,
}

/// The news of this process and who listens to them.
pub(crate) struct Live {
    /// Told apart from any other life of central: a place in its ring means nothing here.
    life: String,
    ring: Mutex<Ring>,
    newest: watch::Sender<u64>,
    pub(super) keepalive: Duration,
    /// No other process writes to the store.
    pub(super) alone: bool,
    pub(super) seats: Arc<Seats>,
}

/// How devices may listen.
pub(crate) struct Terms {
    /// How many at once.
    pub(crate) capacity: u32,
    /// How often each is told that central is there.
    pub(crate) keepalive: Duration,
    /// No other process writes to the store.
    pub(crate) alone: bool,
}

impl Live {
    /// Listening as `terms` say; `life` is random.
    pub(crate) fn new(life: &[u8; 8], terms: &Terms) -> Self {
        Self {
            life: life.iter().map(|byte| format!("{byte:02x}")).collect(),
            ring: Mutex::default(),
            newest: watch::Sender::new(0),
            keepalive: terms.keepalive,
            alone: terms.alone,
            seats: Arc::new(Seats::new(terms.capacity)),
        }
    }

    /// Tells what was committed.
    pub(crate) fn announce(&self, news: impl IntoIterator<Item = News>) {
        // The number is sent with the ring held: it never goes back.
        let mut ring = self.ring();
        let newest = ring.add(news);
        self.newest.send_if_modified(|known| {
            let is_new = *known != newest;
            *known = newest;
            is_new
        });
    }

    /// Listeners by way, for the metrics.
    pub(crate) fn count_listeners(&self) -> Vec<(&'static str, u64)> {
        self.seats.count()
    }

    /// Asks every listener to go, and waits for that at most `patience`.
    pub(crate) async fn end(&self, patience: Duration) {
        self.seats.end(patience).await;
    }

    pub(super) fn follow(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }

    pub(super) fn newest(&self) -> u64 {
        self.ring().newest()
    }

    /// What came after `cursor`, and the number of the newest of it.
    pub(super) fn since(&self, cursor: u64) -> (Since, u64) {
        let ring = self.ring();
        (ring.since(cursor), ring.newest())
    }

    /// A place as a listener is told it.
    pub(super) fn write_place(&self, place: &Place) -> String {
        let Place {
            cursor,
            epoch,
            scope,
        } = place;
        format!("{}-{cursor}-{epoch}-{scope:016x}", self.life)
    }

    /// The place a listener gave back; `None` when it is not of this life.
    pub(super) fn read_place(&self, text: &str) -> Option<Place> {
        let mut parts = text.split('-');
        if parts.next()? != self.life {
            return None;
        }
        let place = Place {
            cursor: parts.next()?.parse().ok()?,
            epoch: parts.next()?.parse().ok()?,
            scope: u64::from_str_radix(parts.next()?, 16).ok()?,
        };
        parts.next().is_none().then_some(place)
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
