//! Each step fails once, or is the last thing the program does: the next start goes on, and it ends well.

use charthold_workstation::WorkstationError;
use charthold_workstation::ipc::dto::SessionState;

use super::outgoing::Outgoing;
use crate::cast::riverside;

/// One that has brought everything and recorded its last event, which the last backup has.
async fn about_to_go() -> Outgoing {
    let desk = Outgoing::make(riverside().await).await;
    for _ in 0..2 {
        // A program that does one exchange and is ended.
        desk.again().sync(None).await.expect("central answers");
        desk.back_up().await;
    }
    desk
}

async fn goes_on(desk: &Outgoing) {
    let station = desk.again();
    station.sync(None).await.ok();
    drop(station);
    desk.is_gone().await;
    let status = desk.again().session_status().expect("it can be shown");
    let told = SessionState::NotEnrolled {
        was_withdrawn: true,
    };
    assert_eq!(format!("{:?}", status.state), format!("{told:?}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn before_and_after_each_exchange() {
    let desk = Outgoing::make(riverside().await).await;
    for turn in 0..6 {
        let station = desk.again();
        station.sync(None).await.expect("central answers");
        drop(station);
        // The line breaks in the middle of the next.
        desk.hospital.plug.pull();
        let station = desk.again();
        station.sync(None).await.expect_err("there is no line");
        let refused = desk.try_in(&station).await;
        assert!(refused.is_err(), "turn {turn}: {refused:?}");
        drop(station);
        desk.hospital.plug.put_back();
        desk.back_up().await;
        if desk.wiped_at().await.is_some() {
            break;
        }
    }
    desk.is_gone().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_keyring_refuses_to_forget_what_opens_the_files() {
    let desk = about_to_go().await;
    desk.keyring.next_save();
    let station = desk.again();
    station.sync(None).await.expect_err("the keyring refuses");
    assert!(
        desk.home().join("journal.db").exists(),
        "it is the next step"
    );
    assert!(desk.home().join("withdrawn").exists(), "it was begun");
    drop(station);
    goes_on(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_a_file_cannot_be_removed() {
    let desk = about_to_go().await;
    let station = desk.again();
    // What has such a name and is no file cannot be removed as one.
    let wedge = desk.home().join("directory.db");
    std::fs::create_dir_all(&wedge).expect("there is room");
    station.sync(None).await.expect_err("it cannot be removed");
    assert_eq!(desk.wiped_at().await, None, "it is not empty");
    drop(station);
    std::fs::remove_dir(wedge).expect("it is there");
    goes_on(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_central_cannot_be_told() {
    let desk = about_to_go().await;
    let station = desk.again();
    // Of the exchange that empties it everything but the last word gets through: the journal is taken away as it would be then.
    desk.keyring.next_save();
    station.sync(None).await.expect_err("the keyring refuses");
    drop(station);
    desk.hospital.plug.pull();
    let station = desk.again();
    let untold = station.sync(None).await;
    assert!(
        matches!(untold, Err(WorkstationError::Sync(_))),
        "{untold:?}"
    );
    assert_eq!(
        desk.files(),
        ["lock", "withdrawn"],
        "it is empty all the same"
    );
    assert_eq!(desk.wiped_at().await, None);
    let enrolment = desk.hospital.enrolment("WS-4B-09", &["4B"]).await;
    station
        .enroll(&enrolment)
        .await
        .expect_err("it has not had its last word");
    drop(station);
    desk.hospital.plug.put_back();
    goes_on(&desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_key_cannot_be_forgotten_after_central_was_told() {
    let desk = about_to_go().await;
    desk.keyring.next_delete();
    let station = desk.again();
    station.sync(None).await.expect_err("the keyring refuses");
    let first = desk.wiped_at().await;
    assert!(first.is_some(), "central knows");
    drop(station);
    goes_on(&desk).await;
    assert_eq!(desk.wiped_at().await, first, "said again, and heard once");
}

#[tokio::test(flavor = "multi_thread")]
async fn between_the_key_and_the_word_that_all_is_said() {
    let desk = about_to_go().await;
    let before = desk.home().join("withdrawn");
    desk.keyring.next_delete();
    desk.again()
        .sync(None)
        .await
        .expect_err("the keyring refuses");
    let unsaid = std::fs::read(&before).expect("it is there");
    goes_on(&desk).await;
    // As it would be: the key is gone, and the file is of before.
    std::fs::write(&before, unsaid).expect("there is room");
    goes_on(&desk).await;
}

/// A file that says that the home is to be emptied, and that this device did not sign, empties nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_this_device_did_not_sign_empties_nothing() {
    let desk = about_to_go().await;
    desk.keyring.next_save();
    let station = desk.again();
    station.sync(None).await.expect_err("the keyring refuses");
    drop(station);
    let path = desk.home().join("withdrawn");
    let mut forged = std::fs::read(&path).expect("it is there");
    *forged.last_mut().expect("it says something") ^= 1;
    std::fs::write(&path, forged).expect("there is room");
    let station = desk.again();
    assert!(station.home_status().expect("it is whole").enrolled);
    assert!(desk.home().join("journal.db").exists());
    desk.end(&station).await;
}
