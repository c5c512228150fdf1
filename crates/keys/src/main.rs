//! `charthold-keys`: the command line over the library. Exit codes: 0 done, 1 failed, 2 usage, 7 damage.

mod people;

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::OsEntropy;
use charthold_domain::{ChartId, SystemClock};
use charthold_keys::{Home, KeysConfig, KeysError, Operator, ProposalId};
use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::people::{Actor, Besides, MakeKey, Proposal};

/// Releases patient keys to one device against a warrant.
#[derive(Parser)]
#[command(name = "charthold-keys", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes a key service in a new folder and prints what its signatures verify with
    Init {
        #[command(flatten)]
        place: Place,
        /// The first operators, NAME=KEY as operator-key printed it; once for each, two at least, or none yet
        #[arg(long = "operator", value_name = "NAME=KEY")]
        operators: Vec<Operator>,
    },
    /// Serves over TLS 1.3 until SIGTERM or SIGINT
    Serve {
        /// TOML; every key also as CHARTHOLD_KEYS_…
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Makes a new version of the master key; new keys are wrapped under it
    Rotate(Place),
    /// Brings every wrapped key to the newest version of the master key
    Rewrap(Place),
    /// Recomputes the log and opens every wrapped key; exit 7 on damage
    Verify(Place),
    /// Seals the master key's file under another passphrase
    ChangePassphrase {
        #[command(flatten)]
        place: Place,
        /// The new passphrase is the line in this file
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: PathBuf,
    },
    /// Makes the next generation of a chart's keys; what is sealed from then on is sealed under it
    NewGeneration {
        #[command(flatten)]
        place: Place,
        /// The chart's id
        #[arg(long)]
        chart: ChartId,
    },
    /// Makes an operator's signing key and prints what the key service has to know of it
    OperatorKey(MakeKey),
    /// Names the first operators: two at least
    FoundOperators {
        #[command(flatten)]
        place: Place,
        /// NAME=KEY, as operator-key printed it; once for each
        #[arg(long = "operator", value_name = "NAME=KEY", required = true)]
        operators: Vec<Operator>,
    },
    /// Proposes what takes two people
    Propose {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        actor: Actor,
        #[command(subcommand)]
        proposal: Proposal,
    },
    /// Lists what waits to be approved
    Proposals(Place),
    /// Approves what another operator proposed, and does it
    Approve {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        actor: Actor,
        #[command(flatten)]
        besides: Besides,
        /// The proposal's number
        id: ProposalId,
    },
}

/// Which key service.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Place {
    /// Its folder, when the master key is a plain file in it
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// What it is served with: folder and master key are read from there
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    fn home(self) -> Result<Home, KeysError> {
        match self.config {
            Some(file) => Home::load(&file, environment),
            // One of the two is there: the command line asks for it.
            None => Ok(Home::plain(&self.data.unwrap_or_default())),
        }
    }
}

fn main() -> ExitCode {
    // A kernel that refuses keeps nobody from their keys.
    let _ = charthold_crypto::forbid_dumps();
    match run(CommandLine::parse().command) {
        Ok(said) => {
            // Nobody may be reading any more; the work is done all the same.
            let _unread = writeln!(std::io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _unread = writeln!(std::io::stderr(), "{}", told(&error));
            ExitCode::from(if error.is_damage() { 7 } else { 1 })
        }
    }
}

fn run(command: Command) -> Result<String, KeysError> {
    let (clock, entropy) = (&SystemClock, &mut OsEntropy);
    match command {
        Command::Init { place, operators } => init(&place.home()?, &operators),
        Command::Serve { config } => {
            serve(KeysConfig::load(&config, environment)?).map(|()| "stopped".to_owned())
        }
        Command::Rotate(place) => charthold_keys::rotate(&place.home()?, clock, entropy)
            .map(|version| format!("master key version {version}")),
        Command::Rewrap(place) => charthold_keys::rewrap(&place.home()?, clock, entropy)
            .map(|count| format!("{count} keys rewrapped")),
        Command::Verify(place) => charthold_keys::verify(&place.home()?).map(|whole| {
            format!(
                "whole: {} log entries, {} keys, {} devices, {} person keys, {} shredded charts",
                whole.entries, whole.keys, whole.devices, whole.person_keys, whole.shredded
            )
        }),
        Command::ChangePassphrase {
            place,
            new_passphrase_file: file,
        } => charthold_keys::change_passphrase(&place.home()?, &file, clock, entropy)
            .map(|()| RESEALED.to_owned()),
        Command::NewGeneration { place, chart } => {
            charthold_keys::make_generation(&place.home()?, chart, clock, entropy)
                .map(|generation| format!("generation {generation}"))
        }
        Command::OperatorKey(made) => people::make_key(&made, entropy),
        Command::FoundOperators { place, operators } => people::found(place, &operators, clock),
        Command::Propose {
            place,
            actor,
            proposal,
        } => people::propose(place, &actor, proposal, clock, entropy),
        Command::Proposals(place) => people::list(place, clock),
        Command::Approve {
            place,
            actor,
            besides,
            id,
        } => people::approve(place, &actor, (id, besides), clock, entropy),
    }
}

/// The key service is there once this has begun to name operators; `found-operators` goes on where it was cut short.
fn init(home: &Home, operators: &[Operator]) -> Result<String, KeysError> {
    let (clock, entropy) = (&SystemClock, &mut OsEntropy);
    let key = charthold_keys::init(home, clock, entropy)?;
    if !operators.is_empty() {
        charthold_keys::found_operators(home, operators, clock)?;
    }
    Ok(format!(
        "verifying key: {}",
        STANDARD.encode(key.as_bytes())
    ))
}

const RESEALED: &str =
    "sealed under the new passphrase: name its file in the configuration, and restart";

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn serve(config: KeysConfig) -> Result<(), KeysError> {
    let failed = |doing| move |source| KeysError::File { doing, source };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let listener = TcpListener::bind(config.listen).map_err(failed("listening"))?;
    let runtime = tokio::runtime::Runtime::new().map_err(failed("starting threads"))?;
    runtime.block_on(async move {
        let mut term = signal(SignalKind::terminate()).map_err(failed("awaiting signals"))?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed("awaiting signals"))?;
        let shutdown = async move {
            tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
        };
        let entropy = Box::new(OsEntropy);
        let running =
            charthold_keys::start(config, Arc::new(SystemClock), entropy, listener, shutdown)
                .await?;
        tracing::info!(address = %running.address(), "listening");
        running.stopped().await
    })
}

/// An error and its causes in one line.
fn told(error: &KeysError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
