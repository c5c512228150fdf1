//! What an operator does to a key service: make it, rotate its master key, bring wraps up to date.

use std::path::Path;

use charthold_crypto::{Entropy, VerifyingKey};
use charthold_domain::{ChartId, Clock, Compartment};
use charthold_protocol::WantedKey;

use crate::custody::{Custody, make_at, save_signing, unwrap_at, wrap_at};
use crate::data_dir::DataDir;
use crate::log::{Entry, Event, MadeKey};
use crate::master::Resealing;
use crate::store::KeyPlace;
use crate::{Home, KeysError, MasterConfig};

/// How many wraps are brought up to date in one transaction: releases wait that long.
const REWRAPPED_AT_ONCE: u32 = 500;

/// Makes a key service in `home` and answers what its signatures verify with.
///
/// # Errors
/// [`KeysError::AlreadyInitialised`], [`KeysError::File`], [`KeysError::Store`].
pub fn init(
    home: &Home,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<VerifyingKey, KeysError> {
    Custody::make(home, clock.now(), entropy).map(|custody| custody.verifying_key())
}

/// Makes a new version of the master key and answers its number. New keys are wrapped under it, by a serving process
/// too; [`rewrap`] brings the others to it.
///
/// # Errors
/// Those of opening the service and of its provider.
pub fn rotate(home: &Home, clock: &dyn Clock, entropy: &mut dyn Entropy) -> Result<u32, KeysError> {
    let mut custody = Custody::open(home)?;
    // Within the unit of work, so that two rotations come one after the other.
    let work = custody.store.begin()?;
    let version = custody.master.rotate(entropy)?;
    work.append(
        &Entry::new(clock.now(), Event::MasterRotated { version }),
        &custody.signing,
    )?;
    work.commit()?;
    Ok(version)
}

/// Seals the master key's file anew, under the passphrase in the file `next`. A serving process goes on with what it has
/// read; it needs the new passphrase at its next start, and before that to wrap the next new key.
///
/// # Errors
/// [`KeysError::NotSealed`]; those of opening the service and of reading the passphrase.
pub fn change_passphrase(
    home: &Home,
    next: &Path,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<(), KeysError> {
    let MasterConfig::SealedFile {
        passphrase_file,
        params,
    } = &home.master
    else {
        return Err(KeysError::NotSealed);
    };
    let mut custody = Custody::open(home)?;
    let path = DataDir::new(&home.data).sealed_master();
    let resealing = Resealing::prepare(&path, (passphrase_file, next), *params, entropy)?;
    // Within the unit of work, so that no rotation reads the file before and writes it after.
    let work = custody.store.begin()?;
    resealing.finish(entropy)?;
    work.append(
        &Entry::new(clock.now(), Event::PassphraseChanged),
        &custody.signing,
    )?;
    work.commit()
}

/// Wraps every key under the newest master key that is not yet, and answers how many there were.
///
/// # Errors
/// Those of opening the service and of its provider; [`KeysError::Damaged`] for a wrap that does not open.
pub fn rewrap(home: &Home, clock: &dyn Clock, entropy: &mut dyn Entropy) -> Result<u64, KeysError> {
    let Custody {
        mut store,
        master,
        signing,
    } = Custody::open(home)?;
    let version = master.newest()?;
    let mut count = 0;
    loop {
        let work = store.begin()?;
        let older = work.list_older_wraps(version, REWRAPPED_AT_ONCE)?;
        if older.is_empty() {
            save_signing(&work, master.as_ref(), &signing, entropy)?;
            let event = Event::Rewrapped { version, count };
            work.append(&Entry::new(clock.now(), event), &signing)?;
            work.commit()?;
            return Ok(count);
        }
        for (place, wrap) in older {
            let key = unwrap_at(&work, master.as_ref(), place, &wrap)?;
            // EXPOSE: from wrap to wrap.
            let bytes = key.expose();
            wrap_at(&work, master.as_ref(), (place, version), bytes, entropy)?;
            count += 1;
        }
        work.commit()?;
    }
}

/// Makes the next generation of every key a chart has and answers its number. Releases hand it out with all before it;
/// what is sealed from then on is sealed under it.
///
/// # Errors
/// [`KeysError::ChartUnknown`]; those of opening the service and of its provider.
pub fn make_generation(
    home: &Home,
    chart: ChartId,
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<u32, KeysError> {
    let Custody {
        mut store,
        master,
        signing,
    } = Custody::open(home)?;
    // Within the unit of work: the least version may not pass it in between.
    let work = store.begin()?;
    let version = master.newest()?;
    let tenant = work.load_tenant(chart)?;
    let (mut keys, mut newest) = (Vec::new(), 0);
    for compartment in Compartment::ALL {
        let key = WantedKey { chart, compartment };
        let first = KeyPlace::of_chart(tenant, key, 1);
        let Some((last, _)) = work.list_generations(first)?.pop() else {
            continue;
        };
        let generation = last.generation + 1;
        let place = KeyPlace::of_chart(tenant, key, generation);
        make_at(&work, master.as_ref(), (place, version), entropy)?;
        keys.push(MadeKey { key, generation });
        newest = newest.max(generation);
    }
    let event = Event::GenerationMade { tenant, keys };
    work.append(&Entry::new(clock.now(), event), &signing)?;
    work.commit()?;
    Ok(newest)
}
