//! The shift that is measured: everybody charts when it is due, and exchanges as the app does (after a save, at a hint,
//! now and then). What takes how long is counted from the moment a set was due, not from when somebody came to it: a
//! workstation that is kept waiting shows it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{Acvpu, VitalsEntry};
use charthold_workstation::{
    BootTime, ChartId, Environment, IntentId, RecordId, WorkstationError, uuid_v7,
};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::figures::Tally;
use super::fleet::{Awaited, Fleet, Station};
use super::schedule::Arrival;

/// What was measured.
#[derive(Clone, Default)]
pub(crate) struct Measured {
    /// From due to durable on this workstation.
    pub(crate) save: Tally,
    /// From the first byte of an exchange to what it brought being shown.
    pub(crate) exchange: Tally,
    /// From due to shown on another workstation.
    pub(crate) seen: Tally,
    /// What is to be found everywhere in the end.
    pub(crate) saved: Vec<SavedSet>,
    /// From the start to the last save.
    pub(crate) span: Duration,
}

/// A set that was saved.
#[derive(Clone)]
pub(crate) struct SavedSet {
    pub(crate) chart: ChartId,
    pub(crate) records: Vec<RecordId>,
}

/// Works through `arrivals` with `fleet`, until all is seen or `stopped` says so.
pub(crate) async fn work(
    fleet: Arc<Fleet>,
    environment: &Environment,
    arrivals: &[Arrival],
    stopped: &watch::Receiver<bool>,
) -> Measured {
    let shift = Arc::new(Shift {
        fleet,
        environment: environment.clone(),
        started: environment.clock.boot_time(),
        measured: Mutex::default(),
        noticed: Notify::new(),
    });
    let (close, closed) = watch::channel(false);
    let (mut lines, mut desks) = (JoinSet::new(), JoinSet::new());
    let mut listeners = JoinSet::new();
    for number in 0..shift.fleet.stations.len() {
        let own = arrivals.iter().filter(|arrival| arrival.author == number);
        desks.spawn(Arc::clone(&shift).chart(own.copied().collect(), stopped.clone()));
        lines.spawn(Arc::clone(&shift).keep_exchanging(number, closed.clone()));
        listeners.spawn(Arc::clone(&shift).listen(number));
    }
    while desks.join_next().await.is_some() {}
    shift.measured().span = shift.elapsed();
    let mut stop = stopped.clone();
    tokio::select! {
        _ = tokio::time::timeout(PATIENCE, shift.until_all_is_seen()) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
    listeners.shutdown().await;
    // Whoever exchanges comes to the end of it.
    let _ = close.send(true);
    while lines.join_next().await.is_some() {}
    shift.measured().clone()
}

struct Shift {
    fleet: Arc<Fleet>,
    environment: Environment,
    started: BootTime,
    measured: Mutex<Measured>,
    /// A set was seen.
    noticed: Notify,
}

impl Shift {
    /// One person charts.
    async fn chart(self: Arc<Self>, arrivals: Vec<Arrival>, mut stopped: watch::Receiver<bool>) {
        for arrival in arrivals {
            let due = self.started.plus(arrival.due);
            let wait = due.since(self.environment.clock.boot_time());
            tokio::select! {
                biased;
                _ = stopped.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(wait) => {}
            }
            // A save waits for the disk.
            let shift = Arc::clone(&self);
            let _ = tokio::task::spawn_blocking(move || shift.save(arrival, due)).await;
        }
    }

    fn save(&self, arrival: Arrival, due: BootTime) {
        let saved = self.try_save(arrival);
        let took = self.environment.clock.boot_time().since(due);
        match saved {
            Ok(saved) => {
                self.await_at(arrival.observer, due, &saved);
                let mut measured = self.measured();
                measured.save.took(took);
                measured.saved.push(saved);
            }
            Err(error) => self.measured().save.failed(Failure::from(error).code),
        }
        if let Some(author) = self.fleet.stations.get(arrival.author) {
            author.wake.notify_one();
        }
    }

    fn try_save(&self, arrival: Arrival) -> Result<SavedSet, WorkstationError> {
        let fault = || WorkstationError::Internal("a set for nobody");
        let author = self.fleet.stations.get(arrival.author).ok_or_else(fault)?;
        let chart = *self.fleet.charts.get(arrival.patient).ok_or_else(fault)?;
        let now = self.environment.clock.now();
        let mut random = [0; 10];
        (self.environment.entropy)().fill(&mut random);
        let intent = IntentId::from(uuid_v7(now, random));
        author.workstation.activity()?;
        let saved =
            author
                .workstation
                .record_vitals(chart, intent, now.as_millis(), (&vitals(), false))?;
        let records = saved.records.iter().map(|record| record.parse());
        let records = records.collect::<Result<_, _>>();
        let records = records.map_err(|_| WorkstationError::Internal("a record's id"))?;
        Ok(SavedSet { chart, records })
    }

    /// Has the set looked for; and looks at once, for what was exchanged in this very moment.
    fn await_at(&self, observer: usize, due: BootTime, saved: &SavedSet) {
        let station = self.fleet.stations.get(observer);
        let (Some(station), Some(record)) = (station, saved.records.last()) else {
            return;
        };
        let (chart, record) = (saved.chart, *record);
        awaited(station).push(Awaited { chart, record, due });
        self.look(station);
    }

    /// Counts what is shown now and was awaited.
    fn look(&self, station: &Station) {
        let shown = |set: &mut Awaited| {
            let shows = station.workstation.shows_record(set.chart, set.record);
            shows.unwrap_or(false)
        };
        let seen: Vec<Awaited> = awaited(station).extract_if(.., shown).collect();
        let now = self.environment.clock.boot_time();
        for set in &seen {
            self.measured().seen.took(now.since(set.due));
        }
        if !seen.is_empty() {
            self.noticed.notify_one();
        }
    }

    /// One workstation exchanges, as the app beside its window does.
    async fn keep_exchanging(self: Arc<Self>, number: usize, mut closed: watch::Receiver<bool>) {
        let Some(station) = self.fleet.stations.get(number) else {
            return;
        };
        while !*closed.borrow() {
            tokio::select! {
                () = tokio::time::sleep(station.workstation.held_for()) => {}
                _ = closed.wait_for(|closed| *closed) => return,
            }
            self.exchange(station).await;
            tokio::select! {
                _ = tokio::time::timeout(station.workstation.next_exchange_in(), station.wake.notified()) => {}
                _ = closed.wait_for(|closed| *closed) => return,
            }
        }
    }

    async fn exchange(&self, station: &Station) {
        // Somebody is at each: it must not lock for want of input.
        let _ = station.workstation.activity();
        let begun = self.environment.clock.boot_time();
        let exchanged = station.workstation.sync(None).await;
        let took = self.environment.clock.boot_time().since(begun);
        match exchanged {
            Ok(_) => self.measured().exchange.took(took),
            Err(error) => self.measured().exchange.failed(Failure::from(error).code),
        }
        self.look(station);
    }

    async fn listen(self: Arc<Self>, number: usize) {
        if let Some(station) = self.fleet.stations.get(number) {
            let wake = || station.wake.notify_one();
            station.workstation.stay_live(&wake).await;
        }
    }

    async fn until_all_is_seen(&self) {
        while self
            .fleet
            .stations
            .iter()
            .any(|station| !awaited(station).is_empty())
        {
            self.noticed.notified().await;
        }
    }

    fn elapsed(&self) -> Duration {
        self.environment.clock.boot_time().since(self.started)
    }

    fn measured(&self) -> MutexGuard<'_, Measured> {
        self.measured.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn awaited(station: &Station) -> MutexGuard<'_, Vec<Awaited>> {
    station
        .awaited
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

/// A whole set, of somebody who is well.
fn vitals() -> VitalsEntry {
    VitalsEntry {
        respiratory_rate: "16".into(),
        spo2: "97".into(),
        oxygen: "air".into(),
        systolic: "124".into(),
        diastolic: "78".into(),
        heart_rate: "72".into(),
        acvpu: Some(Acvpu::Alert),
        temperature: "36.8".into(),
    }
}

/// For the last sets to be seen elsewhere.
const PATIENCE: Duration = Duration::from_secs(60);
