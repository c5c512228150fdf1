use charthold_central_store::{Extent, StoreError};
use charthold_domain::ChartId;
use charthold_protocol::Durable;

use crate::world::{Workstation, World};

/// A chart with two operations, and who wrote them.
async fn written(world: &mut World<'_>) -> (ChartId, Workstation) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut author = world.enrol(&[unit]).await;
    let operations = [author.write(chart), author.write(chart)];
    world
        .push(author.id, &operations.iter().collect::<Vec<_>>())
        .await;
    (chart, author)
}

async fn durable(world: &World<'_>, chart: ChartId) -> Durable {
    world.store.durable(&[chart]).await.unwrap()
}

pub(crate) async fn what_a_backup_has_is_durable(world: &mut World<'_>) {
    let (chart, mut author) = written(world).await;
    assert_eq!(durable(world, chart).await, Durable::default());
    assert_eq!(world.store.last_backup().await.unwrap(), 0);
    let extent = world.store.measure().await.unwrap();
    assert_eq!(extent.charts, [(chart, 2)], "the facility's log is empty");
    let later = author.write(chart);
    world.push(author.id, &[&later]).await;
    let number = world.store.note_backup(&extent, world.now).await.unwrap();
    assert_eq!((number, world.store.last_backup().await.unwrap()), (1, 1));
    let kept = Durable {
        backup: 1,
        charts: vec![(chart, 2)],
    };
    assert_eq!(durable(world, chart).await, kept);
    let elsewhere = ChartId::from_bytes([3; 16]);
    assert_eq!(durable(world, elsewhere).await.charts, []);
}

pub(crate) async fn the_last_backup_counts(world: &mut World<'_>) {
    let (chart, _) = written(world).await;
    let whole = world.store.measure().await.unwrap();
    world.store.note_backup(&whole, world.now).await.unwrap();
    let shorter = Extent {
        charts: Vec::new(),
        ..whole
    };
    let number = world.store.note_backup(&shorter, world.now).await.unwrap();
    assert_eq!(number, 2);
    let kept = durable(world, chart).await;
    assert_eq!(kept.charts, [], "it would be put back from the last one");
}

pub(crate) async fn an_extent_of_another_life_is_refused(world: &mut World<'_>) {
    let (chart, _) = written(world).await;
    let now = world.store.measure().await.unwrap();
    let refused = [
        Extent {
            epoch: now.epoch + 1,
            ..now.clone()
        },
        Extent {
            charts: vec![(chart, 3)],
            ..now.clone()
        },
        Extent {
            charts: vec![(chart, 2), (ChartId::from_bytes([3; 16]), 1)],
            ..now
        },
    ];
    for extent in refused {
        let noted = world.store.note_backup(&extent, world.now).await;
        assert!(matches!(noted, Err(StoreError::Absent { .. })));
    }
    assert_eq!(durable(world, chart).await, Durable::default());
}
