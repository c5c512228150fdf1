//! The other centrals on this store: what each of them took is told to the others in words, so that
//! all hint at everything. Words wake and prove nothing; whenever one may have been lost, everybody
//! who listens here is told to look. Whether hints are complete is decided in `lives`, from what was
//! heard and from whose connections the store has.

mod lives;
mod outbox;
mod talk;
mod word;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use charthold_central_store::Channel;
use charthold_domain::BootTime;
use tokio::sync::Notify;

use super::News;
use lives::Lives;
use outbox::Outbox;
use word::Word;

pub(crate) use talk::Talk;

/// How many heartbeats may be missing: no hint is late by more than an exchange without hints is.
const HEARTBEATS: u32 = 3;

/// What this central has to say to others and knows of them.
pub(crate) struct Neighbours {
    channel: Arc<dyn Channel>,
    life: u64,
    heartbeat: Duration,
    outbox: Mutex<Outbox>,
    /// There is something to say.
    waiting: Notify,
    lives: Mutex<Lives>,
}

impl Neighbours {
    pub(super) fn new(channel: Arc<dyn Channel>, life: u64, heartbeat: Duration) -> Self {
        Self {
            channel,
            life,
            heartbeat,
            outbox: Mutex::default(),
            waiting: Notify::new(),
            lives: Mutex::new(Lives::new(life, heartbeat * HEARTBEATS)),
        }
    }

    /// Others are to hear of this soon. Waits for nobody.
    pub(super) fn tell(&self, news: &[News]) {
        if news.is_empty() {
            return;
        }
        self.outbox().add(news);
        self.waiting.notify_one();
    }

    /// Whether all that any central takes is heard of here.
    pub(super) fn are_heard(&self, now: BootTime) -> bool {
        self.lives().are_heard(now)
    }

    /// What is to be said now: a heartbeat at least.
    fn next_word(&self, leaves: bool) -> Word {
        self.outbox().take(self.life, leaves)
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lives(&self) -> MutexGuard<'_, Lives> {
        self.lives.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
