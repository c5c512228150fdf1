//! A stretch of a night shift: unlock, ward, chart, vitals, note, sign, the network goes, another
//! set, lock, unlock, the network comes back, and central holds what it cannot read.

use crate::driver::App;
use crate::hospital::Ward;

const NOTE: &str = "Wean oxygen as tolerated, repeat chest film at noon.";
const HALF: &str = "Half a thought about potassium";

#[tokio::test(flavor = "multi_thread")]
async fn a_night_shift_in_the_window() {
    let ward = Ward::with(6).await;
    let family = ward.first();

    let app = App::open(&ward.home).await;
    app.see("[data-testid=lock-screen]").await;
    assert!(!app.holds(family).await, "a lock screen shows no patient");
    app.sign_in(&ward.nurse).await;
    // The chart comes with the first exchange after the first sign-in.
    app.see("[data-testid=ward-row][data-kind=open]").await;
    app.read("[data-testid=ward-row]", family).await;
    app.see("[data-testid=ward-row]:first-child[data-kind=open]")
        .await;

    app.open_first_chart().await;
    app.read("[data-testid=patient-banner]", family).await;
    app.record_vitals("23", "38.1").await;
    app.read("[data-testid=frame]", "38.1").await;
    app.write_note(NOTE).await;
    app.open_by("[data-testid=sign-note]", "[data-testid=confirm-sign]")
        .await;
    app.click("[data-testid=confirm-sign]").await;
    app.read("[data-testid=new-note]", "New note").await;

    ward.hospital.plug.pull();
    // The banner that says so moves everything below it, and a click that is under way misses.
    app.read("[data-testid=status-network]", "Offline").await;
    app.record_vitals("26", "38.7").await;
    app.read("[data-testid=frame]", "38.7").await;
    app.write_note(HALF).await;
    app.read("[data-testid=note-save-state]", "aved").await;

    app.lock_by(async || app.click("[data-testid=lock]").await)
        .await;
    for text in [family, "38.7", HALF] {
        assert!(
            !app.holds(text).await,
            "the locked window still holds patient text"
        );
    }
    app.sign_in(&ward.nurse).await;
    app.read("[data-testid=patient-banner]", family).await;
    let restored = app.see("[data-testid=note-section-0]").await;
    let value = restored.prop("value").await.expect("it has a value");
    assert_eq!(
        value.as_deref(),
        Some(HALF),
        "the draft is back where it was"
    );

    ward.hospital.plug.put_back();
    app.read("[data-testid=status-network]", "Online").await;
    app.close().await;
    assert_at_central(&ward).await;
}

/// Everything arrived, and central's database shows none of it.
async fn assert_at_central(ward: &Ward) {
    let station = ward.reopened().await;
    station.sync(None).await.expect("central answers");
    let status = station.home_status().expect("it can be read");
    assert_eq!((status.ops_unconfirmed, status.audit_unconfirmed), (0, 0));
    let database = ward.hospital.site.central_database();
    let mut bytes = std::fs::read(&database).expect("central's database");
    bytes.extend(std::fs::read(database.with_extension("db-wal")).unwrap_or_default());
    for needle in [ward.first(), NOTE, "resourceType"] {
        let found = bytes
            .windows(needle.len())
            .any(|w| w.eq_ignore_ascii_case(needle.as_bytes()));
        assert!(!found, "central can read what it holds");
    }
}
