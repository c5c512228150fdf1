//! What an operator does to a key service: make it, rotate its master key, bring wraps up to date, verify it.

use std::collections::BTreeSet;
use std::path::Path;

use charthold_crypto::{Entropy, VerifyingKey};
use charthold_domain::Clock;
use charthold_protocol::{DeviceCertificate, SignedDeviceCertificate, SignedPersonKeyRegistration};

use crate::custody::{Custody, save_signing, unwrap_at, wrap_at};
use crate::data_dir::DataDir;
use crate::log::{Entry, Event, LogHead, Release};
use crate::store::{CertificateRow, KeyPlace, RegistrationRow, Work};
use crate::{FileMaster, Home, KeysError, MasterConfig};

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
    // Within the unit of work, so that no rotation reads the file before and writes it after.
    let work = custody.store.begin()?;
    let path = DataDir::new(&home.data).sealed_master();
    let both = (passphrase_file.clone(), next);
    FileMaster::reseal(&path, both, *params, entropy)?;
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
            let key = unwrap_at(master.as_ref(), place, &wrap)?;
            // EXPOSE: from wrap to wrap.
            let bytes = key.expose();
            wrap_at(&work, master.as_ref(), (place, version), bytes, entropy)?;
            count += 1;
        }
        work.commit()?;
    }
}

/// What [`verify`] found whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries of the log.
    pub entries: u64,
    /// Wrapped keys.
    pub keys: u64,
    /// Devices.
    pub devices: u64,
    /// People's keys.
    pub person_keys: u64,
}

/// Recomputes the log's chain, checks every signature, opens every wrap, and looks for the keys the log says were
/// released. A tail cut off the log, with all that belonged to it, is beyond it.
///
/// # Errors
/// [`KeysError::Damaged`] says which part does not hold; those of opening the service.
pub fn verify(home: &Home) -> Result<Verified, KeysError> {
    let Custody {
        mut store,
        master,
        signing,
    } = Custody::open(home)?;
    store.check_structure()?;
    let key = signing.public();
    let work = store.begin()?;
    let devices = verify_devices(&work, &key)?;
    let person_keys = verify_person_keys(&work, &key)?;
    let mut held = BTreeSet::new();
    work.for_each_wrap(|place, wrap| {
        held.insert(place);
        unwrap_at(master.as_ref(), place, wrap).map(drop)
    })?;
    let entries = verify_log(&work, &key, &held)?;
    let keys = u64::try_from(held.len()).unwrap_or(u64::MAX);
    Ok(Verified {
        entries,
        keys,
        devices,
        person_keys,
    })
}

fn verify_devices(work: &Work<'_>, key: &VerifyingKey) -> Result<u64, KeysError> {
    let mut count = 0;
    for CertificateRow {
        device,
        certificate,
    } in work.list_certificates()?
    {
        if read_certificate(&certificate, key)?.device != device {
            return Err(KeysError::Damaged {
                what: "a device's certificate",
            });
        }
        count += 1;
    }
    Ok(count)
}

/// The certificate, when this service signed it.
pub(crate) fn read_certificate(
    certificate: &[u8],
    key: &VerifyingKey,
) -> Result<DeviceCertificate, KeysError> {
    SignedDeviceCertificate::from_bytes(certificate)
        .and_then(|certificate| certificate.verify(key))
        .map_err(|_| KeysError::Damaged {
            what: "a device's certificate",
        })
}

fn verify_person_keys(work: &Work<'_>, key: &VerifyingKey) -> Result<u64, KeysError> {
    const BROKEN: KeysError = KeysError::Damaged {
        what: "a person's key",
    };
    let mut count = 0;
    for RegistrationRow {
        person,
        device,
        registration,
    } in work.list_registrations()?
    {
        let certificate = work.find_certificate(device)?.ok_or(BROKEN)?;
        let signer = read_certificate(&certificate, key)?.signing;
        let registration = SignedPersonKeyRegistration::from_bytes(&registration)
            .and_then(|registration| registration.verify(&signer))
            .map_err(|_| BROKEN)?;
        if (registration.person, registration.device) != (person, device) {
            return Err(BROKEN);
        }
        count += 1;
    }
    Ok(count)
}

fn verify_log(
    work: &Work<'_>,
    key: &VerifyingKey,
    held: &BTreeSet<KeyPlace>,
) -> Result<u64, KeysError> {
    let mut head = LogHead::EMPTY;
    work.for_each_link(|link| {
        if let Event::KeysReleased(release) = link.verify(head, key)?.event {
            verify_held(&release, held)?;
        }
        head = link.head();
        Ok(())
    })?;
    u64::try_from(head.seq).map_err(|_| KeysError::Damaged { what: "the log" })
}

/// What was released once is still there.
fn verify_held(release: &Release, held: &BTreeSet<KeyPlace>) -> Result<(), KeysError> {
    let charts = release
        .keys
        .iter()
        .map(|key| KeyPlace::of_chart(release.tenant, *key, 1));
    let index = release
        .index_key
        .then(|| KeyPlace::of_index(release.tenant, 1));
    if charts.chain(index).all(|place| held.contains(&place)) {
        Ok(())
    } else {
        Err(KeysError::Damaged {
            what: "a released key, which is gone,",
        })
    }
}
