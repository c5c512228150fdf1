//! Changes that take two people: one operator proposes, another approves within a day, and then it is done, once. Both
//! signatures are in the log. What everyday upkeep needs (rotating, rewrapping, verifying) takes one.

mod execute;
mod rules;
mod statement;

use std::collections::BTreeMap;

use charthold_crypto::{Entropy, VerifyingKey};
use charthold_domain::{ChartId, Clock, Timestamp};
use charthold_protocol::{RecoveryAnswer, RecoveryRequest};

use crate::custody::Custody;
use crate::log::{Entry, Event};
use crate::operators::{Operator, OperatorKey};
use crate::store::Work;
use crate::{Home, KeysError, MasterConfig};

pub(crate) use rules::Operators;
pub use statement::Change;
pub(crate) use statement::{Approval, Proposal, SignedApproval, SignedProposal};

/// What an operator asks for.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Refuse wraps under versions of the master key before this one.
    RaiseMinimum(u32),
    /// Bring every wrap to another keeper of the master key.
    MoveMaster(MasterConfig),
    /// Destroy every key of a chart.
    Shred(ChartId),
    /// Let somebody be an operator.
    AddOperator(Operator),
    /// Let somebody be an operator no longer.
    RemoveOperator(String),
    /// Open what a workstation put by for who made this request.
    Recover(Box<RecoveryRequest>),
}

/// What an approval is shown again, for it is stored nowhere or only its digest is.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
    /// Nothing: the proposal says everything.
    Nothing,
    /// Where the master key goes.
    Master(&'a MasterConfig),
    /// What is to be recovered.
    Request(&'a RecoveryRequest),
}

/// What came of an approval.
#[derive(Debug)]
pub struct Done {
    /// What was done.
    pub change: Change,
    /// For the workstation that asked.
    pub answer: Option<RecoveryAnswer>,
}

/// The number of a proposal, as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProposalId(pub(crate) [u8; 16]);

/// A proposal that may still be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its number.
    pub id: ProposalId,
    /// Who made it.
    pub by: String,
    /// What it is for.
    pub change: Change,
    /// When it is none any more.
    pub until: Timestamp,
}

/// Names the first operators of a key service that has none.
///
/// # Errors
/// [`KeysError::AlreadyFounded`], [`KeysError::OperatorUnusable`]; those of opening the service.
pub fn found_operators(
    home: &Home,
    first: &[Operator],
    clock: &dyn Clock,
) -> Result<(), KeysError> {
    let mut custody = Custody::open(home)?;
    let work = custody.store.begin()?;
    if !work.list_operators()?.is_empty() {
        return Err(KeysError::AlreadyFounded);
    }
    Operators::found(first)?;
    for operator in first {
        work.add_operator(operator)?;
    }
    let event = Event::OperatorsFounded {
        operators: first.to_vec(),
    };
    work.append(&Entry::new(clock.now(), event), &custody.signing)?;
    work.commit()
}

/// Proposes what `wanted` says, as the operator with `key`.
///
/// # Errors
/// [`KeysError::NoOperators`], [`KeysError::OperatorRefused`], [`KeysError::ChartUnknown`]; those of opening the service.
pub fn propose(
    home: &Home,
    key: &OperatorKey,
    wanted: &Wanted,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<ProposalId, KeysError> {
    let mut custody = Custody::open(home)?;
    let service = custody.verifying_key();
    let work = custody.store.begin()?;
    let mut id = [0; 16];
    entropy.fill(&mut id);
    let now = clock.now();
    let proposal = Proposal {
        id,
        service,
        by: key.operator().name,
        at: now,
        change: change_of(&work, wanted)?,
    };
    let signed = SignedProposal::make_by(&proposal, |label, bytes| key.sign(label, bytes));
    operators(&work)?.check_proposal(&signed, &service)?;
    work.add_proposal(id, &signed.to_bytes())?;
    let event = Event::Proposed { proposal: signed };
    work.append(&Entry::new(now, event), &custody.signing)?;
    work.commit()?;
    Ok(ProposalId(id))
}

/// The proposals that may still be approved, oldest first.
///
/// # Errors
/// Those of opening the service.
pub fn list_proposals(home: &Home, clock: &dyn Clock) -> Result<Vec<Pending>, KeysError> {
    let mut custody = Custody::open(home)?;
    let service = custody.verifying_key();
    let work = custody.store.begin()?;
    let operators = Operators::of(work.list_operators()?);
    let mut pending = BTreeMap::new();
    for row in work
        .list_proposals()?
        .into_iter()
        .filter(|row| !row.executed)
    {
        let signed = read_proposal(&row.proposal)?;
        // One by somebody who left is none any more.
        let Ok(proposal) = operators.check_proposal(&signed, &service) else {
            continue;
        };
        if rules::in_time(&proposal, clock.now()) {
            let until = proposal.at.plus(rules::GOOD_FOR);
            let id = ProposalId(proposal.id);
            let (by, change) = (proposal.by, proposal.change);
            pending.insert(
                (proposal.at, id),
                Pending {
                    id,
                    by,
                    change,
                    until,
                },
            );
        }
    }
    Ok(pending.into_values().collect())
}

/// Approves a proposal as the operator with `key`, and does what it says. `shown` is what it was proposed with, where that is stored
/// nowhere.
///
/// # Errors
/// [`KeysError::NoSuchProposal`], [`KeysError::ProposalDone`], [`KeysError::ProposalExpired`], [`KeysError::SamePerson`],
/// [`KeysError::OperatorRefused`]; those of the change.
pub fn approve(
    home: &Home,
    key: &OperatorKey,
    (id, shown): (ProposalId, Shown<'_>),
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<Done, KeysError> {
    let mut custody = Custody::open(home)?;
    let now = clock.now();
    let service = custody.verifying_key();
    let work = custody.store.begin()?;
    let row = work.find_proposal(id.0)?.ok_or(KeysError::NoSuchProposal)?;
    if row.executed {
        return Err(KeysError::ProposalDone);
    }
    let proposal = read_proposal(&row.proposal)?;
    let approval = approval_of(&proposal, (id, service), key, now);
    let operators = operators(&work)?;
    let change = operators.check_approval(&proposal, &approval, &service)?;
    work.finish_proposal(id.0)?;
    let event = Event::Approved { approval };
    work.append(&Entry::new(now, event), &custody.signing)?;
    let means = execute::Means {
        home,
        shown,
        master: custody.master.as_ref(),
        signing: &custody.signing,
        operators,
        now,
    };
    let answer = execute::execute(&work, means, &change, entropy)?;
    work.commit()?;
    if matches!(change, Change::Shred { .. }) {
        // What was deleted is still in the write-ahead log.
        custody.store.empty_log()?;
    }
    Ok(Done { change, answer })
}

fn change_of(work: &Work<'_>, wanted: &Wanted) -> Result<Change, KeysError> {
    Ok(match wanted {
        Wanted::RaiseMinimum(version) => Change::RaiseMinimum { version: *version },
        Wanted::MoveMaster(target) => Change::MoveMaster {
            provider: target.name(),
            place: target.digest(),
        },
        Wanted::Shred(chart) => Change::Shred {
            tenant: work.load_tenant(*chart)?,
            chart: *chart,
        },
        Wanted::AddOperator(operator) => Change::AddOperator {
            operator: operator.clone(),
        },
        Wanted::RemoveOperator(name) => Change::RemoveOperator { name: name.clone() },
        Wanted::Recover(request) => Change::Recover {
            device: request.escrow.device,
            of: request.escrow.of,
            request: request.digest(),
        },
    })
}

fn approval_of(
    proposal: &SignedProposal,
    (id, service): (ProposalId, VerifyingKey),
    key: &OperatorKey,
    at: Timestamp,
) -> SignedApproval {
    let approval = Approval {
        id: id.0,
        digest: statement::digest_of(proposal),
        service,
        by: key.operator().name,
        at,
    };
    SignedApproval::make_by(&approval, |label, bytes| key.sign(label, bytes))
}

fn operators(work: &Work<'_>) -> Result<Operators, KeysError> {
    let operators = Operators::of(work.list_operators()?);
    if operators.is_empty() {
        Err(KeysError::NoOperators)
    } else {
        Ok(operators)
    }
}

fn read_proposal(bytes: &[u8]) -> Result<SignedProposal, KeysError> {
    SignedProposal::from_bytes(bytes).map_err(|_| KeysError::Damaged { what: "a proposal" })
}

impl std::fmt::Display for ProposalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for ProposalId {
    type Err = KeysError;

    fn from_str(text: &str) -> Result<Self, KeysError> {
        let number = u128::from_str_radix(text, 16).map_err(|_| KeysError::NoSuchProposal)?;
        if text.len() == 32 {
            Ok(Self(number.to_be_bytes()))
        } else {
            Err(KeysError::NoSuchProposal)
        }
    }
}
