//! A nurse's shift at a workstation whose programs are killed again and again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use charthold_testkit::programs::{Cut, Premises, Run, Said, Server, Station};
use charthold_workstation::{Clock, SystemClock};
use serde_json::Value;

use super::chance::Chance;
use super::ledger::{Chart, Ledger, is_acknowledged, read_chart, resource};
use crate::cast::one_of;

/// What is going on when something is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Put,
    Revise,
    Note,
    Import,
    Sync,
}

const ACTS: [Act; 5] = [Act::Put, Act::Revise, Act::Note, Act::Import, Act::Sync];
/// What needs a server.
const EXCHANGES: [Act; 3] = [Act::Import, Act::Sync, Act::Put];
/// An exchange moves everything; the next ones confirm it.
const EXCHANGES_TO_SETTLE: u32 = 4;
const CODE_VALID: Duration = Duration::from_secs(3_600);

pub(super) struct Shift {
    premises: Premises,
    station: Station,
    /// A second workstation, which nobody kills.
    witness: Station,
    ledger: Ledger,
    /// How long each act took when it was let be.
    typical: BTreeMap<Act, Duration>,
}

impl Shift {
    /// Enrols through `kills` kills, and does everything once undisturbed.
    pub(super) async fn begin(chance: &mut Chance, kills: u32) -> Self {
        let premises = Premises::open().await;
        let code = premises.code(100, CODE_VALID).await;
        let witness = premises.station("witness").expect("it was built");
        let before = SystemClock.boot_time();
        let run = premises.enrol(&witness, "WS-4B-02", &code);
        let said = run.expect("it starts").end().await.expect("it ends");
        assert_eq!(said.code, Some(0), "{said:?}");
        let whole = SystemClock.boot_time().since(before);

        let station = premises.station("station").expect("it was built");
        let mut done = 0;
        while done < kills {
            let run = premises.enrol(&station, "WS-4B-03", &code);
            let cut = run.expect("it starts").cut_after(chance.moment(whole));
            cut.await.expect("it ends");
            done += 1;
            let status = answer(&station.run(&["status"]).await.expect("it starts"));
            if status["enrolled"] == true {
                break;
            }
        }
        let run = premises.enrol(&station, "WS-4B-03", &code);
        let said = run.expect("it starts").end().await.expect("it ends");
        let there = said.code == Some(0) || said.out.contains("already-enrolled");
        assert!(there, "what was cut off stands in nobody's way: {said:?}");
        premises.let_in(&station, &one_of("nurse", "4B")).await;
        premises.let_in(&witness, &one_of("physician", "4B")).await;
        let mut shift = Self {
            premises,
            station,
            witness,
            ledger: Ledger::new(),
            typical: BTreeMap::new(),
        };
        for act in [Act::Import, Act::Put, Act::Revise, Act::Note, Act::Sync] {
            let before = SystemClock.boot_time();
            let (run, subject) = shift.start(act);
            let said = run.end().await.expect("it ends");
            assert_eq!(said.code, Some(0), "{act:?}: {said:?}");
            shift.note(act, subject, &said);
            let whole = SystemClock.boot_time().since(before);
            shift.typical.insert(act, whole);
        }
        shift
    }

    /// Kills the workstation in the middle of something; says whether it was still running.
    pub(super) async fn kill_the_workstation(&mut self, chance: &mut Chance) -> bool {
        let act = ACTS[usize::try_from(chance.below(5)).expect("it is small")];
        let (run, subject) = self.start(act);
        let moment = chance.moment(self.typical[&act]);
        let (cut, said) = run.cut_after(moment).await.expect("it ends");
        println!("workstation, {act:?} after {moment:?}: {cut:?}");
        self.note(act, subject, &said);
        if cut == Cut::Late {
            assert_eq!(said.code, Some(0), "{act:?}: {said:?}");
        }
        let verified = self.station.run(&["audit", "verify"]).await;
        let verified = verified.expect("it starts");
        assert_eq!(
            verified.code,
            Some(0),
            "the audit chain holds: {verified:?}"
        );
        cut == Cut::Short
    }

    /// Kills a server in the middle of an exchange; says whether that was still going on.
    pub(super) async fn kill_a_server(&mut self, server: Server, chance: &mut Chance) -> bool {
        let act = EXCHANGES[usize::try_from(chance.below(3)).expect("it is small")];
        let moment = chance.moment(self.typical[&act]);
        let back_at_once = chance.below(2) == 0;
        let (mut run, subject) = self.start(act);
        let late = run.ends_within(moment).await;
        self.premises.servers.kill(server).await;
        if back_at_once {
            self.premises.servers.restart(server).expect("it starts");
        }
        let said = run.end().await.expect("it ends");
        println!("{server:?}, {act:?} after {moment:?}: {:?}", said.code);
        if !back_at_once {
            self.premises.servers.restart(server).expect("it starts");
        }
        self.note(act, subject, &said);
        let codes: &[i32] = match act {
            Act::Import | Act::Sync => &[0, 5],
            // Nobody waits for a server to write in a chart that is here.
            Act::Put | Act::Revise | Act::Note => &[0],
        };
        let code = said.code.expect("nobody killed it");
        assert!(
            codes.contains(&code),
            "{act:?} without {server:?}: {said:?}"
        );
        let ready = self.premises.servers.doorbell().wait_until_ready().await;
        ready.expect("the server comes back");
        !late
    }

    /// Everything acknowledged is in the chart, once.
    pub(super) async fn look(&self) {
        let chart = self.chart(&self.station, "nurse", &self.ledger.mrn).await;
        self.ledger.check(&chart);
    }

    /// Nothing is killed any more: everything arrives, once, and every chain holds.
    pub(super) async fn come_together(mut self) {
        self.ledger.arrival();
        for index in 0..self.ledger.arrivals.len() {
            let said = self.import(index).end().await.expect("it ends");
            let report = answer(&said);
            let arrival = &self.ledger.arrivals[index];
            let taken = report["imported"]
                .as_u64()
                .zip(report["unchanged"].as_u64());
            let taken = taken.map(|(imported, unchanged)| imported + unchanged);
            assert_eq!(taken, u64::try_from(arrival.resources).ok(), "{said:?}");
            let again = arrival.acknowledged && report["imported"] != 0;
            assert!(!again, "what was acknowledged is there already: {said:?}");
        }
        for station in [&self.station, &self.witness] {
            self.settle(station).await;
        }
        let physician = "physician";
        for arrival in &self.ledger.arrivals {
            let here = self.chart(&self.station, "nurse", &arrival.mrn).await;
            if arrival.mrn == self.ledger.mrn {
                self.ledger.check(&here);
            } else {
                assert_eq!(here.len(), arrival.resources, "a patient is there whole");
            }
        }
        let here = self.chart(&self.station, "nurse", &self.ledger.mrn).await;
        let there = self.chart(&self.witness, physician, &self.ledger.mrn).await;
        assert_eq!(here, there, "both workstations show the same");
        self.settle(&self.station).await;
        println!(
            "{} writes acknowledged, {} patients",
            self.ledger.acknowledged(),
            self.ledger.arrivals.len()
        );
        let verified = answer(
            &self
                .station
                .run(&["audit", "verify"])
                .await
                .expect("it starts"),
        );
        assert_eq!(verified["central_agrees"], true, "{verified}");
        let chains = self.premises.verify_central().await.expect("it starts");
        assert_eq!(chains.code, Some(0), "central's chains hold: {chains:?}");
        self.premises.servers.stop().await;
    }

    /// Exchanges until nothing is left to send.
    async fn settle(&self, station: &Station) {
        for _ in 0..EXCHANGES_TO_SETTLE {
            answer(&station.run(&["sync"]).await.expect("it starts"));
            let status = answer(&station.run(&["status"]).await.expect("it starts"));
            if status["ops_unconfirmed"] == 0 && status["audit_unconfirmed"] == 0 {
                return;
            }
        }
        panic!("something never arrives at central");
    }

    async fn chart(&self, station: &Station, role: &str, mrn: &str) -> Chart {
        let person = one_of(role, "4B");
        let mut arguments = station.sign_in(&person).expect("there is room").to_vec();
        arguments.extend(["chart".into(), mrn.into()]);
        read_chart(&station.run(&arguments).await.expect("it starts"))
    }

    /// Begins `act`; answers with what it writes, to be noted with how it ended.
    fn start(&mut self, act: Act) -> (Run, String) {
        let subject = match act {
            Act::Put | Act::Note => self.ledger.fresh_text(),
            Act::Revise => self.ledger.fresh_version(),
            Act::Import | Act::Sync => String::new(),
        };
        let mrn = self.ledger.mrn.clone();
        let run = match act {
            Act::Put => {
                let id = subject.replace([' ', '.'], "");
                let json = resource("Observation", &id, &subject, &self.ledger.subject);
                self.run_with(&["put", &mrn], "resource.json", &json, &[])
            }
            Act::Revise => {
                let json = resource("Goal", "revised", &subject, &self.ledger.subject);
                self.run_with(&["put", &mrn], "resource.json", &json, &[])
            }
            Act::Note => self.run_with(
                &["note", &mrn, "--text-file"],
                "note.txt",
                &subject,
                &["--sign"],
            ),
            Act::Import => {
                self.ledger.arrival();
                self.import(self.ledger.arrivals.len() - 1)
            }
            Act::Sync => self.station.begin(&["sync"]).expect("it starts"),
        };
        (run, subject)
    }

    fn import(&self, index: usize) -> Run {
        let bundle = &self.ledger.arrivals[index].bundle;
        self.run_with(&["import", "--unit", "4B"], "bundle.json", bundle, &[])
    }

    fn note(&mut self, act: Act, subject: String, said: &Said) {
        let acknowledged = is_acknowledged(said);
        match act {
            Act::Put | Act::Note => self.ledger.note_text(subject, acknowledged),
            Act::Revise => self.ledger.note_version(subject, acknowledged),
            Act::Import => self.ledger.note_arrival(acknowledged),
            Act::Sync => {}
        }
    }

    /// Runs a command of the nurse's that reads a file.
    fn run_with(&self, before: &[&str], name: &str, text: &str, after: &[&str]) -> Run {
        let file: PathBuf = self.premises.folder.path().join(name);
        std::fs::write(&file, text).expect("there is room");
        let nurse = one_of("nurse", "4B");
        let mut arguments = self
            .station
            .sign_in(&nurse)
            .expect("there is room")
            .to_vec();
        arguments.extend(before.iter().map(Into::into));
        arguments.push(file.into_os_string());
        arguments.extend(after.iter().map(Into::into));
        self.station.begin(&arguments).expect("it starts")
    }
}

/// The answer of a run that has to succeed.
fn answer(said: &Said) -> Value {
    assert_eq!(said.code, Some(0), "{said:?}");
    serde_json::from_str(&said.out).expect("an answer is JSON")
}
