//! A virtual machine that was put back from a snapshot, or run twice: two homes with one keyring entry, each of which takes
//! itself for the workstation.

use std::path::Path;

use charthold_chartlog::QuarantineReason;
use charthold_store::Home;
use charthold_vault::{Anchor, OsKeyring};

use super::{Ward, answer, assert_done, assert_says, enrolled, told};
use crate::strange_stations::copy;

/// A keyring's entry is of the home's place: both homes stand there, one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_copied_workstation_says_so_and_what_it_wrote_is_kept_aside() {
    let ward = Ward::open().await;
    let home = ward.station.home().to_owned();
    let (copied, original) = (home.with_extension("copy"), home.with_extension("original"));
    copy(&home, &copied);
    assert_done(&ward.note(&ward.station, "By the original.").await);
    answer(&ward.station, &["sync"]).await;

    swap(&home, &original, &copied);
    assert_done(&ward.note(&ward.station, "By the copy.").await);
    // It says so each time, and sends what it has all the same.
    for _ in 0..2 {
        let said = told(&ward.station, &["sync"]).await;
        assert_eq!(said.code, Some(7), "{said:?}");
        assert_says(&said, &["two of this workstation", "kept aside", "call IT"]);
    }
    let status = told(&ward.station, &["status"]).await;
    assert_says(&status, &["two of this workstation", "call IT"]);
    let doctor = told(&ward.station, &["doctor"]).await;
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert_says(
        &doctor,
        &["fail  workstation  There are two of this workstation"],
    );
    let shown = ward.chart(&ward.station).await;
    assert!(shown.contains("By the copy."), "whoever wrote it sees it");
    let kept = ward.kept_aside().await;
    assert_eq!(kept, [QuarantineReason::ForkedDevice]);

    swap(&home, &copied, &original);
    answer(&ward.station, &["sync"]).await;
    let status = told(&ward.station, &["status"]).await;
    assert!(!status.out.contains("two of"), "it is well: {status:?}");
    let other = enrolled(&ward.premises, "WS-4B-02").await;
    answer(&other, &["sync"]).await;
    let shown = ward.chart(&other).await;
    assert!(shown.contains("By the original.") && !shown.contains("By the copy."));
    ward.assert_whole_at_central().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_put_back_without_its_keyring_lets_nobody_in_and_says_so() {
    let ward = Ward::open().await;
    let home = ward.station.home().to_owned();
    let (copied, newer) = (home.with_extension("copy"), home.with_extension("newer"));
    copy(&home, &copied);
    assert_done(&ward.note(&ward.station, "Not in the copy.").await);
    put_back(&home, &newer, &copied);
    for _ in 0..2 {
        let said = ward.note(&ward.station, "On an old chart.").await;
        assert_eq!(said.code, Some(7), "{said:?}");
        assert_says(&said, &["older than when it was last used", "call IT"]);
    }
    let status = told(&ward.station, &["status"]).await;
    assert_says(&status, &["older than when it was last used", "call IT"]);
    ward.assert_whole_at_central().await;
}

/// Puts what is at `home` away to `away`, and `other` there, with its keyring: what was anchored of the one is not of the other.
fn swap(home: &Path, away: &Path, other: &Path) {
    put_back(home, away, other);
    let account = Home::at(home.to_owned()).keyring_account();
    let forgotten = Anchor::delete(&OsKeyring::new(), &account);
    forgotten.expect("the keyring answers");
}

fn put_back(home: &Path, away: &Path, other: &Path) {
    std::fs::rename(home, away).expect("it is closed");
    std::fs::rename(other, home).expect("it is closed");
}
