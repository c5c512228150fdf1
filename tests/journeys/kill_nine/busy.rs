//! A busy desk, a process of its own: a nurse writes without a pause while the workstation exchanges, and each write is
//! announced before it is begun and once it is acknowledged. It goes on until somebody ends it.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use charthold_testkit::hospital::bundle;
use charthold_testkit::programs::own_environment;
use charthold_workstation::{ImportSource, Workstation, WorkstationError};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::chance::Chance;
use super::ledger::{generated, resource};
use crate::cast::{note, one_of, unlock};

/// The script of this process, when it is a busy desk and no test.
const SCRIPT: &str = "CHARTHOLD_TEST_BUSY_DESK";
/// The test a process is started as that is to be a busy desk.
pub(super) const STARTED_AS: &str =
    "kill_nine::no_kill_of_a_busy_desk_loses_or_doubles_an_acknowledged_write";
/// Before everything it says; the test runner says things of its own.
pub(super) const MARK: &str = "busy desk: ";

/// What a busy desk does.
#[derive(Serialize, Deserialize)]
pub(super) struct Script {
    /// Where its home is.
    pub(super) home: PathBuf,
    /// Decides what it writes.
    pub(super) seed: u64,
    /// Whom it writes about: record number and FHIR id.
    pub(super) mrn: String,
    pub(super) subject: String,
    /// No desk wrote texts that begin like this before.
    pub(super) name: String,
    /// It also brings patients in; the first has this number.
    pub(super) first_arrival: Option<usize>,
}

impl Script {
    /// The variable that makes a process a busy desk.
    pub(super) fn variable(&self) -> (&'static str, String) {
        (SCRIPT, serde_json::to_string(self).expect("it is data"))
    }

    /// That of this process, unless it is a test.
    pub(super) fn of_this_process() -> Option<Self> {
        let text = std::env::var(SCRIPT).ok()?;
        Some(serde_json::from_str(&text).expect("it is a script"))
    }

    /// Does as it says until the process is ended.
    pub(super) async fn perform(self) -> ! {
        let station = Workstation::open(self.home.clone(), own_environment());
        let station = station.expect("a kill leaves a home that opens");
        say("open");
        unlock(&station, &one_of("nurse", "4B")).await;
        say("in");
        let chart = station.chart_of_mrn(&self.mrn).expect("it is here");
        station.open_chart(chart).expect("it opens");
        let written = Arc::new(Notify::new());
        tokio::spawn(exchange_whenever(station.clone(), Arc::clone(&written)));
        let mut chance = Chance::of(self.seed);
        let mut arrivals = self.first_arrival.map(|first| first..);
        let mut arriving = arrivals.as_mut().and_then(Iterator::next);
        for number in 0_u32.. {
            let text = format!("{}, act {number}.", self.name);
            if let Some(patient) = arriving
                && chance.below(4) == 0
            {
                say(&format!("begin arrival {patient}"));
                if bring_in(&station, patient).await {
                    say("done");
                    arriving = arrivals.as_mut().and_then(Iterator::next);
                } else {
                    say("refused");
                }
            } else if chance.below(3) == 0 {
                say(&format!("begin text {text}"));
                let written = station.write_signed_note(chart, &note(&text));
                written.expect("a note is signed, whatever the network does");
                say("done");
            } else {
                let (kind, id, what) = match chance.below(2) {
                    0 => ("Observation", text.replace([' ', ',', '.'], ""), "text"),
                    _ => ("Goal", "revised".to_owned(), "version"),
                };
                say(&format!("begin {what} {text}"));
                let json = resource(kind, &id, &text, &self.subject);
                let written = station.put_record(chart, &json, None);
                written.expect("a record is written, whatever the network does");
                say("done");
            }
            written.notify_one();
        }
        unreachable!("nobody writes so much")
    }
}

/// Exchanges whenever something was written, as the app does.
async fn exchange_whenever(station: Workstation, written: Arc<Notify>) {
    loop {
        written.notified().await;
        if let Err(error) = station.sync(None).await
            && !is_of_a_killed_server(&error)
        {
            // A panic would end this task and not the desk.
            eprintln!("the desk's exchange: {error:?}");
            std::process::exit(1);
        }
    }
}

async fn bring_in(station: &Workstation, number: usize) -> bool {
    let patient = generated(number);
    let source = ImportSource::Text {
        name: patient.mrn.clone(),
        content: bundle(&patient),
    };
    match station.import(&[source], Some("4B")).await {
        Ok(report) => {
            assert_eq!(report.refused, [], "a patient comes in whole");
            true
        }
        Err(error) => {
            assert!(is_of_a_killed_server(&error), "{error:?}");
            false
        }
    }
}

/// Nobody answers, or central says that what is behind it does not.
fn is_of_a_killed_server(error: &WorkstationError) -> bool {
    let WorkstationError::Sync(error) = error else {
        return false;
    };
    error.is_offline() || error.refusal().is_some_and(|code| code.status() == 503)
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let said = writeln!(out, "\n{MARK}{line}").and_then(|()| out.flush());
    said.expect("somebody reads");
}
