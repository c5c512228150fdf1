//! Charts nobody touches, beside the ward's in the same central: a hundred operations each, of the sizes real ones have.
//! Content and signatures are chance.

mod cluster;
mod file;

use anyhow::Result;

pub(super) use cluster::OfCluster;
pub(super) use file::OfFile;

/// A store that is being filled.
pub(super) trait Filling {
    /// Adds charts until there are so many.
    ///
    /// # Errors
    /// When the disk is full.
    fn grow_to(&mut self, charts: u32) -> Result<Filled>;
}

/// What is in it now.
pub(super) struct Filled {
    pub(super) operations: u32,
    pub(super) bytes: u64,
}

/// Operations of each chart.
const OPERATIONS: u32 = 100;
const RECEIVED_AT: i64 = 1_790_000_000_000;
