//! A scanned letter is larger than a bad line carries before it breaks. It arrives in pieces, each once, and nothing
//! else waits for it.

use charthold_testkit::{Fault, Mishap, Riverside, Way};
use charthold_workstation::{ChartId, Workstation, WorkstationError};

use crate::cast::{NOW_MS, admit, desk, one_of, riverside, unlock, vitals};
use crate::sync_round_trip::bundle;

/// Characters of the scan. They are noise, as a scan is after its own compression: each is worth six bits.
const SCAN: u64 = 4 << 20;
/// Of the line, before it breaks.
const LINE_HOLDS: u64 = 500 << 10;
const MOST_EXCHANGES: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_letter_arrives_over_a_line_that_never_carries_it_whole() {
    let hospital = riverside().await;
    let (station, _, chart) = desk(&hospital).await;
    let other = hospital.workstation("WS-4B-04", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    put_letter(&station, chart);
    let before = hospital.plug.carried().1;

    let sent = until_done(&hospital, &station, Way::ToCentral, |station| {
        station.sync_status().expect("it can be read").ops_to_send == 0
    });
    let sent = sent.await;
    let there = bundle(&station, chart);
    let arrived = until_done(&hospital, &other, Way::ToWorkstation, |other| {
        other.open_chart(chart).is_ok() && bundle(other, chart) == there
    });
    let arrived = arrived.await;

    let carried = hospital.plug.carried().1 - before;
    let twice = 2 * SCAN * 6 / 8;
    // What is lost each time is less than a piece.
    assert!(
        carried < twice * 2,
        "{carried} bytes carried for {twice}: pieces were sent again"
    );
    assert!(
        sent > 1 && arrived > 1,
        "{sent} and {arrived} exchanges: the line held"
    );
    assert_eq!(hospital.damage_at_central().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_beside_a_large_letter_does_not_wait_for_it() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    let patients = admit(&station, "4B", 2).await;
    let other = hospital.workstation("WS-4B-04", &["4B"]).await;
    unlock(&other, &one_of("physician", "4B")).await;
    let [with_letter, beside] = [0, 1].map(|nth: usize| {
        let chart = patients[nth].chart.parse().expect("a chart id");
        station.open_chart(chart).expect("it opens");
        chart
    });
    put_letter(&station, with_letter);
    let intent = "01940000-0000-7000-8000-000000000001"
        .parse()
        .expect("an id");
    station
        .record_vitals(beside, intent, NOW_MS, (&vitals(), false))
        .expect("they are saved");
    station.sync(None).await.expect("central answers");

    // The letter is cut in its first pieces, every time.
    let fault = Fault {
        way: Way::ToWorkstation,
        after: 300 << 10,
        mishap: Mishap::Reset,
    };
    hospital.plug.always_go_wrong(fault);
    for _ in 0..2 {
        let cut_short = other.sync(None).await;
        assert!(cut_short.is_err(), "the letter cannot have come");
    }
    other.refresh().expect("what is here can be read");
    other.open_chart(beside).expect("it opens");
    assert_eq!(
        bundle(&other, beside),
        bundle(&station, beside),
        "the other patient's vitals came"
    );
}

/// Exchanges on the bad line until `done`, and answers how often.
async fn until_done(
    hospital: &Riverside,
    station: &Workstation,
    way: Way,
    done: impl Fn(&Workstation) -> bool,
) -> usize {
    for exchanges in 1..=MOST_EXCHANGES {
        cut(hospital, way, LINE_HOLDS);
        match station.sync(None).await {
            Ok(_) => {}
            Err(WorkstationError::Sync(error)) if error.is_offline() => {}
            Err(error) => panic!("{error:?}"),
        }
        if done(station) {
            hospital.plug.go_right();
            return exchanges;
        }
    }
    panic!("it did not arrive in {MOST_EXCHANGES} exchanges");
}

fn cut(hospital: &Riverside, way: Way, after: u64) {
    hospital.plug.always_go_wrong(Fault {
        way,
        after,
        mishap: Mishap::Reset,
    });
}

fn put_letter(station: &Workstation, chart: ChartId) {
    let here = bundle(station, chart);
    let patient = here.lines().find_map(|resource| {
        let resource: serde_json::Value = serde_json::from_str(resource).expect("it is JSON");
        (resource["resourceType"] == "Patient").then(|| resource["id"].to_string())
    });
    let patient = patient.expect("a chart has a patient");
    let letter = format!(
        r#"{{"resourceType":"DocumentReference","id":"scanned-letter","status":"current",
            "subject":{{"reference":"Patient/{}"}},
            "content":[{{"attachment":{{"contentType":"application/pdf","data":"{}"}}}}]}}"#,
        patient.trim_matches('"'),
        scan()
    );
    station
        .put_record(chart, &letter, None)
        .expect("it is kept");
}

/// Base64 that does not compress further: SplitMix64 from a seed.
fn scan() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let noise = (1..=SCAN).map(|n| {
        let mut mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let nth = usize::try_from((mixed ^ (mixed >> 31)) % 64).expect("it is small");
        char::from(ALPHABET[nth])
    });
    noise.collect()
}
