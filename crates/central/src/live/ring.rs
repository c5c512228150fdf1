//! The last news in order. Who reads slower than they come is told so, instead of being waited for.

use std::collections::VecDeque;

use charthold_domain::{ChartId, DeviceId};

/// What was committed, at this central or at another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// A chart has entries up to `seq`.
    Entries {
        /// The chart.
        chart: ChartId,
        /// Its last entry.
        seq: u64,
        /// Who brought them, and needs no hint of it.
        by: DeviceId,
    },
    /// There is a chart that was not there before.
    Registered,
    /// Somebody signed in on a device: its scope may be another.
    Used(DeviceId),
    /// Something that nobody told of here may have been committed, or hints are complete from now on,
    /// or no more.
    Missed,
}

/// What came after a place in the ring.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// This.
    News(Vec<News>),
    /// More than is kept, or the place is not of this ring.
    Lost,
}

/// The last news, each with a number.
#[derive(Default)]
pub(super) struct Ring {
    kept: VecDeque<News>,
    /// Number of the newest; 0 before the first.
    newest: u64,
}

impl Ring {
    /// Kept at most: a busy minute of a large hospital.
    pub(super) const CAPACITY: usize = 4096;

    /// Adds what is new; answers the number of the newest.
    pub(super) fn add(&mut self, news: impl IntoIterator<Item = News>) -> u64 {
        for one in news {
            if self.kept.len() == Self::CAPACITY {
                self.kept.pop_front();
            }
            self.kept.push_back(one);
            self.newest += 1;
        }
        self.newest
    }

    /// Number of the newest.
    pub(super) const fn newest(&self) -> u64 {
        self.newest
    }

    /// What came after number `cursor`.
    pub(super) fn since(&self, cursor: u64) -> Since {
        let missed = self.newest.checked_sub(cursor).map(usize::try_from);
        match missed {
            Some(Ok(missed)) if missed <= self.kept.len() => {
                let known = self.kept.len() - missed;
                Since::News(self.kept.iter().skip(known).copied().collect())
            }
            _ => Since::Lost,
        }
    }
}
