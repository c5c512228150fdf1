//! PouchDB, the peer that syncs: a Node program over its LevelDB adapter, fetched in a pinned version
//! into the peers' folder. Absent Node or network leave it unmeasured.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::patients::Chart;

/// A running Node with a database of charts.
pub(crate) struct Pouch {
    node: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Pouch {
    /// Of `charts`, in `folder`.
    ///
    /// # Errors
    /// When Node or PouchDB cannot be had.
    pub(crate) fn of(peers: &Path, folder: &Path, charts: &[Chart]) -> Result<Self> {
        let program = fetched(peers)?;
        let mut node = Command::new("node")
            .arg(program.join("open.mjs"))
            .arg(folder.join("pouch"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting node")?;
        let orders = node.stdin.take().context("writing to node")?;
        let answers = BufReader::new(node.stdout.take().context("reading from node")?);
        let mut pouch = Self {
            node,
            orders,
            answers,
        };
        for (chart, position) in charts.iter().zip(0..) {
            let resources: Vec<&serde_json::value::RawValue> = chart
                .resources
                .iter()
                .map(|resource| serde_json::from_str(resource))
                .collect::<Result<_, _>>()?;
            let resources = serde_json::to_string(&resources)?;
            pouch.ask(&format!("put {position} {resources}"))?;
        }
        Ok(pouch)
    }

    /// Seconds it took to read the `records` of chart `position` from a newly opened database.
    ///
    /// # Errors
    /// When Node ended, or has other records.
    pub(crate) fn open(&mut self, position: i64, records: usize) -> Result<f64> {
        timing(&self.ask(&format!("open {position}"))?, records)
    }

    /// Seconds it took to copy all `documents` into an empty database.
    ///
    /// # Errors
    /// When Node ended, or other documents arrived.
    pub(crate) fn replicate(&mut self, documents: usize) -> Result<f64> {
        timing(&self.ask("replicate all")?, documents)
    }

    fn ask(&mut self, order: &str) -> Result<String> {
        writeln!(self.orders, "{order}").context("writing to node")?;
        let mut answer = String::new();
        let read = self.answers.read_line(&mut answer);
        ensure!(read.context("reading from node")? > 0, "node ended");
        Ok(answer)
    }
}

/// Seconds, from an answer in milliseconds that names how many documents it was about.
fn timing(answer: &str, documents: usize) -> Result<f64> {
    let (millis, count) = answer
        .trim()
        .split_once(' ')
        .context("reading PouchDB's answer")?;
    ensure!(
        count.parse() == Ok(documents),
        "PouchDB has other records than were put"
    );
    Ok(millis.parse::<f64>()? / 1000.0)
}

impl Drop for Pouch {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

/// The folder with PouchDB in it.
fn fetched(peers: &Path) -> Result<PathBuf> {
    let folder = peers.join("pouchdb");
    fs::create_dir_all(&folder).context("making the peers' folder")?;
    let is_new = |name: &str, text: &str| {
        fs::read_to_string(folder.join(name)).ok().as_deref() != Some(text)
    };
    let stale = is_new("package-lock.json", LOCK) || !folder.join("node_modules").is_dir();
    for (name, text) in [
        ("package.json", MANIFEST),
        ("package-lock.json", LOCK),
        ("open.mjs", PROGRAM),
    ] {
        fs::write(folder.join(name), text).context("writing into the peers' folder")?;
    }
    if stale {
        // Its native part comes prebuilt: no script of a package has to run.
        let status = Command::new("npm")
            .args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--silent",
            ])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status()
            .context("starting npm")?;
        if !status.success() {
            // What is there in part would be taken for whole the next time.
            fs::remove_file(folder.join("package-lock.json"))?;
        }
        ensure!(status.success(), "npm could not fetch PouchDB");
    }
    Ok(folder)
}

const MANIFEST: &str = include_str!("package.json");
const LOCK: &str = include_str!("package-lock.json");
const PROGRAM: &str = include_str!("open.mjs");
