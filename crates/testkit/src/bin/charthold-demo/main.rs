//! `charthold-demo`: Riverside General on this machine, with the real servers and the real app, as
//! `cargo xtask demo` starts it. It is no part of the product: its people and passwords are printed.

mod announcement;
mod arguments;
mod console;
mod folder;
mod marker;
mod seeding;
mod window;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use charthold_crypto::OsEntropy;
use charthold_domain::{Clock, SystemClock};
use charthold_protocol::Policy;
use charthold_testkit::Site;
use charthold_testkit::hospital::UNITS;
use charthold_testkit::programs::{Doorbell, Servers};
use clap::Parser;
use tokio::signal::unix::{Signal, SignalKind, signal};

use announcement::Announcement;
use arguments::Arguments;
use folder::Folder;
use seeding::{Seeding, WARD};

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let mut stop = Stop::listen(arguments)?;
    let mut folder = Folder::take(arguments, SystemClock.now())?;
    let site = open_site(&folder).await?;
    // Before central starts: codes are made on its store, as on the server's own machine.
    let loader_code = make_code(&site, &UNITS, 1, DAY).await?;
    let code = if arguments.headless {
        make_code(&site, &UNITS, CODE_USES, 30 * DAY).await?
    } else {
        make_code(&site, &[WARD], 1, DAY).await?
    };
    let mut servers = Servers::start(&site, folder.path())?;
    let doorbell = servers.doorbell();
    let outcome = tokio::select! {
        error = servers.ended() => Err(error.into()),
        () = stop.asked() => Ok(Next::Stop),
        done = make_ready(arguments, (&mut folder, &doorbell), &site, (loader_code, &code)) => done,
    };
    let outcome = match outcome {
        Ok(Next::Attend) => attend(arguments, &folder, &mut servers, &mut stop).await,
        Ok(Next::Stop) => Ok(()),
        Err(error) => Err(error),
    };
    servers.stop().await;
    outcome
}

/// What follows once the servers are started.
enum Next {
    Attend,
    Stop,
}

/// The site in the folder, made when the folder is new.
async fn open_site(folder: &Folder) -> Result<Site> {
    if folder.marker.seeded {
        return Site::load(folder.path()).context("reading the hospital's settings");
    }
    console::say("Making the hospital: certificates, keys, units, people");
    Site::make(
        folder.path(),
        &SystemClock,
        &mut OsEntropy,
        Policy::default(),
    )
    .await
    .context("making the hospital")
}

async fn make_code(site: &Site, units: &[&str], uses: u32, valid: Duration) -> Result<String> {
    site.make_code(units, uses, valid, &SystemClock, &mut OsEntropy)
        .await
        .context("making an enrolment code")
}

/// Waits for the servers, fills the hospital, enrols the workstation, and says so.
async fn make_ready(
    arguments: &Arguments,
    (folder, doorbell): (&mut Folder, &Doorbell),
    site: &Site,
    (loader_code, code): (String, &str),
) -> Result<Next> {
    doorbell.wait_until_ready().await?;
    if !folder.marker.seeded {
        console::say("Bringing in the patients");
        let now = folder.marker.made_at();
        let seeding = Seeding {
            site,
            folder: folder.path(),
            code: loader_code,
            now,
        };
        seeding.run(&folder.marker.filling).await?;
        folder.note_seeded()?;
    }
    if arguments.headless {
        let (central, ca) = (site.central_url(), site.ca_path());
        let line = serde_json::to_string(&Announcement::new(&central, &ca, code))?;
        console::announce(&line).context("announcing that the demo is ready")?;
    } else {
        window::prepare(site, folder.path(), code.to_owned()).await?;
        console::say(&format!(
            "\n{} is a workstation of unit {WARD} at Riverside General. These people can sign in:\n\n{}\n",
            window::NAME,
            announcement::table(WARD)
        ));
    }
    Ok(Next::Attend)
}

/// Runs until the window is closed or somebody says stop.
async fn attend(
    arguments: &Arguments,
    folder: &Folder,
    servers: &mut Servers,
    stop: &mut Stop,
) -> Result<()> {
    if arguments.headless {
        return tokio::select! {
            error = servers.ended() => Err(error.into()),
            () = stop.asked() => Ok(()),
        };
    }
    let mut app = window::open(folder.path())?;
    let mut outage = false;
    let outcome = loop {
        tokio::select! {
            // A workstation outlives its servers: that is what the demo is there to show.
            error = servers.ended(), if !outage => {
                outage = true;
                console::say(&format!("{error}\nThe window goes on without it, as in an outage."));
            }
            () = stop.asked() => break Ok(()),
            (status, error) = app.ended() => break if status.success() { Ok(()) } else { Err(error.into()) },
        }
    };
    app.stop().await;
    outcome
}

/// Ctrl-C, SIGTERM, or a terminal that closes.
struct Stop([Signal; 3]);

impl Stop {
    /// From now on these no longer end the process by themselves.
    fn listen(arguments: &Arguments) -> Result<Self> {
        let listen = |kind| signal(kind).context("listening for signals");
        let stop = Self([
            listen(SignalKind::interrupt())?,
            listen(SignalKind::terminate())?,
            listen(SignalKind::hangup())?,
        ]);
        if arguments.end_with_parent {
            let term = Some(rustix::process::Signal::TERM);
            rustix::process::set_parent_process_death_signal(term)
                .context("asking to be told of the parent's end")?;
        }
        Ok(stop)
    }

    async fn asked(&mut self) {
        let Self([interrupt, terminate, hangup]) = self;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

const DAY: Duration = Duration::from_secs(86_400);
/// Enough for every test that enrols a workstation against one demo.
const CODE_USES: u32 = 1_000;
