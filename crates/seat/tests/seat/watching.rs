//! A watch that runs for one test, and what it called back with.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use charthold_seat::{Buses, Leaving, watch};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use crate::daemon::address_in;

/// Short, so that a bus that comes late is found at once.
const WAIT: Duration = Duration::from_millis(20);

pub(crate) struct Watching {
    task: JoinHandle<()>,
    called: UnboundedReceiver<Leaving>,
    /// How many callbacks may still end.
    pub(crate) ends: Arc<Semaphore>,
}

impl Watching {
    /// Both buses are the one in `folder`; each callback ends at once.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_with(folder, Semaphore::MAX_PERMITS)
    }

    /// As [`Self::start`], and only so many callbacks end before `ends` is given more.
    pub(crate) fn start_with(folder: &Path, ending: usize) -> Self {
        let address = address_in(folder);
        let buses = Buses {
            system: Some(address.clone()),
            session: Some(address),
            login_session: Some("c7".to_owned()),
            wait: WAIT,
        };
        let (calls, called) = unbounded_channel();
        let ends = Arc::new(Semaphore::new(ending));
        let allowed = Arc::clone(&ends);
        let task = tokio::spawn(async move {
            let on_leaving = |leaving| {
                let (calls, allowed) = (calls.clone(), Arc::clone(&allowed));
                async move {
                    let _ = calls.send(leaving);
                    if let Ok(permit) = allowed.acquire().await {
                        permit.forget();
                    }
                }
            };
            watch(buses, on_leaving).await;
        });
        Self { task, called, ends }
    }

    /// The next callback.
    pub(crate) async fn left(&mut self) -> Leaving {
        self.called.recv().await.expect("the watch goes on")
    }

    /// What was called back and not asked for yet.
    pub(crate) fn unasked(&mut self) -> Vec<Leaving> {
        std::iter::from_fn(|| self.called.try_recv().ok()).collect()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.task.abort();
    }
}
