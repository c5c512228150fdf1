//! `target/scoreboard.md`: which faults were tried in this run, how often, and what became of them. Each test of faults writes a row
//! when it held; a row that is expected here and is missing, or tried less, counts as a failure.

use std::{fmt::Write as _, fs, path::PathBuf};

use anyhow::{Context as _, Result};
use charthold_scoreboard::Row;

use super::tally::Tally;
use crate::workspace::Workspace;

/// A test of faults there is.
struct Expected {
    fault: &'static str,
    /// Of one test, or how those of several begin.
    part: &'static str,
    what: &'static str,
    /// So many are tried in each run.
    at_least: u64,
    controlled: bool,
}

const EXPECTED: &[Expected] = &[
    Expected {
        fault: "F1",
        part: "online",
        what: "kill -9 of a busy workstation, central there: nothing acknowledged is lost or doubled",
        at_least: 150,
        controlled: false,
    },
    Expected {
        fault: "F1",
        part: "offline",
        what: "kill -9 of a busy workstation, central away: nothing acknowledged is lost or doubled",
        at_least: 150,
        controlled: false,
    },
    Expected {
        fault: "F2",
        part: "journal",
        what: "power cut with reordered and torn writes: nothing acknowledged is lost, no chain broken",
        at_least: 300,
        controlled: true,
    },
    Expected {
        fault: "F4",
        part: "journal",
        what: "a bit that is another in the journal or its log: told, or without effect",
        at_least: 1_000,
        controlled: true,
    },
    Expected {
        fault: "F4",
        part: "shown",
        what: "a bit that is another in charts or list of patients: every line is shown as it was written",
        at_least: 60,
        controlled: true,
    },
    Expected {
        fault: "F5",
        part: "pages",
        what: "pages of the journal put back from a copy: found by reading the rows",
        at_least: 60,
        controlled: true,
    },
    Expected {
        fault: "F5",
        part: "home",
        what: "journal or home put back from a copy: nobody is let in",
        at_least: 30,
        controlled: true,
    },
    Expected {
        fault: "F5",
        part: "profile",
        what: "home put back with its keyring: known at the first contact with central",
        at_least: 10,
        controlled: false,
    },
    Expected {
        fault: "F6",
        part: "servers",
        what: "kill -9 of central or the key service under work: nothing is lost or doubled",
        at_least: 50,
        controlled: false,
    },
    Expected {
        fault: "F7",
        part: "network",
        what: "schedules of broken, slow and cut connections: each write arrives once, all show the same",
        at_least: 200,
        controlled: false,
    },
    Expected {
        fault: "F8",
        part: "clocks",
        what: "clocks set by a second to five years, closed lids: it locks in time, no lease grows, no note is lost",
        at_least: 60,
        controlled: true,
    },
    Expected {
        fault: "F9",
        part: "after a lock",
        what: "memory of all processes looked through for a thousand texts and all keys: nothing, within five seconds",
        at_least: 5,
        controlled: true,
    },
    Expected {
        fault: "F10",
        part: "keyring",
        what: "keyring away, locked, wiped, another, damaged, not writable: told, and nothing is lost",
        at_least: 8,
        controlled: false,
    },
    Expected {
        fault: "F10",
        part: "way back",
        what: "a wiped keyring, filled again by two operators: what was not sent arrives",
        at_least: 1,
        controlled: false,
    },
    Expected {
        fault: "F15",
        part: "keys-",
        what: "kill of a command that changes how keys are kept: it opens, it verifies, every key is the same",
        at_least: 60,
        controlled: true,
    },
    Expected {
        fault: "F16",
        part: "gate",
        what: "steps of unlocking, working, locking, waiting: served is who is in, and nobody after the end",
        at_least: 100_000,
        controlled: true,
    },
    Expected {
        fault: "F18",
        part: "enrolment",
        what: "wrong enrolment codes: ten a minute from one address are tried",
        at_least: 500,
        controlled: true,
    },
    Expected {
        fault: "F18",
        part: "online",
        what: "wrong passwords at central, over restarts: as the ladder lets",
        at_least: 500,
        controlled: true,
    },
    Expected {
        fault: "F18",
        part: "offline",
        what: "wrong passwords without a network, over restarts: ten are tried",
        at_least: 500,
        controlled: true,
    },
    Expected {
        fault: "F18",
        part: "totp",
        what: "wrong codes beside the right password, over restarts: as the ladder lets, and a hundred at most",
        at_least: 500,
        controlled: true,
    },
];

/// Where the tests of a run put their rows.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/scoreboard")
}

/// Forgets the rows of the last run.
///
/// # Errors
/// Those of the file system.
pub(super) fn clear(workspace: &Workspace) -> Result<()> {
    let folder = folder(workspace);
    if folder.exists() {
        fs::remove_dir_all(folder).context("removing the rows of the last run")?;
    }
    Ok(())
}

/// Writes the table, and counts its rows.
///
/// # Errors
/// Those of the file system, and when a row cannot be read.
pub(super) fn write(workspace: &Workspace) -> Result<Tally> {
    let rows = charthold_scoreboard::read_from(&folder(workspace)).context("reading the rows")?;
    let (table, tally) = table(&rows, EXPECTED);
    fs::write(workspace.root().join("target/scoreboard.md"), table)
        .context("writing the scoreboard")?;
    Ok(tally)
}

fn table(rows: &[Row], all: &[Expected]) -> (String, Tally) {
    let mut text = String::from(
        "# Scoreboard\n\n| # | fault | wanted | tried | without protection | result |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let mut tally = Tally::default();
    for expected in all {
        let found = found(rows, expected);
        let held = found.is_some_and(|found| is_enough(found, expected));
        // What held was counted as the test that it is.
        tally.failed += u64::from(!held);
        let tried = found.map_or(0, |(tried, _)| tried);
        let control = match found.and_then(|(_, control)| control) {
            Some(count) => format!("{count} not survived"),
            None => "no control".to_owned(),
        };
        let result = if held { "held" } else { "NOT SHOWN" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {tried} | {control} | {result} |",
            expected.fault, expected.what, expected.at_least
        );
    }
    (text, tally)
}

/// How much was tried, and how much of it the controls did not survive.
type Found = (u64, Option<u64>);

fn found(rows: &[Row], expected: &Expected) -> Option<Found> {
    let mut of_it = rows
        .iter()
        .filter(|row| row.fault == expected.fault && row.part.starts_with(expected.part))
        .peekable();
    of_it.peek()?;
    Some(of_it.fold((0, None), |(tried, control), row| {
        let control = match (control, row.control) {
            (Some(before), Some(more)) => Some(before + more),
            (before, more) => before.or(more),
        };
        (tried + row.tried, control)
    }))
}

fn is_enough((tried, control): Found, expected: &Expected) -> bool {
    let controlled = control.is_some_and(|count| count > 0);
    tried >= expected.at_least && (controlled || !expected.controlled)
}

#[cfg(test)]
mod tests;
