//! Vouching for a device that central admitted, and taking the keys of the people who use it. The first keys of a
//! device, and the first key of a person on it, stay.

use std::time::Duration;

use charthold_crypto::Signature;
use charthold_domain::PersonId;
use charthold_protocol::{
    Admission, DeviceCertificate, KeyRequest, SignedAdmission, SignedDeviceCertificate,
    SignedPersonKeyRegistration, Statement,
};

use super::KeyService;
use crate::KeysError;
use crate::log::{Entry, Event};
use crate::store::Work;
use crate::verify::read_certificate;

/// How long a certificate is good for: one year.
const CERTIFICATE_SPAN: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// No workstation needs a longer name.
const NAME_BYTES_MAX: usize = 64;

impl KeyService {
    /// Vouches for the device of a `SignedAdmission` and answers a `SignedDeviceCertificate`, good for a year. Asked
    /// again for the same device and keys, it answers a fresh one.
    ///
    /// # Errors
    /// [`KeysError::Malformed`], [`KeysError::AdmissionRefused`], [`KeysError::DeviceKeysTaken`].
    pub fn admit(&self, body: &[u8]) -> Result<Vec<u8>, KeysError> {
        let admission = SignedAdmission::from_bytes(body)
            .map_err(|_| KeysError::Malformed)?
            .verify(&self.central)
            .map_err(KeysError::signed(KeysError::AdmissionRefused))?;
        self.check_usable(&admission)?;
        let now = self.now();
        let mut store = self.store();
        let work = store.begin()?;
        if let Some(before) = work.find_certificate(admission.device)? {
            let before = read_certificate(&before, &self.verifying_key())?;
            let same = before.tenant == admission.tenant
                && before.signing == admission.signing
                && before.agreement == admission.agreement;
            if !same {
                return Err(KeysError::DeviceKeysTaken);
            }
        }
        let Admission {
            tenant,
            device,
            name,
            signing,
            agreement,
            ..
        } = admission;
        let expires_at = now.plus(CERTIFICATE_SPAN);
        let certificate = DeviceCertificate {
            tenant,
            device,
            name,
            signing,
            agreement,
            issued_at: now,
            expires_at,
        };
        let bytes = SignedDeviceCertificate::make(&certificate, &self.signing).to_bytes();
        work.save_certificate(device, &bytes)?;
        let event = Event::DeviceAdmitted { tenant, device };
        work.append(&Entry::new(now, event), &self.signing)?;
        work.commit()?;
        Ok(bytes)
    }

    /// A device that nothing can be sealed to would fail at every release; better now.
    fn check_usable(&self, admission: &Admission) -> Result<(), KeysError> {
        if admission.name.len() > NAME_BYTES_MAX {
            return Err(KeysError::Malformed);
        }
        let mut entropy = self.entropy();
        let sealed = admission.agreement.seal_to(&[], &[], &[], entropy.as_mut());
        sealed.map(drop).map_err(|_| KeysError::Malformed)
    }

    /// Takes the key of a `SignedPersonKeyRegistration`. The same key again changes nothing.
    ///
    /// # Errors
    /// [`KeysError::Malformed`], [`KeysError::DeviceRefused`], [`KeysError::PersonKeyTaken`].
    pub fn register_person_key(&self, body: &[u8]) -> Result<(), KeysError> {
        let signed =
            SignedPersonKeyRegistration::from_bytes(body).map_err(|_| KeysError::Malformed)?;
        let claimed = signed
            .dangerous_read()
            .map_err(|_| KeysError::Malformed)?
            .device;
        let now = self.now();
        let mut store = self.store();
        let work = store.begin()?;
        let device = self.load_device(&work, claimed, now)?;
        let registration = signed
            .verify(&device.signing)
            .map_err(KeysError::signed(KeysError::DeviceRefused))?;
        let (person, device) = (registration.person, device.device);
        if let Some(before) = work.find_registration(person, device)? {
            let before = SignedPersonKeyRegistration::from_bytes(&before)
                .and_then(|before| before.dangerous_read())
                .map_err(|_| KeysError::Damaged {
                    what: "a person's key",
                })?;
            let same = before.key == registration.key;
            return if same {
                Ok(())
            } else {
                Err(KeysError::PersonKeyTaken)
            };
        }
        work.add_registration(person, device, &signed.to_bytes())?;
        let event = Event::PersonKeyRegistered { person, device };
        work.append(&Entry::new(now, event), &self.signing)?;
        work.commit()
    }

    /// Checks that `person` signed the bytes of a key request with their key on the device.
    pub(super) fn check_person(
        &self,
        work: &Work<'_>,
        device: &DeviceCertificate,
        person: PersonId,
        (request, signature): (&[u8], &Signature),
    ) -> Result<(), KeysError> {
        const BROKEN: KeysError = KeysError::Damaged {
            what: "a person's key",
        };
        let bytes = work
            .find_registration(person, device.device)?
            .ok_or(KeysError::PersonRefused)?;
        let registration = SignedPersonKeyRegistration::from_bytes(&bytes)
            .and_then(|registration| registration.verify(&device.signing))
            .map_err(|_| BROKEN)?;
        if (registration.person, registration.device) != (person, device.device) {
            return Err(BROKEN);
        }
        registration
            .key
            .verify(KeyRequest::LABEL, request, signature)
            .map_err(|_| KeysError::PersonRefused)
    }
}
