//! The chain a device makes of its own operations in one chart: dense numbers, each bound to the one
//! before. Written offline, it lets central see what was dropped, withheld or written twice.

use crate::{HeaderCore, OpHash};

/// A device's last operation in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceTip {
    /// Its number; 0 before the first.
    pub seq: u64,
    /// Its hash; [`OpHash::NONE`] before the first.
    pub hash: OpHash,
}

impl DeviceTip {
    /// Before the first operation.
    pub const NONE: Self = Self {
        seq: 0,
        hash: OpHash::NONE,
    };

    /// What the operation with this header is to the chain.
    #[must_use]
    pub fn link(&self, core: &HeaderCore) -> Link {
        if core.device_seq > self.seq + 1 {
            return Link::Gap;
        }
        if core.device_seq <= self.seq || core.previous != self.hash {
            return Link::Fork;
        }
        Link::Next
    }
}

/// How an operation stands to its device's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is the next one.
    Next,
    /// Operations before it are missing.
    Gap,
    /// Another operation has its place, or it follows another than the last.
    Fork,
}
