//! A way back on the command line, with the real keyring and real servers.

use charthold_store::Home;
use charthold_testkit::Operators;
use charthold_vault::{Keyring as _, OsKeyring};
use charthold_workstation::{RecoveryRequest, SystemClock};

use crate::desk::{Desk, answer, assert_failure};

#[tokio::test(flavor = "multi_thread")]
async fn a_wiped_keyring_comes_back_by_two_files() {
    let desk = Desk::open().await;
    let synced = desk.run(&["sync"]).await;
    answer(&synced);
    let request = desk.path("request").to_string_lossy().into_owned();
    let ask = ["recover", "request", "--out", &request];
    let too_early = desk.station.run(&ask).await.expect("it starts");
    assert_failure(
        "there is nothing to recover",
        &too_early,
        (1, "invalid-input"),
    );

    let account = Home::at(desk.station.home().to_owned()).keyring_account();
    for entry in [format!("{account}-anchor"), account] {
        OsKeyring::new()
            .delete(&entry)
            .expect("the keyring answers");
    }
    let status = desk.station.run(&["status"]).await.expect("it starts");
    assert_failure("wiped", &status, (4, "keyring-wiped"));

    let asked = answer(&desk.station.run(&ask).await.expect("it starts"));
    let again = desk.station.run(&ask).await.expect("it starts");
    assert_failure("the file is there", &again, (1, "invalid-input"));
    let bytes = std::fs::read(&request).expect("it was written");
    let read = RecoveryRequest::from_bytes(&bytes).expect("it is a request");
    let keys = &desk.premises.site.keys.data;
    let folder = desk.premises.folder.path();
    let mut operators = Operators::found(keys, folder, &SystemClock).expect("they are the first");
    // The second request is the one that is waited for, and was not written.
    let stale = desk.file("stale", operators.agree(&read).expect("they agree"));
    let finish = |file: &str| ["recover", "finish", "--answer", file].map(str::to_owned);
    let refused = desk.station.run(&finish(&stale)).await.expect("it starts");
    assert_failure("of another request", &refused, (1, "invalid-input"));

    std::fs::remove_file(&request).expect("it is ours");
    let last = answer(&desk.station.run(&ask).await.expect("it starts"));
    assert_ne!(last["fingerprint"], asked["fingerprint"]);
    let bytes = std::fs::read(&request).expect("it was written");
    let read = RecoveryRequest::from_bytes(&bytes).expect("it is a request");
    assert_eq!(last["fingerprint"], read.fingerprint());
    let answered = desk.file("answer", operators.agree(&read).expect("they agree"));
    let back = answer(
        &desk
            .station
            .run(&finish(&answered))
            .await
            .expect("it starts"),
    );
    assert_eq!(back["recovered"], true);
    assert!(desk.chart().await.contains(&desk.subject));
}
