//! Where news come in and listeners wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use charthold_central_store::Channel;
use charthold_domain::BootTime;
use tokio::sync::watch;

use super::neighbours::Neighbours;
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

/// The news of this store, as this process hears of them, and who listens to them.
pub(crate) struct Live {
    /// Told apart from any other life of central: a place in its ring means nothing here.
    life: u64,
    ring: Mutex<Ring>,
    newest: watch::Sender<u64>,
    pub(super) keepalive: Duration,
    /// Other centrals on the store; none where there can be none.
    pub(super) neighbours: Option<Arc<Neighbours>>,
    pub(super) seats: Arc<Seats>,
}

/// How devices may listen.
pub(crate) struct Terms {
    /// How many at once.
    pub(crate) capacity: u32,
    /// How often each is told that central is there.
    pub(crate) keepalive: Duration,
    /// The way to other centrals on the store; none where there can be none.
    pub(crate) channel: Option<Arc<dyn Channel>>,
    /// How often each central tells the others that it is there.
    pub(crate) heartbeat: Duration,
}

impl Live {
    /// Listening as `terms` say; `life` is random.
    pub(crate) fn new(life: u64, terms: Terms) -> Self {
        let heartbeat = terms.heartbeat;
        let neighbours = terms
            .channel
            .map(|channel| Arc::new(Neighbours::new(channel, life, heartbeat)));
        Self {
            life,
            ring: Mutex::default(),
            newest: watch::Sender::new(0),
            keepalive: terms.keepalive,
            neighbours,
            seats: Arc::new(Seats::new(terms.capacity)),
        }
    }

    /// Tells what was committed here, to listeners and to other centrals.
    pub(crate) fn announce(&self, news: impl IntoIterator<Item = News>) {
        let news: Vec<News> = news.into_iter().collect();
        if let Some(neighbours) = &self.neighbours {
            neighbours.tell(&news);
        }
        self.hear(news);
    }

    /// Tells listeners what another central told, or that it may have been missed.
    pub(super) fn hear(&self, news: Vec<News>) {
        // The number is sent with the ring held: it never goes back.
        let mut ring = self.ring();
        let newest = ring.add(news);
        self.newest.send_if_modified(|known| {
            let is_new = *known != newest;
            *known = newest;
            is_new
        });
    }

    /// Whether no other process can serve the store.
    pub(super) const fn is_alone(&self) -> bool {
        self.neighbours.is_none()
    }

    /// Whether all that any central on the store takes is told here.
    pub(crate) fn is_complete(&self, now: BootTime) -> bool {
        self.neighbours
            .as_ref()
            .is_none_or(|neighbours| neighbours.are_heard(now))
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
        format!("{:016x}-{cursor}-{epoch}-{scope:016x}", self.life)
    }

    /// The place a listener gave back; `None` when it is not of this life.
    pub(super) fn read_place(&self, text: &str) -> Option<Place> {
        let mut parts = text.split('-');
        if parts.next()? != format!("{:016x}", self.life) {
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
