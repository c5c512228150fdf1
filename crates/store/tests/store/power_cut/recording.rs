//! What a process did to the files of a database, call by call, as `strace` saw it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

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
    /// A write was acknowledged, by this word of the writer's.
    Acknowledged(String),
}

impl Event {
    /// The write that it acknowledges.
    pub(super) fn acknowledged(&self) -> Option<&str> {
        match self {
            Self::Acknowledged(what) => Some(what),
            _ => None,
        }
    }
}

/// A folder, and how the names of the files in it begin that a recording is about.
#[derive(Clone, Copy)]
pub(super) struct Watched<'a> {
    pub(super) folder: &'a Path,
    pub(super) files: &'a str,
}

impl Watched<'_> {
    /// The name of a file that outlives a power cut: all but the one in shared memory.
    fn name(&self, path: &str) -> Option<String> {
        let name = Path::new(path).strip_prefix(self.folder).ok()?.to_str()?;
        let outlives = name.starts_with(self.files) && !name.ends_with("-shm");
        outlives.then(|| name.to_owned())
    }
}

/// Runs the test of this name again as a process of its own, which `tell` makes a writer of, and records it in `log`.
pub(super) fn record(
    watched: &Watched<'_>,
    log: &Path,
    test: &str,
    tell: impl FnOnce(&mut Command),
) -> Vec<Event> {
    let this = std::env::current_exe().expect("a test is a program");
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-xx", "-s", "1048576", "-o"])
        .arg(log)
        .args(["-e", CALLS])
        .arg(this)
        .args(["--exact", test, "--nocapture"])
        .stdout(Stdio::null());
    tell(&mut strace);
    let ended = strace.status().expect("cargo xtask setup installs strace");
    assert!(ended.success(), "the writer writes to its end: {ended}");
    let text = std::fs::read_to_string(log).expect("strace wrote it");
    let calls = whole_calls(&text);
    calls
        .iter()
        .filter_map(|call| event(call, watched))
        .collect()
}

/// Every call that changes a file; another one would show as a database that cannot be put together.
const CALLS: &str =
    "trace=write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,unlink,rename";
/// Before what a writer acknowledges, on a line of its own.
pub(crate) const ACK: &str = "ack ";
const UNFINISHED: &str = " <unfinished ...>";
const RESUMED: &str = "<... ";

/// The calls in the order in which they ended: that of one thread may be told in two parts, around another's.
fn whole_calls(text: &str) -> Vec<String> {
    let (mut begun, mut calls) = (BTreeMap::new(), Vec::new());
    for line in text.lines() {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        if let Some(beginning) = call.strip_suffix(UNFINISHED) {
            begun.insert(thread, beginning);
        } else if let Some(rest) = call.strip_prefix(RESUMED) {
            let (_, rest) = rest.split_once(" resumed>").expect("strace says so");
            let beginning = begun.remove(thread).expect("it had begun");
            calls.push(format!("{beginning}{rest}"));
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

/// What a call tells, when it is about what is watched or an acknowledgement.
fn event(call: &str, watched: &Watched<'_>) -> Option<Event> {
    let (name, rest) = call.split_once('(')?;
    if name == "unlink" {
        return Some(Event::Remove(watched.name(&text(rest.split('"').nth(1)?))?));
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
        "fsync" | "fdatasync" if Path::new(&path) == watched.folder => Some(Event::SyncFolder),
        "fsync" | "fdatasync" => Some(Event::Sync(watched.name(&path)?)),
        "pwrite64" => Some(Event::Write(watched.name(&path)?, number()?, quoted()?)),
        "ftruncate" => Some(Event::Resize(watched.name(&path)?, number()?)),
        other => {
            let file = watched.name(&path);
            assert!(file.is_none(), "a database is not written by {other}");
            None
        }
    }
}

fn acknowledged(said: &[u8]) -> Option<Event> {
    let said = std::str::from_utf8(said).ok()?;
    let (_, what) = said.split_once(ACK)?;
    Some(Event::Acknowledged(what.trim().to_owned()))
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
