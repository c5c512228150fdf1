//! Why a server says no: RFC 9457 problem details with a code from a closed set. Never an echo of
//! the input, never an internal cause.

use serde::{Deserialize, Serialize};

/// The body of a refusal, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:charthold:problem:<code>`.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// A short sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The code a program acts on.
    pub code: RefusalCode,
    /// Names this answer in the server's log.
    pub request_id: String,
    /// The server's time, RFC 3339, where the refusal is about time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_time: Option<String>,
    /// What the code alone does not tell apart; a program that does not know it goes by the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
}

/// Why, where a workstation has to know more than the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// With [`RefusalCode::DeviceRefused`]: the device was withdrawn. Told to the device alone.
    DeviceWithdrawn,
    /// With [`RefusalCode::WrongPassword`] or [`RefusalCode::Unauthenticated`]: the person's account is closed. Told to who has
    /// shown to be that person.
    AccountClosed,
    /// A word of a newer central.
    #[serde(other)]
    Unknown,
}

/// The codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RefusalCode {
    /// 403: no audit event explains the request.
    AuditTrailRequired,
    /// 409: audit events are missing before these.
    AuditGap,
    /// 409: another event has this place in the device's chain.
    AuditFork,
    /// 401: the request's time is too far from the server's; `server_time` tells.
    ClockSkew,
    /// 403: the enrolment code is wrong, used up or expired.
    CodeRefused,
    /// 401: the device is unknown, revoked, or did not sign this.
    DeviceRefused,
    /// 429: too many tries; see Retry-After.
    HeldOff,
    /// 500: a fault in the server.
    Internal,
    /// 503: the key service does not answer.
    KeysUnavailable,
    /// 400: malformed.
    Malformed,
    /// 404: unknown, or not yours to know of.
    NotFound,
    /// 400: what was chosen as a password is guessed too soon.
    PasswordTooSimple,
    /// 401: the password is right, and a code beside it is wanted, of which nothing is set up: an operator has to see to it.
    SecondFactorUnset,
    /// 401: the password is right, and a code beside it is wanted.
    SecondFactorWanted,
    /// 401: the password is right, and the code is wrong, or was taken before.
    SecondFactorWrong,
    /// 401: what the hospital's provider says names nobody who has an account here, or it is no word of the provider's.
    SignOnRefused,
    /// 503: the hospital's provider does not answer.
    SignOnUnavailable,
    /// 401: people sign in by the hospital's provider here, and by no password of central's.
    SignOnWanted,
    /// 409: the epoch changed; say hello first.
    StaleEpoch,
    /// 503: central's database does not answer; see Retry-After.
    StoreUnavailable,
    /// 413: too large; send less at once.
    TooLarge,
    /// 400: the body is no sealed operation.
    UnsealedContent,
    /// 426: this version of the program is no longer served.
    UpgradeRequired,
    /// 401: no token, expired, or of another device.
    Unauthenticated,
    /// 401: wrong username or password.
    WrongPassword,
}

impl RefusalCode {
    /// The HTTP status of the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::PasswordTooSimple | Self::UnsealedContent => 400,
            Self::ClockSkew
            | Self::DeviceRefused
            | Self::SecondFactorUnset
            | Self::SecondFactorWanted
            | Self::SecondFactorWrong
            | Self::SignOnRefused
            | Self::SignOnWanted
            | Self::Unauthenticated
            | Self::WrongPassword => 401,
            Self::AuditTrailRequired | Self::CodeRefused => 403,
            Self::NotFound => 404,
            Self::AuditFork | Self::AuditGap | Self::StaleEpoch => 409,
            Self::TooLarge => 413,
            Self::UpgradeRequired => 426,
            Self::HeldOff => 429,
            Self::Internal => 500,
            Self::KeysUnavailable | Self::SignOnUnavailable | Self::StoreUnavailable => 503,
        }
    }

    /// The short sentence of the code.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AuditTrailRequired => "No audit event explains this request",
            Self::AuditGap => "Audit events before these are missing",
            Self::AuditFork => "Another audit event has this place",
            Self::ClockSkew => "The time of the request is too far from the server's",
            Self::CodeRefused => "The enrolment code is not valid",
            Self::DeviceRefused => "The device is not enrolled here",
            Self::HeldOff => "Too many tries",
            Self::Internal => "The server failed",
            Self::KeysUnavailable => "The key service does not answer",
            Self::Malformed => "The request cannot be read",
            Self::NotFound => "Not found",
            Self::PasswordTooSimple => "The new password is guessed too soon",
            Self::SecondFactorUnset => "A second factor is wanted and none is set up",
            Self::SecondFactorWanted => "A second factor is wanted",
            Self::SecondFactorWrong => "The second factor is wrong or was used",
            Self::SignOnRefused => "The sign-on provider's word is of nobody here",
            Self::SignOnUnavailable => "The sign-on provider does not answer",
            Self::SignOnWanted => "Sign in by the sign-on provider",
            Self::StaleEpoch => "The server's epoch changed",
            Self::StoreUnavailable => "The server's database does not answer",
            Self::TooLarge => "The request is too large",
            Self::UnsealedContent => "The content is not sealed",
            Self::UpgradeRequired => "This version is no longer served",
            Self::Unauthenticated => "Sign in first",
            Self::WrongPassword => "Wrong username or password",
        }
    }
}
