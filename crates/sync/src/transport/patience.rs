//! How long to wait for central. A line that stands and carries nothing is no line, and whoever waits for it is told so.

use std::future::Future;
use std::time::Duration;

use crate::SyncError;

/// The times after which a request has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until TCP and TLS stand.
    pub connect: Duration,
    /// From the end of a request to the first byte of its answer, and between the bytes of that.
    pub silence: Duration,
    /// For a request and its answer, whatever arrives of it.
    pub whole: Duration,
}

impl Patience {
    /// What the product has.
    pub const STANDARD: Self = Self {
        connect: Duration::from_secs(5),
        // Central answers in milliseconds, and within seconds when its disk or its database is slow.
        silence: Duration::from_secs(15),
        // The largest batch at the slowest rate, and a silence: who sends a byte now and then holds nobody for longer.
        whole: Duration::from_secs(90),
    };

    /// How long to wait for the first byte of the answer to a request of so many: nobody sees how far a request has got, so
    /// that a large one is given the time a slow line takes for it.
    pub(super) fn first_byte(&self, bytes: usize) -> Duration {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.connect + self.silence + Duration::from_secs(1) * bytes / SLOWEST_BYTES_PER_S
    }
}

/// A line slower than this, half a megabit, counts as silent.
const SLOWEST_BYTES_PER_S: u32 = 64 << 10;

/// What `work` comes to, unless it takes longer than `span`.
pub(super) async fn within<T>(
    span: Duration,
    work: impl Future<Output = Result<T, SyncError>>,
) -> Result<T, SyncError> {
    match tokio::time::timeout(span, work).await {
        Ok(done) => done,
        Err(_) => Err(SyncError::TimedOut),
    }
}
