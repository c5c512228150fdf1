//! What the figures were taken on, in words that fit any such machine: no name, no address.

use std::fs;

use serde::Serialize;

/// A machine.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    /// The processor's own name.
    processor: String,
    /// How many there are.
    processors: usize,
    /// Memory.
    memory_mib: u64,
    /// The kernel's release.
    kernel: String,
}

impl Machine {
    /// This one.
    pub(crate) fn this() -> Self {
        let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let memory_kib: u64 = field(&memory, "MemTotal")
            .trim_end_matches(" kB")
            .parse()
            .unwrap_or(0);
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            processor: field(&processors, "model name").to_owned(),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mib: memory_kib / 1024,
            kernel: kernel.trim().to_owned(),
        }
    }

    /// One line.
    pub(crate) fn line(&self) -> String {
        let Self {
            processor,
            processors,
            memory_mib,
            kernel,
        } = self;
        format!("{processors} × {processor}, {memory_mib} MiB, Linux {kernel}")
    }
}

/// The first value called `name` in lines of `name : value`.
fn field<'a>(text: &'a str, name: &str) -> &'a str {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map_or("", |(_, value)| value.trim())
}
