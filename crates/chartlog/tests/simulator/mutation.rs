//! Rules broken on purpose, one at a time, to see that the invariants notice. They are broken here,
//! between the simulator and the functions of the product: the product has no such switch.

/// A rule that does not hold in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    LastWriterWins,
    NoEpoch,
    NoDedupe,
    AckIsFinal,
    PurgeBeforeDurable,
    RefuseOnScopeLoss,
    AcceptChainGap,
    RestoreWithoutEpoch,
    DropVoid,
    NoDonation,
    QuarantineOutlivesScopeLoss,
    GapOfAForkWaits,
    ParentKeptAsideIsMissing,
}
