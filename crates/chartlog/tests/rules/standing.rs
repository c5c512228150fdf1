//! What became of an operation, and what may follow from it.

use charthold_chartlog::{
    Attention, OpState, QuarantineReason, Safekeeping, VoidReason, may_purge,
};

const REASONS: [QuarantineReason; 4] = [
    QuarantineReason::DeviceRevoked,
    QuarantineReason::OutOfScope,
    QuarantineReason::ForkedDevice,
    QuarantineReason::BadSignature,
];
const CONFIRMED: OpState = OpState::Confirmed { seq: 5 };
const VOID: OpState = OpState::Void {
    seq: 5,
    reason: VoidReason::AlreadySigned,
};

fn aside(reason: QuarantineReason) -> OpState {
    OpState::Quarantined { reason }
}

#[test]
fn only_what_is_not_confirmed_and_not_kept_aside_is_sent() {
    assert!(OpState::Unconfirmed.is_to_send());
    for state in [CONFIRMED, VOID].into_iter().chain(REASONS.map(aside)) {
        assert!(!state.is_to_send(), "{state:?}");
    }
}

#[test]
fn an_answer_never_takes_back_what_the_chain_confirmed() {
    for reason in REASONS {
        assert_eq!(OpState::Unconfirmed.hinted(reason), aside(reason));
        assert_eq!(CONFIRMED.hinted(reason), CONFIRMED);
        assert_eq!(VOID.hinted(reason), VOID);
    }
}

#[test]
fn what_was_kept_aside_for_want_of_scope_is_offered_again_in_scope() {
    for reason in REASONS {
        let after = aside(reason).in_scope();
        let expected = match reason {
            QuarantineReason::OutOfScope => OpState::Unconfirmed,
            _ => aside(reason),
        };
        assert_eq!(after, expected);
    }
}

#[test]
fn a_new_epoch_keeps_what_is_proven_and_nothing_else() {
    assert_eq!(CONFIRMED.in_new_epoch(5), CONFIRMED);
    assert_eq!(VOID.in_new_epoch(5), VOID);
    assert_eq!(CONFIRMED.in_new_epoch(4), OpState::Unconfirmed);
    assert_eq!(
        VOID.in_new_epoch(4),
        OpState::Unconfirmed,
        "it may be first this time"
    );
    for reason in REASONS {
        assert_eq!(
            aside(reason).in_new_epoch(9),
            OpState::Unconfirmed,
            "the mark went with it"
        );
    }
}

#[test]
fn an_author_is_told_of_what_has_no_effect_and_of_what_is_reviewed() {
    assert_eq!(VOID.attention(), Some(Attention::WithoutEffect));
    assert_eq!(
        aside(QuarantineReason::OutOfScope).attention(),
        Some(Attention::UnderReview)
    );
    assert_eq!(CONFIRMED.attention(), None);
    assert_eq!(OpState::Unconfirmed.attention(), None);
}

#[test]
fn only_what_central_cannot_lose_may_go() {
    assert!(may_purge(Safekeeping::Durable));
    assert!(!may_purge(Safekeeping::Accepted), "a restore may lose it");
    assert!(!may_purge(Safekeeping::Missing));
}

#[test]
fn a_chart_is_as_safe_as_the_least_safe_of_it() {
    assert_eq!(Safekeeping::of_chart(7, 7, 0), Safekeeping::Durable);
    assert_eq!(Safekeeping::of_chart(7, 9, 0), Safekeeping::Durable);
    assert_eq!(Safekeeping::of_chart(7, 6, 0), Safekeeping::Accepted);
    assert_eq!(Safekeeping::of_chart(7, 7, 1), Safekeeping::Missing);
}
