//! The chart opens when the network does not.

use charthold_testkit::Riverside;
use charthold_workstation::ipc::dto::{Listing, Network, NoteState};
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Secret, Workstation, WorkstationError};

use crate::cast::{NOW_MS, admit, desk, note, one_of, riverside, unlock, vitals};

#[tokio::test(flavor = "multi_thread")]
async fn a_nurse_charts_through_an_outage_and_everything_arrives() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", 2).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.lock().expect("it locks");

    hospital.plug.pull();
    unlock(&station, &nurse).await;
    let opened = station
        .open_chart(chart)
        .expect("it opens without the network");
    assert!(opened.freshness.complete, "everything is here");
    assert!(matches!(opened.problems, Listing::Listed { .. }));
    let before = opened.vitals.expect("there are vitals").taken_at_ms;

    let intent = "01940000-0000-7000-8000-000000000001"
        .parse()
        .expect("an id");
    station
        .record_vitals(chart, intent, NOW_MS, (&vitals(), false))
        .expect("they are saved");
    let draft = station
        .save_draft(chart, None, &note("Wean oxygen."))
        .expect("it is saved");
    let draft = draft.draft.parse().expect("an id");
    let sign = "01940000-0000-7000-8000-000000000002"
        .parse()
        .expect("an id");
    station.sign_note(chart, sign, draft).expect("it is signed");
    station
        .sign_note(chart, sign, draft)
        .expect("the same intent is carried out once");

    let seen = station.view_chart(chart).expect("it is open");
    let strip = seen.vitals.expect("there are vitals");
    assert!(strip.taken_at_ms > before && strip.taken_at_ms == NOW_MS);
    assert!(
        seen.freshness.unsent >= 8,
        "seven values, a score and a note wait"
    );
    let Listing::Listed { items, .. } = seen.notes else {
        panic!("there are notes")
    };
    let signed: Vec<_> = items
        .iter()
        .filter(|note| note.excerpt == "Wean oxygen.")
        .collect();
    assert_eq!(signed.len(), 1);
    assert_eq!(signed[0].state, NoteState::Signed);

    everything_waits_and_then_arrives(&hospital, &station).await;
}

/// Nothing can be sent while the plug is pulled, and all of it is once it is back.
async fn everything_waits_and_then_arrives(hospital: &Riverside, station: &Workstation) {
    let error = station.sync(None).await.expect_err("the plug is pulled");
    assert!(
        matches!(error, WorkstationError::Sync(ref cause) if cause.is_offline()),
        "{error:?}"
    );
    let status = station.sync_status().expect("it can be read");
    assert!(matches!(status.network, Network::Offline { .. }));
    let waiting = status.ops_to_send;

    hospital.plug.put_back();
    let done = station.sync(None).await.expect("the plug is back");
    assert_eq!(u32::try_from(done.report.pushed).expect("few"), waiting);
    let status = station.sync_status().expect("it can be read");
    assert_eq!(
        (status.ops_to_send, status.audit_to_send),
        (0, 0),
        "all of it is at central"
    );
    let verified = station.verify_audit().await.expect("the audit chain holds");
    assert_eq!(verified.central_agrees, Some(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sign_in_of_a_person_needs_central_and_says_so() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    hospital.plug.pull();
    let nurse = one_of("nurse", "4B");
    let refused = station
        .unlock(nurse.username, Secret::new(nurse.password.to_owned()))
        .await;
    assert!(
        matches!(refused, Err(WorkstationError::FirstSignInOffline)),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn central_holds_nothing_it_can_read() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    let patients = admit(&station, "4B", 1).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("it opens");
    station
        .write_signed_note(chart, &note("Zanzibar marker text."))
        .expect("it is signed");
    station.sync(None).await.expect("central answers");

    let database = hospital.site.central_database();
    let mut bytes = std::fs::read(&database).expect("central's database");
    let wal = database.with_extension("db-wal");
    bytes.extend(std::fs::read(wal).unwrap_or_default());
    assert!(
        bytes.len() > 100_000,
        "the chart is there: {} bytes",
        bytes.len()
    );
    let family = patients[0].name.split(',').next().expect("a family name");
    for needle in [
        patients[0].mrn.as_str(),
        family,
        "Zanzibar",
        "resourceType",
        "Observation",
    ] {
        let found = bytes
            .windows(needle.len())
            .any(|w| w.eq_ignore_ascii_case(needle.as_bytes()));
        assert!(!found, "central's database shows {}", needle.len());
    }
    assert!(
        bytes.windows(8).any(|w| w == b"WS-4B-03"),
        "the search finds what is there in clear"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_central_that_will_not_sign_her_in_now_does_not_keep_a_nurse_from_her_charts() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station.lock().expect("it locks");
    // Somebody elsewhere tries her name until central holds it off.
    let elsewhere = hospital.workstation("WS-4B-09", &["4B"]).await;
    let mut last = FailureCode::WrongSecret;
    for _ in 0..20 {
        let guess = Secret::new("not her password".to_owned());
        let refused = elsewhere.unlock(nurse.username, guess).await;
        last = Failure::from(refused.expect_err("it is a guess")).code;
    }
    assert_eq!(last, FailureCode::HeldOff, "central holds her name off");

    let password = Secret::new(nurse.password.to_owned());
    station
        .unlock(nurse.username, password)
        .await
        .expect("her own slot opens");
    station.open_chart(chart).expect("her chart is here");
}
