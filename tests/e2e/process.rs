//! Looking at processes from outside, as somebody with a debugger would: who is whose child, and what
//! text is in whose memory. Reads `/proc` only.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use memchr::memmem::Finder;

const PAGE: u64 = 4096;
/// What is looked at in one go.
const PIECE: u64 = 512 * PAGE;

/// The children of `parent` that run the program called `name`.
pub(crate) fn children_of(parent: u32, name: &str) -> Vec<u32> {
    let processes = fs::read_dir("/proc").expect("/proc is there");
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process| parent_of(*process) == Some(parent))
        .filter(|process| is_running(*process, name))
        .collect()
}

/// How large a core dump of the process may be, and how large it could make it: as `/proc` has it.
pub(crate) fn core_dump_limits(process: u32) -> [String; 2] {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).expect("it is there");
    let sizes = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max core file size"));
    let mut sizes = sizes
        .expect("a limit")
        .split_whitespace()
        .map(str::to_owned);
    std::array::from_fn(|_| sizes.next().expect("two sizes"))
}

/// Whether the process is there and more than an entry nobody has asked after.
pub(crate) fn is_alive(process: u32) -> bool {
    fs::read_link(format!("/proc/{process}/exe")).is_ok()
}

/// How often any of `texts` is in the memory of the process, in the encodings a browser keeps text in.
pub(crate) fn copies_in(process: u32, texts: &[&str]) -> usize {
    let needles: Vec<Vec<u8>> = texts.iter().flat_map(|text| encodings(text)).collect();
    copies_of(process, &needles)
}

/// How often any of `needles`, which are of one length or near it, is in the memory of the process.
pub(crate) fn copies_of(process: u32, needles: &[Vec<u8>]) -> usize {
    let finders: Vec<Finder<'_>> = needles.iter().map(Finder::new).collect();
    let longest = needles.iter().map(Vec::len).max().unwrap_or(1);
    let mut found = 0;
    look_at(process, longest, |bytes| {
        for finder in &finders {
            found += finder.find_iter(bytes).count();
        }
    });
    found
}

/// The different endings of `length` characters that follow `mark` in the memory of the process.
pub(crate) fn endings_of(process: u32, mark: &str, length: usize) -> BTreeSet<String> {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let (narrow_mark, wide_mark) = (mark.as_bytes().to_vec(), wide(mark));
    let mut endings = BTreeSet::new();
    look_at(process, wide_mark.len() + 2 * length, |bytes| {
        for at in Finder::new(&narrow_mark).find_iter(bytes) {
            let from = at + narrow_mark.len();
            let ending = bytes.get(from..from + length).unwrap_or_default();
            endings.insert(String::from_utf8_lossy(ending).into_owned());
        }
        for at in Finder::new(&wide_mark).find_iter(bytes) {
            let from = at + wide_mark.len();
            let ending = bytes.get(from..from + 2 * length).unwrap_or_default();
            let ending: Vec<u8> = ending.iter().copied().step_by(2).collect();
            endings.insert(String::from_utf8_lossy(&ending).into_owned());
        }
    });
    endings
}

/// Shows the memory of the process, piece by piece; what is `longest` bytes at most is whole in one of them.
fn look_at(process: u32, longest: usize, mut look: impl FnMut(&[u8])) {
    // What lies across two pieces is whole in the second with this much of the first.
    let overlap = u64::try_from(longest - 1).expect("a text is short");
    let open = |file| File::open(format!("/proc/{process}/{file}"));
    let (Ok(memory), Ok(pages)) = (open("mem"), open("pagemap")) else {
        return;
    };
    let mut bytes = vec![0; usize::try_from(PIECE + overlap).expect("it fits in memory")];
    for (start, end) in readable(process) {
        let mut at = start;
        while at < end {
            let until = end.min(at + PIECE);
            if is_there(&pages, at, until) {
                let from = start.max(at.saturating_sub(overlap));
                let length = usize::try_from(until - from).expect("a piece fits in memory");
                let read = memory.read_at(&mut bytes[..length], from).unwrap_or(0);
                look(&bytes[..read]);
            }
            at = until;
        }
    }
}

/// Whether any page between the two is in memory or in swap: a browser reserves far more than it uses.
fn is_there(pages: &File, start: u64, end: u64) -> bool {
    let count = usize::try_from((end - start) / PAGE).expect("a piece has few pages");
    let mut entries = vec![0; 8 * count];
    let read = pages.read_at(&mut entries, 8 * (start / PAGE)).unwrap_or(0);
    // The two highest bits of each entry.
    let mut highest = entries[..read].chunks_exact(8).map(|entry| entry[7]);
    highest.any(|bits| bits & 0b1100_0000 != 0)
}

/// As written and in capitals; UTF-8 and UTF-16.
fn encodings(text: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![text.to_owned()];
    if text.to_uppercase() != text {
        forms.push(text.to_uppercase());
    }
    forms
        .iter()
        .flat_map(|form| {
            let wide = form.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [form.as_bytes().to_vec(), wide]
        })
        .collect()
}

fn readable(process: u32) -> Vec<(u64, u64)> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap_or_default();
    maps.lines()
        .filter(|line| !line.contains("[v"))
        .filter_map(|line| {
            let (range, rest) = line.split_once(' ')?;
            let (start, end) = range.split_once('-')?;
            let bounds = (number(start)?, number(end)?);
            rest.starts_with('r').then_some(bounds)
        })
        .collect()
}

fn number(hexadecimal: &str) -> Option<u64> {
    u64::from_str_radix(hexadecimal, 16).ok()
}

fn parent_of(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
    line.trim().parse().ok()
}

fn is_running(process: u32, name: &str) -> bool {
    fs::read_link(format!("/proc/{process}/exe"))
        .is_ok_and(|program| program.file_name() == Path::new(name).file_name())
}
