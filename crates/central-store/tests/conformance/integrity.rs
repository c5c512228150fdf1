use charthold_audit::Subtype;
use charthold_central_store::verify;

use crate::world::World;

pub(crate) async fn an_untouched_store_verifies(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let mut device = world.enrol(&[unit]).await;
    for _ in 0..3 {
        let chart = world.chart(unit).await;
        let operations = [device.write(chart), device.write(chart)];
        world
            .push(device.id, &operations.iter().collect::<Vec<_>>())
            .await;
    }
    let events = [1, 2, 3].map(|_| device.event(Subtype::ChartOpened).1);
    world
        .store
        .ingest(&world.ingesting(&device, &events))
        .await
        .unwrap();
    let found = verify(world.store).await.unwrap();
    assert_eq!(
        (found.charts, found.entries),
        (4, 6),
        "the facility log is empty and counts"
    );
    assert_eq!((found.devices, found.events), (1, 3));
    assert_eq!(found.damage, []);
}
