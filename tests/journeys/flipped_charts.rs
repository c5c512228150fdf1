//! One bit that is another in what is shown: in a person's charts or in the list of patients, as a failing disk has it. Whoever unlocks gets
//! in, sees every line as it was written, and what was damaged is made anew from the journal.

use std::path::{Path, PathBuf};

use charthold_scoreboard::Row;
use charthold_store::Home;
use charthold_workstation::{ChartId, Workstation};

use crate::cast::{admit, one_of, riverside, unlock};
use crate::sync_round_trip::bundle;

const FLIPS: u64 = 60;
const PATIENTS: usize = 3;

/// What there is to be seen.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    charts: Vec<String>,
    patients: Vec<String>,
}

impl Seen {
    fn at(station: &Workstation, charts: &[ChartId]) -> Self {
        let charts = charts.iter().map(|chart| {
            station.open_chart(*chart).expect("it opens");
            bundle(station, *chart)
        });
        let charts = charts.collect();
        let found = station.search("").expect("the list can be read");
        Self {
            charts,
            patients: found.into_iter().map(|hit| hit.name).collect(),
        }
    }
}

/// Numbers that look drawn, the same in each run.
fn drawn(turn: u64, below: u64) -> u64 {
    turn.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) % below
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_bit_is_another_every_line_is_shown_as_it_was_written() {
    let hospital = riverside().await;
    let home = hospital.folder.path().join("desk");
    let environment = hospital.environment();
    let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment);
    let station = opened.await.expect("it is enrolled");
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", PATIENTS).await;
    let charts: Vec<ChartId> = patients
        .iter()
        .map(|hit| hit.chart.parse().expect("a chart id"))
        .collect();
    hospital.plug.pull();
    let truth = Seen::at(&station, &charts);
    station.lock().expect("it locks");

    let places = files(&Home::at(home), &hospital, nurse.username).await;
    let whole: Vec<Vec<u8>> = places
        .iter()
        .map(|place| std::fs::read(place).expect("it is closed"))
        .collect();
    let mut made_anew = 0;
    for turn in 0..FLIPS {
        let which = usize::try_from(turn % 2).expect("one of two");
        for (place, bytes) in places.iter().zip(&whole) {
            std::fs::write(place, bytes).expect("there is room");
        }
        let mut bytes = whole[which].clone();
        let length = u64::try_from(bytes.len()).expect("a few megabytes");
        let at = usize::try_from(drawn(turn, length)).expect("it is within");
        bytes[at] ^= 1 << drawn(turn + FLIPS, 8);
        std::fs::write(&places[which], bytes).expect("there is room");
        let before = salt(&places[which]);

        unlock(&station, &nurse).await;
        assert_eq!(Seen::at(&station, &charts), truth, "turn {turn}, byte {at}");
        station.lock().expect("it locks");
        made_anew += u64::from(salt(&places[which]) != before);
    }
    Row::held("F4", "shown", FLIPS).against(made_anew).record();
}

/// The person's charts, and the list of patients.
async fn files(
    home: &Home,
    hospital: &charthold_testkit::Riverside,
    username: &str,
) -> [PathBuf; 2] {
    let account = hospital.store().await.find_account(username).await;
    let person = account.expect("it answers").expect("she has one").person.id;
    [home.charts_path(person), home.directory_path()]
}

/// What SQLCipher draws when it makes a file.
fn salt(place: &Path) -> Vec<u8> {
    let bytes = std::fs::read(place).expect("it is there");
    bytes[..16].to_vec()
}
