use charthold_central_store::{KnownUse, Registration, StoreError, Use};
use charthold_crypto::SigningSecret;
use charthold_domain::{ChartId, PersonId, UnitId};
use charthold_protocol::ChartKind;

use crate::world::{Counted, World};

fn registration(world: &mut World<'_>, blind_index: [u8; 32], unit: UnitId) -> Registration {
    Registration {
        blind_index,
        unit,
        chart: ChartId::from_bytes(world.bytes()),
        at: world.now,
    }
}

pub(crate) async fn a_patient_has_one_chart(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let first = registration(world, [5; 32], unit);
    let made = world.store.register(&first).await.unwrap();
    assert_eq!((made.chart, made.created), (first.chart, true));
    let again = registration(world, [5; 32], unit);
    let found = world.store.register(&again).await.unwrap();
    assert_eq!((found.chart, found.created), (first.chart, false));
    let other = registration(world, [6; 32], unit);
    assert!(world.store.register(&other).await.unwrap().created);
    let nowhere = registration(world, [7; 32], UnitId::from_bytes([9; 16]));
    let refused = world.store.register(&nowhere).await;
    assert!(matches!(refused, Err(StoreError::Absent { .. })));
}

pub(crate) async fn a_chart_that_was_lost_is_registered_under_its_old_id(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let lost = registration(world, [5; 32], unit);
    let taken = world.store.register(&lost).await.unwrap();
    assert_eq!((taken.chart, taken.created), (lost.chart, true));
    let known = world.store.list_charts(&[lost.chart]).await.unwrap();
    assert_eq!(
        (known[0].blind_index, known[0].at),
        (Some(lost.blind_index), lost.at)
    );
    let another_patients = Registration {
        blind_index: [6; 32],
        ..lost
    };
    let refused = world.store.register(&another_patients).await;
    assert!(matches!(refused, Err(StoreError::Absent { .. })));
}

pub(crate) async fn asking_does_not_move_a_patient(world: &mut World<'_>) {
    let (there, here) = (world.unit("5A").await, world.unit("4B").await);
    let first = registration(world, [5; 32], there);
    world.store.register(&first).await.unwrap();
    let asked = registration(world, [5; 32], here);
    world.store.register(&asked).await.unwrap();
    let known = world.store.list_charts(&[first.chart]).await.unwrap();
    assert_eq!(
        (known[0].kind, known[0].unit),
        (ChartKind::Patient, Some(there))
    );
}

pub(crate) async fn scope_is_the_codes_units_and_the_peoples(world: &mut World<'_>) {
    let (code, person_unit, far) = (
        world.unit("4A").await,
        world.unit("4B").await,
        world.unit("5A").await,
    );
    let of_code = world.chart(code).await;
    let of_person = world.chart(person_unit).await;
    let elsewhere = world.chart(far).await;
    let device = world.enrol(&[code]).await;
    let scope = async |world: &World<'_>| -> Vec<ChartId> {
        let scope = world.store.list_scope(device.id).await.unwrap();
        scope.into_iter().map(|scoped| scoped.chart).collect()
    };
    let before = scope(world).await;
    assert!(before.contains(&world.facts.facility_chart) && before.contains(&of_code));
    assert_eq!(before.len(), 2);

    let person = world.person("tberg", &[person_unit, code]).await;
    let made = Use {
        device: device.id,
        person: person.id,
        at: world.now,
    };
    assert!(
        !world.store.record_use(made).await.unwrap(),
        "no key of theirs is registered yet"
    );
    let after = scope(world).await;
    assert!(after.contains(&of_person) && !after.contains(&elsewhere));
    assert_eq!(after.len(), 3, "a chart that is in scope twice comes once");

    let key = SigningSecret::make(&mut Counted(7)).public();
    let known = async || world.store.find_use(device.id, person.id).await.unwrap();
    assert_eq!(known().await.unwrap().person_key, None);
    world
        .store
        .record_person_key(device.id, person.id, &key)
        .await
        .unwrap();
    assert!(world.store.record_use(made).await.unwrap());
    let expected = KnownUse {
        signed_in_at: made.at,
        person_key: Some(key),
    };
    assert_eq!(known().await, Some(expected));
    let stranger = PersonId::from_bytes([9; 16]);
    assert_eq!(
        world.store.find_use(device.id, stranger).await.unwrap(),
        None
    );
}
