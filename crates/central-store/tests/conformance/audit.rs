use charthold_audit::{AuditHead, Subtype};
use charthold_central_store::IncidentKind;
use charthold_protocol::AuditRefusal;

use crate::world::World;

pub(crate) async fn events_are_taken_in_order_and_once(world: &mut World<'_>) {
    let mut device = world.enrol(&[]).await;
    let events = [
        Subtype::SignedIn,
        Subtype::ChartOpened,
        Subtype::ChartOpened,
    ]
    .map(|subtype| device.event(subtype).1);
    let first = world
        .store
        .ingest(&world.ingesting(&device, &events[..1]))
        .await
        .unwrap();
    assert_eq!((first.head, first.refusal), (events[0].head(), None));
    for _ in 0..2 {
        let all = world
            .store
            .ingest(&world.ingesting(&device, &events))
            .await
            .unwrap();
        assert_eq!((all.head, all.refusal), (device.audit_head(), None));
    }
    assert_eq!(
        world.store.load_audit_head(device.id).await.unwrap(),
        device.audit_head()
    );
    let opened = world
        .store
        .count_events(device.id, Subtype::ChartOpened)
        .await
        .unwrap();
    assert_eq!(opened, 2);
    let page = world.store.read_audit(device.id, 1, 1).await.unwrap();
    assert_eq!(page.events[0].event, events[1]);
    assert_eq!(page.head.seq, 3);
}

pub(crate) async fn a_gap_in_the_events_is_refused(world: &mut World<'_>) {
    let mut device = world.enrol(&[]).await;
    let events = [1, 2, 3].map(|_| device.event(Subtype::ChartOpened).1);
    world
        .store
        .ingest(&world.ingesting(&device, &events[..1]))
        .await
        .unwrap();
    let refused = world
        .store
        .ingest(&world.ingesting(&device, &events[2..]))
        .await
        .unwrap();
    assert_eq!(refused.refusal, Some(AuditRefusal::Gap));
    assert_eq!(refused.head.seq, 1, "the head says from where to send");
    assert!(world.store.list_incidents(10).await.unwrap().is_empty());
}

pub(crate) async fn a_fork_of_the_events_is_an_incident(world: &mut World<'_>) {
    let mut device = world.enrol(&[]).await;
    let events = [1, 2].map(|_| device.event(Subtype::ChartOpened).1);
    world
        .store
        .ingest(&world.ingesting(&device, &events))
        .await
        .unwrap();
    device.set_audit_head(events[0].head());
    let other = [Subtype::Locked, Subtype::Unlocked].map(|subtype| device.event(subtype).1);
    for fork in [&other[..1], &other[1..]] {
        let refused = world
            .store
            .ingest(&world.ingesting(&device, fork))
            .await
            .unwrap();
        assert_eq!(refused.refusal, Some(AuditRefusal::Fork));
        assert_eq!(refused.head, events[1].head());
    }
    let incidents = world.store.list_incidents(10).await.unwrap();
    let fork = |incident: &charthold_central_store::Incident| {
        incident.kind == IncidentKind::AuditFork && incident.device == Some(device.id)
    };
    assert_eq!(
        incidents.iter().filter(|incident| fork(incident)).count(),
        2
    );
}

pub(crate) async fn another_devices_event_is_damaged(world: &mut World<'_>) {
    let (mut device, mut other) = (world.enrol(&[]).await, world.enrol(&[]).await);
    let (event, foreign) = other.event(Subtype::ChartOpened);
    let refused = world
        .store
        .ingest(&world.ingesting(&device, &[foreign]))
        .await
        .unwrap();
    assert_eq!(
        refused.refusal,
        Some(AuditRefusal::Damaged),
        "signed by another"
    );
    let resigned = device.seal(&event);
    let refused = world
        .store
        .ingest(&world.ingesting(&device, &[resigned]))
        .await
        .unwrap();
    assert_eq!(refused.refusal, Some(AuditRefusal::Damaged), "of another");
    assert_eq!(refused.head, AuditHead::EMPTY);
    let kinds = world.store.list_incidents(10).await.unwrap();
    assert!(
        kinds
            .iter()
            .all(|incident| incident.kind == IncidentKind::AuditDamaged)
    );
    assert_eq!(kinds.len(), 2);
}

pub(crate) async fn an_event_explains_only_its_own_device(world: &mut World<'_>) {
    let (mut device, other) = (world.enrol(&[]).await, world.enrol(&[]).await);
    let (event, sealed) = device.event(Subtype::ChartOpened);
    assert!(
        world
            .store
            .find_explanation(device.id, event.id)
            .await
            .unwrap()
            .is_none()
    );
    world
        .store
        .ingest(&world.ingesting(&device, &[sealed]))
        .await
        .unwrap();
    let found = world
        .store
        .find_explanation(device.id, event.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.id, found.person, found.at),
        (event.id, event.person, event.at)
    );
    assert!(
        world
            .store
            .find_explanation(other.id, event.id)
            .await
            .unwrap()
            .is_none()
    );
}
