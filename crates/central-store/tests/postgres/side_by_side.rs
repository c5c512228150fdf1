//! Two centrals on one database do what one does.

use charthold_audit::Subtype;
use charthold_central_store::{
    Attempt, AuditLog, CentralStore, Charts, People, PostgresStore, Registration, SignatureCheck,
    verify,
};
use charthold_chartlog::Operation;
use charthold_domain::{ChartId, Timestamp};
use charthold_protocol::{DeviceStatus, OpOutcome};

use crate::cluster::Cluster;
use crate::world::{Workstation, World, offer};

const CHARTS: usize = 6;
const ROUNDS: usize = 12;

async fn two() -> (PostgresStore, PostgresStore, Cluster) {
    let cluster = Cluster::start().unwrap();
    let one = PostgresStore::open(&cluster.url()).await.unwrap();
    let two = PostgresStore::open(&cluster.url()).await.unwrap();
    (one, two, cluster)
}

/// Pushes rounds of one operation in each chart; answers the numbers they got, by chart.
async fn push_rounds(
    store: &dyn CentralStore,
    device: &mut Workstation,
    charts: Vec<ChartId>,
    at: Timestamp,
) -> Vec<(ChartId, u64)> {
    let mut numbers = Vec::new();
    for _ in 0..ROUNDS {
        let operations: Vec<Operation> = charts.iter().map(|chart| device.write(*chart)).collect();
        let refs: Vec<&Operation> = operations.iter().collect();
        let (active, holds) = (DeviceStatus::Active, SignatureCheck::Holds);
        let results = store
            .push(offer(device.id, active, holds, &refs, at))
            .await
            .unwrap();
        for (chart, result) in charts.iter().zip(results) {
            match result.outcome {
                OpOutcome::Accepted { seq } => numbers.push((*chart, seq)),
                other => panic!("taken, whoever else pushes: {other:?}"),
            }
        }
    }
    numbers
}

#[tokio::test]
async fn pushes_to_the_same_charts_from_both_are_one_dense_chain() {
    let (one, two, _cluster) = two().await;
    let mut world = World::found(&one).await;
    let unit = world.unit("4B").await;
    let mut charts = Vec::new();
    for _ in 0..CHARTS {
        charts.push(world.chart(unit).await);
    }
    let mut devices = Vec::new();
    for _ in 0..4 {
        devices.push(world.enrol(&[unit]).await);
    }
    let [a, b, c, d] = &mut devices[..] else {
        panic!("four devices")
    };
    // In opposite orders: each would wait for what the other has, if it were locked as it comes.
    let backwards: Vec<ChartId> = charts.iter().rev().copied().collect();
    let at = world.now;
    let (w, x, y, z) = tokio::join!(
        push_rounds(&one, a, charts.clone(), at),
        push_rounds(&two, b, backwards.clone(), at),
        push_rounds(&one, c, backwards, at),
        push_rounds(&two, d, charts.clone(), at),
    );
    for chart in &charts {
        let mut numbers: Vec<u64> = [&w, &x, &y, &z]
            .into_iter()
            .flatten()
            .filter(|(of, _)| of == chart)
            .map(|(_, seq)| *seq)
            .collect();
        numbers.sort_unstable();
        let expected: Vec<u64> = (1..=u64::try_from(4 * ROUNDS).unwrap()).collect();
        assert_eq!(numbers, expected, "every number was given once");
    }
    for store in [&one, &two] {
        let found = verify(store).await.unwrap();
        assert_eq!(found.damage, []);
        assert_eq!(found.entries, u64::try_from(4 * ROUNDS * CHARTS).unwrap());
    }
}

#[tokio::test]
async fn the_same_push_to_both_is_taken_once() {
    let (one, two, _cluster) = two().await;
    let mut world = World::found(&one).await;
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let operations = [1, 2, 3].map(|_| device.write(chart));
    let refs: Vec<&Operation> = operations.iter().collect();
    let offer = || {
        let (active, holds) = (DeviceStatus::Active, SignatureCheck::Holds);
        offer(device.id, active, holds, &refs, world.now)
    };
    let stores: [&dyn CentralStore; 2] = [&one, &two];
    let (a, b) = tokio::join!(stores[0].push(offer()), stores[1].push(offer()));
    for (nth, (a, b)) in (1..).zip(a.unwrap().into_iter().zip(b.unwrap())) {
        let mut outcomes = [a.outcome, b.outcome];
        outcomes.sort_by_key(|outcome| matches!(outcome, OpOutcome::Duplicate { .. }));
        let expected = [
            OpOutcome::Accepted { seq: nth },
            OpOutcome::Duplicate { seq: nth },
        ];
        assert_eq!(outcomes, expected);
    }
}

#[tokio::test]
async fn a_patient_registered_at_both_has_one_chart() {
    let (one, two, _cluster) = two().await;
    let mut world = World::found(&one).await;
    let unit = world.unit("4B").await;
    for round in 0..8 {
        let mut registration = || Registration {
            blind_index: [round; 32],
            unit,
            chart: ChartId::from_bytes(world.bytes()),
            at: world.now,
        };
        let (first, second) = (registration(), registration());
        let (a, b) = tokio::join!(one.register(&first), two.register(&second));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!(a.chart, b.chart, "both were told the same chart");
        assert!(a.created != b.created, "it was made once");
    }
}

#[tokio::test]
async fn a_devices_events_sent_to_both_are_one_chain() {
    let (one, two, _cluster) = two().await;
    let mut world = World::found(&one).await;
    let mut device = world.enrol(&[]).await;
    let events: Vec<_> = (0..20)
        .map(|_| device.event(Subtype::ChartOpened).1)
        .collect();
    let ingesting = world.ingesting(&device, &events);
    let (a, b) = tokio::join!(one.ingest(&ingesting), two.ingest(&ingesting));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!((a.refusal, b.refusal), (None, None));
    assert_eq!((a.head, b.head), (device.audit_head(), device.audit_head()));
    assert_eq!(verify(&two).await.unwrap().events, 20);
}

#[tokio::test]
async fn tries_at_both_all_count() {
    let (one, two, _cluster) = two().await;
    let world = World::found(&one).await;
    let ladder = [0, 0, 0, 10].map(std::time::Duration::from_secs);
    let attempt = |store: PostgresStore| {
        let at = world.now;
        async move { store.begin_attempt([7; 32], &ladder, at).await.unwrap() }
    };
    let (a, b, c, d) = tokio::join!(
        attempt(one.clone()),
        attempt(two.clone()),
        attempt(one.clone()),
        attempt(two.clone()),
    );
    let attempts = [a, b, c, d];
    let allowed = attempts
        .iter()
        .filter(|attempt| **attempt == Attempt::Allowed);
    assert_eq!(
        allowed.count(),
        3,
        "the fourth is held off wherever it is made: {attempts:?}"
    );
}
