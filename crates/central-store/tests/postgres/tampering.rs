//! A database administrator with every right changes what is in the logs: `verify` names the chain
//! and the place.

use charthold_audit::Subtype;
use charthold_central_store::{Damage, PostgresStore, verify};

use crate::cluster::{Cluster, SUPERUSER};
use crate::world::World;

#[tokio::test]
async fn a_changed_chain_is_named_with_its_place() {
    let cluster = Cluster::start().unwrap();
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    let mut world = World::found(&store).await;
    let unit = world.unit("4B").await;
    let mut device = world.enrol(&[unit]).await;
    let tampering = [
        "UPDATE entry SET body = overlay(body PLACING '\\x0000000000' FROM 60) WHERE seq = 2 AND chart =",
        "UPDATE entry SET chain_hash = sha256('') WHERE seq = 2 AND chart =",
        "DELETE FROM entry WHERE seq = 2 AND chart =",
        "UPDATE chart SET seq = 1 WHERE id =",
    ];
    let mut expected = Vec::new();
    for sql in tampering {
        let chart = world.chart(unit).await;
        let operations = [1, 2, 3].map(|_| device.write(chart));
        world.push(device.id, &operations.each_ref()).await;
        let change = format!("SET session_replication_role = replica; {sql} '{chart}'");
        cluster.sql(SUPERUSER, "charthold", &change).unwrap();
        let seq = if sql.contains("UPDATE chart") { 4 } else { 2 };
        expected.push(Damage::Chart { chart, seq });
    }
    let events = [1, 2, 3].map(|_| device.event(Subtype::ChartOpened).1);
    world
        .store
        .ingest(&world.ingesting(&device, &events))
        .await
        .unwrap();
    let change = "SET session_replication_role = replica; DELETE FROM audit_event WHERE seq = 3";
    cluster.sql(SUPERUSER, "charthold", change).unwrap();
    expected.push(Damage::Audit {
        device: device.id,
        seq: 3,
    });

    let damage = verify(&store).await.unwrap().damage;
    assert_eq!(damage.len(), expected.len(), "{damage:?}");
    for one in expected {
        assert!(damage.contains(&one), "{one:?} is not in {damage:?}");
    }
}
