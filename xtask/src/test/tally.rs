//! How many tests passed, failed and were skipped, and what the failed ones said.

use std::{fmt, ops::AddAssign};

/// Counts of one part, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// A failed test and the beginning of what it said, each.
    pub(crate) complaints: Vec<String>,
}

impl Tally {
    /// What a part counts as that could not be run or read.
    pub(crate) const FAILED_TO_RUN: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
        complaints: Vec::new(),
    };

    /// Something passed and nothing failed: no tests at all is not good.
    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// The tally of a runner that ended with `success`: when it did not although no test failed, it broke down
    /// between tests, and that is a failure too.
    pub(crate) fn with_verdict(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.complaints.extend(other.complaints);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}
