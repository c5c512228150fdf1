//! Hearing from central that something is new. A hint is a reason to exchange and nothing more: what
//! is read, written or shown never depends on one. Needs nobody signed in.

use std::time::Duration;

use charthold_sync::{LiveEvent, SyncError, WAYS, listen};
use tokio::sync::Notify;

use crate::Workstation;

impl Workstation {
    /// Listens while it is enrolled and in use, and calls `wake` whenever there may be something to exchange for.
    /// Never ends; may be dropped at any time.
    pub async fn stay_live(&self, wake: &(dyn Fn() + Send + Sync)) {
        let mut entropy = (self.environment().entropy)();
        let tell = |event| {
            match event {
                LiveEvent::Up { complete } => self.network().pace.set_hinted(complete),
                LiveEvent::News => {}
                LiveEvent::Down => self.network().pace.set_hinted(false),
            }
            wake();
        };
        loop {
            let changed = self.inner.standing_changed.notified();
            tokio::pin!(changed);
            // From here on no change is missed.
            changed.as_mut().enable();
            match self.enrolled() {
                Ok(enrolled) => tokio::select! {
                    () = listen(&enrolled.caller, WAYS, entropy.as_mut(), &tell) => {}
                    () = &mut changed => {}
                },
                Err(_) => changed.await,
            }
        }
    }

    /// Returns when it is time to exchange: `wake` was told, something waits to be sent that woke
    /// nothing, or the last exchange was long ago.
    pub async fn until_due(&self, wake: &Notify) {
        let mut waited = Duration::ZERO;
        loop {
            let look = self.network().pace.next_look(waited);
            if tokio::time::timeout(look, wake.notified()).await.is_ok() {
                return;
            }
            waited += look;
            let waits = self.has_something_to_send();
            if self.network().pace.is_due(waited, waits) {
                return;
            }
        }
    }

    /// What cannot be read says nothing.
    fn has_something_to_send(&self) -> bool {
        let counts = self
            .enrolled()
            .and_then(|enrolled| Ok(enrolled.journal.with(|journal| journal.counts())?));
        counts.is_ok_and(|counts| counts.ops_unconfirmed > 0 || counts.audit_unconfirmed > 0)
    }

    /// How long to wait for a reason to exchange before exchanging without one.
    #[must_use]
    pub fn next_exchange_in(&self) -> Duration {
        self.network().pace.regular()
    }

    /// How long central asked not to be asked; nothing most of the time.
    #[must_use]
    pub fn held_for(&self) -> Duration {
        let now = self.environment().clock.boot_time();
        self.network().pace.held_for(now)
    }

    /// An exchange failed: remembers when central wants the next.
    pub(crate) fn note_hold(&self, error: &SyncError) {
        if let Some(wait) = error.retry_after() {
            let mut chance = [0; 8];
            (self.environment().entropy)().fill(&mut chance);
            let now = self.environment().clock.boot_time();
            let chance = u64::from_be_bytes(chance);
            self.network().pace.hold(now, wait, chance);
        }
    }
}
