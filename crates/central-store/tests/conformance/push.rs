use charthold_central_store::{IncidentKind, SignatureCheck, Use, WithdrawalReason};
use charthold_chartlog::{Class, OpHash, QuarantineReason, VoidReason};
use charthold_domain::OpId;
use charthold_protocol::{DeviceStatus, OpOutcome};

use crate::world::{Says, World};

async fn incidents(world: &World<'_>) -> Vec<IncidentKind> {
    let found = world.store.list_incidents(100).await.unwrap();
    found.into_iter().map(|incident| incident.kind).collect()
}

pub(crate) async fn operations_get_dense_numbers(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut one, mut two) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let (a, b) = (one.write(chart), one.write(chart));
    let taken = world.push(one.id, &[&a, &b]).await;
    assert_eq!(
        taken,
        [
            OpOutcome::Accepted { seq: 1 },
            OpOutcome::Accepted { seq: 2 }
        ]
    );
    let c = two.write(chart);
    assert_eq!(
        world.push(two.id, &[&c]).await,
        [OpOutcome::Accepted { seq: 3 }]
    );
    let page = world.store.read_log(chart, 0, 10).await.unwrap();
    let hashes: Vec<OpHash> = page
        .entries
        .iter()
        .map(|entry| entry.entry.op_hash)
        .collect();
    assert_eq!(hashes, [a.hash(), b.hash(), c.hash()]);
    assert_eq!(page.head.seq, 3);
    assert_eq!(page.head.hash, page.entries[2].chain_hash);
}

pub(crate) async fn the_same_push_twice_changes_nothing(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let (a, b) = (device.write(chart), device.write(chart));
    world.push(device.id, &[&a, &b]).await;
    let before = world.store.read_log(chart, 0, 10).await.unwrap().head;
    let again = world.push(device.id, &[&a, &b, &a]).await;
    assert_eq!(again[0], OpOutcome::Duplicate { seq: 1 });
    assert_eq!(again[1], OpOutcome::Duplicate { seq: 2 });
    assert_eq!(again[2], OpOutcome::Duplicate { seq: 1 });
    assert_eq!(
        world.store.read_log(chart, 0, 10).await.unwrap().head,
        before
    );
    assert_eq!(incidents(world).await, []);
}

pub(crate) async fn a_gap_names_the_first_wanted(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let (a, b, c) = (
        device.write(chart),
        device.write(chart),
        device.write(chart),
    );
    assert_eq!(
        world.push(device.id, &[&c]).await,
        [OpOutcome::Gap { expected: 1 }]
    );
    world.push(device.id, &[&a]).await;
    assert_eq!(
        world.push(device.id, &[&c]).await,
        [OpOutcome::Gap { expected: 2 }]
    );
    let taken = world.push(device.id, &[&b, &c]).await;
    assert_eq!(
        taken,
        [
            OpOutcome::Accepted { seq: 2 },
            OpOutcome::Accepted { seq: 3 }
        ]
    );
}

pub(crate) async fn a_missing_parent_is_named(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut one, mut two) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let a = one.write(chart);
    let parent = a.core().op;
    let b = two.say(
        chart,
        Says {
            parents: vec![parent],
            ..Says::default()
        },
    );
    assert_eq!(
        world.push(two.id, &[&b]).await,
        [OpOutcome::MissingParent { parent }]
    );
    let taken = world.push(two.id, &[&a, &b]).await;
    assert_eq!(
        taken,
        [
            OpOutcome::Accepted { seq: 1 },
            OpOutcome::Accepted { seq: 2 }
        ],
        "a parent earlier in the same push counts, whoever wrote it"
    );
}

pub(crate) async fn a_push_of_many_charts_is_taken_whole(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let mut device = world.enrol(&[unit]).await;
    let mut operations = Vec::new();
    for _ in 0..20 {
        let chart = world.chart(unit).await;
        operations.extend((0..5).map(|_| device.write(chart)));
    }
    let all: Vec<_> = operations.iter().collect();
    let taken = world.push(device.id, &all).await;
    let expected = (0..100).map(|n| OpOutcome::Accepted { seq: n % 5 + 1 });
    assert!(
        taken.into_iter().eq(expected),
        "numbers are each chart's own"
    );
}

pub(crate) async fn a_second_signature_is_void(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut one, mut two) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let signed = Says {
        class: Class::Signed,
        ..Says::default()
    };
    let (a, b) = (one.say(chart, signed.clone()), two.say(chart, signed));
    assert_eq!(
        world.push(one.id, &[&a]).await,
        [OpOutcome::Accepted { seq: 1 }]
    );
    let reason = VoidReason::AlreadySigned;
    assert_eq!(
        world.push(two.id, &[&b]).await,
        [OpOutcome::Void { seq: 2, reason }]
    );
    let page = world.store.read_log(chart, 1, 10).await.unwrap();
    assert_eq!(page.entries[0].entry.void, Some(reason));
}

pub(crate) async fn an_id_used_twice_is_an_incident(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let op = OpId::from_bytes([6; 16]);
    let a = device.say_as(chart, op, Says::default());
    let b = device.say_as(
        chart,
        op,
        Says {
            text: "y".to_owned(),
            ..Says::default()
        },
    );
    let taken = world.push(device.id, &[&a, &b]).await;
    assert_eq!(taken, [OpOutcome::Accepted { seq: 1 }, OpOutcome::IdReused]);
    assert_eq!(incidents(world).await, [IncidentKind::OpIdReused]);
}

pub(crate) async fn a_forked_device_is_quarantined(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let (a, b) = (device.write(chart), device.write(chart));
    world.push(device.id, &[&a, &b]).await;
    device.go_back(chart, 1, a.hash());
    let other = device.say(
        chart,
        Says {
            text: "other".to_owned(),
            ..Says::default()
        },
    );
    let reason = QuarantineReason::ForkedDevice;
    for _ in 0..2 {
        let taken = world.push(device.id, &[&other]).await;
        assert_eq!(taken, [OpOutcome::Quarantined { reason }]);
    }
    assert_eq!(
        incidents(world).await,
        [IncidentKind::ForkedDevice],
        "told once"
    );
    assert_eq!(
        world.store.list_quarantine(10).await.unwrap().len(),
        1,
        "kept once"
    );
}

pub(crate) async fn the_rest_of_a_forked_branch_is_quarantined(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let (a, b) = (device.write(chart), device.write(chart));
    world.push(device.id, &[&a, &b]).await;
    device.go_back(chart, 1, a.hash());
    let branch: Vec<_> = (0..4)
        .map(|n| {
            let text = format!("other {n}");
            device.say(
                chart,
                Says {
                    text,
                    ..Says::default()
                },
            )
        })
        .collect();
    let reason = QuarantineReason::ForkedDevice;
    let taken = world
        .push(device.id, &branch.iter().collect::<Vec<_>>())
        .await;
    assert_eq!(
        taken,
        vec![OpOutcome::Quarantined { reason }; 4],
        "what comes after a place in a quarantined branch does not wait for it"
    );
    let chain = world.store.read_log(chart, 0, 10).await.unwrap();
    assert_eq!(chain.head.seq, 2, "nothing of the branch is in the chain");
}

pub(crate) async fn a_parent_that_is_kept_aside_is_not_missing(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut one, mut two) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let a = one.write(chart);
    world.push(one.id, &[&a]).await;
    one.go_back(chart, 0, OpHash::NONE);
    let aside = one.say(
        chart,
        Says {
            text: "other".to_owned(),
            ..Says::default()
        },
    );
    let unsigned = two.write(chart);
    world.push(one.id, &[&aside]).await;
    let bad = SignatureCheck::DoesNotHold;
    world
        .offer(one.id, DeviceStatus::Active, bad, &[&unsigned])
        .await;
    let mut three = world.enrol(&[unit]).await;
    let mut on = |parent: OpId| {
        three.say(
            chart,
            Says {
                parents: vec![parent],
                ..Says::default()
            },
        )
    };
    let (first, second) = (on(aside.core().op), on(unsigned.core().op));
    let parent = unsigned.core().op;
    assert_eq!(
        world.push(three.id, &[&first, &second]).await,
        [
            OpOutcome::Accepted { seq: 2 },
            OpOutcome::MissingParent { parent }
        ],
        "central has the one; the other, nobody signed"
    );
}

pub(crate) async fn a_bad_signature_is_quarantined_once(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let a = device.write(chart);
    let bad = SignatureCheck::DoesNotHold;
    let reason = QuarantineReason::BadSignature;
    for _ in 0..2 {
        let taken = world
            .offer(device.id, DeviceStatus::Active, bad, &[&a])
            .await;
        assert_eq!(taken, [OpOutcome::Quarantined { reason }]);
    }
    assert_eq!(incidents(world).await, [IncidentKind::BadSignature]);
}

pub(crate) async fn a_withdrawn_donor_is_quarantined(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let a = device.write(chart);
    let taken = world
        .offer(
            device.id,
            DeviceStatus::Revoked,
            SignatureCheck::Holds,
            &[&a],
        )
        .await;
    let reason = QuarantineReason::DeviceRevoked;
    assert_eq!(taken, [OpOutcome::Quarantined { reason }]);
    let kept = world.store.list_quarantine(10).await.unwrap();
    assert_eq!(
        (kept[0].op, kept[0].donor, kept[0].reason),
        (a.core().op, device.id, reason)
    );
    assert_eq!(
        world.store.read_log(chart, 0, 10).await.unwrap().head.seq,
        0
    );
}

pub(crate) async fn out_of_scope_waits_in_quarantine_until_it_is_in_scope(world: &mut World<'_>) {
    let (near, far) = (world.unit("4B").await, world.unit("5A").await);
    let chart = world.chart(far).await;
    let mut device = world.enrol(&[near]).await;
    let a = device.write(chart);
    let reason = QuarantineReason::OutOfScope;
    assert_eq!(
        world.push(device.id, &[&a]).await,
        [OpOutcome::Quarantined { reason }]
    );
    assert_eq!(world.store.list_quarantine(10).await.unwrap().len(), 1);

    let person = world.person("tberg", &[far]).await;
    let made = Use {
        device: device.id,
        person: person.id,
        at: world.now,
    };
    world.store.record_use(made).await.unwrap();
    assert_eq!(
        world.push(device.id, &[&a]).await,
        [OpOutcome::Accepted { seq: 1 }]
    );
    assert_eq!(
        world.store.list_quarantine(10).await.unwrap(),
        [],
        "nothing waits any more"
    );
}

pub(crate) async fn any_device_may_give_back_what_it_holds(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut lost, finder) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let a = lost.write(chart);
    world
        .store
        .revoke_device(lost.id, WithdrawalReason::Lost, world.now)
        .await
        .unwrap();
    assert_eq!(
        world.push(finder.id, &[&a]).await,
        [OpOutcome::Accepted { seq: 1 }]
    );
}
