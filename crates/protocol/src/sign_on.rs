//! Signing in by the hospital's provider (OpenID Connect Core 1.0, authorization code flow with PKCE, RFC 7636): the workstation shows
//! its page and hears the code on loopback (RFC 8252), central asks the provider what the code is worth. The workstation sees no token
//! of the provider's, central no password.

use serde::{Deserialize, Serialize};

use crate::Base64Bytes;

/// `POST /v1/sign-on`, signed by the device: where the provider's page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOnRequest {
    /// Where the workstation listens, `http://127.0.0.1:PORT/PATH`.
    pub redirect_uri: String,
    /// Comes back with the code, so that nobody else's code is taken.
    pub state: String,
    /// Comes back in the provider's word, so that it is of this sign-on.
    pub nonce: String,
    /// SHA-256 of the verifier, base64url.
    pub code_challenge: String,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOnReply {
    /// The page to show.
    pub url: String,
}

/// `POST /v1/sign-on/finish`, signed by the device; answered with a `SessionReply`. It has no `Debug`: code and verifier together are
/// worth a sign-in.
#[derive(Serialize, Deserialize)]
pub struct SignOnProof {
    /// What the provider's page sent to the workstation.
    pub code: String,
    /// Whose SHA-256 the provider was told.
    pub code_verifier: String,
    /// As in the request.
    pub redirect_uri: String,
    /// As in the request.
    pub nonce: String,
}

/// `POST /v1/person-key`, by a person with a token: the key they sign key requests with on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKeyOffer {
    /// `SignedPersonKeyRegistration` bytes.
    pub registration: Base64Bytes,
}

/// Its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKeyReply {
    /// Whether the key service holds it.
    pub registered: bool,
}
