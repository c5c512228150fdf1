use charthold_crypto::OsEntropy;

use super::*;

const KEY: [u8; 32] = [7; 32];

fn opened(master: &dyn MasterKey, version: u32, context: &[u8], wrapped: &[u8]) -> bool {
    // EXPOSE: a test compares keys.
    master
        .unwrap(version, context, wrapped)
        .is_ok_and(|key| *key.expose() == KEY)
}

#[test]
fn a_wrap_opens_under_its_own_version_and_context_only() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    let master = FileMaster::make(&path, &mut OsEntropy).unwrap();
    let wrapped = master.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
    assert_eq!(master.rotate(&mut OsEntropy).unwrap(), 2);
    assert!(opened(&master, 1, b"place", &wrapped));
    assert!(!opened(&master, 2, b"place", &wrapped));
    assert!(!opened(&master, 1, b"elsewhere", &wrapped));
    assert!(!opened(&master, 0, b"place", &wrapped));
}

#[test]
fn a_rotation_by_another_process_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    let serving = FileMaster::make(&path, &mut OsEntropy).unwrap();
    let other = FileMaster::open(&path).unwrap();
    other.rotate(&mut OsEntropy).unwrap();
    let wrapped = other.wrap(2, b"place", &KEY, &mut OsEntropy).unwrap();
    assert!(opened(&serving, 2, b"place", &wrapped));
    assert_eq!(serving.newest().unwrap(), 2);
}

#[test]
fn a_second_master_key_is_never_made_over_the_first() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    FileMaster::make(&path, &mut OsEntropy).unwrap();
    let again = FileMaster::make(&path, &mut OsEntropy).err().unwrap();
    assert!(matches!(again, KeysError::AlreadyInitialised));
}

#[cfg(unix)]
#[test]
fn a_master_key_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    FileMaster::make(&path, &mut OsEntropy).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(
        FileMaster::open(&path).err(),
        Some(KeysError::MasterExposed)
    ));
}

#[test]
fn a_damaged_master_key_file_is_said_to_be_damaged() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    FileMaster::make(&path, &mut OsEntropy).unwrap();
    let good = std::fs::read(&path).unwrap();
    for bad in [
        &good[..good.len() - 1],
        &[],
        &[good.as_slice(), &[0]].concat(),
    ] {
        std::fs::write(&path, bad).unwrap();
        assert!(FileMaster::open(&path).err().unwrap().is_damage());
    }
}
