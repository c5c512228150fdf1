//! What is put by for a workstation that lost its keyring and for a person who forgot their password: secrets sealed to a key of the key
//! service, which two of its operators open for whoever holds another key (ADR 0044).
//!
//! ```text
//! workstation: secret ─HPKE─► escrow, kept beside what it opens
//! somebody at it: escrow + a fresh public key = request, carried to the key service in a file
//! two operators: request ─► answer, carried back; only the fresh key opens it
//! ```

use charthold_crypto::{AgreementPublic, AgreementSecret, CryptoError, Entropy, Secret, sha256};
use charthold_domain::{DeviceId, PersonId, Timestamp};

use crate::{Signed, Statement};

const VERSION: u8 = 1;
const ESCROW_INFO: &[u8] = b"charthold/escrow/1";
const ANSWER_INFO: &[u8] = b"charthold/recovery-answer/1";

/// The key that escrow is sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct RecoveryKey {
    /// Its public half; the other is wrapped under the master key.
    #[n(0)]
    pub key: AgreementPublic,
    /// When the key service said so.
    #[n(1)]
    pub at: Timestamp,
}

impl Statement for RecoveryKey {
    const LABEL: &'static str = "charthold/recovery-key/1";
}

/// Signed by the key service.
pub type SignedRecoveryKey = Signed<RecoveryKey>;

/// Whose secret was put by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub enum EscrowOf {
    /// What the OS keyring holds of the device.
    #[n(0)]
    Device,
    /// A person's user key on the device.
    #[n(1)]
    Person(#[n(0)] PersonId),
}

/// A secret, sealed to the recovery key. Not secret itself.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Escrow {
    /// Format version: 1.
    #[n(0)]
    pub version: u8,
    /// On which device.
    #[n(1)]
    pub device: DeviceId,
    /// Whose.
    #[n(2)]
    pub of: EscrowOf,
    /// What it is sealed to.
    #[n(3)]
    pub to: AgreementPublic,
    /// `enc[32] ‖ ciphertext ‖ tag[16]`, bound to all before it.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

impl Escrow {
    /// Seals `secret`.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] when `to` is no usable key.
    pub fn seal(
        (device, of): (DeviceId, EscrowOf),
        to: AgreementPublic,
        secret: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Self, CryptoError> {
        let mut escrow = Self {
            version: VERSION,
            device,
            of,
            to,
            sealed: Vec::new(),
        };
        escrow.sealed = to.seal_to(ESCROW_INFO, &escrow.context(), secret, entropy)?;
        Ok(escrow)
    }

    /// Opens it with the recovery key.
    ///
    /// # Errors
    /// [`CryptoError::UnsupportedVersion`], [`CryptoError::NotOpened`].
    pub fn open(&self, key: &AgreementSecret) -> Result<Secret<Vec<u8>>, CryptoError> {
        if self.version != VERSION {
            return Err(CryptoError::UnsupportedVersion);
        }
        key.open_sealed(ESCROW_INFO, &self.context(), &self.sealed)
    }

    /// As it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Encoding into memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        minicbor::decode(bytes).map_err(|_| CryptoError::BadEncoding)
    }

    /// All but what is sealed.
    fn context(&self) -> Vec<u8> {
        let bare = Self {
            sealed: Vec::new(),
            ..self.clone()
        };
        bare.to_bytes()
    }
}

/// Somebody asks for an escrow to be opened for the holder of a key. Proves nothing by itself: operators compare its fingerprint with
/// what the workstation shows, by telephone or side by side.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct RecoveryRequest {
    /// What is to be opened.
    #[n(0)]
    pub escrow: Escrow,
    /// For whom.
    #[n(1)]
    pub answer_to: AgreementPublic,
    /// When it was made, by the workstation's clock.
    #[n(2)]
    pub at: Timestamp,
}

impl RecoveryRequest {
    /// As it is carried.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Encoding into memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads what was carried, and nothing else.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        let read: Self = minicbor::decode(bytes).map_err(|_| CryptoError::BadEncoding)?;
        if read.to_bytes() == bytes {
            Ok(read)
        } else {
            Err(CryptoError::BadEncoding)
        }
    }

    /// SHA-256 of its bytes: what operators sign.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        sha256(&[b"charthold/recovery-request/1", &[0], &self.to_bytes()])
    }

    /// [`fingerprint_of`] its digest.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint_of(&self.digest())
    }
}

/// What people compare of a request: the first 80 bits of its digest, as "1A2B-…" in five groups of four hexadecimal digits.
#[must_use]
pub fn fingerprint_of(digest: &[u8; 32]) -> String {
    let groups: Vec<String> = digest
        .chunks(2)
        .take(5)
        .map(|pair| pair.iter().map(|byte| format!("{byte:02X}")).collect())
        .collect();
    groups.join("-")
}

/// The opened escrow, for the one who asked.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct RecoveryAnswer {
    /// Digest of the request.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub request: [u8; 32],
    /// `enc[32] ‖ ciphertext ‖ tag[16]`, bound to the request.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

impl RecoveryAnswer {
    /// Seals `secret` for whoever made `request`.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`] when it names no usable key.
    pub fn seal(
        request: &RecoveryRequest,
        secret: &Secret<Vec<u8>>,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, CryptoError> {
        let digest = request.digest();
        // EXPOSE: from one seal into another.
        let secret = secret.expose();
        let to = request.answer_to;
        Ok(Self {
            request: digest,
            sealed: to.seal_to(ANSWER_INFO, &digest, secret, entropy)?,
        })
    }

    /// Opens it with the key that was made for `request`.
    ///
    /// # Errors
    /// [`CryptoError::NotOpened`]: the answer to another request, or for another key.
    pub fn open(
        &self,
        request: &RecoveryRequest,
        key: &AgreementSecret,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        if self.request != request.digest() {
            return Err(CryptoError::NotOpened);
        }
        key.open_sealed(ANSWER_INFO, &self.request, &self.sealed)
    }

    /// As it is carried.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Encoding into memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads what was carried.
    ///
    /// # Errors
    /// [`CryptoError::BadEncoding`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        minicbor::decode(bytes).map_err(|_| CryptoError::BadEncoding)
    }
}

#[cfg(test)]
mod tests {
    use charthold_crypto::OsEntropy;

    use super::*;

    const DEVICE: DeviceId = DeviceId::from_bytes([1; 16]);
    const OTHER: DeviceId = DeviceId::from_bytes([2; 16]);

    fn request(key: &AgreementSecret, answer_to: AgreementPublic) -> RecoveryRequest {
        let of = (DEVICE, EscrowOf::Device);
        RecoveryRequest {
            escrow: Escrow::seal(of, key.public(), b"a secret", &mut OsEntropy).unwrap(),
            answer_to,
            at: Timestamp::from_millis(7),
        }
    }

    #[test]
    fn what_was_put_by_comes_back_to_the_one_who_asked_and_to_nobody_else() {
        let [recovery, asking, stranger] = [(); 3].map(|()| AgreementSecret::make(&mut OsEntropy));
        let asked = request(&recovery, asking.public());
        let carried = RecoveryRequest::from_bytes(&asked.to_bytes()).unwrap();
        assert_eq!(carried.fingerprint(), asked.fingerprint());
        let opened = carried.escrow.open(&recovery).unwrap();
        let answer = RecoveryAnswer::seal(&carried, &opened, &mut OsEntropy).unwrap();
        let answer = RecoveryAnswer::from_bytes(&answer.to_bytes()).unwrap();
        // EXPOSE: a test compares.
        assert_eq!(answer.open(&asked, &asking).unwrap().expose(), b"a secret");
        assert!(answer.open(&asked, &stranger).is_err());
        let again = request(&recovery, asking.public());
        assert!(answer.open(&again, &asking).is_err(), "of another request");
        assert_ne!(again.fingerprint(), asked.fingerprint());
    }

    #[test]
    fn an_escrow_opens_for_its_device_and_person_alone() {
        let key = AgreementSecret::make(&mut OsEntropy);
        let whole = request(&key, key.public()).escrow;
        let person = EscrowOf::Person(PersonId::from_bytes([3; 16]));
        for moved in [
            Escrow {
                device: OTHER,
                ..whole.clone()
            },
            Escrow {
                of: person,
                ..whole.clone()
            },
            Escrow {
                version: 2,
                ..whole.clone()
            },
        ] {
            assert!(moved.open(&key).is_err(), "{moved:?}");
        }
        assert!(whole.open(&AgreementSecret::make(&mut OsEntropy)).is_err());
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let key = AgreementSecret::make(&mut OsEntropy);
        let bytes = request(&key, key.public()).to_bytes();
        let cut = bytes.get(..bytes.len() - 1).unwrap();
        for bad in [&[][..], b"\xff", cut, &[bytes.as_slice(), &[0]].concat()] {
            assert!(RecoveryRequest::from_bytes(bad).is_err());
        }
    }
}
