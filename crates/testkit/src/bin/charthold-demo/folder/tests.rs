use std::path::Path;

use charthold_domain::Timestamp;
use clap::Parser;

use super::Folder;
use crate::arguments::{Arguments, Filling};

const NOW: Timestamp = Timestamp::from_millis(1_795_357_920_000);

fn take(folder: &Path, words: &[&str]) -> anyhow::Result<Folder> {
    let data = folder.to_str().unwrap();
    let words = [&["charthold-demo", "--data", data], words].concat();
    Folder::take(&Arguments::try_parse_from(words).unwrap(), NOW)
}

fn finished(folder: &Path) {
    let mut taken = take(folder, &["--patients", "6"]).unwrap();
    taken.note_seeded().unwrap();
    std::fs::write(folder.join("central.db"), "a hospital").unwrap();
}

const SIX: Filling = Filling::Generated {
    patients: 6,
    seed: 4,
};

#[test]
fn a_folder_that_is_not_there_is_made_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("target/demo");
    let taken = take(&folder, &[]).unwrap();
    assert_eq!(taken.marker.filling, Filling::default());
    let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_finished_hospital_goes_on_whatever_is_asked_for() {
    let root = tempfile::tempdir().unwrap();
    finished(root.path());
    let taken = take(root.path(), &["--patients", "9"]).unwrap();
    assert!(taken.marker.seeded);
    assert_eq!(taken.marker.filling, SIX);
    assert!(root.path().join("central.db").exists());
}

#[test]
fn an_unfinished_hospital_begins_again_with_the_patients_it_was_to_have() {
    let root = tempfile::tempdir().unwrap();
    drop(take(root.path(), &["--patients", "6"]).unwrap());
    std::fs::create_dir(root.path().join("central")).unwrap();
    let taken = take(root.path(), &[]).unwrap();
    assert!(!taken.marker.seeded);
    assert_eq!(taken.marker.filling, SIX);
    assert!(!root.path().join("central").exists());
}

#[test]
fn fresh_begins_again_and_keeps_the_keyring_that_is_open() {
    let root = tempfile::tempdir().unwrap();
    finished(root.path());
    std::fs::create_dir(root.path().join("keyring")).unwrap();
    let taken = take(root.path(), &["--fresh"]).unwrap();
    assert!(!taken.marker.seeded);
    assert_eq!(taken.marker.filling, Filling::default());
    assert!(!root.path().join("central.db").exists());
    assert!(root.path().join("keyring").exists());
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_as_it_is() {
    let root = tempfile::tempdir().unwrap();
    let letter = root.path().join("letter.txt");
    std::fs::write(&letter, "dear").unwrap();
    for words in [&[][..], &["--fresh"][..]] {
        let refused = take(root.path(), words).unwrap_err().to_string();
        assert!(refused.contains("not a demo's"), "{refused}");
    }
    let left: Vec<_> = std::fs::read_dir(root.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(std::fs::read_to_string(letter).unwrap(), "dear");
}

#[test]
fn two_demos_do_not_share_a_folder() {
    let root = tempfile::tempdir().unwrap();
    let first = take(root.path(), &[]).unwrap();
    let refused = take(root.path(), &["--fresh"]).unwrap_err().to_string();
    assert!(refused.contains("another demo"), "{refused}");
    drop(first);
    take(root.path(), &["--fresh"]).unwrap();
}
