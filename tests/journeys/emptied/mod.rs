//! A workstation that was withdrawn: what it had is brought, what opens charts goes at once, and everything else once no restore of
//! central can lose it. Cut short anywhere it goes on.

mod cut_short;
mod outgoing;

use charthold_audit::Subtype;
use charthold_central_store::WithdrawalReason;
use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::{Clock as _, WorkstationError};

use crate::cast::{note, one_of, riverside, unlock};
use outgoing::Outgoing;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_withdrawn_workstation_had_is_at_central_and_nothing_is_left_on_it() {
    let desk = Outgoing::make(riverside().await).await;
    let station = desk.again();
    let waiting = station.home_status().expect("it is whole").ops_unconfirmed;
    assert!(waiting >= 2, "a note and vitals were written offline");
    station.sync(None).await.expect("what it has is taken");

    // At once: nobody comes in, nothing opens a chart, and nothing that was written is gone.
    assert_eq!(desk.files(), ["charts", "journal.db", "lock"]);
    let status = station.session_status().expect("it can be shown");
    let reason = match status.state {
        SessionState::Locked { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!((reason, status.people.len()), (LockReason::Withdrawn, 0));
    let refused = desk.try_in(&station).await;
    assert!(
        matches!(refused, Err(WorkstationError::Withdrawn)),
        "{refused:?}"
    );
    let kept = desk.hospital.store().await.list_quarantine(100).await;
    let kept = kept.expect("it can be read").len();
    assert_eq!(kept, usize::try_from(waiting).expect("a few"));

    for _ in 0..3 {
        station.sync(None).await.expect("central answers");
        assert!(desk.home().join("journal.db").exists(), "no backup has it");
    }
    desk.back_up().await;
    station.sync(None).await.expect("central answers");
    assert_eq!(desk.recorded(Subtype::DraftLost).await, 1, "it is told");
    assert_eq!(desk.recorded(Subtype::DeviceEmptied).await, 1);
    station.sync(None).await.expect("central answers");
    assert!(
        desk.home().join("journal.db").exists(),
        "its last word is in no backup"
    );
    assert_eq!(desk.wiped_at().await, None);

    desk.back_up().await;
    station.sync(None).await.expect("central answers");
    desk.is_gone().await;
    let status = station.session_status().expect("it can be shown");
    assert!(
        matches!(
            status.state,
            SessionState::NotEnrolled {
                was_withdrawn: true
            }
        ),
        "{status:?}"
    );
    assert!(desk.hospital.damage_at_central().await.is_empty());

    // The same machine, in the same run of the program, is a workstation again.
    let enrolment = desk.hospital.enrolment("WS-4B-09", &["4B"]).await;
    station.enroll(&enrolment).await.expect("it is free");
    unlock(&station, &one_of("nurse", "4B")).await;
    station.sync(None).await.expect("central answers");
    station.open_chart(desk.chart).expect("it came");
    drop(station);
    let station = desk.again();
    assert!(station.home_status().expect("it is whole").enrolled);
}

/// A backup that was begun before the last operation came is no reason to let go of anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_from_before_the_last_push_lets_nothing_go() {
    let desk = Outgoing::make(riverside().await).await;
    let station = desk.again();
    desk.back_up().await;
    for _ in 0..3 {
        station.sync(None).await.expect("central answers");
    }
    assert!(desk.home().join("journal.db").exists());
    assert_eq!(desk.recorded(Subtype::DeviceEmptied).await, 0);
    desk.end(&station).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whose_account_closed_goes_and_the_others_stay() {
    let hospital = riverside().await;
    let (station, nurse, chart) = crate::cast::desk(&hospital).await;
    let physician = one_of("physician", "4B");
    unlock(&station, &physician).await;
    station.sync(None).await.expect("central answers");
    unlock(&station, &nurse).await;
    station.open_chart(chart).expect("it opens");
    station
        .write_signed_note(chart, &note("Her last."))
        .expect("it is signed");
    station.lock().expect("it locks");
    let store = hospital.store().await;
    let account = store.find_account(nurse.username).await;
    let person = account.expect("it answers").expect("she has one").person;
    let at = hospital.clock.now();
    store
        .disable_person(person.id, WithdrawalReason::Left, at)
        .await
        .expect("the account is closed");
    let people = || station.home_status().expect("it is whole").people;
    for _ in 0..2 {
        station.sync(None).await.expect("central answers");
        assert_eq!(people().len(), 2, "what she wrote is in no backup");
    }
    let extent = store.measure().await.expect("it can be read");
    store.note_backup(&extent, at).await.expect("it is noted");
    station.sync(None).await.expect("central answers");
    assert_eq!(people(), [physician.username]);
    let folder = hospital.folder.path().join("WS-4B-03/charts");
    let charts = std::fs::read_dir(folder).expect("it is there");
    let charts = charts.filter(|file| {
        let name = file.as_ref().expect("it is there").file_name();
        name.to_string_lossy().ends_with(".db")
    });
    assert_eq!(charts.count(), 1, "what she read by is gone");
    unlock(&station, &physician).await;
    station.open_chart(chart).expect("others go on working");
}
