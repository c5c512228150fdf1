//! The folder: private, one process at a time, and its errors.

use std::fs;

use charthold_store::{Charts, Home, Journal, StoreError};

use crate::fixture::{Desk, key};

#[test]
fn a_second_process_is_told_who_has_the_home() {
    let desk = Desk::new();
    let lock = desk.home.lock("charthold").expect("nobody has it");
    let Err(StoreError::InUse { holder }) = desk.home.lock("chartholdctl") else {
        panic!("the first one has it")
    };
    assert_eq!(
        holder,
        format!("charthold (process {})", std::process::id())
    );
    drop(lock);
    drop(desk.home.lock("chartholdctl").expect("it was let go of"));
}

#[test]
fn a_home_exists_once_it_has_a_journal() {
    let desk = Desk::new();
    assert!(desk.home.exists());
    let other = Home::at(desk.folder.path().join("other"));
    assert!(!other.exists());
    other.create().expect("it can be made");
    assert!(!other.exists(), "a folder alone is none");
}

#[test]
fn each_home_has_its_own_name_in_the_keyring() {
    let desk = Desk::new();
    let account = desk.home.keyring_account();
    let digits = account.strip_prefix("home-").expect("it says what it is");
    assert!(digits.len() == 32 && digits.chars().all(|digit| digit.is_ascii_hexdigit()));
    let roundabout = Home::at(desk.home.root().join("charts").join(".."));
    assert_eq!(
        roundabout.keyring_account(),
        account,
        "the canonical path counts"
    );
    let other = Home::at(desk.folder.path().join("other"));
    assert_ne!(other.keyring_account(), account);
}

#[test]
fn discarding_takes_our_files_and_leaves_those_of_others() {
    let desk = Desk::new();
    drop(Charts::open_or_create(&desk.charts_path(), &key(3)).expect("it is new"));
    let foreign = desk.home.root().join("holiday.txt");
    fs::write(&foreign, "sun").expect("there is room");
    desk.home.discard().expect("it is ours");
    assert!(!desk.home.exists());
    assert!(foreign.exists());
    fs::remove_file(foreign).expect("it is there");
    desk.home.discard().expect("it is ours");
    assert!(!desk.home.root().exists());
}

/// Permissions mean nothing to root, so this works as somebody else: on Linux a thread can.
#[cfg(target_os = "linux")]
fn as_somebody_else<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    use rustix::thread::{Uid, set_thread_uid};
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            if rustix::process::geteuid().is_root() {
                set_thread_uid(Uid::from_raw(65_534)).expect("root may become anybody");
            }
            work()
        });
        thread.join().expect("it ends")
    })
}

#[cfg(target_os = "linux")]
fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

#[cfg(target_os = "linux")]
#[test]
fn a_home_that_may_not_be_written_says_so_and_stays_as_it_is() {
    let Desk {
        folder,
        home,
        journal,
        ..
    } = Desk::new();
    drop(journal);
    let before = fs::read(home.journal_path()).expect("it is there");
    set_mode(folder.path(), 0o755);
    set_mode(&home.journal_path(), 0o444);
    set_mode(home.root(), 0o555);
    let (journal, lock, made) = as_somebody_else(|| {
        let journal = Journal::open(&home.journal_path(), &key(1)).map(drop);
        let lock = home.lock("charthold").map(drop);
        let made = Charts::open_or_create(&home.root().join("new.db"), &key(3)).map(drop);
        (journal, lock, made)
    });
    set_mode(home.root(), 0o700);
    assert!(
        matches!(journal, Err(StoreError::NotWritable)),
        "{journal:?}"
    );
    assert!(matches!(lock, Err(StoreError::NotWritable)), "{lock:?}");
    assert!(matches!(made, Err(StoreError::NotWritable)), "{made:?}");
    assert_eq!(fs::read(home.journal_path()).expect("it is there"), before);
}
