//! Fifty workstations at once: `chartholdctl load` against servers of their own, as IT runs it. What it says is what is said
//! here; the programs are those beside this one. `cargo xtask bench --load`.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use charthold_testkit::programs::Premises;
use tokio::runtime::Runtime;

use crate::arguments::Arguments;
use crate::console::{announce, say};
use crate::machine::Machine;
use crate::station::{WARD, nurse};

/// Runs it, and says or writes what it says.
///
/// # Errors
/// When it does not begin, or something was lost.
pub(crate) fn measure(arguments: &Arguments) -> Result<()> {
    Runtime::new()
        .context("starting threads")?
        .block_on(run(arguments))
}

async fn run(arguments: &Arguments) -> Result<()> {
    let (workstations, seconds) = match arguments.quick {
        true => ("10", "15"),
        false => ("50", "60"),
    };
    let premises = Premises::open().await;
    let station = premises.station("load")?;
    let code = premises
        .code(workstations.parse()?, Duration::from_secs(3_600))
        .await;
    let (url, ca) = (premises.site.central_url(), premises.site.ca_path());
    let ca = ca.to_string_lossy();
    let mut words = station.sign_in(&nurse()?)?.to_vec();
    let load = [
        "load",
        "--central",
        &url,
        "--ca",
        &ca,
        "--code",
        &code,
        "--unit",
        WARD,
        "--workstations",
        workstations,
        "--rate",
        RATE,
        "--for",
        seconds,
    ];
    words.extend(load.map(Into::into));
    say(&format!(
        "{workstations} workstations, {RATE} sets a second for {seconds} s"
    ));
    let said = match &arguments.json {
        Some(file) => {
            let said = station.run(&words).await?;
            std::fs::write(file, &said.out).context("writing the figures")?;
            said
        }
        None => station.tell(&words).await?,
    };
    announce(&format!(
        "{}\n\n{}",
        Machine::this().line(),
        said.out.trim_end()
    ))?;
    ensure!(
        said.code == Some(0),
        "it ended with {:?}: {}",
        said.code,
        said.err.trim_end()
    );
    Ok(())
}

/// Sets of vitals a second, of all together: a ward of sixty has one a minute.
const RATE: &str = "5";
