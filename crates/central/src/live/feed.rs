//! What one device is told. Scope and standing are asked of the store again before anything is said
//! and at every keepalive, since they also change where this process does not see it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use charthold_crypto::sha256;
use charthold_domain::{ChartId, DeviceId, PersonId};
use charthold_protocol::{Hint, Hints, RefusalCode};
use tokio::sync::watch;
use tokio::time::Instant;

use super::hub::Place;
use super::ring::{News, Since};
use super::seats::{Seat, Way};
use crate::answer::Refusal;
use crate::central::Central;

/// Between two messages: an import of a ward is a few hints and not a thousand.
const GAP: Duration = Duration::from_secs(1);

/// The news for one device.
pub(crate) struct Feed {
    central: Arc<Central>,
    device: DeviceId,
    newest: watch::Receiver<u64>,
    known: Known,
    /// When a keepalive is due.
    quiet_until: Instant,
    /// No message before.
    not_before: Instant,
    seat: Seat,
}

/// What the device was told up to, and what it was to central then.
struct Known {
    cursor: u64,
    now: Standing,
}

/// What a feed has for its device.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// News.
    Hints(Hints),
    /// Nothing, but central is there.
    Quiet,
    /// The device was withdrawn: this is the last message.
    Revoked(Hints),
    /// Central stops.
    Ending,
}

impl Feed {
    /// A feed for an active device, from `after` where that is known. Answers the first message, too.
    ///
    /// # Errors
    /// A refusal when there is no seat, or the store fails.
    pub(crate) async fn open(
        central: &Arc<Central>,
        device: DeviceId,
        way: Way,
        after: Option<&str>,
    ) -> Result<(Self, Hints), Refusal> {
        let seat = central.live.seats.take(device, way)?;
        let after = after.and_then(|text| central.live.read_place(text));
        let now = Standing::load(central, device)
            .await?
            .ok_or_else(|| Refusal::of(RefusalCode::DeviceRefused))?;
        let mut hints = Vec::new();
        let cursor = match &after {
            Some(place) => {
                hints.extend(now.changes(place.epoch, place.scope));
                place.cursor
            }
            None => {
                hints.push(Hint::Resync);
                central.live.newest()
            }
        };
        let mut feed = Self {
            newest: central.live.follow(),
            known: Known { cursor, now },
            quiet_until: Instant::now() + central.live.keepalive,
            not_before: Instant::now(),
            central: Arc::clone(central),
            device,
            seat,
        };
        hints.extend(feed.look().await?.unwrap_or_else(|| vec![Hint::Revoked]));
        let first = feed.message(hints);
        Ok((feed, first))
    }

    /// Waits for the next. Dropped before it is ready, it has lost nothing.
    ///
    /// # Errors
    /// A refusal when the store fails.
    pub(crate) async fn next(&mut self) -> Result<Told, Refusal> {
        loop {
            let cursor = self.known.cursor;
            let is_quiet = tokio::select! {
                biased;
                () = self.seat.ending() => return Ok(Told::Ending),
                () = news(&mut self.newest, cursor, self.not_before) => false,
                () = tokio::time::sleep_until(self.quiet_until) => true,
            };
            let hints = if is_quiet {
                self.look_again().await?
            } else {
                self.look().await?
            };
            let Some(hints) = hints else {
                return Ok(Told::Revoked(self.message(vec![Hint::Revoked])));
            };
            if hints.is_empty() && !is_quiet {
                continue;
            }
            self.quiet_until = Instant::now() + self.central.live.keepalive;
            if hints.is_empty() {
                return Ok(Told::Quiet);
            }
            self.not_before = Instant::now() + GAP;
            return Ok(Told::Hints(self.message(hints)));
        }
    }

    /// A message as of now.
    pub(crate) fn message(&self, hints: Vec<Hint>) -> Hints {
        hints
            .iter()
            .for_each(|hint| self.central.metrics.count_hint(hint));
        Hints {
            at: self.central.live.write_place(&Place {
                cursor: self.known.cursor,
                epoch: self.known.now.epoch,
                scope: self.known.now.scope_digest(),
            }),
            hints,
            alone: self.central.live.is_alone(),
            complete: Some(
                self.central
                    .live
                    .is_complete(self.central.clock.boot_time()),
            ),
        }
    }

    /// What the news since the cursor are to this device; `None` when it is withdrawn.
    async fn look(&mut self) -> Result<Option<Vec<Hint>>, Refusal> {
        let (since, newest) = self.central.live.since(self.known.cursor);
        let news = match since {
            Since::News(news) if !news.iter().any(|one| self.concerns(one)) => {
                self.known.cursor = newest;
                return Ok(Some(Vec::new()));
            }
            Since::News(news) => Some(news),
            Since::Lost => None,
        };
        self.tell(news, newest).await
    }

    /// What this device is to central now, whatever was announced; `None` when it is withdrawn.
    async fn look_again(&mut self) -> Result<Option<Vec<Hint>>, Refusal> {
        self.tell(Some(Vec::new()), self.known.cursor).await
    }

    fn concerns(&self, news: &News) -> bool {
        match news {
            News::Entries { chart, by, .. } => {
                *by != self.device && self.known.now.scope.contains(chart)
            }
            News::Registered | News::Missed => true,
            News::Used(device) => *device == self.device,
        }
    }

    async fn tell(
        &mut self,
        news: Option<Vec<News>>,
        newest: u64,
    ) -> Result<Option<Vec<Hint>>, Refusal> {
        let Some(now) = Standing::load(&self.central, self.device).await? else {
            return Ok(None);
        };
        let before = &self.known.now;
        let mut hints = now.changes(before.epoch, before.scope_digest());
        match news {
            None => hints.push(Hint::Resync),
            // Looking finds the charts, too.
            Some(news) if news.contains(&News::Missed) => hints.push(Hint::Resync),
            Some(news) => hints.extend(chart_hints(&news, self.device, &now.scope)),
        }
        // Nothing is awaited from here on: all of it or, when the listener is gone, nothing.
        self.known = Known {
            cursor: newest,
            now,
        };
        Ok(Some(hints))
    }
}

/// Ready when there is something after `cursor`, and not before `not_before`.
async fn news(newest: &mut watch::Receiver<u64>, cursor: u64, not_before: Instant) {
    if newest.wait_for(|newest| *newest > cursor).await.is_err() {
        // The sender lives as long as central.
        std::future::pending::<()>().await;
    }
    tokio::time::sleep_until(not_before).await;
}

/// The last number of each chart in `scope` that another device brought something to.
fn chart_hints(news: &[News], device: DeviceId, scope: &BTreeSet<ChartId>) -> Vec<Hint> {
    let mut last: BTreeMap<ChartId, u64> = BTreeMap::new();
    for one in news {
        if let News::Entries { chart, seq, by } = one
            && *by != device
            && scope.contains(chart)
        {
            let known = last.entry(*chart).or_default();
            *known = (*known).max(*seq);
        }
    }
    let hints = last
        .into_iter()
        .map(|(chart, seq)| Hint::Chart { chart, seq });
    hints.collect()
}

/// What a device in use is to central at the moment.
struct Standing {
    scope: BTreeSet<ChartId>,
    /// Whose accounts closed at it: a reason to exchange as a new scope is.
    closed: Vec<PersonId>,
    epoch: u64,
}

impl Standing {
    fn scope_digest(&self) -> u64 {
        let charts = self.scope.iter().map(ChartId::as_bytes);
        let people = self.closed.iter().map(PersonId::as_bytes);
        let all: Vec<u8> = charts.chain(people).flatten().copied().collect();
        let [a, b, c, d, e, f, g, h, ..] = sha256(&[&all]);
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// What is different from the epoch and the scope a device knows.
    fn changes(&self, epoch: u64, scope_digest: u64) -> Vec<Hint> {
        let mut hints = Vec::new();
        if self.epoch != epoch {
            hints.push(Hint::Epoch);
        }
        if self.scope_digest() != scope_digest {
            hints.push(Hint::Scope);
        }
        hints
    }

    /// `None` when it is withdrawn, unknown, or its certificate is over.
    async fn load(central: &Central, device: DeviceId) -> Result<Option<Self>, Refusal> {
        let found = central.store.find_device(device).await?;
        let is_active = found.is_some_and(|device| {
            let certificate = device.certificate.dangerous_read();
            device.revoked_at.is_none()
                && certificate.is_ok_and(|said| said.expires_at > central.clock.now())
        });
        if !is_active {
            return Ok(None);
        }
        let scope = central.store.list_scope(device).await?;
        Ok(Some(Self {
            scope: scope.into_iter().map(|scoped| scoped.chart).collect(),
            closed: central.store.list_closed_users(device).await?,
            epoch: central.store.load_epoch().await?,
        }))
    }
}
