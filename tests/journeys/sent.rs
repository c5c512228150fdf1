//! What somebody wrote says how far it got: on this workstation, in central's log, in its backup, too.

use charthold_testkit::Riverside;
use charthold_workstation::ipc::dto::{SentItem, SyncItem, SyncStatus};
use charthold_workstation::{Timestamp, Workstation};

use crate::cast::{NOW_MS, desk, note, one_of, riverside, unlock, vitals};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_here_then_at_central_then_in_its_backup() {
    let hospital = riverside().await;
    let (station, _, chart) = desk(&hospital).await;
    let intent = "01940000-0000-7000-8000-000000000001";
    station
        .record_vitals(
            chart,
            intent.parse().expect("an id"),
            NOW_MS,
            (&vitals(), false),
        )
        .expect("they are saved");
    let SyncStatus { items, sent, .. } = status(&station);
    let waiting: Vec<&str> = items.iter().map(|SyncItem { what, .. }| &**what).collect();
    assert!(waiting.contains(&"Vital signs"), "{waiting:?}");
    assert_eq!(told(&sent), [], "it is here alone");

    station.sync(None).await.expect("central answers");
    let at_central = [("Vital signs".to_owned(), false)];
    assert_eq!(told(&status(&station).sent), at_central, "a set is one act");
    back_up(&hospital).await;
    station.sync(None).await.expect("central answers");
    assert_eq!(
        told(&status(&station).sent),
        [("Vital signs".to_owned(), true)]
    );

    station
        .write_signed_note(chart, &note("Slept well."))
        .expect("it is signed");
    station.sync(None).await.expect("central answers");
    let both = [("Note".to_owned(), false), ("Vital signs".to_owned(), true)];
    let sent = status(&station).sent;
    assert_eq!(told(&sent), both, "newest first");
    assert!(sent.iter().all(|item| item.patient.is_some()));

    station.lock().expect("it locks");
    assert_eq!(told(&status(&station).sent), [], "nobody is in");
    unlock(&station, &one_of("physician", "4B")).await;
    assert_eq!(told(&status(&station).sent), [], "somebody else wrote it");
}

fn status(station: &Workstation) -> SyncStatus {
    station.sync_status().expect("it can be told")
}

fn told(sent: &[SentItem]) -> Vec<(String, bool)> {
    let told = sent.iter().map(|item| (item.what.clone(), item.in_backup));
    told.collect()
}

async fn back_up(hospital: &Riverside) {
    let store = hospital.store().await;
    let extent = store.measure().await.expect("it can be read");
    let at = Timestamp::from_millis(NOW_MS);
    store.note_backup(&extent, at).await.expect("it is noted");
}
