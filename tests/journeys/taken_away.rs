//! What IT takes away at central is taken away at the bedside with the next exchange, and nothing that was written is lost by it.

use charthold_central_store::WithdrawalReason;
use charthold_workstation::ipc::dto::{LockReason, SessionState};
use charthold_workstation::{Clock as _, Secret, Workstation, WorkstationError};

use crate::cast::{desk, note, one_of, riverside, unlock};

fn locked_because(station: &Workstation) -> LockReason {
    let status = station.session_status().expect("it can be shown");
    match status.state {
        SessionState::Locked { reason, .. } => reason,
        other => panic!("it is open: {other:?}"),
    }
}

async fn try_in(
    station: &Workstation,
    (username, password): (&str, &str),
) -> Result<(), WorkstationError> {
    let password = Secret::new(password.to_owned());
    station.unlock(username, password).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_out_at_the_next_exchange_and_stays_out() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station
        .save_draft(chart, None, &note("Half a thought"))
        .expect("it is saved");
    station.sync(None).await.expect("central answers");
    let store = hospital.store().await;
    let account = store.find_account(nurse.username).await;
    let person = account.expect("it answers").expect("she has one").person;
    let at = hospital.clock.now();
    store
        .disable_person(person.id, WithdrawalReason::Left, at)
        .await
        .expect("the account is closed");

    station.sync(None).await.expect("central answers");
    assert_eq!(locked_because(&station), LockReason::Closed);
    let hers = (nurse.username, nurse.password);
    assert!(try_in(&station, hers).await.is_err(), "central says no");
    hospital.plug.pull();
    let unplugged = try_in(&station, hers).await;
    assert!(
        matches!(unplugged, Err(WorkstationError::LeaseEnded)),
        "{unplugged:?}"
    );
    hospital.plug.put_back();
    let sent = station.sync(None).await.expect("central answers");
    assert!(sent.report.pushed > 0, "what she typed travels");
    unlock(&station, &one_of("physician", "4B")).await;
    station.open_chart(chart).expect("others go on working");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_workstation_locks_and_lets_nobody_in_whatever_the_network() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station
        .save_draft(chart, None, &note("Half a thought"))
        .expect("it is saved");
    station.sync(None).await.expect("central answers");
    let store = hospital.store().await;
    let devices = store.list_devices().await.expect("it answers");
    let device = devices.first().expect("it is enrolled").id;
    let at = hospital.clock.now();
    store
        .revoke_device(device, WithdrawalReason::Lost, at)
        .await
        .expect("it is withdrawn");

    station
        .sync(None)
        .await
        .expect("a withdrawn one is told so");
    assert_eq!(locked_because(&station), LockReason::Withdrawn);
    let hers = (nurse.username, nurse.password);
    assert!(try_in(&station, hers).await.is_err(), "central says no");
    hospital.plug.pull();
    let unplugged = try_in(&station, hers).await;
    assert!(
        matches!(unplugged, Err(WorkstationError::Withdrawn)),
        "{unplugged:?}"
    );
    // Or the first exchange afterwards goes over a connection that was cut.
    station.sync(None).await.expect_err("there is no line");
    hospital.plug.put_back();
    let sent = station
        .sync(None)
        .await
        .expect("a withdrawn one is told so");
    assert!(sent.report.quarantined > 0, "what she typed is kept aside");
}
