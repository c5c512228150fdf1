//! Doing what two people agreed on, within the unit of work that writes down their agreement.

use charthold_crypto::{Entropy, SigningSecret};
use charthold_domain::Timestamp;
use charthold_protocol::RecoveryAnswer;

use super::{Change, Operators, Shown};
use crate::custody::{install_of, load_recovery, save_signing, unwrap_at, wrap_at};
use crate::log::{Entry, Event};
use crate::master::renew_master;
use crate::store::{MasterSetting, Work};
use crate::{Home, KeysError, MasterKey};

/// What a change is made with.
pub(super) struct Means<'a> {
    pub(super) home: &'a Home,
    pub(super) shown: Shown<'a>,
    pub(super) master: &'a dyn MasterKey,
    pub(super) signing: &'a SigningSecret,
    pub(super) operators: Operators,
    pub(super) now: Timestamp,
}

/// Makes `change`; the answer, when it is for somebody.
///
/// # Errors
/// Why it cannot be made as things are now.
pub(super) fn execute(
    work: &Work<'_>,
    means: Means<'_>,
    change: &Change,
    entropy: &mut dyn Entropy,
) -> Result<Option<RecoveryAnswer>, KeysError> {
    let Means {
        mut operators, now, ..
    } = means;
    match change {
        Change::Recover { request, .. } => {
            let answer = recover(work, (means.master, means.shown), request, entropy)?;
            return Ok(Some(answer));
        }
        Change::RaiseMinimum { version } => raise_minimum(work, means.master, *version),
        Change::MoveMaster { provider, place } => {
            let target = match means.shown {
                Shown::Master(target)
                    if &target.name() == provider && &target.digest() == place =>
                {
                    target
                }
                _ => return Err(KeysError::TargetDiffers),
            };
            let home = Home {
                data: means.home.data.clone(),
                master: target.clone(),
            };
            let both = (means.master, means.signing);
            move_master(work, both, &home, now, entropy)
        }
        Change::Shred { tenant, chart } => {
            if work.is_shredded(*tenant, *chart)? {
                return Err(KeysError::Shredded);
            }
            work.shred(*tenant, *chart, now)
        }
        Change::AddOperator { operator } => {
            operators.add(operator)?;
            work.add_operator(operator)
        }
        Change::RemoveOperator { name } => {
            operators.remove(name)?;
            work.remove_operator(name)
        }
    }?;
    Ok(None)
}

/// Nothing of it is kept: what was opened goes from one seal into another.
fn recover(
    work: &Work<'_>,
    (master, shown): (&dyn MasterKey, Shown<'_>),
    digest: &[u8; 32],
    entropy: &mut dyn Entropy,
) -> Result<RecoveryAnswer, KeysError> {
    let request = match shown {
        Shown::Request(request) if &request.digest() == digest => request,
        _ => return Err(KeysError::RequestDiffers),
    };
    let key = load_recovery(work, master)?.ok_or(KeysError::EscrowUnusable)?;
    let opened = request.escrow.open(&key);
    let opened = opened.map_err(|_| KeysError::EscrowUnusable)?;
    RecoveryAnswer::seal(request, &opened, entropy).map_err(|_| KeysError::RequestUnusable)
}

fn raise_minimum(work: &Work<'_>, master: &dyn MasterKey, version: u32) -> Result<(), KeysError> {
    let MasterSetting { provider, minimum } = work.setting().clone();
    if version <= minimum || version > master.newest()? {
        return Err(KeysError::MinimumUnusable { minimum });
    }
    let older = work.count_older_wraps(version)?;
    if older > 0 {
        return Err(KeysError::OlderWraps { older });
    }
    work.save_setting(&MasterSetting {
        provider,
        minimum: version,
    })
}

/// All of it at once: there is no time at which some wraps are with one keeper and some with the other.
fn move_master(
    work: &Work<'_>,
    (from, signing): (&dyn MasterKey, &SigningSecret),
    home: &Home,
    now: Timestamp,
    entropy: &mut dyn Entropy,
) -> Result<(), KeysError> {
    let install = install_of(signing.public().as_bytes());
    let to = renew_master(home, &install, entropy)?;
    let version = to.newest()?;
    let mut wraps = Vec::new();
    work.for_each_wrap(|place, wrap| {
        wraps.push((place, wrap.clone()));
        Ok(())
    })?;
    let count = u64::try_from(wraps.len()).unwrap_or(u64::MAX);
    for (place, wrap) in wraps {
        let key = unwrap_at(work, from, place, &wrap)?;
        // EXPOSE: from wrap to wrap.
        wrap_at(work, to.as_ref(), (place, version), key.expose(), entropy)?;
    }
    save_signing(work, to.as_ref(), signing, entropy)?;
    let setting = MasterSetting {
        provider: home.master.name(),
        minimum: version,
    };
    work.save_setting(&setting)?;
    let event = Event::MasterMoved {
        provider: setting.provider,
        version,
        count,
    };
    work.append(&Entry::new(now, event), signing)
}
