//! Signing in at central.

use charthold_domain::{Person, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Base64Bytes, Policy};

/// `POST /v1/session`, signed by the device.
#[derive(Serialize, Deserialize)]
pub struct SessionRequest {
    /// Who.
    pub username: String,
    /// Their password; travels inside TLS only and is not kept.
    pub password: String,
    /// `SignedPersonKeyRegistration` bytes, at the first sign-in on this device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_key: Option<Base64Bytes>,
}

/// Its answer.
#[derive(Serialize, Deserialize)]
pub struct SessionReply {
    /// Opaque, 256 bits in base64; good for this device only.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub person: Person,
    /// Whether the key service holds a key of this person for this device.
    pub person_key_registered: bool,
    /// What IT decided.
    pub policy: Policy,
}
