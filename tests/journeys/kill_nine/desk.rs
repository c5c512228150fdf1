//! The test's end of a busy desk: what it said is written into the books, and where it is killed is counted in what it says.

use std::io::{BufRead as _, BufReader, Lines};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::busy::{MARK, STARTED_AS, Script};
use super::chance::Chance;
use super::ledger::Ledger;

/// Turns of the processor: up to about what a write takes here, so that a kill meets it anywhere.
const LONGEST_SPIN: u64 = 4_000_000;

/// A busy desk that runs.
pub(super) struct BusyDesk {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    /// What was begun and not said to be done: its kind, and what.
    begun: Option<(String, String)>,
}

impl BusyDesk {
    pub(super) fn begin(script: &Script) -> Self {
        let this = std::env::current_exe().expect("a test is a program");
        let (name, value) = script.variable();
        let mut child = Command::new(this)
            .args(["--exact", STARTED_AS, "--nocapture"])
            .env(name, value)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let out = child.stdout.take().expect("it is piped");
        Self {
            child,
            said: BufReader::new(out).lines(),
            begun: None,
        }
    }

    /// Hears one thing and writes it into the books; says whether there was something.
    pub(super) fn hear(&mut self, books: &mut Ledger) -> bool {
        let said = self.said.by_ref().map_while(Result::ok);
        let mut said = said.filter_map(|line| {
            let (_, said) = line.split_once(MARK)?;
            Some(said.to_owned())
        });
        let Some(said) = said.next() else {
            return false;
        };
        match said.split_once(' ') {
            Some(("begin", what)) => {
                let (kind, what) = what.split_once(' ').expect("it says what");
                self.begun = Some((kind.to_owned(), what.to_owned()));
            }
            _ => self.note(books, said == "done"),
        }
        true
    }

    /// Kills it a moment after what it said last.
    pub(super) fn kill(mut self, chance: &mut Chance, books: &mut Ledger) {
        for _ in 0..chance.below(LONGEST_SPIN) {
            std::hint::spin_loop();
        }
        self.child.kill().expect("it runs");
        // What it said before it was killed was said.
        while self.hear(books) {}
        self.note(books, false);
        let ended = self.child.wait().expect("it was ours");
        assert_eq!(ended.signal(), Some(9), "it goes on until it is killed");
    }

    fn note(&mut self, books: &mut Ledger, acknowledged: bool) {
        match self.begun.take() {
            Some((kind, what)) if kind == "text" => books.note_text(what, acknowledged),
            Some((kind, what)) if kind == "version" => books.note_version(what, acknowledged),
            Some((_, number)) if acknowledged => {
                books.came_in.push(number.parse().expect("it is a number"));
            }
            Some(_) | None => {}
        }
    }
}

impl Drop for BusyDesk {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
