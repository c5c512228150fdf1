//! AES-256-GCM in the module, and what its failures mean.

use charthold_crypto::Secret;
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::ObjectHandle;
use cryptoki::session::Session;

use super::session::TokenError;
use crate::KeysError;

const IV_BYTES: usize = 12;
const DAMAGED: KeysError = KeysError::Damaged {
    what: "a wrapped key",
};

/// `iv ‖ ciphertext ‖ tag`. The `iv` is a proposal: some modules use one of their own, which is read back.
pub(super) fn encrypt(
    session: &Session,
    master: ObjectHandle,
    (mut iv, context): ([u8; IV_BYTES], &[u8]),
    key: &[u8],
) -> Result<Vec<u8>, TokenError> {
    let params = GcmParams::new(&mut iv, context, 128.into())?;
    let mut mechanism = Mechanism::AesGcm(params);
    let ciphertext = session.encrypt(&mechanism, master, key)?;
    let Mechanism::AesGcm(params) = &mut mechanism else {
        return Err(Error::InvalidValue.into());
    };
    Ok([params.iv(), ciphertext.as_slice()].concat())
}

/// Opens what [`encrypt`] made.
pub(super) fn decrypt(
    session: &Session,
    master: ObjectHandle,
    context: &[u8],
    wrapped: &[u8],
) -> Result<Secret<[u8; 32]>, TokenError> {
    let Some((iv, ciphertext)) = wrapped.split_first_chunk::<IV_BYTES>() else {
        return Err(DAMAGED.into());
    };
    match open(session, master, (*iv, context), ciphertext) {
        Ok(bytes) => {
            // EXPOSE: into a secret of the right length.
            let key = bytes.expose().as_slice().try_into().map_err(|_| DAMAGED)?;
            Ok(Secret::new(key))
        }
        Err(error) if is_refusal(&error) => Err(DAMAGED.into()),
        // SoftHSM says the same of a wrong tag as of a broken token: one that goes on working was right.
        Err(error) if is_vague(&error) && works(session, master) => Err(DAMAGED.into()),
        Err(error) => Err(error.into()),
    }
}

fn open(
    session: &Session,
    master: ObjectHandle,
    (mut iv, context): ([u8; IV_BYTES], &[u8]),
    ciphertext: &[u8],
) -> Result<Secret<Vec<u8>>, Error> {
    let params = GcmParams::new(&mut iv, context, 128.into())?;
    session
        .decrypt(&Mechanism::AesGcm(params), master, ciphertext)
        .map(Secret::new)
}

/// Whether the module says that these bytes are not what it encrypted.
fn is_refusal(error: &Error) -> bool {
    use RvError::{EncryptedDataInvalid, EncryptedDataLenRange};

    matches!(
        error,
        Error::Pkcs11(EncryptedDataInvalid | EncryptedDataLenRange, _)
    )
}

fn is_vague(error: &Error) -> bool {
    use RvError::{ArgumentsBad, FunctionFailed, GeneralError};

    matches!(
        error,
        Error::Pkcs11(GeneralError | FunctionFailed | ArgumentsBad, _)
    )
}

/// Whether what is encrypted now opens again. Nothing of anybody's is in it, and it is kept nowhere.
fn works(session: &Session, master: ObjectHandle) -> bool {
    const PROBE: [u8; 32] = [0; 32];
    let context = b"charthold/keys-probe/1";
    let mut iv = [0; IV_BYTES];
    if session.generate_random_slice(&mut iv).is_err() {
        return false;
    }
    encrypt(session, master, (iv, context), &PROBE).is_ok_and(|wrapped| {
        wrapped
            .split_first_chunk::<IV_BYTES>()
            .is_some_and(|(iv, rest)| open(session, master, (*iv, context), rest).is_ok())
    })
}
