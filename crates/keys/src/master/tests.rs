//! What every keeper of the master key has to do, asked of each alike.

use std::path::{Path, PathBuf};

use charthold_crypto::{OsEntropy, SlotParams};

use super::*;

const KEY: [u8; 32] = [7; 32];

/// How a keeper is made and opened.
pub(super) struct Kind<'a> {
    pub(super) make: &'a dyn Fn() -> Result<Box<dyn MasterKey>, KeysError>,
    pub(super) open: &'a dyn Fn() -> Result<Box<dyn MasterKey>, KeysError>,
}

/// Runs everything that holds of any keeper; there is none of this kind yet.
pub(super) fn conform(kind: &Kind<'_>) {
    assert!((kind.open)().is_err(), "opened before it was made");
    let serving = (kind.make)().unwrap();
    assert_eq!(serving.newest().unwrap(), 1);
    let again = (kind.make)().err().unwrap();
    assert!(matches!(again, KeysError::AlreadyInitialised), "{again}");
    let wrapped = serving.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
    wraps_are_bound(serving.as_ref(), &wrapped);

    // By another process, as far as the keeper can tell.
    let other = (kind.open)().unwrap();
    assert_eq!(other.rotate(&mut OsEntropy).unwrap(), 2);
    let under_two = other.wrap(2, b"place", &KEY, &mut OsEntropy).unwrap();
    assert!(
        opened(serving.as_ref(), 2, b"place", &under_two),
        "not noticed"
    );
    assert_eq!(serving.newest().unwrap(), 2);
    assert!(
        opened(other.as_ref(), 1, b"place", &wrapped),
        "the older is gone"
    );
    assert!(!opened(other.as_ref(), 2, b"place", &wrapped));
    assert!(!opened(other.as_ref(), 1, b"place", &under_two));
    let missing = other.unwrap(3, b"place", &under_two).err().unwrap();
    assert!(matches!(
        missing,
        KeysError::MasterVersionMissing { version: 3 }
    ));
}

fn wraps_are_bound(master: &dyn MasterKey, wrapped: &[u8]) {
    assert!(opened(master, 1, b"place", wrapped));
    assert!(!opened(master, 1, b"elsewhere", wrapped));
    assert!(!opened(master, 0, b"place", wrapped));
    let twice = master.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
    assert_ne!(twice, wrapped, "nothing of chance is in a wrap");
    assert!(!wrapped.windows(8).any(|part| part == [7; 8]), "in clear");
    for at in 0..wrapped.len() {
        let mut spoilt = wrapped.to_vec();
        spoilt[at] ^= 1;
        let refused = master.unwrap(1, b"place", &spoilt).err().unwrap();
        assert!(refused.is_damage(), "byte {at}: {refused}");
    }
    for cut in [&[], &wrapped[..11], &wrapped[..wrapped.len() - 1]] {
        assert!(master.unwrap(1, b"place", cut).err().unwrap().is_damage());
    }
}

pub(super) fn opened(master: &dyn MasterKey, version: u32, context: &[u8], wrapped: &[u8]) -> bool {
    // EXPOSE: a test compares keys.
    master
        .unwrap(version, context, wrapped)
        .is_ok_and(|key| *key.expose() == KEY)
}

#[test]
fn a_plain_file_conforms() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("master.key");
    conform(&Kind {
        make: &|| Ok(Box::new(FileMaster::make(&path, &mut OsEntropy)?)),
        open: &|| Ok(Box::new(FileMaster::open(&path)?)),
    });
}

#[test]
fn a_sealed_file_conforms() {
    let home = tempfile::tempdir().unwrap();
    let (path, passphrase) = sealed_in(home.path());
    conform(&Kind {
        make: &|| Ok(Box::new(make_sealed(&path, &passphrase)?)),
        open: &|| {
            Ok(Box::new(FileMaster::open_sealed(
                &path,
                passphrase.clone(),
            )?))
        },
    });
}

#[test]
fn a_sealed_file_opens_with_its_passphrase_alone_and_a_changed_one_stays() {
    let home = tempfile::tempdir().unwrap();
    let (path, passphrase) = sealed_in(home.path());
    let next = secret(home.path(), "next", "another line");
    let serving = make_sealed(&path, &passphrase).unwrap();
    let wrapped = serving.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
    let refused = FileMaster::open_sealed(&path, next.clone()).err().unwrap();
    assert!(matches!(refused, KeysError::PassphraseRefused), "{refused}");

    let both = (passphrase.as_path(), next.as_path());
    Resealing::prepare(&path, both, SlotParams::FLOOR, &mut OsEntropy)
        .and_then(|resealing| resealing.finish(&mut OsEntropy))
        .unwrap();
    let refused = FileMaster::open_sealed(&path, passphrase).err().unwrap();
    assert!(matches!(refused, KeysError::PassphraseRefused), "{refused}");
    let opened_anew = FileMaster::open_sealed(&path, next).unwrap();
    assert!(opened(&opened_anew, 1, b"place", &wrapped));
    // What a serving process has read it goes on with; what it would have to read anew it does not guess.
    assert!(opened(&serving, 1, b"place", &wrapped));
    assert!(matches!(
        serving.newest().err(),
        Some(KeysError::PassphraseRefused)
    ));
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
        Some(KeysError::Exposed { .. })
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

fn make_sealed(path: &Path, passphrase: &Path) -> Result<FileMaster, KeysError> {
    FileMaster::make_sealed(
        path,
        passphrase.to_owned(),
        SlotParams::FLOOR,
        &mut OsEntropy,
    )
}

/// Where a sealed file would be, and its passphrase.
fn sealed_in(home: &Path) -> (PathBuf, PathBuf) {
    let passphrase = secret(home, "passphrase", "five long words of it");
    (home.join("master.sealed"), passphrase)
}

fn secret(home: &Path, name: &str, line: &str) -> PathBuf {
    let path = home.join(name);
    crate::data_dir::write_private(&path, line.as_bytes()).unwrap();
    path
}
