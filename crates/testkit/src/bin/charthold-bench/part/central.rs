//! P10: what taking operations in and giving them out costs central and its PostgreSQL, each in processor time of its own
//! processes; beside PostgreSQL's own COPY of the same rows, indexed as central has them. The real program, over TLS; who
//! writes and reads is in this process and is not counted.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use charthold_domain::{Clock as _, SystemClock};
use charthold_testkit::postgres::{Cluster, ClusterError, SUPERUSER};
use charthold_testkit::programs::{Premises, Server};
use charthold_workstation::{Environment, ImportSource, Programme, Secret, Workstation};
use tokio::runtime::Runtime;

use crate::figure::{Figure, Goal, Measure, Outcome, Pair};
use crate::patients;
use crate::processor::{of_family, of_process};
use crate::station::{WARD, nurse, told};

/// Of `charts` charts, `pairs` times.
///
/// # Errors
/// Those of the product and of the machine; a missing PostgreSQL is none.
pub(crate) fn figures(charts: usize, pairs: usize) -> Result<Vec<Figure>> {
    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(error @ (ClusterError::Missing | ClusterError::NoAccount)) => {
            return Ok(not_measured(&error.to_string()));
        }
        Err(error) => return Err(error).context("starting PostgreSQL"),
    };
    let runtime = Runtime::new().context("starting threads")?;
    let premises = runtime.block_on(Premises::open_on(&cluster.url()));
    let mut desk = Desk {
        cluster,
        premises,
        runtime,
        from: 0,
        enrolled: 0,
    };
    let mut turns = Vec::with_capacity(pairs);
    for _ in 0..pairs {
        turns.push(desk.turn(charts)?);
    }
    Ok(told_of(charts, &turns))
}

/// Processor time, seconds an operation.
struct Turn {
    operations: u32,
    taken: Cost,
    given: Cost,
    copied_in: f64,
    copied_out: f64,
}

#[derive(Clone, Copy)]
struct Cost {
    central: f64,
    database: f64,
}

struct Desk {
    // The servers end before their database does.
    premises: Premises,
    cluster: Cluster,
    runtime: Runtime,
    from: usize,
    enrolled: u32,
}

impl Desk {
    /// A workstation sends new charts, another gets all there are, and PostgreSQL copies those rows.
    fn turn(&mut self, charts: usize) -> Result<Turn> {
        let writer = self.workstation()?;
        self.runtime.block_on(writer.settle()).map_err(told)?;
        for chart in patients::charts(SystemClock.now(), &mut self.from, (charts, RECORDS))? {
            let source = ImportSource::Text {
                name: "chart".to_owned(),
                content: chart.bundle(),
            };
            let sources = [source];
            let imported = writer.import(&sources, Some(WARD));
            let report = self.runtime.block_on(imported).map_err(told)?;
            ensure!(report.refused.is_empty(), "a generated chart was refused");
        }
        let before = self.rows()?;
        let (pushed, taken) = self.counted(|desk| {
            let exchanged = desk.runtime.block_on(writer.sync(None)).map_err(told)?;
            Ok(exchanged.report.pushed)
        })?;
        let taken_rows = self.rows()? - before;
        ensure!(
            usize::try_from(taken_rows) == Ok(pushed),
            "central has other rows than were sent"
        );
        let reader = self.workstation()?;
        let (pulled, given) = self.counted(|desk| {
            let exchanged = desk.runtime.block_on(reader.sync(None)).map_err(told)?;
            Ok(exchanged.report.pulled)
        })?;
        let (copied_out, copied_in, copied) = self.copy()?;
        let each = |cost: Cost, count: u32| Cost {
            central: cost.central / f64::from(count),
            database: cost.database / f64::from(count),
        };
        Ok(Turn {
            operations: taken_rows,
            taken: each(taken, taken_rows),
            given: each(given, u32::try_from(pulled)?),
            copied_in: copied_in / f64::from(copied),
            copied_out: copied_out / f64::from(copied),
        })
    }

    fn workstation(&mut self) -> Result<Workstation> {
        self.enrolled += 1;
        let name = format!("WS-P10-{}", self.enrolled);
        let home = self.premises.folder.path().join(&name);
        let environment = Environment::ending_with_the_process(Programme {
            name: "charthold-bench".into(),
            version: env!("CARGO_PKG_VERSION").into(),
        });
        let workstation = Workstation::open(home, environment).map_err(told)?;
        let nurse = nurse()?;
        self.runtime.block_on(async {
            let code = self.premises.code(1, Duration::from_secs(3_600)).await;
            let enrolment = self.premises.enrolment(&name, &code);
            workstation.enroll(&enrolment).await.map_err(told)?;
            let password = Secret::new(nurse.password.to_owned());
            let unlocked = workstation.unlock(nurse.username, password);
            unlocked.await.map_err(told)?;
            anyhow::Ok(())
        })?;
        Ok(workstation)
    }

    /// What central and the database take while `work` is done.
    fn counted<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<(T, Cost)> {
        let before = self.processors()?;
        let done = work(self)?;
        let after = self.processors()?;
        let cost = Cost {
            central: after.central - before.central,
            database: after.database - before.database,
        };
        Ok((done, cost))
    }

    fn processors(&self) -> Result<Cost> {
        let central = self.premises.servers.process(Server::Central);
        Ok(Cost {
            central: of_process(central.context("central ended")?)?,
            database: self.database()?,
        })
    }

    fn database(&self) -> Result<f64> {
        of_family(self.cluster.process().context("PostgreSQL ended")?)
    }

    fn rows(&self) -> Result<u32> {
        Ok(self.sql("SELECT count(*) FROM entry")?.trim().parse()?)
    }

    fn sql(&self, sql: &str) -> Result<String> {
        let said = self.cluster.sql(SUPERUSER, "charthold", sql);
        said.context("asking PostgreSQL")
    }

    /// Seconds to copy every row out, and into an empty table with the same indexes, and how many those are.
    fn copy(&self) -> Result<(f64, f64, u32)> {
        let file = self.cluster.folder().join("rows");
        let file = file.display();
        self.sql("DROP TABLE IF EXISTS copied; CREATE TABLE copied (LIKE entry INCLUDING ALL)")?;
        let before = self.database()?;
        self.sql(&format!(
            "COPY (SELECT * FROM entry) TO '{file}' (FORMAT binary)"
        ))?;
        let between = self.database()?;
        self.sql(&format!("COPY copied FROM '{file}' (FORMAT binary)"))?;
        let after = self.database()?;
        Ok((between - before, after - between, self.rows()?))
    }
}

fn told_of(charts: usize, turns: &[Turn]) -> Vec<Figure> {
    let operations = turns.first().map_or(0, |turn| turn.operations);
    let pairs = |pair: &dyn Fn(&Turn) -> Pair| Outcome::Measured {
        pairs: turns.iter().map(pair).collect(),
        floors: None,
    };
    let pair = |ours, peer| Pair { ours, peer };
    let rows = [
        (
            TAKEN,
            COPY_IN,
            Goal::Ratio(1.0 / 0.6),
            pairs(&|turn| pair(turn.taken.database, turn.copied_in)),
        ),
        (
            TAKEN_CENTRAL,
            DATABASE,
            Goal::Ratio(1.5),
            pairs(&|turn| pair(turn.taken.central, turn.taken.database)),
        ),
        (
            GIVEN,
            COPY_OUT,
            Goal::Unset,
            pairs(&|turn| pair(turn.given.database, turn.copied_out)),
        ),
        (
            GIVEN_CENTRAL,
            DATABASE,
            Goal::Ratio(1.5),
            pairs(&|turn| pair(turn.given.central, turn.given.database)),
        ),
    ];
    let remark = format!(
        "{charts} charts, {operations} operations with their audit events, in one exchange"
    );
    let rows = rows.into_iter().map(|(what, peer, goal, outcome)| Figure {
        goal,
        outcome,
        remarks: vec![remark.clone()],
        ..blank(what, peer)
    });
    rows.collect()
}

fn not_measured(why: &str) -> Vec<Figure> {
    vec![Figure {
        outcome: Outcome::not_measured(why),
        ..blank(TAKEN, COPY_IN)
    }]
}

fn blank(what: &str, peer: &str) -> Figure {
    Figure {
        metric: "P10",
        what: what.into(),
        peer: peer.into(),
        measure: Measure::CpuTime,
        goal: Goal::Unset,
        outcome: Outcome::not_measured(""),
        remarks: vec![],
    }
}

const TAKEN: &str = "PostgreSQL, for each operation central takes in";
const TAKEN_CENTRAL: &str = "central, for each operation it takes in";
const GIVEN: &str = "PostgreSQL, for each operation central gives out";
const GIVEN_CENTRAL: &str = "central, for each operation it gives out";
const COPY_IN: &str = "its COPY of such a row into a table with the same indexes";
const COPY_OUT: &str = "its COPY of such a row into a file";
const DATABASE: &str = "its database meanwhile";
/// Of each chart.
const RECORDS: usize = 50;
