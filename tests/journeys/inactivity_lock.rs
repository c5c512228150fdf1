//! A workstation nobody touches locks, whatever the timers, the clocks and the lid do.

use std::time::Duration;

use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::{Standing, WorkstationError};

use crate::cast::{desk, note, one_of, riverside, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn after_fifteen_minutes_no_command_serves_a_chart() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station
        .save_draft(chart, None, &note("Half a thought"))
        .expect("it is saved");
    station.save_place("{\"chart\":1}").expect("it is saved");

    hospital.clock.pass(Duration::from_secs(13 * 60));
    station.activity().expect("it is open");
    hospital.clock.pass(Duration::from_secs(14 * 60 + 10));
    assert!(matches!(station.standing(), Some(Standing::Warning { .. })));
    station
        .view_chart(chart)
        .expect("seeing is not input, and it is not over yet");
    hospital.clock.pass(Duration::from_secs(60));

    let refused = station.view_chart(chart).map(|_| ());
    assert!(
        matches!(refused, Err(WorkstationError::Locked)),
        "{refused:?}"
    );
    assert!(
        matches!(station.activity(), Err(WorkstationError::Locked)),
        "too late"
    );
    assert_eq!(
        station.locked_sessions(),
        1,
        "a command found it over: whoever ends pages is told"
    );
    let status = station
        .session_status()
        .expect("the lock screen can be shown");
    let SessionState::Locked {
        reason, username, ..
    } = status.state
    else {
        panic!("it is locked")
    };
    assert_eq!(
        (reason, username.as_deref()),
        (LockReason::Inactivity, Some(nurse.username))
    );

    unlock(&station, &nurse).await;
    let status = station.session_status().expect("it can be shown");
    let SessionState::Unlocked { place, person, .. } = status.state else {
        panic!("it is open")
    };
    assert_eq!(
        place.as_deref(),
        Some("{\"chart\":1}"),
        "back where she was"
    );
    assert_eq!(person.drafts, 1);
    station.open_chart(chart).expect("it opens");
    let draft = station
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    assert_eq!(draft.text.sections[0].text, "Half a thought");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_systems_own_lock_locks_whoever_is_in_and_says_so() {
    let hospital = riverside().await;
    let (station, _, chart) = desk(&hospital).await;
    let anybody = station.lock_with_system().expect("it locks");
    assert!(anybody, "the nurse was in");
    let refused = station.view_chart(chart).map(|_| ());
    assert!(
        matches!(refused, Err(WorkstationError::Locked)),
        "{refused:?}"
    );
    let reason = |station: &charthold_workstation::Workstation| {
        let status = station.session_status().expect("it can be shown");
        match status.state {
            SessionState::Locked { reason, at_ms, .. } => Some((reason, at_ms)),
            _ => None,
        }
    };
    let locked = reason(&station).expect("it is locked");
    assert_eq!(locked.0, LockReason::System);

    // The screen is locked again, and nobody is in.
    hospital.clock.pass(Duration::from_secs(60));
    let anybody = station.lock_with_system().expect("nothing fails");
    assert!(!anybody, "nobody is in");
    assert_eq!(reason(&station), Some(locked), "nothing changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_the_wall_clock_neither_locks_nor_keeps_it_open() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    hospital.clock.set_wall_by(Duration::from_secs(86_400));
    station.activity().expect("the boot clock has not moved");
    hospital.clock.pass(Duration::from_secs(901));
    assert!(matches!(station.activity(), Err(WorkstationError::Locked)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_workstation_goes_on_exchanging_what_is_sealed() {
    let hospital = riverside().await;
    let (station, _, chart) = desk(&hospital).await;
    station
        .write_signed_note(chart, &note("Sent while locked."))
        .expect("it is signed");
    station.lock().expect("it locks");
    let done = station.sync(None).await.expect("nobody needs to be in");
    assert_eq!(done.report.pushed, 1);
    assert!(done.report.audit_pushed >= 2, "the note and the lock");
}
