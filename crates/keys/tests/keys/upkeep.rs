//! Rotating, rewrapping and verifying, from the library and from the command line.

use std::process::Command;

use charthold_crypto::OsEntropy;
use charthold_domain::{ChartId, Compartment};
use charthold_keys::{Home, KeysError, Verified, make_generation, rewrap, rotate, verify};
use rusqlite::Connection;

use crate::hospital::{Hospital, NURSE, opened, wanted};

fn in_use() -> Hospital {
    let hospital = Hospital::open();
    let both = vec![
        wanted(7, Compartment::Normal),
        wanted(8, Compartment::Summary),
    ];
    assert_eq!(
        hospital
            .release(&hospital.attempt(1, both))
            .keys()
            .keys
            .len(),
        2
    );
    hospital
}

#[test]
fn a_rotated_and_rewrapped_service_releases_the_same_keys() {
    let hospital = in_use();
    let chart = || vec![wanted(7, Compartment::Normal)];
    let release = |warrant| {
        let reply = hospital.release(&hospital.attempt(warrant, chart())).keys();
        opened(&reply, &hospital.device, NURSE).unwrap()
    };
    let before = release(2);
    let (dir, place) = (hospital.dir(), hospital.place());
    let clock = hospital.clock.as_ref();
    assert_eq!(rotate(&place, clock, &mut OsEntropy).unwrap(), 2);
    // While it serves: a key made now is under the new version, and the others still open.
    let fresh = hospital.attempt(3, vec![wanted(9, Compartment::Normal)]);
    assert_eq!(hospital.release(&fresh).keys().keys.len(), 1);
    assert_eq!(release(4), before);
    let two_charts_and_the_index_key = 3;
    assert_eq!(
        rewrap(&place, clock, &mut OsEntropy).unwrap(),
        two_charts_and_the_index_key
    );
    assert_eq!(rewrap(&place, clock, &mut OsEntropy).unwrap(), 0);
    assert_eq!(release(5), before);
    verify(&place).unwrap();

    let sql = Connection::open(dir.join("keys.db")).unwrap();
    for table in ["wrapped_key", "signing_key"] {
        let question = format!("SELECT count(*) FROM {table} WHERE master_version <> 2");
        let older: i64 = sql.query_row(&question, [], |row| row.get(0)).unwrap();
        assert_eq!(older, 0, "{table}");
    }
}

#[test]
fn a_new_generation_is_released_with_all_before_it_and_for_its_chart_alone() {
    let hospital = in_use();
    let (place, clock) = (hospital.place(), hospital.clock.as_ref());
    let chart = |byte| ChartId::from_bytes([byte; 16]);
    let released = |warrant, of| {
        let attempt = hospital.attempt(warrant, vec![of]);
        let reply = hospital.release(&attempt).keys();
        let generations: Vec<u32> = reply.keys.iter().map(|key| key.generation).collect();
        let keys = opened(&reply, &hospital.device, NURSE).unwrap();
        (generations, keys)
    };
    let (_, before) = released(2, wanted(7, Compartment::Normal));
    let make = |of| make_generation(&place, chart(of), clock, &mut OsEntropy);
    assert_eq!(make(7).unwrap(), 2);
    assert_eq!(make(7).unwrap(), 3);
    let (generations, keys) = released(3, wanted(7, Compartment::Normal));
    assert_eq!(generations, [1, 2, 3]);
    assert_eq!(keys[0], before[0], "the first is another");
    assert!(keys[0] != keys[1] && keys[1] != keys[2]);
    // A compartment that had no key begins with its first, another chart stays as it is.
    assert_eq!(released(4, wanted(7, Compartment::Summary)).0, [1]);
    assert_eq!(released(5, wanted(8, Compartment::Summary)).0, [1]);
    assert!(matches!(make(9), Err(KeysError::ChartUnknown)));
    assert_eq!(verify(&place).unwrap().keys, 6);

    let spoilt = after(&hospital, |sql| {
        let attack = "DELETE FROM wrapped_key WHERE generation = 3";
        assert_eq!(sql.execute(attack, []).unwrap(), 1);
    });
    assert!(spoilt.unwrap_err().is_damage());
}

#[test]
fn a_whole_service_verifies_and_is_counted() {
    let hospital = in_use();
    let whole = verify(&hospital.place()).unwrap();
    // Founded, one admission, one person's key, one release.
    assert_eq!(
        whole,
        Verified {
            entries: 4,
            keys: 3,
            devices: 1,
            person_keys: 1,
            shredded: 0
        }
    );
}

#[test]
fn a_flipped_byte_anywhere_is_found() {
    let places = [
        ("signing_key", "public"),
        ("signing_key", "wrapped"),
        ("device", "certificate"),
        ("person_key", "person"),
        ("person_key", "registration"),
        ("wrapped_key", "tenant"),
        ("wrapped_key", "chart"),
        ("wrapped_key", "wrapped"),
        ("log", "previous"),
        ("log", "entry"),
        ("log", "signature"),
    ];
    let hospital = in_use();
    for (table, column) in places {
        let spoilt = after(&hospital, |sql| flip_a_bit(sql, table, column));
        assert!(spoilt.unwrap_err().is_damage(), "{table}.{column}");
    }
    verify(&hospital.place()).unwrap();
}

#[test]
fn rows_that_are_gone_or_changed_are_found() {
    let attacks = [
        "DELETE FROM wrapped_key WHERE chart = (SELECT max(chart) FROM wrapped_key)",
        "DELETE FROM wrapped_key WHERE compartment = 0",
        "UPDATE wrapped_key SET generation = 2",
        "UPDATE wrapped_key SET master_version = 2",
        "UPDATE wrapped_key SET compartment = 3 WHERE compartment = 2",
        "DELETE FROM log WHERE seq = 2",
        "UPDATE log SET seq = seq + 1 WHERE seq = 4",
        "DELETE FROM signing_key",
    ];
    let hospital = in_use();
    for attack in attacks {
        let spoilt = after(&hospital, |sql| {
            assert!(sql.execute(attack, []).unwrap() > 0);
        });
        let error = spoilt.unwrap_err();
        let missing = matches!(error, KeysError::MasterVersionMissing { .. });
        assert!(error.is_damage() || missing, "{attack}: {error}");
    }
}

#[test]
fn the_command_line_says_damage_with_seven() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("keys");
    let run = |command: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_charthold-keys"));
        program
            .arg(command)
            .arg("--data")
            .arg(&dir)
            .output()
            .unwrap()
    };
    assert_eq!(run("verify").status.code(), Some(1), "there is none yet");
    let made = run("init");
    assert!(made.status.success());
    assert!(String::from_utf8_lossy(&made.stdout).starts_with("verifying key: "));
    assert_eq!(
        run("init").status.code(),
        Some(1),
        "never made over another"
    );
    assert!(run("rotate").status.success());
    assert!(run("rewrap").status.success());
    assert!(run("verify").status.success());
    assert_eq!(run("frobnicate").status.code(), Some(2));

    flip_a_bit(
        &Connection::open(dir.join("keys.db")).unwrap(),
        "log",
        "entry",
    );
    let damaged = run("verify");
    assert_eq!(damaged.status.code(), Some(7));
    let said = String::from_utf8_lossy(&damaged.stderr).into_owned();
    assert!(
        said.contains("the log") && !said.contains(&*dir.to_string_lossy()),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;

    let hospital = in_use();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(hospital.dir()), 0o700);
    for file in std::fs::read_dir(hospital.dir()).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(path.clone()), 0o600, "{}", path.display());
    }
}

/// What `verify` says of a copy of the service that `spoil` got at.
pub(crate) fn after(
    hospital: &Hospital,
    spoil: impl FnOnce(&Connection),
) -> Result<Verified, KeysError> {
    let copy = tempfile::tempdir().unwrap();
    let source = Connection::open(hospital.dir().join("keys.db")).unwrap();
    let target = copy.path().join("keys.db");
    source
        .execute("VACUUM INTO ?1", [target.to_str().unwrap()])
        .unwrap();
    std::fs::copy(
        hospital.dir().join("master.key"),
        copy.path().join("master.key"),
    )
    .unwrap();
    verify(&Home::plain(copy.path())).unwrap();
    let sql = Connection::open(target).unwrap();
    // Who writes to the file itself is stopped by no trigger or reference.
    sql.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
         DROP TRIGGER log_is_not_rewritten; DROP TRIGGER log_is_not_cut;",
    )
    .unwrap();
    spoil(&sql);
    drop(sql);
    verify(&Home::plain(copy.path()))
}

/// Flips the last bit of the last byte of a column, in the row with the greatest value.
fn flip_a_bit(sql: &Connection, table: &str, column: &str) {
    let triggers = "DROP TRIGGER IF EXISTS log_is_not_rewritten";
    sql.execute_batch(triggers).unwrap();
    let question = format!("SELECT max({column}) FROM {table}");
    let before: Vec<u8> = sql.query_row(&question, [], |row| row.get(0)).unwrap();
    let mut spoilt = before.clone();
    *spoilt.last_mut().unwrap() ^= 1;
    let update = format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2");
    assert!(sql.execute(&update, [spoilt, before]).unwrap() > 0);
}
