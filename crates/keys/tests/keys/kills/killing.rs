//! Where a command writes, as strace saw it once, and killing it at one of these places.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use super::stage::{Act, Stage};

/// What changes a file, or waits until it is on the disk.
const CALLS: &str = "write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,unlinkat,copy_file_range,sendfile";
const TIMES: &str = "CHARTHOLD_TORTURE_TIMES";
const SEED: &str = "CHARTHOLD_TORTURE_SEED";

/// The n-th call of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Point {
    call: String,
    number: usize,
    of_master_key: bool,
}

/// Every place at which a command can be killed, in order. Not within SoftHSM's own files: it writes them in place, and a kill
/// there loses the token (a module of hardware is another process, on the other side of a bus).
pub(super) struct Points(Vec<Point>);

const TOKENS: &str = "/tokens/";
const MASTER_KEY: &str = "/keys/master.";

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Killed {
    AtTheWrite,
    /// It came to its end.
    Never,
}

impl Points {
    /// Those of `act`, which is done once and undone.
    pub(super) fn of(stage: &Stage, act: &Act) -> Self {
        Self::seen(stage, |strace| {
            stage.program.tell(strace, "keys.toml", &act.arguments());
        })
    }

    /// Those of a command that `tell` adds to strace's own words.
    pub(super) fn seen(stage: &Stage, tell: impl FnOnce(&mut Command)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut strace = strace(&log);
        tell(&mut strace);
        let done = strace.output().expect("cargo xtask setup installs strace");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{said}");
        stage.restore();
        let text = std::fs::read_to_string(log).unwrap();
        let points = Self::read(&text);
        assert!(points.len() > 3, "{} writes: {text}", points.len());
        Self(points)
    }

    fn read(text: &str) -> Vec<Point> {
        let first = text.split_whitespace().next().unwrap_or_default();
        let mut calls: Vec<&str> = Vec::new();
        let mut points = Vec::new();
        for line in text.lines() {
            let Some((process, rest)) = line.split_once(' ') else {
                continue;
            };
            let Some((call, told)) = rest.trim_start().split_once('(') else {
                continue;
            };
            // strace counts for each thread.
            if process != first || call.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
                continue;
            }
            calls.push(call);
            if !told.contains(TOKENS) {
                let number = calls.iter().filter(|other| **other == call).count();
                points.push(Point {
                    call: call.to_owned(),
                    number,
                    of_master_key: told.contains(MASTER_KEY),
                });
            }
        }
        points
    }

    /// Every one in the master key's own file, and others up to so many for a test run, or many times that for `cargo xtask
    /// torture`, by the seed. None twice.
    pub(super) fn chosen(&self, in_a_test_run: usize) -> Vec<Point> {
        let wanted = in_a_test_run * usize::try_from(read(TIMES, 1)).unwrap();
        let seed = read(SEED, 20_261_127);
        println!("{SEED}={seed}, {} places", self.0.len());
        let (mut chosen, mut others): (Vec<Point>, Vec<Point>) = self
            .0
            .iter()
            .cloned()
            .partition(|point| point.of_master_key);
        // xorshift64*: which places, not how good a chance, is what matters.
        let mut state = seed | 1;
        while chosen.len() < wanted && !others.is_empty() {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            let random = usize::try_from(state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap();
            let at = random % others.len();
            chosen.push(others.swap_remove(at));
        }
        chosen
    }

    pub(super) fn all(&self) -> &[Point] {
        &self.0
    }
}

impl Point {
    /// Runs `act` until here.
    pub(super) fn kill(&self, stage: &Stage, act: &Act) -> Killed {
        self.kill_what(|strace| stage.program.tell(strace, "keys.toml", &act.arguments()))
    }

    /// Runs a command that `tell` adds to strace's own words until here.
    pub(super) fn kill_what(&self, tell: impl FnOnce(&mut Command)) -> Killed {
        let mut strace = strace(Path::new("/dev/null"));
        let Self { call, number, .. } = self;
        strace.args(["-e", &format!("inject={call}:signal=SIGKILL:when={number}")]);
        tell(&mut strace);
        let done = strace.output().unwrap();
        if done.status.signal() == Some(9) {
            Killed::AtTheWrite
        } else {
            Killed::Never
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} number {}", self.call, self.number)
    }
}

fn strace(log: &Path) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-qq", "-e", &format!("trace={CALLS}"), "-o"]);
    strace.arg(log);
    strace
}

fn read(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number")),
        Err(_) => otherwise,
    }
}
