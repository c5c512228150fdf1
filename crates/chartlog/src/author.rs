//! Writing one operation: encode, seal to the header, sign.

use charthold_crypto::{Entropy, Key, SigningSecret, purpose, seal, sha256};

use crate::header::{SignedHeader, encode};
use crate::operation::LABEL;
use crate::{ChartlogError, Envelope, HeaderCore, Operation, Patch, encode_body};

/// The keys an author writes with.
pub struct Authoring<'a> {
    /// Patient data key of the header's compartment and generation.
    pub chart_key: &'a Key<purpose::Chart>,
    /// The workstation's signing key.
    pub device: &'a SigningSecret,
}

/// Seals `patch` under `core` and signs the whole.
///
/// # Errors
/// [`ChartlogError::Malformed`] when the body is larger than 4 GiB.
pub fn author(
    core: &HeaderCore,
    patch: &Patch,
    keys: &Authoring<'_>,
    entropy: &mut dyn Entropy,
) -> Result<Operation, ChartlogError> {
    let core_bytes = core.to_bytes();
    let body = seal(keys.chart_key, &core_bytes, &encode_body(patch)?, entropy);
    let header = encode(&SignedHeader {
        core: core_bytes,
        body_len: u32::try_from(body.len()).map_err(|_| ChartlogError::Malformed("body size"))?,
        body_sha256: sha256(&[&body]),
    });
    let signature = keys.device.sign(LABEL, &sha256(&[&header]));
    Operation::parse(Envelope {
        header,
        body,
        signature,
    })
}
