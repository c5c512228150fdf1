//! The server goes in the middle of pushes and comes back, again and again. What was acknowledged is there, what was
//! not can be brought again, and nobody has to start central anew.

use charthold_central_store::{PostgresStore, SignatureCheck, StoreError, verify};
use charthold_chartlog::Operation;
use charthold_domain::ChartId;
use charthold_protocol::{DeviceStatus, OpOutcome};
use tokio::sync::{mpsc, watch};

use crate::cluster::Cluster;
use crate::world::{Workstation, World, offer};

/// How often the server goes; other programs are killed by `journeys::kill_nine`.
const CRASHES: usize = 16;
/// Operations pushed while it does.
const ALL: usize = 64;

#[tokio::test]
async fn what_was_acknowledged_survives_every_crash_of_the_server() {
    let cluster = Cluster::start().unwrap();
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    let mut world = World::found(&store).await;
    let unit = world.unit("4B").await;
    let charts = [world.chart(unit).await, world.chart(unit).await];
    let mut device = world.enrol(&[unit]).await;
    // Who pushes is at the most two ahead of who counts: on a busy machine all would be pushed before the last crash.
    let (pushed, counting) = mpsc::channel(1);
    let (back, comes_back) = watch::channel(true);
    let (acknowledged, _cluster) = tokio::join!(
        push_all(&world, &mut device, charts, pushed, comes_back),
        crash_now_and_then(cluster, &store, counting, back),
    );

    assert_eq!(acknowledged.len(), ALL);
    let found = verify(&store).await.unwrap();
    assert_eq!(found.damage, []);
    assert_eq!(
        found.entries,
        u64::try_from(ALL).unwrap(),
        "each is there once"
    );
    for operation in &acknowledged {
        let page = world
            .store
            .read_log(operation.core().chart, 0, 100)
            .await
            .unwrap();
        let held = page
            .entries
            .iter()
            .any(|entry| entry.entry.op_hash == operation.hash());
        assert!(held, "an acknowledged operation is in its chain");
    }
}

/// Pushes one operation after the other, each again until it is taken.
async fn push_all(
    world: &World<'_>,
    device: &mut Workstation,
    charts: [ChartId; 2],
    pushed: mpsc::Sender<()>,
    mut comes_back: watch::Receiver<bool>,
) -> Vec<Operation> {
    let mut acknowledged = Vec::new();
    for chart in charts.into_iter().cycle().take(ALL) {
        let operation = device.write(chart);
        loop {
            let (active, holds) = (DeviceStatus::Active, SignatureCheck::Holds);
            let offer = offer(device.id, active, holds, &[&operation], world.now);
            match world.store.push(offer).await {
                Ok(results) => {
                    let outcome = &results[0].outcome;
                    let taken = matches!(
                        outcome,
                        OpOutcome::Accepted { .. } | OpOutcome::Duplicate { .. }
                    );
                    assert!(taken, "{outcome:?}");
                    break;
                }
                Err(StoreError::Unavailable { .. }) => {
                    comes_back.wait_for(|back| *back).await.unwrap();
                }
                Err(other) => panic!("a server that is away must be said to be away: {other}"),
            }
        }
        acknowledged.push(operation);
        pushed.send(()).await.unwrap();
    }
    acknowledged
}

/// Ends the server after one to four pushes each time, in the middle of the next.
async fn crash_now_and_then(
    mut cluster: Cluster,
    store: &PostgresStore,
    mut counting: mpsc::Receiver<()>,
    back: watch::Sender<bool>,
) -> Cluster {
    for crash in 0..CRASHES {
        for _ in 0..=crash % 4 {
            counting.recv().await.unwrap();
        }
        back.send(false).unwrap();
        cluster = elsewhere(cluster, |cluster| cluster.crash().unwrap()).await;
        let away = charthold_central_store::Hospital::load_epoch(store).await;
        assert!(
            matches!(away, Err(StoreError::Unavailable { .. })),
            "{away:?}"
        );
        cluster = elsewhere(cluster, |cluster| cluster.run().unwrap()).await;
        back.send(true).unwrap();
    }
    // It stands until the pushes are through.
    while counting.recv().await.is_some() {}
    cluster
}

/// What waits for a process is done beside what is pushed.
async fn elsewhere(mut cluster: Cluster, what: fn(&mut Cluster)) -> Cluster {
    let done = tokio::task::spawn_blocking(move || {
        what(&mut cluster);
        cluster
    });
    done.await.unwrap()
}
