//! A ward with one busy desk, and a second workstation that nobody kills. What was acknowledged at the desk is there after
//! each kill, and all of it arrives.

use std::path::PathBuf;
use std::time::Duration;

use charthold_audit::Subtype;
use charthold_testkit::hospital::bundle;
use charthold_testkit::programs::{Premises, Server, own_environment};
use charthold_workstation::{ChartId, ImportSource, Workstation};

use super::busy::Script;
use super::chance::Chance;
use super::desk::BusyDesk;
use super::ledger::{Ledger, generated, read_bundle};
use crate::cast::{one_of, unlock};

const CODE_VALID: Duration = Duration::from_secs(3_600);
/// An exchange moves everything; the next ones confirm it.
const EXCHANGES_TO_SETTLE: u32 = 4;

pub(super) struct Ward {
    pub(super) premises: Premises,
    pub(super) books: Ledger,
    home: PathBuf,
    chart: ChartId,
    code: String,
    /// Operations in the chart, and events that tell of a write, before anything was killed.
    before: (u64, u64),
    desks: u32,
}

impl Ward {
    /// Enrols the desk and brings in whom it writes about.
    pub(super) async fn open() -> Self {
        let premises = Premises::open().await;
        let code = premises.code(2, CODE_VALID).await;
        let home = premises.folder.path().join("desk");
        let station = Workstation::open(home.clone(), own_environment()).expect("there is room");
        let enrolment = premises.enrolment("WS-4B-03", &code);
        station.enroll(&enrolment).await.expect("the code is good");
        unlock(&station, &one_of("nurse", "4B")).await;
        let books = Ledger::new();
        let content = bundle(&generated(0));
        let name = books.mrn.clone();
        let source = ImportSource::Text { name, content };
        let report = station.import(&[source], Some("4B")).await;
        assert_eq!(report.expect("central answers").refused, []);
        let chart = station.chart_of_mrn(&books.mrn).expect("it came in");
        let mut ward = Self {
            premises,
            books,
            home,
            chart,
            code,
            before: (0, 0),
            desks: 0,
        };
        settle(&station).await;
        ward.before = ward.written_at_central().await;
        ward
    }

    /// The desk begins, anew after a kill.
    pub(super) fn begin(&mut self, chance: &mut Chance, brings_in: bool) -> BusyDesk {
        self.desks += 1;
        BusyDesk::begin(&Script {
            home: self.home.clone(),
            seed: chance.below(u64::MAX),
            mrn: self.books.mrn.clone(),
            subject: self.books.subject.clone(),
            name: format!("desk {}", self.desks),
            first_arrival: brings_in.then_some(1),
        })
    }

    /// Everything acknowledged is there once, and the audit chain holds.
    pub(super) async fn look(&self) {
        let station = self.station().await;
        self.check(&station);
        let verified = station.verify_audit().await;
        verified.expect("the audit chain holds");
    }

    /// Nothing is killed any more: everything arrives, once, and every chain holds.
    pub(super) async fn come_together(self) {
        let station = self.station().await;
        settle(&station).await;
        self.check(&station);
        let verified = station.verify_audit().await;
        let verified = verified.expect("the audit chain holds");
        assert_eq!(verified.central_agrees, Some(true));
        let (operations, events) = self.written_at_central().await;
        assert_eq!(
            operations - self.before.0,
            events - self.before.1,
            "no write is without the audit event of it, and no event without its write"
        );

        let home = self.premises.folder.path().join("witness");
        let witness = Workstation::open(home, own_environment()).expect("there is room");
        let enrolment = self.premises.enrolment("WS-4B-02", &self.code);
        witness.enroll(&enrolment).await.expect("the code is good");
        unlock(&witness, &one_of("physician", "4B")).await;
        settle(&witness).await;
        for station in [&station, &witness] {
            station.open_chart(self.chart).expect("it opens");
        }
        let [here, there] =
            [&station, &witness].map(|station| station.chart_bundle(self.chart, None));
        let here = here.expect("it can be read");
        assert_eq!(here, there.expect("it can be read"), "both show the same");
        for number in &self.books.came_in {
            let patient = generated(*number);
            let chart = witness.chart_of_mrn(&patient.mrn).expect("they came in");
            witness.open_chart(chart).expect("it opens");
            let chart = witness.chart_bundle(chart, None).expect("it can be read");
            let whole = patient.resources.len();
            assert_eq!(read_bundle(&chart).len(), whole, "a patient is there whole");
        }
        println!(
            "{} writes acknowledged at {} desks, {} patients",
            self.books.acknowledged(),
            self.desks,
            self.books.came_in.len()
        );
        let chains = self.premises.verify_central().await.expect("it starts");
        assert_eq!(chains.code, Some(0), "central's chains hold: {chains:?}");
        self.premises.servers.stop().await;
    }

    /// The desk's home in this process, while no desk has it.
    async fn station(&self) -> Workstation {
        let station = Workstation::open(self.home.clone(), own_environment());
        let station = station.expect("a kill leaves a home that opens");
        unlock(&station, &one_of("nurse", "4B")).await;
        station
    }

    fn check(&self, station: &Workstation) {
        station.open_chart(self.chart).expect("it opens");
        let chart = station.chart_bundle(self.chart, None);
        self.books
            .check(&read_bundle(&chart.expect("it can be read")));
    }

    /// How many operations central has in the chart, and how many audit events that tell of one.
    async fn written_at_central(&self) -> (u64, u64) {
        let store = self.premises.store().await;
        let heads = store.heads(&[self.chart]).await.expect("it can be read");
        let mut events = 0;
        for device in store.list_devices().await.expect("it can be read") {
            for subtype in [Subtype::RecordWritten, Subtype::NoteSigned] {
                let count = store.count_events(device.id, subtype).await;
                events += count.expect("it can be read");
            }
        }
        (heads[&self.chart].seq, events)
    }

    pub(super) async fn kill(&mut self, server: Server) {
        self.premises.servers.kill(server).await;
    }

    pub(super) async fn bring_back(&mut self, server: Server) {
        self.premises.servers.restart(server).expect("it starts");
        let ready = self.premises.servers.doorbell().wait_until_ready().await;
        ready.expect("the server comes back");
    }
}

/// Exchanges until nothing is left to send.
async fn settle(station: &Workstation) {
    for _ in 0..EXCHANGES_TO_SETTLE {
        station.sync(None).await.expect("central answers");
        let told = station.sync_status().expect("it can be read");
        if told.ops_to_send == 0 && told.audit_to_send == 0 {
            return;
        }
    }
    panic!("something never arrives at central");
}
