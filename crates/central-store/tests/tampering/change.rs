//! The changes.

use std::path::PathBuf;

use crate::world::World;
use charthold_audit::Subtype;
use charthold_central_store::{Damage, SqliteStore, Verification, verify};
use charthold_domain::{ChartId, DeviceId};
use rusqlite::Connection;

struct Written {
    folder: tempfile::TempDir,
    chart: ChartId,
    device: DeviceId,
}

impl Written {
    async fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("central.db")).unwrap();
        let mut world = World::found(&store).await;
        let unit = world.unit("4B").await;
        let chart = world.chart(unit).await;
        let mut device = world.enrol(&[unit]).await;
        let operations = [1, 2, 3].map(|_| device.write(chart));
        world
            .push(device.id, &operations.iter().collect::<Vec<_>>())
            .await;
        let events = [1, 2, 3].map(|_| device.event(Subtype::ChartOpened).1);
        world
            .store
            .ingest(&world.ingesting(&device, &events))
            .await
            .unwrap();
        Self {
            device: device.id,
            chart,
            folder,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("central.db")
    }

    /// Changes the file behind the product's back.
    fn tamper(&self, sql: &str) {
        let file = Connection::open(self.path()).unwrap();
        file.execute_batch(
            "PRAGMA foreign_keys = OFF;
             DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed;
             DROP TRIGGER audit_event_is_never_changed; DROP TRIGGER audit_event_is_never_removed;",
        )
        .unwrap();
        file.execute_batch(sql).unwrap();
        assert!(file.changes() > 0, "the change changes something: {sql}");
    }

    async fn verify(&self) -> Verification {
        verify(&SqliteStore::open(&self.path()).unwrap())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_changed_chart_chain_is_named_with_its_place() {
    let last = "(SELECT max(seq) FROM entry)";
    for (sql, seq) in [
        (
            "UPDATE entry SET body = zeroblob(length(body)) WHERE seq = 2".to_owned(),
            2,
        ),
        (
            "UPDATE entry SET header = zeroblob(length(header)) WHERE seq = 1".to_owned(),
            1,
        ),
        (
            "UPDATE entry SET signature = zeroblob(64) WHERE seq = 3".to_owned(),
            3,
        ),
        ("UPDATE entry SET void = 1 WHERE seq = 2".to_owned(), 2),
        (
            "UPDATE entry SET chain_hash = zeroblob(32) WHERE seq = 1".to_owned(),
            1,
        ),
        ("DELETE FROM entry WHERE seq = 2".to_owned(), 2),
        (format!("DELETE FROM entry WHERE seq = {last}"), 3),
        ("UPDATE chart SET seq = 2 WHERE seq = 3".to_owned(), 4),
    ] {
        let written = Written::make().await;
        written.tamper(&sql);
        let damage = Damage::Chart {
            chart: written.chart,
            seq,
        };
        assert_eq!(written.verify().await.damage, [damage], "{sql}");
    }
}

#[tokio::test]
async fn a_changed_audit_chain_is_named_with_its_place() {
    for (sql, seq) in [
        (
            "UPDATE audit_event SET event = zeroblob(length(event)) WHERE seq = 2",
            2,
        ),
        (
            "UPDATE audit_event SET signature = zeroblob(64) WHERE seq = 1",
            1,
        ),
        (
            "UPDATE audit_event SET hash = zeroblob(32) WHERE seq = 2",
            2,
        ),
        ("DELETE FROM audit_event WHERE seq = 1", 1),
        ("DELETE FROM audit_event WHERE seq = 3", 3),
    ] {
        let written = Written::make().await;
        written.tamper(sql);
        let damage = Damage::Audit {
            device: written.device,
            seq,
        };
        assert_eq!(written.verify().await.damage, [damage], "{sql}");
    }
}
