//! A key service in a folder that can be put back as it was: a plain file, a sealed file or a token, two operators, two charts.

use std::process::Command;

use charthold_domain::ChartId;
use rusqlite::Connection;
use tempfile::TempDir;

use super::told::tell;
use crate::office::operator;
use crate::program::Program;

const FILE: &str = "provider = \"file\"";
const SEALED: &str = "provider = \"sealed-file\"\npassphrase_memory_mib = 19\npassphrase_file = ";

/// The folder, and a copy of it.
pub(super) struct Stage {
    pub(super) program: Program,
    saved: TempDir,
}

/// What is done to it, and how it may be found after.
#[derive(Clone)]
pub(super) struct Act {
    command: String,
    more: Vec<String>,
    /// What it is served with once it is done.
    pub(super) after: String,
    /// The number of the chart that is gone then.
    pub(super) shredded: Option<u8>,
}

/// The chart with this number, as it is written.
pub(super) fn chart(number: u8) -> String {
    ChartId::from_bytes([number; 16]).to_string()
}

impl Stage {
    pub(super) fn with_file() -> Self {
        Self::make(FILE)
    }

    pub(super) fn with_sealed_file() -> Self {
        Self::make(&format!("{SEALED}\"HOME/passphrase\""))
    }

    pub(super) fn with_token() -> Self {
        Self::make(Program::TOKEN)
    }

    fn make(section: &str) -> Self {
        let program = Program::with_master(section);
        program.make_token();
        program.write_secret("passphrase", "five long words of it");
        program.write_secret("next", "six other long words of it");
        let others = [
            ("sealed.toml", format!("{SEALED}\"HOME/passphrase\"")),
            ("next.toml", format!("{SEALED}\"HOME/next\"")),
            ("token.toml", Program::TOKEN.to_owned()),
        ];
        for (name, section) in others {
            program.write_config(&program.path(name), &section);
        }
        let names = ["ada", "ben"].map(|name| operator(program.home.path(), name).operator());
        let [ada, ben] = names.map(|operator| operator.to_string());
        let operators = ["--operator", &ada, "--operator", &ben];
        program.done("init", &operators);
        let saved = tempfile::tempdir().unwrap();
        let stage = Self { program, saved };
        tell(&stage, "keys.toml", 1).expect("keys are made");
        stage.save();
        stage
    }

    pub(super) fn path(&self, name: &str) -> String {
        self.program.path(name).to_str().unwrap().to_owned()
    }

    /// Remembers the folder as it is.
    pub(super) fn save(&self) {
        copy(self.program.home.path(), self.saved.path());
    }

    /// Puts the folder back as it was remembered.
    pub(super) fn restore(&self) {
        copy(self.saved.path(), self.program.home.path());
    }

    /// Has Ada propose this, and answers Ben's approval of it.
    pub(super) fn proposed(&self, what: &[&str]) -> Act {
        let ada = [
            "--as",
            &self.path("ada.key"),
            "--passphrase-file",
            &self.path("ada.passphrase"),
        ];
        let said = self.program.done("propose", &[&ada, what].concat());
        let number = said.split([' ', ':']).nth(1).unwrap();
        self.save();
        let act = [
            "--as",
            &self.path("ben.key"),
            "--passphrase-file",
            &self.path("ben.passphrase"),
            number,
        ];
        Act::of("approve", &act)
    }

    /// Every wrap, with where it is.
    pub(super) fn wraps(&self) -> Vec<(Vec<u8>, u8, Vec<u8>)> {
        let sql = self.open();
        let mut statement = sql
            .prepare("SELECT chart, compartment, wrapped FROM wrapped_key")
            .unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Puts wraps of version 1 back where they were.
    pub(super) fn put_back(&self, wraps: &[(Vec<u8>, u8, Vec<u8>)]) {
        let sql = self.open();
        for (chart, compartment, wrapped) in wraps {
            sql.execute(
                "UPDATE wrapped_key SET master_version = 1, wrapped = ?3
                 WHERE chart = ?1 AND compartment = ?2",
                (chart, compartment, wrapped),
            )
            .unwrap();
        }
    }

    fn open(&self) -> Connection {
        Connection::open(self.program.path("keys/keys.db")).unwrap()
    }
}

impl Act {
    pub(super) fn of(command: &str, more: &[&str]) -> Self {
        Self {
            command: command.to_owned(),
            more: more.iter().map(|&text| text.to_owned()).collect(),
            after: "keys.toml".to_owned(),
            shredded: None,
        }
    }

    /// The same, after which another configuration is the right one.
    pub(super) fn leaving(self, after: &str) -> Self {
        Self {
            after: after.to_owned(),
            ..self
        }
    }

    /// The same, told where the master key goes.
    pub(super) fn moving(mut self, after: &str, to: &str) -> Self {
        self.more.splice(0..0, ["--to".to_owned(), to.to_owned()]);
        self.leaving(after)
    }

    pub(super) fn shredding(self, chart: u8) -> Self {
        Self {
            shredded: Some(chart),
            ..self
        }
    }

    /// Command and arguments, without the configuration.
    pub(super) fn arguments(&self) -> Vec<&str> {
        let more = self.more.iter().map(String::as_str);
        std::iter::once(self.command.as_str()).chain(more).collect()
    }
}

/// Makes `to` hold what `from` holds, and nothing else.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(to).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap();
        } else {
            std::fs::remove_file(path).unwrap();
        }
    }
    let copied = Command::new("cp")
        .arg("-a")
        .arg(from.join("."))
        .arg(to)
        .status();
    assert!(copied.unwrap().success());
}
