//! Listening for hints, for as long as the workstation runs: a line to central in one of three ways,
//! and a new one when it ends. What is heard is never used for anything but to exchange sooner.

mod backoff;
mod connection;
mod course;
mod events;

use std::time::Duration;

use charthold_crypto::Entropy;
use tokio::time::{Instant, timeout};

use crate::Caller;
use connection::{Connection, Heard, Lost};
use course::{Course, Ended};

pub use course::{WAYS, Way};

/// What whoever listens is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveEvent {
    /// The line stands, or tells of more or less than before. What was missed is found by an exchange.
    Up {
        /// Everything is told that any central on the store takes.
        complete: bool,
    },
    /// Something may be new.
    News,
    /// The line is gone.
    Down,
}

/// Opening a line and hearing the first message takes no longer than this.
const OPENING: Duration = Duration::from_secs(40);
/// A line on which nothing was heard for two keepalives and a bit is dead.
const SILENCE: Duration = Duration::from_secs(150);
/// How long to poll before a better way is tried again.
const POLLING: Duration = Duration::from_secs(30 * 60);

/// Listens in one of `ways`, the best first, and tells `tell`. Never ends; may be dropped at any time.
pub async fn listen(
    caller: &Caller,
    ways: &[Way],
    entropy: &mut (dyn Entropy + '_),
    tell: &(dyn Fn(LiveEvent) + Send + Sync),
) {
    let mut course = Course::over(ways);
    loop {
        let ended = follow(caller, course.way(), tell).await;
        let mut chance = [0; 8];
        entropy.fill(&mut chance);
        let wait = course.turn(ended, u64::from_be_bytes(chance));
        tokio::time::sleep(wait).await;
    }
}

/// One line from beginning to end.
async fn follow(caller: &Caller, way: Way, tell: &(dyn Fn(LiveEvent) + Send + Sync)) -> Ended {
    let (mut connection, mut complete) = match timeout(OPENING, begin(caller, way)).await {
        Ok(Ok((connection, complete))) => {
            tell(LiveEvent::Up { complete });
            (connection, complete)
        }
        Ok(Err(Lost { asked })) => return Ended::Unheard { asked },
        Err(_) => return Ended::Unheard { asked: None },
    };
    let began = Instant::now();
    let asked = loop {
        match timeout(SILENCE, connection.next()).await {
            Ok(Ok(Heard::Hints(hints))) if hints.are_complete() != complete => {
                complete = hints.are_complete();
                tell(LiveEvent::Up { complete });
            }
            Ok(Ok(Heard::Hints(hints))) if !hints.hints.is_empty() => tell(LiveEvent::News),
            Ok(Ok(_)) => {}
            Ok(Err(Lost { asked })) => break asked,
            Err(_) => break None,
        }
        if way == Way::Poll && began.elapsed() > POLLING {
            break None;
        }
    };
    tell(LiveEvent::Down);
    Ended::Heard {
        lasted: began.elapsed(),
        asked,
    }
}

/// A line on which the first message came, and whether it tells of everything.
async fn begin(caller: &Caller, way: Way) -> Result<(Connection<'_>, bool), Lost> {
    let mut connection = Connection::open(caller, way).await?;
    loop {
        if let Heard::Hints(hints) = connection.next().await? {
            return Ok((connection, hints.are_complete()));
        }
    }
}

#[cfg(test)]
mod tests;
