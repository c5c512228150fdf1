//! Workstations that are not what they should be: a copied disk, a withdrawn one with work unsent, a clock that is years off.
//! Nothing that was written is lost, and nothing of it passes for more than it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use charthold_central_store::{IncidentKind, WithdrawalReason};
use charthold_chartlog::QuarantineReason;
use charthold_store::Home;
use charthold_testkit::hospital::DemoPerson;
use charthold_testkit::{ManualClock, Riverside};
use charthold_workstation::{ChartId, Clock as _, Environment, Timestamp, Workstation};

use crate::cast::{NOW_MS, admit, note, one_of, riverside, unlock, vitals};
use crate::sync_round_trip::bundle;

/// A workstation of 4B whose home can be closed and opened again.
struct Desk {
    hospital: Riverside,
    home: PathBuf,
    environment: Environment,
    nurse: DemoPerson,
}

impl Desk {
    async fn open() -> (Self, Workstation, ChartId) {
        let hospital = riverside().await;
        let (home, environment) = (hospital.folder.path().join("desk"), hospital.environment());
        let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
        let station = opened.await.expect("it is enrolled");
        let nurse = one_of("nurse", "4B");
        unlock(&station, &nurse).await;
        let patients = admit(&station, "4B", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        station.open_chart(chart).expect("it opens");
        station.sync(None).await.expect("central answers");
        let desk = Self {
            hospital,
            home,
            environment,
            nurse,
        };
        (desk, station, chart)
    }

    async fn again(&self, chart: ChartId) -> Workstation {
        let station = Workstation::open(self.home.clone(), self.environment.clone());
        let station = station.expect("it is whole");
        unlock(&station, &self.nurse).await;
        station.open_chart(chart).expect("it opens");
        station
    }

    async fn kept_aside(&self) -> Vec<QuarantineReason> {
        let store = self.hospital.store().await;
        let kept = store.list_quarantine(100).await.expect("it can be read");
        kept.into_iter().map(|one| one.reason).collect()
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("there is room");
    for entry in std::fs::read_dir(from).expect("it is there") {
        let path = entry.expect("it is there").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("there is room");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_copied_workstation_wrote_is_kept_aside_and_not_lost() {
    let (desk, station, chart) = Desk::open().await;
    station.lock().expect("it locks");
    drop(station);
    let copied = desk.home.with_extension("copy");
    copy(&desk.home, &copied);
    let anchor = format!("{}-anchor", Home::at(desk.home.clone()).keyring_account());
    let anchored = desk.environment.keyring.load(&anchor);
    let anchored = anchored.expect("the keyring answers").expect("it locked");

    let original = desk.again(chart).await;
    let written = original.write_signed_note(chart, &note("By the original."));
    written.expect("it is signed");
    original.sync(None).await.expect("central answers");
    let whole = bundle(&original, chart);
    original.lock().expect("it locks");
    drop(original);

    std::fs::rename(&desk.home, desk.home.with_extension("away")).expect("it is closed");
    std::fs::rename(&copied, &desk.home).expect("it is closed");
    // The keyring was copied, too, or the copy would let nobody in.
    let put_back = desk.environment.keyring.save(&anchor, &anchored);
    put_back.expect("the keyring answers");
    let copy = desk.again(chart).await;
    let written = copy.write_signed_note(chart, &note("By the copy."));
    written.expect("it is signed");
    // It says that something is wrong, every time, and sends what it has all the same.
    for _ in 0..2 {
        copy.sync(None).await.expect_err("two of one device");
    }
    let kept = desk.kept_aside().await;
    assert_eq!(kept, [QuarantineReason::ForkedDevice], "{kept:?}");
    assert!(bundle(&copy, chart).contains("By the copy."), "it is shown");
    let store = desk.hospital.store().await;
    let incidents = store.list_incidents(100).await.expect("it can be read");
    assert!(
        incidents
            .iter()
            .any(|incident| incident.kind == IncidentKind::AuditFork),
        "{incidents:?}"
    );

    let other = desk.hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    other.sync(None).await.expect("central answers");
    other.open_chart(chart).expect("it opens");
    assert_eq!(
        bundle(&other, chart),
        whole,
        "what the original wrote, and no more"
    );
    assert!(desk.hospital.damage_at_central().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_withdrawn_workstation_still_had_is_kept_aside() {
    let (desk, station, chart) = Desk::open().await;
    desk.hospital.plug.pull();
    for number in 1..=8 {
        let intent = format!("01940000-0000-7000-8000-{number:012}");
        let intent = intent.parse().expect("an id");
        station
            .record_vitals(chart, intent, NOW_MS, (&vitals(), false))
            .expect("it is saved");
    }
    let waiting = station.sync_status().expect("it is whole").ops_to_send;
    let store = desk.hospital.store().await;
    let device = station.home_status().expect("it is whole").device;
    let device = device.expect("it is enrolled");
    let at = Timestamp::from_millis(NOW_MS);
    store
        .revoke_device(device, WithdrawalReason::Lost, at)
        .await
        .expect("there is room");
    desk.hospital.plug.put_back();
    for _ in 0..2 {
        let exchanged = station.sync(None).await;
        exchanged.expect("what it has is taken");
    }
    let kept = desk.kept_aside().await;
    assert_eq!(kept.len(), usize::try_from(waiting).expect("a few"));
    assert!(
        kept.iter()
            .all(|reason| *reason == QuarantineReason::DeviceRevoked)
    );
    let told = station.sync_status().expect("it is whole");
    assert!(
        told.items.iter().all(|item| item.aside.is_some()),
        "{told:?}"
    );
    assert!(desk.hospital.damage_at_central().await.is_empty());
}

/// Years early or late: what is written arrives, and central's time tells when.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_years_off_loses_nothing() {
    const FIVE_YEARS_MS: i64 = 5 * 365 * 86_400_000;
    let (desk, station, chart) = Desk::open().await;
    for (number, off) in [(3_u8, FIVE_YEARS_MS), (4, -FIVE_YEARS_MS)] {
        let name = format!("WS-4B-0{number}");
        let theirs = desk.hospital.clock.now().as_millis() + off;
        let environment = Environment {
            clock: Arc::new(ManualClock::at(Timestamp::from_millis(theirs))),
            ..desk.hospital.environment()
        };
        let home = desk.hospital.folder.path().join(&name);
        let opened = desk
            .hospital
            .workstation_at(&home, &name, &["4B"], environment);
        let strange = opened.await.expect("it is enrolled");
        unlock(&strange, &one_of("physician", "4B")).await;
        strange.sync(None).await.expect("central answers");
        strange.open_chart(chart).expect("it opens");
        let text = format!("Written {off} ms off.");
        let written = strange.write_signed_note(chart, &note(&text));
        written.expect("it is signed");
        strange.sync(None).await.expect("central answers");
        assert_eq!(strange.sync_status().expect("it is whole").ops_to_send, 0);
        station.sync(None).await.expect("central answers");
        assert!(bundle(&station, chart).contains(&text), "{off}");
    }
    assert_eq!(desk.kept_aside().await, []);
    assert!(desk.hospital.damage_at_central().await.is_empty());
}
