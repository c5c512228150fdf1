//! How a refusal looks from outside: RFC 9457 with a code, a request id, and never a cause.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use charthold_protocol::{Problem, RefusalCode};

use crate::{KeyService, KeysError};

/// Carries the cause to [`written`], which knows the request.
#[derive(Clone)]
struct Refused(Arc<KeysError>);

impl IntoResponse for KeysError {
    fn into_response(self) -> Response {
        let (status, _) = answer(&self);
        let mut response = StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
        response.extensions_mut().insert(Refused(Arc::new(self)));
        response
    }
}

/// Puts the problem document into a refusal; other answers are left as they are.
pub(super) fn written(service: &KeyService, route: &'static str, response: Response) -> Response {
    let Some(Refused(error)) = response.extensions().get::<Refused>().cloned() else {
        return response;
    };
    let request_id = make_request_id(service);
    let (status, code) = answer(&error);
    if status >= 500 {
        tracing::error!(route, request_id, error = %error, cause = ?cause(&error), "failed");
    } else {
        tracing::info!(route, request_id, reason = %error, "refused");
    }
    let skewed = matches!(*error, KeysError::RequestTooOld);
    let problem = Problem {
        problem_type: format!("urn:charthold:problem:{}", code_text(code)),
        title: code.title().to_owned(),
        status,
        code,
        request_id,
        server_time: skewed.then(|| service.now().to_string()),
        because: None,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    (
        response.status(),
        [(header::CONTENT_TYPE, "application/problem+json")],
        body,
    )
        .into_response()
}

/// Status and code of an error. A key that is taken is a conflict (409), for which protocol has no code of its own.
fn answer(error: &KeysError) -> (u16, RefusalCode) {
    let code = match error {
        KeysError::Malformed => RefusalCode::Malformed,
        KeysError::TooLarge => RefusalCode::TooLarge,
        // A shredded chart is to be told from no other that is not to be had; every version of a workstation knows the code.
        KeysError::NoSuchEndpoint | KeysError::KeyNotWarranted | KeysError::Shredded => {
            RefusalCode::NotFound
        }
        KeysError::DeviceKeysTaken | KeysError::PersonKeyTaken => {
            return (409, RefusalCode::DeviceRefused);
        }
        KeysError::DeviceRefused => RefusalCode::DeviceRefused,
        KeysError::AdmissionRefused
        | KeysError::PersonRefused
        | KeysError::WarrantRefused
        | KeysError::WarrantExpired
        | KeysError::WarrantSpent
        | KeysError::WarrantDisagrees => RefusalCode::Unauthenticated,
        KeysError::AuditDisagrees => RefusalCode::AuditTrailRequired,
        KeysError::RequestTooOld => RefusalCode::ClockSkew,
        _ => RefusalCode::Internal,
    };
    (code.status(), code)
}

/// The code as it is written in JSON.
fn code_text(code: RefusalCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(text)) => text,
        _ => "internal".to_owned(),
    }
}

fn cause(error: &KeysError) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}

fn make_request_id(service: &KeyService) -> String {
    let mut random = [0; 8];
    service.fill(&mut random);
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}
