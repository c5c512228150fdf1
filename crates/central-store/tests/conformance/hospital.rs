use charthold_central_store::{Incident, IncidentKind, StoreError};
use charthold_domain::{Unit, UnitId};

use crate::world::World;

pub(crate) async fn a_hospital_is_founded_once(world: &mut World<'_>) {
    assert_eq!(
        world.store.find_hospital().await.unwrap(),
        Some(world.facts.clone())
    );
    let again = world.store.found(&world.facts, world.now).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    let scope = world.store.list_all_charts().await.unwrap();
    assert_eq!(scope.len(), 1, "the facility log is there from the start");
    assert_eq!(scope[0].chart, world.facts.facility_chart);
}

pub(crate) async fn an_epoch_only_grows(world: &mut World<'_>) {
    assert_eq!(world.store.load_epoch().await.unwrap(), 1);
    assert_eq!(world.store.begin_epoch(world.now, 1).await.unwrap(), 2);
    let served = 7;
    let next = world.store.begin_epoch(world.now, served).await.unwrap();
    assert_eq!(
        next, 8,
        "an older copy never takes a number that was served"
    );
    assert_eq!(world.store.begin_epoch(world.now, 0).await.unwrap(), 9);
    assert_eq!(world.store.load_epoch().await.unwrap(), 9);
}

pub(crate) async fn unit_names_are_unique(world: &mut World<'_>) {
    let id = world.unit("4B").await;
    let same = Unit {
        id: UnitId::from_bytes([9; 16]),
        name: "4B".to_owned(),
    };
    assert!(matches!(
        world.store.add_unit(&same).await,
        Err(StoreError::Exists { .. })
    ));
    world.unit("4A").await;
    let units = world.store.list_units().await.unwrap();
    assert_eq!(
        units
            .iter()
            .map(|unit| unit.name.as_str())
            .collect::<Vec<_>>(),
        ["4A", "4B"]
    );
    assert_eq!(units[1].id, id);
}

pub(crate) async fn incidents_come_newest_first(world: &mut World<'_>) {
    let mut recorded = Vec::new();
    for kind in IncidentKind::ALL {
        let chart = Some(world.facts.facility_chart);
        let incident = Incident {
            at: world.now,
            kind,
            device: None,
            chart,
        };
        world.store.record_incident(incident).await.unwrap();
        recorded.insert(0, incident);
    }
    assert_eq!(world.store.list_incidents(100).await.unwrap(), recorded);
    assert_eq!(world.store.list_incidents(1).await.unwrap(), recorded[..1]);
}
