//! Processor time of other processes, as Linux tells it: to a hundredth of a second, user and system together.

use std::fs;

use anyhow::{Context as _, Result};

/// Seconds the process `id` took so far, all its threads together.
///
/// # Errors
/// When there is none, or this is not Linux.
pub(crate) fn of_process(id: u32) -> Result<f64> {
    let stat = Stat::read(&id.to_string()).context("reading a process's time")?;
    seconds(stat.own)
}

/// Seconds the process `id` took so far with its children, those that ended too.
///
/// # Errors
/// As [`of_process`].
pub(crate) fn of_family(id: u32) -> Result<f64> {
    let parent = Stat::read(&id.to_string()).context("reading a process's time")?;
    let mut ticks = parent.own + parent.ended_children;
    for entry in fs::read_dir("/proc").context("listing processes")? {
        let name = entry?.file_name();
        let Some(name) = name.to_str().filter(|name| name.parse::<u32>().is_ok()) else {
            continue;
        };
        // One may have ended meanwhile: then its time is its parent's from here on.
        if let Some(child) = Stat::read(name).ok().filter(|child| child.parent == id) {
            ticks += child.own + child.ended_children;
        }
    }
    seconds(ticks)
}

/// What `proc_pid_stat(5)` has of interest here, in ticks.
struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

impl Stat {
    fn read(name: &str) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{name}/stat"))?;
        // The second field is a name in brackets, which may hold anything.
        let (_, rest) = text.rsplit_once(')').context("reading a process's state")?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        let field = |number: usize| -> Result<u64> {
            let text = fields
                .get(number - 3)
                .context("a process's state is cut short")?;
            Ok(text.parse()?)
        };
        Ok(Self {
            parent: u32::try_from(field(4)?)?,
            own: field(14)? + field(15)?,
            ended_children: field(16)? + field(17)?,
        })
    }
}

fn seconds(ticks: u64) -> Result<f64> {
    let ticks = u32::try_from(ticks).context("counting ticks")?;
    let a_second = u32::try_from(rustix::param::clock_ticks_per_second())?;
    Ok(f64::from(ticks) / f64::from(a_second))
}
