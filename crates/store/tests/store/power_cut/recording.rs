//! What a process did to the files of a journal, call by call, as `strace` saw it.

use std::path::Path;
use std::process::{Command, Stdio};

use charthold_domain::OpId;
use charthold_store::Home;

use crate::writer::{ACK, Work};

/// One thing that happened.
pub(super) enum Event {
    /// Bytes were written to a file, at a place.
    Write(String, usize, Vec<u8>),
    /// A file got another length.
    Resize(String, usize),
    /// A file was removed.
    Remove(String),
    /// The system was asked to have a file on the disk, and said it was.
    Sync(String),
    /// The same of the folder: which files there are.
    SyncFolder,
    /// A write was acknowledged.
    Acknowledged(OpId),
}

impl Event {
    /// The write that it acknowledges.
    pub(super) const fn acknowledged(&self) -> Option<OpId> {
        match self {
            Self::Acknowledged(op) => Some(*op),
            _ => None,
        }
    }
}

/// Runs a writer at `home` and records it in `log`.
pub(super) fn record(home: &Home, log: &Path, test: &str, work: Work) -> Vec<Event> {
    let this = std::env::current_exe().expect("a test is a program");
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-xx", "-s", "1048576", "-o"])
        .arg(log)
        .args(["-e", CALLS])
        .arg(this)
        .args(["--exact", test, "--nocapture"])
        .stdout(Stdio::null());
    work.give(&mut strace, home);
    let ended = strace.status().expect("cargo xtask setup installs strace");
    assert!(ended.success(), "the writer writes to its end: {ended}");
    let text = std::fs::read_to_string(log).expect("strace wrote it");
    let mut events = Vec::new();
    for line in text.lines() {
        events.extend(event(line, home.root()));
    }
    events
}

/// Every call that changes a file; another one would show as a journal that cannot be put together.
const CALLS: &str =
    "trace=write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,unlink,rename";

/// What a line tells, when it is about the journal or an acknowledgement.
fn event(line: &str, home: &Path) -> Option<Event> {
    let (_, call) = line.split_once(' ')?;
    let (name, rest) = call.trim_start().split_once('(')?;
    if name == "unlink" {
        return Some(Event::Remove(journal_file(
            &text(rest.split('"').nth(1)?),
            home,
        )?));
    }
    // 4</path>, "bytes", count, place) = result
    let (_, rest) = rest.split_once('<')?;
    let (path, rest) = rest.split_once('>')?;
    let path = text(path);
    let quoted = || rest.split('"').nth(1).map(bytes);
    let number = || {
        rest.trim_start_matches(", ")
            .rsplit_once(')')?
            .0
            .rsplit(", ")
            .next()?
            .parse()
            .ok()
    };
    match name {
        "write" => acknowledged(&quoted()?),
        "fsync" | "fdatasync" if Path::new(&path) == home => Some(Event::SyncFolder),
        "fsync" | "fdatasync" => Some(Event::Sync(journal_file(&path, home)?)),
        "pwrite64" => Some(Event::Write(
            journal_file(&path, home)?,
            number()?,
            quoted()?,
        )),
        "ftruncate" => Some(Event::Resize(journal_file(&path, home)?, number()?)),
        other => {
            let file = journal_file(&path, home);
            assert!(file.is_none(), "a journal is not written by {other}");
            None
        }
    }
}

/// The name of a file of the journal that outlives a power cut: all but the one in shared memory.
fn journal_file(path: &str, home: &Path) -> Option<String> {
    let name = Path::new(path).strip_prefix(home).ok()?.to_str()?;
    let outlives = name.starts_with("journal.db") && !name.ends_with("-shm");
    outlives.then(|| name.to_owned())
}

fn acknowledged(said: &[u8]) -> Option<Event> {
    let said = std::str::from_utf8(said).ok()?;
    let (_, op) = said.split_once(ACK)?;
    Some(Event::Acknowledged(op.trim().parse().expect("it is an id")))
}

fn text(hex: &str) -> String {
    String::from_utf8(bytes(hex)).expect("it is a path")
}

/// `\x41\x42`.
fn bytes(hex: &str) -> Vec<u8> {
    let digit = |code: u8| match code {
        b'0'..=b'9' => code - b'0',
        _ => code - b'a' + 10,
    };
    let coded = hex.as_bytes().chunks_exact(4);
    coded
        .map(|code| (digit(code[2]) << 4) | digit(code[3]))
        .collect()
}
