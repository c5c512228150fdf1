//! The commands of operators: keys of their own, proposals, approvals.

use std::path::PathBuf;

use charthold_crypto::{Entropy, SlotParams};
use charthold_domain::{ChartId, Clock};
use charthold_keys::{
    Change, Home, KeysError, Operator, OperatorKey, Pending, ProposalId, Shown, Wanted,
};
use charthold_protocol::{EscrowOf, RecoveryRequest, fingerprint_of};
use clap::{Args, Subcommand};

use crate::Place;

/// Makes an operator's signing key and prints what the key service has to know of it
#[derive(Args)]
pub(crate) struct MakeKey {
    /// What colleagues call the operator: one word
    #[arg(long)]
    name: String,
    /// Where the key goes, sealed under the passphrase
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The operator's own passphrase is the line in this file
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

/// Who acts.
#[derive(Args)]
pub(crate) struct Actor {
    /// The operator's key
    #[arg(long = "as", value_name = "FILE")]
    key: PathBuf,
    /// The operator's own passphrase is the line in this file
    #[arg(long, value_name = "FILE")]
    passphrase_file: PathBuf,
}

/// What is proposed.
#[derive(Subcommand)]
pub(crate) enum Proposal {
    /// Refuse wraps under versions of the master key before VERSION
    RaiseMinimum {
        /// The earliest that is to unwrap
        version: u32,
    },
    /// Bring every wrap to the keeper of the master key that another configuration names
    MoveMaster {
        /// The configuration to be used from then on
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Destroy every key of a chart, for good
    Shred {
        /// The chart's id
        #[arg(long)]
        chart: ChartId,
    },
    /// Let somebody be an operator
    AddOperator {
        /// NAME=KEY, as operator-key printed it
        operator: Operator,
    },
    /// Let somebody be an operator no longer
    RemoveOperator {
        /// Their name
        name: String,
    },
    /// Open what a workstation put by, for who made the request
    Recover {
        /// What `chartholdctl recover request` wrote at the workstation
        #[arg(long, value_name = "FILE")]
        request: PathBuf,
    },
}

/// What an approval needs besides its number.
#[derive(Args)]
pub(crate) struct Besides {
    /// The configuration that names the new keeper of the master key, where it is moved
    #[arg(long, value_name = "FILE", conflicts_with = "request")]
    to: Option<PathBuf>,
    /// The request, where something is recovered
    #[arg(long, value_name = "FILE", requires = "answer")]
    request: Option<PathBuf>,
    /// Where the answer goes, for the workstation
    #[arg(long, value_name = "FILE", requires = "request")]
    answer: Option<PathBuf>,
}

pub(crate) fn make_key(made: &MakeKey, entropy: &mut dyn Entropy) -> Result<String, KeysError> {
    let files = (made.out.as_path(), made.passphrase_file.as_path());
    OperatorKey::make(&made.name, files, SlotParams::STANDARD, entropy)
        .map(|key| key.operator().to_string())
}

pub(crate) fn found(
    place: Place,
    operators: &[Operator],
    clock: &dyn Clock,
) -> Result<String, KeysError> {
    charthold_keys::found_operators(&place.home()?, operators, clock)?;
    Ok(format!("{} operators", operators.len()))
}

pub(crate) fn propose(
    place: Place,
    actor: &Actor,
    proposal: Proposal,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<String, KeysError> {
    let wanted = match proposal {
        Proposal::RaiseMinimum { version } => Wanted::RaiseMinimum(version),
        Proposal::MoveMaster { to } => Wanted::MoveMaster(read_home(&to)?.master),
        Proposal::Shred { chart } => Wanted::Shred(chart),
        Proposal::AddOperator { operator } => Wanted::AddOperator(operator),
        Proposal::RemoveOperator { name } => Wanted::RemoveOperator(name),
        Proposal::Recover { request } => Wanted::Recover(Box::new(read_request(&request)?)),
    };
    let key = OperatorKey::open(&actor.key, &actor.passphrase_file)?;
    charthold_keys::propose(&place.home()?, &key, &wanted, clock, entropy)
        .map(|id| format!("proposal {id}: another operator has a day to approve it"))
}

pub(crate) fn list(place: Place, clock: &dyn Clock) -> Result<String, KeysError> {
    let pending = charthold_keys::list_proposals(&place.home()?, clock)?;
    let lines: Vec<String> = pending.iter().map(line).collect();
    Ok(if lines.is_empty() {
        "nothing is proposed".to_owned()
    } else {
        lines.join("\n")
    })
}

pub(crate) fn approve(
    place: Place,
    actor: &Actor,
    (id, besides): (ProposalId, Besides),
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<String, KeysError> {
    let target = besides.to.map(|file| read_home(&file)).transpose()?;
    let request = besides
        .request
        .map(|file| read_request(&file))
        .transpose()?;
    let shown = match (&target, &request) {
        (Some(home), _) => Shown::Master(&home.master),
        (None, Some(request)) => Shown::Request(request),
        (None, None) => Shown::Nothing,
    };
    let key = OperatorKey::open(&actor.key, &actor.passphrase_file)?;
    let done = charthold_keys::approve(&place.home()?, &key, (id, shown), clock, entropy)?;
    if let (Some(answer), Some(file)) = (done.answer, besides.answer) {
        let failed = |source| KeysError::File {
            doing: "writing the answer: propose it anew",
            source,
        };
        std::fs::write(file, answer.to_bytes()).map_err(failed)?;
    }
    Ok(format!("done: {}", told(&done.change)))
}

fn read_request(file: &std::path::Path) -> Result<RecoveryRequest, KeysError> {
    let failed = |source| KeysError::File {
        doing: "reading a recovery request",
        source,
    };
    let bytes = std::fs::read(file).map_err(failed)?;
    RecoveryRequest::from_bytes(&bytes).map_err(|_| KeysError::RequestUnusable)
}

fn read_home(file: &std::path::Path) -> Result<Home, KeysError> {
    Home::load(file, |_| None)
}

fn line(pending: &Pending) -> String {
    let Pending {
        id,
        by,
        change,
        until,
    } = pending;
    format!("{id} by {by} until {until}: {}", told(change))
}

fn told(change: &Change) -> String {
    match change {
        Change::RaiseMinimum { version } => {
            format!("wraps under versions before {version} are refused")
        }
        Change::MoveMaster { provider, .. } => {
            format!(
                "the master key is kept by {provider}: restart with the configuration that names it"
            )
        }
        Change::Shred { chart, .. } => format!("every key of chart {chart} is destroyed"),
        Change::AddOperator { operator } => format!("{} is an operator", operator.name),
        Change::RemoveOperator { name } => format!("{name} is no operator any more"),
        Change::Recover {
            device,
            of,
            request,
        } => {
            let whose = match of {
                EscrowOf::Device => "the keyring's keys".to_owned(),
                EscrowOf::Person(person) => format!("the key of person {person}"),
            };
            let fingerprint = fingerprint_of(request);
            format!("{whose} on workstation {device} for the one who shows {fingerprint}")
        }
    }
}
