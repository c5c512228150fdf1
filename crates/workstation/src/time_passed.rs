//! The least time that must have passed: a clock that is set back gives nobody their days without central again. What lies
//! between two readings of the boot clock cannot be set; while the machine was off, the wall clock is all there is.

use std::time::Duration;

use charthold_domain::{BootTime, Clock, Timestamp};
use charthold_store::{Journal, StoreError};

/// Now, and never before what is kept with the time that passed since.
pub(crate) fn sure_now(journal: &Journal, clock: &dyn Clock) -> Result<Timestamp, StoreError> {
    let kept = journal.setting(SETTING)?;
    let kept = kept.as_deref().and_then(Kept::parse);
    Ok(match kept {
        Some(kept) => kept.at_least(clock.boot_time()).max(clock.now()),
        None => clock.now(),
    })
}

/// Keeps that it is `now`.
pub(crate) fn keep(
    journal: &mut Journal,
    now: Timestamp,
    clock: &dyn Clock,
) -> Result<(), StoreError> {
    let kept = Kept {
        at: now,
        boot: clock.boot_time(),
    };
    journal.set_setting(SETTING, &kept.text())
}

/// A moment by both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    at: Timestamp,
    boot: BootTime,
}

impl Kept {
    /// A boot clock that shows less began anew meanwhile: at least what it shows has passed.
    fn at_least(self, boot: BootTime) -> Timestamp {
        let passed = if boot >= self.boot {
            boot.since(self.boot)
        } else {
            boot.0
        };
        self.at.plus(passed)
    }

    fn text(self) -> String {
        format!("{} {}", self.at.as_millis(), self.boot.0.as_millis())
    }

    fn parse(text: &str) -> Option<Self> {
        let (at, boot) = text.split_once(' ')?;
        Some(Self {
            at: Timestamp::from_millis(at.parse().ok()?),
            boot: BootTime(Duration::from_millis(boot.parse().ok()?)),
        })
    }
}

const SETTING: &str = "time_passed";

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        Kept {
            at: Timestamp::from_millis(1_000_000),
            boot: BootTime(Duration::from_secs(500)),
        }
    }

    #[test]
    fn what_the_boot_clock_ran_has_passed() {
        let later = BootTime(Duration::from_secs(560));
        assert_eq!(kept().at_least(later), Timestamp::from_millis(1_060_000));
    }

    #[test]
    fn after_a_boot_what_it_shows_has_passed() {
        let anew = BootTime(Duration::from_secs(30));
        assert_eq!(kept().at_least(anew), Timestamp::from_millis(1_030_000));
    }

    #[test]
    fn it_is_kept_as_text() {
        assert_eq!(Kept::parse(&kept().text()), Some(kept()));
        assert_eq!(Kept::parse("yesterday"), None);
    }
}
