//! Reading all of it again: whether what is stored holds, and whether the tables say what the log says.

mod replay;

use std::collections::BTreeSet;

use charthold_crypto::VerifyingKey;
use charthold_protocol::{DeviceCertificate, SignedDeviceCertificate, SignedPersonKeyRegistration};

use self::replay::Replay;
use crate::custody::{Custody, unwrap_at};
use crate::log::LogHead;
use crate::store::{CertificateRow, RegistrationRow, Work};
use crate::{Home, KeysError};

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
    /// Charts that were shredded.
    pub shredded: u64,
}

/// Recomputes the log's chain, checks every signature in it, opens every wrap, looks for the keys the log says were
/// made or released, and compares what two people decided with what is in force. A tail cut off the log, with all that belonged
/// to it, is beyond it.
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
        unwrap_at(&work, master.as_ref(), place, wrap).map(drop)
    })?;
    let (head, replay) = verify_log(&work, &key)?;
    replay.check(&work, &held)?;
    Ok(Verified {
        entries: u64::try_from(head.seq).map_err(|_| KeysError::Damaged { what: "the log" })?,
        keys: count(held.len()),
        devices,
        person_keys,
        shredded: count(work.list_shredded()?.len()),
    })
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
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

fn verify_log(work: &Work<'_>, key: &VerifyingKey) -> Result<(LogHead, Replay), KeysError> {
    let mut head = LogHead::EMPTY;
    let mut replay = Replay::new(*key);
    work.for_each_link(|link| {
        replay.take(link.verify(head, key)?.event)?;
        head = link.head();
        Ok(())
    })?;
    Ok((head, replay))
}
