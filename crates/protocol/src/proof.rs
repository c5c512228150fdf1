//! Every request is signed by its device: a stolen token is worth nothing elsewhere, and a copied
//! request nothing twice. In the manner of DPoP (RFC 9449) and HTTP message signatures (RFC 9421),
//! over one canonical string so that it survives hospital proxies that end TLS.

use charthold_crypto::sha256;
use charthold_domain::{DeviceId, Timestamp};

/// Signing label of requests.
pub const REQUEST_LABEL: &str = "charthold/request/1";
/// The device's id.
pub const DEVICE_HEADER: &str = "charthold-device";
/// The moment of the request, RFC 3339 UTC.
pub const TIME_HEADER: &str = "charthold-time";
/// 16 random bytes in base64, used once.
pub const NONCE_HEADER: &str = "charthold-nonce";
/// The signature in base64.
pub const SIGNATURE_HEADER: &str = "charthold-signature";
/// The audit event that explains the request.
pub const AUDIT_ID_HEADER: &str = "audit-id";
/// How far the moment of a request may be from the server's, in seconds.
pub const PROOF_WINDOW_S: u64 = 300;

/// What the headers of a request say about its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestProof {
    /// The device.
    pub device: DeviceId,
    /// When.
    pub time: Timestamp,
    /// Used once; the base64 text of the header.
    pub nonce: String,
}

/// The bytes a device signs:
/// `METHOD \n path?query \n hex SHA-256(body) \n hex SHA-256(token) or "-" \n time \n nonce \n device`.
#[must_use]
pub fn proof_bytes(
    method: &str,
    path_and_query: &str,
    body: &[u8],
    token: Option<&str>,
    proof: &RequestProof,
) -> Vec<u8> {
    let token = token.map_or_else(|| "-".to_owned(), |token| hex(&token_hash(token)));
    let RequestProof {
        device,
        time,
        nonce,
    } = proof;
    let body = hex(&sha256(&[body]));
    format!("{method}\n{path_and_query}\n{body}\n{token}\n{time}\n{nonce}\n{device}").into_bytes()
}

/// How central stores a token: its SHA-256.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    sha256(&[token.as_bytes()])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
