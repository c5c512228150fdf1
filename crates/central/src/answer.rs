//! What central says: answers in CBOR or JSON, and refusals. A refusal is made here without a body
//! and written out by the outermost layer, which knows the request's id: one place decides what a
//! caller is told, and internal causes go to the log alone.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use charthold_central_store::StoreError;
use charthold_domain::Timestamp;
use charthold_protocol::{Because, Problem, RefusalCode};

use crate::keys_client::KeysError;
use crate::sign_on::SignOnError;

/// Media type of CBOR messages.
pub(crate) const CBOR: &str = "application/cbor";

/// Why a request is not answered.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: RefusalCode,
    retry_after: Option<Duration>,
    server_time: Option<Timestamp>,
    because: Option<Because>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Refusal {
    /// A refusal that says no more than its code.
    pub(crate) const fn of(code: RefusalCode) -> Self {
        Self {
            code,
            retry_after: None,
            server_time: None,
            because: None,
            cause: None,
        }
    }

    /// The device was withdrawn: told only once it has shown to be that device.
    pub(crate) fn withdrawn() -> Self {
        Self {
            because: Some(Because::DeviceWithdrawn),
            ..Self::of(RefusalCode::DeviceRefused)
        }
    }

    /// The person's account is closed: told only once somebody has shown to be that person.
    pub(crate) fn closed(code: RefusalCode) -> Self {
        Self {
            because: Some(Because::AccountClosed),
            ..Self::of(code)
        }
    }

    /// Not before `wait` has passed.
    pub(crate) fn held_off(wait: Duration) -> Self {
        Self {
            retry_after: Some(wait),
            ..Self::of(RefusalCode::HeldOff)
        }
    }

    /// The request's time is too far from `now`.
    pub(crate) fn clock_skew(now: Timestamp) -> Self {
        Self {
            server_time: Some(now),
            ..Self::of(RefusalCode::ClockSkew)
        }
    }

    /// A fault of central's; the cause is for the log.
    pub(crate) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self {
            cause: Some(Arc::new(cause)),
            ..Self::of(RefusalCode::Internal)
        }
    }

    /// The same cause under another code.
    pub(crate) fn with_code(self, code: RefusalCode) -> Self {
        Self { code, ..self }
    }

    /// The code.
    pub(crate) const fn code(&self) -> RefusalCode {
        self.code
    }

    /// The cause and its causes, for the log.
    pub(crate) fn causes(&self) -> Option<String> {
        let mut next: Option<&dyn Error> = self
            .cause
            .as_ref()
            .map(|cause| -> &dyn Error { cause.as_ref() });
        let mut text = None;
        while let Some(error) = next {
            let line: &mut String = text.get_or_insert_default();
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&error.to_string());
            next = error.source();
        }
        text
    }

    /// The answer as the caller sees it.
    pub(crate) fn to_response(&self, request_id: &str) -> Response {
        let problem = Problem {
            problem_type: format!("urn:charthold:problem:{}", code_name(self.code)),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            code: self.code,
            request_id: request_id.to_owned(),
            server_time: self.server_time.map(|time| time.to_string()),
            because: self.because,
        };
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A problem is made of texts and a number: it can always be written.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let media = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, media, body).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait
                .as_secs()
                .saturating_add(u64::from(wait.subsec_nanos() > 0));
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn code_name(code: RefusalCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        // Codes are written as texts.
        _ => String::new(),
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status());
        let mut response = status
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => Self {
                retry_after: Some(STORE_AWAY),
                ..Self::internal(error).with_code(RefusalCode::StoreUnavailable)
            },
            error => Self::internal(error),
        }
    }
}

/// A database that was restarted is back sooner than that.
const STORE_AWAY: Duration = Duration::from_secs(5);

impl From<KeysError> for Refusal {
    fn from(error: KeysError) -> Self {
        let code = match &error {
            KeysError::Refused {
                code: Some(code), ..
            } if is_for_the_caller(*code) => *code,
            // Anything else is between central and the key service.
            _ => RefusalCode::KeysUnavailable,
        };
        Self {
            cause: Some(Arc::new(error)),
            ..Self::of(code)
        }
    }
}

impl From<SignOnError> for Refusal {
    fn from(error: SignOnError) -> Self {
        let code = match &error {
            SignOnError::Unavailable(_) => RefusalCode::SignOnUnavailable,
            SignOnError::Refused(_) => RefusalCode::SignOnRefused,
            SignOnError::Malformed => RefusalCode::Malformed,
        };
        Self {
            cause: Some(Arc::new(error)),
            ..Self::of(code)
        }
    }
}

/// Whether the workstation can do something about what the key service refused.
const fn is_for_the_caller(code: RefusalCode) -> bool {
    matches!(
        code,
        RefusalCode::AuditTrailRequired
            | RefusalCode::DeviceRefused
            | RefusalCode::NotFound
            | RefusalCode::TooLarge
            | RefusalCode::Unauthenticated
    )
}

/// A CBOR answer.
pub(crate) struct Cbor<T>(pub(crate) T);

impl<T: minicbor::Encode<()>> IntoResponse for Cbor<T> {
    fn into_response(self) -> Response {
        match minicbor::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, CBOR)], body).into_response(),
            Err(_) => Refusal::of(RefusalCode::Internal).into_response(),
        }
    }
}

/// Reads a whole CBOR message; anything after it makes it malformed.
///
/// # Errors
/// [`RefusalCode::Malformed`].
pub(crate) fn read_cbor<T: for<'b> minicbor::Decode<'b, ()>>(body: &[u8]) -> Result<T, Refusal> {
    let mut decoder = minicbor::Decoder::new(body);
    let message = decoder
        .decode()
        .map_err(|_| Refusal::of(RefusalCode::Malformed))?;
    if decoder.position() == body.len() {
        Ok(message)
    } else {
        Err(Refusal::of(RefusalCode::Malformed))
    }
}

/// Reads a JSON message.
///
/// # Errors
/// [`RefusalCode::Malformed`].
pub(crate) fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::of(RefusalCode::Malformed))
}
