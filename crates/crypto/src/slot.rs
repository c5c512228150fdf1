//! The password slot: a person's user key, wrapped under what they know *and* what the device holds.
//!
//! ```text
//! KEK  = HKDF-SHA256[salt = device secret, Argon2id(password, salt16)]("slot/pw/v1", 32)
//! slot = CBOR { 0: 1, 1: memory KiB, 2: passes, 3: lanes, 4: salt[16], 5: wrap(KEK, context, user key) }
//! ```
//!
//! A stolen disk without the keyring's secret gives nothing to guess against (the two-secret derivation of 1Password's
//! design paper). Who may try how often is the vault's business.

use zeroize::Zeroizing;

use crate::hazmat::{argon2id, hkdf};
use crate::purpose::{DeviceSecret, Slot, User};
use crate::{CryptoError, Entropy, Key, Secret, unwrap, wrap};

const VERSION: u32 = 1;
const KEK_LABEL: &[u8] = b"slot/pw/v1";
const SALT_BYTES: usize = 16;

/// How much one guess at the password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotParams {
    /// Memory in KiB; 19456 to 1048576 are accepted.
    pub memory_kib: u32,
    /// Passes over the memory; 2 to 16 are accepted.
    pub passes: u32,
    /// Lanes worked in parallel; 1 to 16 are accepted.
    pub lanes: u32,
}

impl SlotParams {
    /// What the product uses: 256 MiB, 3 passes, 4 lanes (about 0.8 CPU seconds).
    pub const STANDARD: Self = Self::of(256, 3, 4);
    /// For machines that cannot spare it: RFC 9106's second choice, 64 MiB, 3 passes, 4 lanes.
    pub const FALLBACK: Self = Self::of(64, 3, 4);
    /// OWASP's minimum, 19 MiB, 2 passes, 1 lane: anything less is refused, on making and on opening.
    pub const FLOOR: Self = Self::of(19, 2, 1);

    const fn of(memory_mib: u32, passes: u32, lanes: u32) -> Self {
        Self {
            memory_kib: memory_mib * 1024,
            passes,
            lanes,
        }
    }

    pub(crate) const fn cost(self) -> argon2id::Cost {
        argon2id::Cost {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
        }
    }
}

/// A wrapped user key with all that is needed, besides password and device secret, to unwrap it. Not secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordSlot {
    params: SlotParams,
    salt: [u8; SALT_BYTES],
    wrapped: Vec<u8>,
}

impl PasswordSlot {
    /// Puts `user_key` in a slot bound to `context` (whose, on which workstation). The password is taken as its UTF-8
    /// bytes. Works for about a second of CPU time at the standard cost.
    ///
    /// # Errors
    /// [`CryptoError::WeakParameters`] outside the accepted range; [`CryptoError::OutOfMemory`].
    pub fn make(
        password: &Secret<String>,
        device: &Key<DeviceSecret>,
        context: &[u8],
        user_key: &Key<User>,
        params: SlotParams,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, CryptoError> {
        let mut salt = [0; SALT_BYTES];
        entropy.fill(&mut salt);
        let kek = derive_kek(password, device, &salt, params)?;
        Ok(Self {
            params,
            salt,
            wrapped: wrap(&kek, context, user_key, entropy),
        })
    }

    /// Takes the user key out again.
    ///
    /// # Errors
    /// [`CryptoError::NotOpened`] if password, device secret, context or slot do not belong together;
    /// [`CryptoError::WeakParameters`] if the slot was tampered with to be cheap or ruinous; [`CryptoError::OutOfMemory`].
    pub fn open(
        &self,
        password: &Secret<String>,
        device: &Key<DeviceSecret>,
        context: &[u8],
    ) -> Result<Key<User>, CryptoError> {
        let kek = derive_kek(password, device, &self.salt, self.params)?;
        unwrap(&kek, context, &self.wrapped)
    }

    /// The cost this slot was made with, so that a cheaper one can be made anew at the next unlock.
    #[must_use]
    pub fn params(&self) -> SlotParams {
        self.params
    }

    /// The slot as deterministic CBOR.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut e = minicbor::Encoder::new(Vec::new());
        self.encode(&mut e)
            .expect("writing to a vector does not fail");
        e.into_writer()
    }

    /// Reads what [`Self::to_bytes`] wrote, and nothing else.
    ///
    /// # Errors
    /// [`CryptoError::UnsupportedVersion`] for a later version; [`CryptoError::BadEncoding`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        let mut d = minicbor::Decoder::new(bytes);
        let slot = Self::decode(&mut d)?;
        if slot.to_bytes() == bytes {
            Ok(slot)
        } else {
            Err(CryptoError::BadEncoding)
        }
    }

    fn encode(
        &self,
        e: &mut minicbor::Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        e.map(6)?;
        e.u8(0)?.u32(VERSION)?;
        e.u8(1)?.u32(self.params.memory_kib)?;
        e.u8(2)?.u32(self.params.passes)?;
        e.u8(3)?.u32(self.params.lanes)?;
        e.u8(4)?.bytes(&self.salt)?;
        e.u8(5)?.bytes(&self.wrapped)?;
        Ok(())
    }

    fn decode(d: &mut minicbor::Decoder<'_>) -> Result<Self, CryptoError> {
        let bad = |_| CryptoError::BadEncoding;
        d.map().map_err(bad)?;
        field(d, 0)?;
        if d.u32().map_err(bad)? != VERSION {
            return Err(CryptoError::UnsupportedVersion);
        }
        let mut cost = [0; 3];
        for (key, value) in (1..).zip(&mut cost) {
            field(d, key)?;
            *value = d.u32().map_err(bad)?;
        }
        let [memory_kib, passes, lanes] = cost;
        field(d, 4)?;
        let salt = d.bytes().map_err(bad)?;
        field(d, 5)?;
        let wrapped = d.bytes().map_err(bad)?;
        Ok(Self {
            params: SlotParams {
                memory_kib,
                passes,
                lanes,
            },
            salt: salt.try_into().map_err(|_| CryptoError::BadEncoding)?,
            wrapped: wrapped.to_vec(),
        })
    }
}

/// Reads the next map key, which must be `expected`.
fn field(d: &mut minicbor::Decoder<'_>, expected: u8) -> Result<(), CryptoError> {
    match d.u8() {
        Ok(key) if key == expected => Ok(()),
        _ => Err(CryptoError::BadEncoding),
    }
}

fn derive_kek(
    password: &Secret<String>,
    device: &Key<DeviceSecret>,
    salt: &[u8; SALT_BYTES],
    params: SlotParams,
) -> Result<Key<Slot>, CryptoError> {
    let mut stretched = Zeroizing::new([0_u8; 32]);
    // EXPOSE: the password is stretched before anything else happens to it.
    argon2id::hash(
        password.expose().as_bytes(),
        salt,
        params.cost(),
        &mut stretched,
    )?;
    let mut kek = Key::zeroed();
    // EXPOSE: the second secret of the derivation.
    let device = device.expose_bytes();
    hkdf::sha256(device, stretched.as_slice(), &[KEK_LABEL], kek.bytes_mut());
    Ok(kek)
}
