//! What logind says.

use charthold_seat::Leaving;

use crate::daemon::Daemon;
use crate::logind::Logind;
use crate::watching::Watching;

#[tokio::test(flavor = "multi_thread")]
async fn each_sign_of_logind_is_one_leaving_and_its_opposite_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let daemon = Daemon::start(folder.path());
    let mut logind = Logind::serve(&daemon).await;
    let mut watching = Watching::start(folder.path());
    let _delay = logind.delayed().await;

    // All on one line, in this order: one callback too many would be in the place of another.
    logind.lock().await;
    logind.unlock().await;
    assert_eq!(watching.left().await, Leaving::ScreenLocked, "Lock");
    logind.lid(true).await;
    logind.lid(false).await;
    assert_eq!(watching.left().await, Leaving::LidClosed, "the lid closed");
    logind.active(false).await;
    logind.active(true).await;
    assert_eq!(watching.left().await, Leaving::SeatTaken, "not active");
    logind.lock_another().await;
    logind.lid_without_a_word(true).await;
    assert_eq!(
        watching.left().await,
        Leaving::LidClosed,
        "the lid closed, read"
    );
    logind.locked_hint(true).await;
    logind.locked_hint(false).await;
    assert_eq!(watching.left().await, Leaving::ScreenLocked, "LockedHint");
    logind.prepare_for_sleep(false).await;
    logind.prepare_for_sleep(true).await;
    assert_eq!(watching.left().await, Leaving::Sleeping, "sleep");
    logind.active(false).await;
    assert_eq!(
        watching.left().await,
        Leaving::SeatTaken,
        "and nothing else before"
    );
    assert_eq!(watching.unasked(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_is_held_back_until_the_callback_ended_and_again_after_waking() {
    let folder = tempfile::tempdir().expect("a folder");
    let daemon = Daemon::start(folder.path());
    let mut logind = Logind::serve(&daemon).await;
    let mut watching = Watching::start_with(folder.path(), 0);
    let delay = logind.delayed().await;
    let asked = (delay.asked.0.as_str(), delay.asked.1.as_str());
    assert_eq!(asked, ("sleep", "delay"));

    logind.prepare_for_sleep(true).await;
    assert_eq!(watching.left().await, Leaving::Sleeping);
    assert!(delay.is_held(), "the callback has not ended");
    watching.ends.add_permits(1);
    delay.let_go().await;

    logind.prepare_for_sleep(false).await;
    let next = logind.delayed().await;
    assert!(next.is_held(), "the next sleep is held back, too");
    assert_eq!(watching.unasked(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bus_that_starts_later_is_followed_and_one_that_starts_again_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut watching = Watching::start(folder.path());
    for _ in 0..2 {
        let daemon = Daemon::start(folder.path());
        let mut logind = Logind::serve(&daemon).await;
        let _delay = logind.delayed().await;
        logind.lock().await;
        assert_eq!(watching.left().await, Leaving::ScreenLocked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logind_that_starts_again_is_followed_and_asked_how_things_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let daemon = Daemon::start(folder.path());
    let mut watching = Watching::start(folder.path());
    let mut first = Logind::serve(&daemon).await;
    let _delay = first.delayed().await;
    first.end().await;
    let mut second = Logind::serve_with(&daemon, false).await;
    assert_eq!(
        watching.left().await,
        Leaving::SeatTaken,
        "while it was away"
    );
    let _held_back_again = second.held().await;
    second.lock().await;
    assert_eq!(watching.left().await, Leaving::ScreenLocked);
}
