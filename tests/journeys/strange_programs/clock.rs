//! A workstation whose clock is off, by a second or by years: it says so where anything is the matter, and what is written by
//! it is marked. TLS itself needs a clock within the certificate's two years.

use std::time::Duration;

use charthold_chartlog::{HeaderCore, Operation};
use charthold_testkit::programs::{Station, clock_off_by};
use charthold_workstation::{Clock as _, SystemClock, Timestamp};

use super::{Ward, answer, assert_done, assert_says, enrolled, told};

/// How long a person may go without central: what a policy says unless it says otherwise.
const LEASE: Duration = Duration::from_secs(3 * 86_400);
/// A run takes seconds.
const A_RUN: Duration = Duration::from_secs(600);

/// Seconds this workstation's clock is off, and what comes of it.
const OFF_S: [(i64, Clock); 8] = [
    (1, Clock::Trusted),
    (-1, Clock::Trusted),
    (2 * 3_600, Clock::Suspect),
    (-2 * 3_600, Clock::Suspect),
    (60 * 86_400, Clock::Suspect),
    (-60 * 86_400, Clock::NoTls),
    (5 * 365 * 86_400, Clock::NoLease),
    (-5 * 365 * 86_400, Clock::NoTls),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clock {
    /// As good as right.
    Trusted,
    /// Central says how far it is off.
    Suspect,
    /// Central's certificate is not valid by it.
    NoTls,
    /// Neither is the person's time without central.
    NoLease,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_is_named_and_loses_nothing() {
    let ward = Ward::open().await;
    let before = chain(&ward).await.len();
    let mut written = Vec::new();
    for (off_s, clock) in OFF_S {
        let strange = ward.station.run_by(&clock_off_by(off_s));
        let text = format!("Written {off_s} s off.");
        let said = ward.note(&strange, &text).await;
        if clock == Clock::NoLease {
            assert_eq!(said.code, Some(5), "{said:?}");
            assert_says(&said, &["date and time"]);
        } else {
            assert_done(&said);
            written.push((text, clock));
        }
        let said = told(&strange, &["sync"]).await;
        let doctor = told(&strange, &["doctor"]).await;
        match clock {
            Clock::Trusted => {
                assert_done(&said);
                assert_says(&doctor, &["ok    clock"]);
            }
            Clock::Suspect => {
                assert_done(&said);
                assert_says(&doctor, &["warn  clock  Set this machine's clock"]);
            }
            Clock::NoTls | Clock::NoLease => {
                assert_eq!(said.code, Some(5), "{said:?}");
                assert_says(&said, &["clock", "Set date and time", "saved here"]);
                assert_says(&doctor, &["fail  clock  Set date and time"]);
            }
        }
        assert_lease_is_not_extended(&ward.station).await;
    }
    // The clock is right again.
    answer(&ward.station, &["sync"]).await;
    let other = enrolled(&ward.premises, "WS-4B-02").await;
    answer(&other, &["sync"]).await;
    let (here, there) = (ward.chart(&ward.station).await, ward.chart(&other).await);
    assert_eq!(here, there, "both show the same, byte for byte");
    for (text, _) in &written {
        assert_eq!(here.matches(text.as_str()).count(), 1, "{text}");
    }
    let suspect = |(_, clock): &(String, Clock)| *clock != Clock::Trusted;
    let wanted: Vec<bool> = written.iter().map(suspect).collect();
    let chain = chain(&ward).await;
    let marked: Vec<bool> = chain[before..]
        .iter()
        .map(|core| core.clock_suspect)
        .collect();
    assert_eq!(marked, wanted, "in the order in which they were written");
    assert_eq!(ward.kept_aside().await, []);
    ward.assert_whole_at_central().await;
}

/// However far off a clock was, once it is right nobody goes without central for longer than they may.
async fn assert_lease_is_not_extended(station: &Station) {
    let status = answer(station, &["status"]).await;
    let until = status["lease_expires_at"]
        .as_str()
        .expect("somebody was in");
    let until: Timestamp = until.parse().expect("it is a time");
    let latest = SystemClock.now().plus(LEASE + A_RUN);
    assert!(until <= latest, "the lease goes until {until}");
}

/// What is in the patient's chart at central, in its order.
async fn chain(ward: &Ward) -> Vec<HeaderCore> {
    let store = ward.premises.store().await;
    let charts = store.list_all_charts().await.expect("it can be read");
    let [chart] = charts
        .iter()
        .filter(|chart| chart.unit.is_some())
        .map(|chart| chart.chart)
        .collect::<Vec<_>>()[..]
    else {
        panic!("one patient was admitted")
    };
    let page = store.read_log(chart, 0, 10_000).await;
    let entries = page.expect("it can be read").entries.into_iter();
    entries
        .map(|entry| {
            let operation = Operation::parse(entry.operation);
            operation.expect("it was taken").core().clone()
        })
        .collect()
}
