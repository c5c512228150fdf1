//! A chart that is not a workstation's any more goes from it, when central's backup has all of it, and
//! comes back whole.

use charthold_central_store::WithdrawalReason;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::{ChartId, Timestamp, Workstation};

use crate::cast::{NOW_MS, admit, note, one_of, riverside, unlock, vitals};
use crate::sync_round_trip::bundle;

/// A chart of 5A on a workstation of 4B, because a nurse of 5A signed in there and wrote in it. She left since.
struct Borrowed {
    hospital: Riverside,
    home: Workstation,
    desk: Workstation,
    chart: ChartId,
}

impl Borrowed {
    async fn make() -> Self {
        let hospital = riverside().await;
        let home = hospital.workstation("WS-5A-01", &["5A"]).await;
        unlock(&home, &one_of("physician", "5A")).await;
        let patients = admit(&home, "5A", 1).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        let desk = hospital.workstation("WS-4B-03", &["4B"]).await;
        let float = one_of("nurse", "5A");
        unlock(&desk, &float).await;
        desk.open_chart(chart).expect("it came with her");
        let intent = "01940000-0000-7000-8000-000000000001";
        desk.record_vitals(
            chart,
            intent.parse().expect("an id"),
            NOW_MS,
            (&vitals(), false),
        )
        .expect("it is saved");
        desk.sync(None).await.expect("central answers");
        desk.lock().expect("it locks");
        let borrowed = Self {
            hospital,
            home,
            desk,
            chart,
        };
        borrowed.leaves(&float).await;
        borrowed
    }

    async fn leaves(&self, person: &DemoPerson) {
        let store = self.hospital.store().await;
        let account = store.find_account(person.username).await;
        let account = account.expect("it can be read").expect("she is known");
        let at = Timestamp::from_millis(NOW_MS);
        let closed = store
            .disable_person(account.person.id, WithdrawalReason::Left, at)
            .await;
        closed.expect("there is room");
    }

    async fn back_up(&self) {
        let store = self.hospital.store().await;
        let extent = store.measure().await.expect("it can be read");
        let at = Timestamp::from_millis(NOW_MS);
        store.note_backup(&extent, at).await.expect("it is noted");
    }

    async fn exchange(&self) {
        self.desk.sync(None).await.expect("central answers");
    }

    fn charts_here(&self) -> u32 {
        self.desk.home_status().expect("it is whole").charts_cached
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_out_of_scope_goes_after_a_backup_and_comes_back_whole() {
    let borrowed = Borrowed::make().await;
    let Borrowed {
        home, desk, chart, ..
    } = &borrowed;
    borrowed.exchange().await;
    assert_eq!(borrowed.charts_here(), 1, "no backup has it yet");
    let status = desk.home_status().expect("it is whole");
    assert_ne!(status.ops_not_in_backup, 0);

    borrowed.back_up().await;
    borrowed.exchange().await;
    assert_eq!(borrowed.charts_here(), 0);
    unlock(desk, &one_of("nurse", "4B")).await;
    assert!(desk.open_chart(*chart).is_err(), "it is not here");
    desk.lock().expect("it locks");

    let physician = one_of("physician", "5A");
    unlock(desk, &physician).await;
    borrowed.exchange().await;
    desk.open_chart(*chart).expect("it came with him");
    home.sync(None).await.expect("central answers");
    assert_eq!(bundle(desk, *chart), bundle(home, *chart));
    desk.write_signed_note(*chart, &note("Seen on rounds."))
        .expect("it is signed");
    borrowed.exchange().await;
    home.sync(None).await.expect("central answers");
    let there = bundle(home, *chart);
    assert!(there.contains("Seen on rounds."), "it was taken");
    assert_eq!(bundle(desk, *chart), there);
    assert!(borrowed.hospital.damage_at_central().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_after_the_backup_keeps_the_chart_here() {
    let borrowed = Borrowed::make().await;
    borrowed.back_up().await;
    borrowed.home.open_chart(borrowed.chart).expect("it opens");
    borrowed
        .home
        .write_signed_note(borrowed.chart, &note("Written later."))
        .expect("it is signed");
    borrowed.home.sync(None).await.expect("central answers");
    // Still in its scope once more, it pulls the note.
    let physician = one_of("physician", "5A");
    unlock(&borrowed.desk, &physician).await;
    borrowed.exchange().await;
    borrowed.desk.lock().expect("it locks");
    borrowed.leaves(&physician).await;
    borrowed.exchange().await;
    borrowed.exchange().await;
    assert_eq!(borrowed.charts_here(), 1, "no backup has the note");
    borrowed.back_up().await;
    borrowed.exchange().await;
    assert_eq!(borrowed.charts_here(), 0);
}
