//! Signing in at central.

use charthold_domain::{DeviceId, Person, PersonId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Base64Bytes, Policy, Signed, Statement};

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
    /// The code their authenticator app shows, when central said that one is wanted. Taken once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// `POST /v1/password`, signed by the device: a person changes their password. Answered with a `SessionReply`: what they had open
/// before vouches for nobody any more. It has no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct PasswordChange {
    /// Who.
    pub username: String,
    /// The password there is; travels inside TLS only and is not kept.
    pub password: String,
    /// The code their authenticator app shows, where one is set up. A token does not stand for it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
    /// The password that is to be.
    pub new_password: String,
}

/// `POST /v1/second-factor`, signed by the device: a person sets an authenticator app up, with a code from an operator.
#[derive(Serialize, Deserialize)]
pub struct SecondFactorRequest {
    /// Who.
    pub username: String,
    /// Their password.
    pub password: String,
    /// The code, as typed.
    pub code: String,
}

/// Its answer. It has no `Debug`: whoever sees the link has the factor.
#[derive(Serialize, Deserialize)]
pub struct SecondFactorReply {
    /// `otpauth://…`, for the app. It counts from the first code that the app shows and central takes.
    pub link: String,
}

/// `POST /v1/session/renew`: somebody who is in says so with the key their password keeps, so that a
/// token can follow a token without the password being kept or typed again.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct SessionRenewal {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// Who is in.
    #[n(2)]
    pub person: PersonId,
    /// When; central refuses one further from its own time than a request may be.
    #[n(3)]
    pub at: Timestamp,
}

impl Statement for SessionRenewal {
    const LABEL: &'static str = "charthold/session-renewal/1";
}

/// Signed by the person's key on the device.
pub type SignedSessionRenewal = Signed<SessionRenewal>;

/// The answer to all of them. It has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
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
