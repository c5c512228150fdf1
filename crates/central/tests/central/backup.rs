//! A copy while central serves, and a copy in the store's place.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::command::{Founded, run, stdout};
use crate::site::Site;

fn backup(data: &Path, to: &Path) -> Output {
    run(&["backup", "--to", &to.to_string_lossy()], data)
}

fn restore(data: &Path, from: &Path) -> Output {
    run(&["restore", "--from", &from.to_string_lossy()], data)
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

/// A hospital that is being served, with one operation in it, and the bytes of that one's body.
async fn in_use() -> (Site, Vec<u8>) {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let operation = device.write(device.facility);
    device.push(&site, std::slice::from_ref(&operation)).await;
    let body = operation.envelope().body.clone();
    (site, body)
}

#[tokio::test]
async fn a_store_in_use_is_copied_whole_and_without_the_signing_key() {
    let (site, _) = in_use().await;
    let to = site.folder().join("backup");
    let made = backup(&site.folder().join("central"), &to);
    assert_eq!(code(&made), Some(0), "{made:?}");
    assert!(
        stdout(&made).contains("1 charts with 1 entries"),
        "{made:?}"
    );
    let mut files: Vec<_> = fs::read_dir(&to)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["central.db", "epoch"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&to), mode(&to.join("central.db"))), (0o700, 0o600));
    }
    let again = backup(&site.folder().join("central"), &to);
    assert_eq!(code(&again), Some(2), "a backup replaces none");
}

#[tokio::test]
async fn a_backup_takes_the_place_of_the_store_under_an_epoch_never_served() {
    let founded = Founded::make().await;
    let (data, copy) = (founded.data(), founded.beside("backup"));
    assert_eq!(code(&backup(&data, &copy)), Some(0));
    assert_eq!(code(&run(&["add-unit", "9Z"], &data)), Some(0));
    fs::write(data.join("epoch"), "7").unwrap();

    let restored = restore(&data, &copy);
    assert_eq!(code(&restored), Some(0), "{restored:?}");
    assert!(stdout(&restored).contains("epoch 8"), "{restored:?}");
    assert_eq!(code(&run(&["verify"], &data)), Some(0));
    let unknown = run(&["code", "--unit", "9Z"], &data);
    assert_eq!(code(&unknown), Some(2), "that is the older store");

    // What was there before is only set aside.
    fs::rename(data.join("central.db"), data.join("restored.db")).unwrap();
    fs::rename(data.join("central.db.before-8"), data.join("central.db")).unwrap();
    fs::remove_file(data.join("epoch")).unwrap();
    assert_eq!(code(&run(&["code", "--unit", "9Z"], &data)), Some(0));

    // The same copy once more, after epoch 8 was served: another number.
    fs::write(data.join("epoch"), "8").unwrap();
    assert!(stdout(&restore(&data, &copy)).contains("epoch 9"));
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_changes_nothing() {
    let (site, body) = in_use().await;
    let copy = site.folder().join("backup");
    assert_eq!(
        code(&backup(&site.folder().join("central"), &copy)),
        Some(0)
    );
    let mut bytes = fs::read(copy.join("central.db")).unwrap();
    let at = bytes.windows(body.len()).position(|window| window == body);
    bytes[at.unwrap() + 60] ^= 1;
    fs::write(copy.join("central.db"), bytes).unwrap();

    let founded = Founded::make().await;
    let data = founded.data();
    fs::remove_file(data.join("central.db")).unwrap();
    let refused = restore(&data, &copy);
    assert_eq!(code(&refused), Some(7), "{refused:?}");
    assert!(!data.join("central.db").exists(), "nothing is put back");
}

#[tokio::test]
async fn what_is_no_backup_of_this_hospital_is_refused() {
    let (one, other) = (Founded::make().await, Founded::make_another().await);
    let copy = other.beside("backup");
    assert_eq!(code(&backup(&other.data(), &copy)), Some(0));
    let refused = restore(&one.data(), &copy);
    assert_eq!(code(&refused), Some(2), "{refused:?}");
    assert_eq!(
        code(&restore(&one.data(), &one.data().join("none"))),
        Some(2)
    );
    assert_eq!(
        code(&run(&["restore"], &one.data())),
        Some(2),
        "from where?"
    );
    assert_eq!(code(&run(&["verify"], &one.data())), Some(0), "it stands");
}
