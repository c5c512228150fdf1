//! What follows what: chains of devices, places in a server's chain, epochs.

use charthold_chartlog::{
    ChainEntry, Contact, Head, OpHash, Place, VoidReason, contact, extend, next_epoch, place,
    shorter,
};
use proptest::prelude::*;

/// The heads of a chain, the empty one first.
fn heads(operations: &[u8]) -> Vec<Head> {
    let mut heads = vec![Head::EMPTY];
    for (n, byte) in operations.iter().enumerate() {
        let entry = ChainEntry {
            seq: u64::try_from(n).expect("few") + 1,
            op_hash: OpHash([*byte; 32]),
            void: (byte % 5 == 0).then_some(VoidReason::AlreadySigned),
        };
        let head = extend(heads.last().expect("the empty one"), &entry);
        heads.push(head.expect("it is the next"));
    }
    heads
}

fn place_in(chain: &[Head], given: &Head) -> Place {
    let held = usize::try_from(given.seq).ok().and_then(|at| chain.get(at));
    place(
        given,
        chain.last().expect("the empty one"),
        held.map(|head| head.hash),
    )
}

#[test]
fn every_head_a_chain_has_had_is_behind_and_the_last_is_current() {
    let chain = heads(&[1, 2, 3]);
    assert_eq!(place_in(&chain, &chain[3]), Place::Current);
    for head in &chain[..3] {
        assert_eq!(place_in(&chain, head), Place::Behind, "{head:?}");
    }
    assert_eq!(
        place_in(&heads(&[]), &Head::EMPTY),
        Place::Current,
        "an empty chain"
    );
}

#[test]
fn a_head_of_another_chain_or_beyond_the_end_has_diverged() {
    let chain = heads(&[1, 2, 3]);
    let longer = heads(&[1, 2, 3, 4]);
    let other = heads(&[1, 9, 3]);
    for head in [longer[4], other[2], other[3]] {
        assert_eq!(place_in(&chain, &head), Place::Diverged, "{head:?}");
    }
    let no_head = Head {
        seq: 0,
        hash: [9; 32],
    };
    assert_eq!(
        place_in(&chain, &no_head),
        Place::Diverged,
        "nothing has one hash only"
    );
    assert_eq!(
        place(&chain[2], &chain[3], None),
        Place::Diverged,
        "central cannot show it"
    );
}

#[test]
fn another_epoch_is_a_new_one_even_when_its_number_is_lower() {
    assert_eq!(contact(3, 3), Contact::SameEpoch);
    assert_eq!(contact(3, 4), Contact::NewEpoch);
    assert_eq!(
        contact(3, 2),
        Contact::NewEpoch,
        "an older copy was put back"
    );
}

#[test]
fn the_same_copy_put_back_twice_begins_two_epochs() {
    let first = next_epoch(1, 1);
    let second = next_epoch(1, first);
    assert_eq!(
        (first, second),
        (2, 3),
        "a number never stands for two lives"
    );
}

proptest! {
    #[test]
    fn going_back_by_halves_ends_in_a_prefix_both_have(
        common in prop::collection::vec(0_u8..99, 0..40),
        here in prop::collection::vec(100_u8..199, 0..40),
        there in prop::collection::vec(200_u8.., 0..40),
    ) {
        let held = heads(&[common.clone(), here.clone()].concat());
        let server = heads(&[common.clone(), there].concat());
        let mut seq = u64::try_from(held.len()).expect("few") - 1;
        let mut asked = 1;
        while place_in(&server, &held[usize::try_from(seq).expect("few")]) == Place::Diverged {
            seq = shorter(seq);
            asked += 1;
        }
        let found = usize::try_from(seq).expect("few");
        prop_assert!(found <= common.len(), "it is common");
        let is_long = asked == 1 || found >= common.len().div_ceil(2);
        prop_assert!(is_long, "and at least half of what is common");
        prop_assert!(asked <= 8, "in a few questions");
    }
}
