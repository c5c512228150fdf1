//! Several centrals on one PostgreSQL: each hints at what any of them took, and says so only while it
//! does. Time stands still until a test moves it, so that nobody is silent for too long by accident.

use charthold_central::{LimitsSection, open_store};
use charthold_central_store::{Offer, OfferedGroup, OfferedOperation, SignatureCheck};
use charthold_chartlog::Operation;
use charthold_domain::{Clock, DeviceId, Role};
use charthold_protocol::{DeviceStatus, Hint, Hints, OpOutcome, PushReply};
use charthold_sync::{LiveEvent, WAYS};
use tokio::runtime::Runtime;
use tokio::task::spawn_blocking;

use crate::cluster::{Cluster, SUPERUSER};
use crate::listener::{Listener, Way, until_metrics};
use crate::live_client;
use crate::site::Site;
use crate::workstation::get;

/// Between two heartbeats; a life may be silent for three.
const HEARTBEAT_MS: u32 = 25;

async fn first(store_url: String) -> Site {
    let limits = LimitsSection {
        live_heartbeat_ms: HEARTBEAT_MS,
        ..LimitsSection::default()
    };
    Site::open_on(limits, Some(store_url)).await
}

/// One more central, in touch with those before it.
async fn beside(site: &Site) -> Site {
    let other = site.beside().await;
    until_metrics(&other, is_complete).await;
    other
}

fn is_complete(metrics: &str) -> bool {
    metrics.contains("charthold_live_complete 1\n")
}

/// How many words had this fate.
fn words(metrics: &str, fate: &str) -> u64 {
    let name = format!("charthold_live_words_total{{word=\"{fate}\"}} ");
    let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
    line.map_or(0, |count| count.parse().unwrap())
}

async fn count(site: &Site, fate: &str) -> u64 {
    words(&get(site, "/metrics").await.text(), fate)
}

/// So much time that a silent life is missed passes, and whoever speaks is heard all the while.
async fn pass_a_silence(site: &Site) {
    for _ in 0..8 {
        site.clock.pass_ms(i64::from(HEARTBEAT_MS));
        let heard = count(site, "heard").await;
        until_metrics(site, |metrics| words(metrics, "heard") > heard + 2).await;
    }
}

fn hint(heard: Option<Hints>) -> (Vec<Hint>, Option<bool>) {
    let heard = heard.expect("the line stands");
    assert!(!heard.alone, "there may always be another");
    (heard.hints, heard.complete)
}

#[tokio::test]
async fn what_one_took_the_other_hints_at() {
    let cluster = Cluster::start().unwrap();
    let mut one = first(cluster.url()).await;
    one.person("nnear", Role::Nurse, one.near).await;
    let (mut listens, mut writes) = (one.workstation().await, one.workstation().await);
    let two = beside(&one).await;
    for way in [Way::WebSocket, Way::Events, Way::Poll] {
        let mut listener = Listener::open(&two, &mut listens, way).await;
        let own = listens.write(listens.facility);
        listens.push(&one, &[own]).await;
        let foreign = [writes.write(writes.facility), writes.write(writes.facility)];
        let reply: PushReply = writes.push(&one, &foreign).await.cbor();
        let (chart, seq) = (writes.facility, last(&reply));
        let told = hint(listener.hear(&two, &mut listens).await);
        let expected = vec![Hint::Chart { chart, seq }];
        assert_eq!(told, (expected, Some(true)), "{way:?}");
    }
    let mut listener = Listener::open(&two, &mut listens, Way::WebSocket).await;
    let token = writes.sign_in(&one, "nnear").await.token;
    writes.chart(&one, &token, one.near).await;
    let told = hint(listener.hear(&two, &mut listens).await);
    assert_eq!(told, (vec![Hint::Scope], Some(true)), "a new patient");
    let metrics = get(&two, "/metrics").await.text();
    assert_eq!(words(&metrics, "unsaid"), 0);
    assert!(words(&metrics, "said") > 0);
    assert!(!metrics.contains(&writes.id.to_string()));
}

fn last(reply: &PushReply) -> u64 {
    match reply.results.last().map(|result| &result.outcome) {
        Some(OpOutcome::Accepted { seq }) => *seq,
        other => panic!("taken: {other:?}"),
    }
}

#[tokio::test]
async fn a_line_that_is_cut_is_found_again_and_everybody_looks() {
    let cluster = Cluster::start().unwrap();
    let mut one = first(cluster.url()).await;
    let (mut listens, mut writes) = (one.workstation().await, one.workstation().await);
    let two = beside(&one).await;
    let mut listener = Listener::open(&two, &mut listens, Way::WebSocket).await;
    let missed = count(&two, "missed").await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE '%LISTEN charthold_live;'";
    let said = cluster.sql(SUPERUSER, "charthold", cut).unwrap();
    assert_eq!(said.trim(), "t\nt", "each central listens on one");
    let (hints, _) = hint(listener.hear(&two, &mut listens).await);
    assert_eq!(hints, [Hint::Resync], "words were lost");

    // Once when it was cut, once when it was found again.
    let is_back = |metrics: &str| is_complete(metrics) && words(metrics, "missed") == missed + 2;
    until_metrics(&two, is_back).await;
    let mut listener = Listener::open(&two, &mut listens, Way::WebSocket).await;
    let operation = writes.write(writes.facility);
    writes.push(&one, &[operation]).await;
    let (hints, complete) = hint(listener.hear(&two, &mut listens).await);
    let is_chart = matches!(hints[..], [Hint::Chart { seq: 1, .. }]);
    assert!(is_chart && complete == Some(true), "{hints:?}");
}

/// Central takes an operation, and its end comes before it told anybody.
async fn take_in_silence(site: &Site, device: DeviceId, operation: &Operation) {
    let offer = Offer {
        donor: device,
        standing: DeviceStatus::Active,
        at: site.clock.now(),
        groups: vec![OfferedGroup {
            chart: operation.core().chart,
            operations: vec![OfferedOperation {
                operation: operation.clone(),
                signature: SignatureCheck::Holds,
            }],
        }],
    };
    let results = site.store.push(offer).await.unwrap();
    assert_eq!(results[0].outcome, OpOutcome::Accepted { seq: 1 });
}

#[tokio::test]
async fn a_central_that_dies_before_it_told_is_missed() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.url();
    let made = spawn_blocking(|| {
        let doomed = Runtime::new().unwrap();
        let central = doomed.block_on(async {
            let mut one = first(url).await;
            let (listens, writes) = (one.workstation().await, one.workstation().await);
            (one, listens, writes)
        });
        (doomed, central)
    });
    let (doomed, (one, mut listens, mut writes)) = made.await.unwrap();
    let two = beside(&one).await;
    let mut listener = Listener::open(&two, &mut listens, Way::WebSocket).await;
    let operation = writes.write(writes.facility);
    take_in_silence(&one, writes.id, &operation).await;
    doomed.shutdown_background();
    drop(one);
    until_one_can_write(&cluster).await;

    let missed = count(&two, "missed").await;
    pass_a_silence(&two).await;
    let told = hint(listener.hear(&two, &mut listens).await);
    assert_eq!(
        told,
        (vec![Hint::Resync], Some(true)),
        "it is there to be found"
    );
    assert_eq!(count(&two, "missed").await, missed + 1);
}

/// The server notices soon that a program went, not at once.
async fn until_one_can_write(cluster: &Cluster) {
    let count = "SELECT count(DISTINCT application_name) FROM pg_stat_activity
        WHERE application_name LIKE 'charthold-central%'";
    while cluster.sql(SUPERUSER, "charthold", count).unwrap().trim() != "1" {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_central_that_stops_in_order_is_not_missed() {
    let cluster = Cluster::start().unwrap();
    let mut one = first(cluster.url()).await;
    let (mut listens, mut writes) = (one.workstation().await, one.workstation().await);
    let two = beside(&one).await;
    let mut listener = Listener::open(&two, &mut listens, Way::WebSocket).await;
    let missed = count(&two, "missed").await;
    let operation = writes.write(writes.facility);
    writes.push(&one, &[operation]).await;
    one.handle.take().unwrap().stop().await.unwrap();
    let (hints, _) = hint(listener.hear(&two, &mut listens).await);
    assert!(
        matches!(hints[..], [Hint::Chart { seq: 1, .. }]),
        "what it took last was told: {hints:?}"
    );
    pass_a_silence(&two).await;
    let metrics = get(&two, "/metrics").await.text();
    assert_eq!(words(&metrics, "missed"), missed);
    assert!(is_complete(&metrics), "though the store is still open");
}

/// As a central of an older program, or one whose words do not pass.
#[tokio::test]
async fn whoever_can_write_and_says_nothing_makes_workstations_ask_as_often_as_without_hints() {
    let cluster = Cluster::start().unwrap();
    let mut site = first(cluster.url()).await;
    let device = site.workstation().await;
    until_metrics(&site, is_complete).await;
    let mut told = live_client::start(&site, device, WAYS);
    let up = told.recv().await;
    assert_eq!(up, Some(LiveEvent::Up { complete: true }));

    let mute = open_store(&cluster.url()).await.unwrap();
    mute.load_epoch().await.unwrap();
    mute.channel().unwrap().enter(7);
    mute.load_epoch().await.unwrap();
    let turned = told.recv().await;
    assert_eq!(turned, Some(LiveEvent::Up { complete: false }));
    drop(mute);
    let turned = told.recv().await;
    assert_eq!(turned, Some(LiveEvent::Up { complete: true }));
}
