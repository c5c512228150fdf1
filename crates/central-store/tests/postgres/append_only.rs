//! Whoever serves may add to a log and read it; nobody changes it without taking the tables apart.

use charthold_audit::Subtype;
use charthold_central_store::{PostgresStore, StoreError, Units};
use charthold_domain::{Unit, UnitId};
use charthold_protocol::OpOutcome;

use crate::cluster::{Cluster, ClusterError, SUPERUSER};
use crate::world::World;

/// Logs with something in them.
async fn written() -> Cluster {
    let cluster = Cluster::start().unwrap();
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    let mut world = World::found(&store).await;
    let (near, far) = (world.unit("4B").await, world.unit("5A").await);
    let (chart, foreign) = (world.chart(near).await, world.chart(far).await);
    let mut device = world.enrol(&[near]).await;
    let (taken, aside) = (device.write(chart), device.write(foreign));
    world.push(device.id, &[&taken, &aside]).await;
    let event = device.event(Subtype::ChartOpened).1;
    let event = world.ingesting(&device, &[event]);
    world.store.ingest(&event).await.unwrap();
    // A fork of the audit chain is an incident.
    device.set_audit_head(charthold_audit::AuditHead::EMPTY);
    let fork = device.event(Subtype::Locked).1;
    let fork = world.ingesting(&device, &[fork]);
    world.store.ingest(&fork).await.unwrap();
    assert_eq!(world.store.list_incidents(10).await.unwrap().len(), 1);
    cluster
}

fn refusal(cluster: &Cluster, sql: &str) -> String {
    match cluster.sql("charthold", "charthold", sql) {
        Err(ClusterError::Refused { said, .. }) => said,
        other => panic!("{sql} must be refused: {other:?}"),
    }
}

#[tokio::test]
async fn the_serving_role_may_not_change_a_log() {
    let cluster = written().await;
    for sql in [
        "UPDATE entry SET void = 1",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "DELETE FROM entry_3",
        "INSERT INTO entry_3 SELECT * FROM entry_3",
        "UPDATE audit_event SET at = 0",
        "DELETE FROM audit_event",
        "UPDATE incident SET at = 0",
        "DELETE FROM incident",
        "DELETE FROM quarantine",
        "UPDATE quarantine SET body = ''",
        "UPDATE effective_signature SET op = chart",
        "DELETE FROM chart",
        "UPDATE chart SET unit = NULL",
        "DELETE FROM epoch",
        "UPDATE person SET role = 'physician'",
        "UPDATE device SET certificate = ''",
        "UPDATE schema_migration SET number = 9",
        "CREATE TABLE mine (a INTEGER)",
    ] {
        let said = refusal(&cluster, &format!("SET ROLE charthold_app; {sql}"));
        assert!(said.contains("permission denied"), "{sql}: {said}");
    }
    let said = refusal(
        &cluster,
        "SET ROLE charthold_app; ALTER TABLE entry DISABLE TRIGGER ALL",
    );
    assert!(said.contains("must be owner"), "{said}");
}

#[tokio::test]
async fn the_owner_is_stopped_by_triggers() {
    let cluster = written().await;
    for sql in [
        "UPDATE entry SET void = 1",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "TRUNCATE entry_3",
        "UPDATE audit_event SET at = 0",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE incident SET at = 0",
        "DELETE FROM incident",
        "TRUNCATE incident",
        "DELETE FROM quarantine",
        "TRUNCATE quarantine",
        "DELETE FROM chart",
        "TRUNCATE chart CASCADE",
        "DELETE FROM epoch",
    ] {
        let said = refusal(&cluster, sql);
        assert!(said.contains("append-only"), "{sql}: {said}");
    }
}

#[tokio::test]
async fn the_owners_login_serves_as_the_serving_role() {
    let cluster = written().await;
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    let less = "REVOKE INSERT ON unit FROM charthold_app";
    cluster.sql("charthold", "charthold", less).unwrap();
    let unit = Unit {
        id: UnitId::from_bytes([9; 16]),
        name: "6A".to_owned(),
    };
    let refused = store.add_unit(&unit).await;
    assert!(
        matches!(refused, Err(StoreError::Database { .. })),
        "what the role may not, its connections may not: {refused:?}"
    );
}

#[tokio::test]
async fn a_login_that_may_only_serve_is_enough_once_the_schema_is_there() {
    let cluster = written().await;
    let serving = "CREATE ROLE serving LOGIN IN ROLE charthold_app";
    cluster.sql(SUPERUSER, "charthold", serving).unwrap();
    let url = cluster.url_as("serving", "charthold");
    let serves = PostgresStore::open(&url).await.unwrap();
    let mut world = World::beside(&serves, 1 << 32);
    let unit = world.unit("6A").await;
    let chart = world.chart(unit).await;
    let mut device = world.enrol(&[unit]).await;
    let operation = device.write(chart);
    let taken = world.push(device.id, &[&operation]).await;
    assert_eq!(taken, [OpOutcome::Accepted { seq: 1 }]);
}
