//! How much is measured.

/// Counts of one run.
pub(crate) struct Size {
    /// Pairs where a pair takes milliseconds.
    pub(crate) pairs: usize,
    /// Pairs where it takes longer.
    pub(crate) few_pairs: usize,
    /// Charts on the workstation besides those that are opened.
    pub(crate) other_charts: usize,
    /// Charts onto an empty workstation.
    pub(crate) synced_charts: usize,
    /// Directories that are searched: how many patients each has.
    pub(crate) patients: &'static [usize],
    /// How many foreign charts are opened.
    pub(crate) foreign_charts: usize,
    /// Cold starts of the app.
    pub(crate) starts: usize,
    /// Charts opened in the window.
    pub(crate) paints: usize,
}

impl Size {
    /// Of `cargo xtask bench --quick`.
    pub(crate) const QUICK: Self = Self {
        pairs: 21,
        few_pairs: 7,
        other_charts: 17,
        synced_charts: 100,
        patients: &[10_000],
        foreign_charts: 1,
        starts: 5,
        paints: 7,
    };
    /// Of `cargo xtask bench`.
    pub(crate) const WHOLE: Self = Self {
        pairs: 101,
        few_pairs: 15,
        other_charts: 97,
        synced_charts: 1_000,
        patients: &[10_000, 100_000],
        foreign_charts: 2,
        starts: 11,
        paints: 11,
    };
}
