//! What the ward pays: an exchange with nothing to do, sending, receiving, and the whole ward onto an empty workstation.
//! On the wall, and in processor time of workstation and central together, which are one process here, and of central's
//! database where that is another.

use anyhow::{Context as _, Result, ensure};
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::{ChartId, Workstation};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::figure::median;
use crate::patients::Chart;
use crate::processor::of_family;
use crate::station::{Station, nurse, told};
use crate::stopwatch::{Both, timed_process};

/// One kind of work, and each time it was done.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cost {
    pub(crate) what: &'static str,
    pub(crate) taken: Vec<Both>,
}

impl Cost {
    /// Seconds on the wall: the median.
    pub(crate) fn wall_s(&self) -> f64 {
        let walls: Vec<f64> = self.taken.iter().map(|both| both.wall_s).collect();
        median(&walls).unwrap_or(f64::NAN)
    }

    /// Seconds on processors: the mean, for Linux tells PostgreSQL's in hundredths.
    pub(crate) fn cpu_s(&self) -> f64 {
        let count: f64 = self.taken.iter().map(|_| 1.0).sum();
        self.taken.iter().map(|both| both.cpu_s).sum::<f64>() / count
    }
}

/// Two workstations of the ward, and a chart that one writes in.
pub(crate) struct Ward<'a> {
    station: &'a Station,
    /// Central's, where it is another process.
    database: Option<u32>,
    reader: Workstation,
    nurse: DemoPerson,
    chart: ChartId,
    result: Map<String, Value>,
    written: u32,
    enrolled: u32,
}

impl<'a> Ward<'a> {
    /// Of the station's ward, with `charts` brought in as `ids`.
    ///
    /// # Errors
    /// Those of the station, or when the first chart has no result to be written.
    pub(crate) fn open(
        station: &'a Station,
        database: Option<u32>,
        (ids, charts): (&[ChartId], &[Chart]),
    ) -> Result<Self> {
        let (chart, first) = ids
            .first()
            .zip(charts.first())
            .context("no chart was brought in")?;
        let is_result = |json: &&String| json.contains(r#""resourceType":"Observation""#);
        let result = first
            .resources
            .iter()
            .find(is_result)
            .context("the chart has no result")?;
        let nurse = nurse()?;
        let reader = station.enrol("WS-READER", &nurse)?;
        station.runtime().block_on(reader.settle()).map_err(told)?;
        station.send()?;
        Ok(Self {
            station,
            database,
            reader,
            nurse,
            chart: *chart,
            result: serde_json::from_str(result)?,
            written: 0,
            enrolled: 0,
        })
    }

    /// Does everything so many times.
    ///
    /// # Errors
    /// When the product fails.
    pub(crate) fn measure(&mut self) -> Result<Vec<Cost>> {
        let mut bootstrap = Vec::with_capacity(BOOTSTRAPS);
        for _ in 0..BOOTSTRAPS {
            bootstrap.push(self.bootstrap()?);
        }
        let (mut push, mut pull, mut idle) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TIMES {
            self.write()?;
            push.push(self.exchange(self.station.workstation())?);
            pull.push(self.exchange(&self.reader)?);
            // What the first left to be confirmed.
            self.exchange(&self.reader)?;
            idle.push(self.exchange(&self.reader)?);
        }
        let cost = |what, taken| Cost { what, taken };
        Ok(vec![
            cost("idle exchange", idle),
            cost("push of 5", push),
            cost("pull of 5", pull),
            cost("first sync", bootstrap),
        ])
    }

    fn exchange(&self, workstation: &Workstation) -> Result<Both> {
        workstation.activity().map_err(told)?;
        let runtime = self.station.runtime();
        let (_, both) = self.timed(|| runtime.block_on(workstation.sync(None)).map_err(told))?;
        Ok(both)
    }

    fn timed<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<(T, Both)> {
        let database = || self.database.map_or(Ok(0.0), of_family);
        let before = database()?;
        let (done, mut both) = timed_process(work)?;
        both.cpu_s += database()? - before;
        Ok((done, both))
    }

    /// An empty workstation gets the ward: sealed, checked, keys released, and readable.
    fn bootstrap(&mut self) -> Result<Both> {
        self.enrolled += 1;
        let name = format!("WS-EMPTY-{}", self.enrolled);
        let runtime = self.station.runtime();
        let empty = self.station.enrol(&name, &self.nurse)?;
        let ((), both) = self.timed(|| runtime.block_on(empty.settle()).map_err(told))?;
        let here = empty.search("").map_err(told)?.len();
        ensure!(
            here == super::WARD_CHARTS,
            "{here} charts of the ward arrived"
        );
        Ok(both)
    }

    /// Writes some results again under other ids.
    fn write(&mut self) -> Result<()> {
        for _ in 0..WRITTEN {
            self.written += 1;
            let id = format!("scale-{}", self.written);
            self.result.insert("id".into(), id.into());
            let json = serde_json::to_string(&self.result)?;
            let workstation = self.station.workstation();
            workstation
                .put_record(self.chart, &json, None)
                .map_err(told)?;
        }
        Ok(())
    }
}

/// Records of one push.
const WRITTEN: u8 = 5;
/// Each at every size.
const TIMES: u8 = 15;
const BOOTSTRAPS: usize = 5;
