use charthold_domain::{ChartId, Compartment, TenantId};
use charthold_protocol::WantedKey;

use super::*;

const TENANT: TenantId = TenantId::from_bytes([1; 16]);

fn place(chart: u8, generation: u32) -> KeyPlace {
    let key = WantedKey {
        chart: ChartId::from_bytes([chart; 16]),
        compartment: Compartment::Normal,
    };
    KeyPlace::of_chart(TENANT, key, generation)
}

fn wrap(byte: u8) -> Wrap {
    Wrap {
        master_version: 1,
        bytes: vec![byte],
    }
}

#[test]
fn every_generation_of_a_key_is_found_and_no_other_key() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&home.path().join("keys.db"), "file".to_owned()).unwrap();
    let work = store.begin().unwrap();
    for (at, byte) in [(place(7, 2), 22), (place(8, 1), 81), (place(7, 1), 21)] {
        work.save_wrap(at, &wrap(byte)).unwrap();
    }
    work.save_wrap(KeyPlace::of_index(TENANT, 1), &wrap(9))
        .unwrap();
    let found = work.list_generations(place(7, 1)).unwrap();
    assert_eq!(found, [(place(7, 1), wrap(21)), (place(7, 2), wrap(22))]);
    let index = work
        .list_generations(KeyPlace::of_index(TENANT, 1))
        .unwrap();
    assert_eq!(index, [(KeyPlace::of_index(TENANT, 1), wrap(9))]);
}

#[test]
fn work_that_is_not_committed_never_happened() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&home.path().join("keys.db"), "file".to_owned()).unwrap();
    let work = store.begin().unwrap();
    work.save_wrap(place(7, 1), &wrap(1)).unwrap();
    drop(work);
    assert!(
        store
            .begin()
            .unwrap()
            .list_generations(place(7, 1))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_store_of_a_later_version_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("keys.db");
    drop(Store::open(&path, "file".to_owned()).unwrap());
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    let refused = Store::open(&path, "file".to_owned()).err().unwrap();
    assert!(matches!(
        refused,
        KeysError::NewerSchema {
            found: 99,
            known: 2
        }
    ));
}

#[test]
fn the_log_cannot_be_rewritten_or_cut() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("keys.db");
    drop(Store::open(&path, "file".to_owned()).unwrap());
    let sql = Connection::open(&path).unwrap();
    sql.execute(
        "INSERT INTO log VALUES (1, zeroblob(32), x'00', zeroblob(64))",
        [],
    )
    .unwrap();
    for attack in ["UPDATE log SET entry = x'01'", "DELETE FROM log"] {
        let refused = sql.execute(attack, []).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
}
