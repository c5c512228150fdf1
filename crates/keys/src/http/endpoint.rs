//! The endpoints. Each takes bytes, lets the service work on a thread that may block, and answers bytes.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::App;
use crate::{KeyService, KeysError};

const CBOR: &str = "application/cbor";
const PROMETHEUS: &str = "text/plain; version=0.0.4";

type Body = Result<Bytes, BytesRejection>;

/// `POST /v1/admit`: a `SignedAdmission` for a `SignedDeviceCertificate`.
pub(super) async fn admit(State(app): State<App>, body: Body) -> Result<Response, KeysError> {
    let certificate = blocking(app, body, KeyService::admit).await?;
    Ok(bytes_of(CBOR, certificate))
}

/// `POST /v1/person-keys`: a `SignedPersonKeyRegistration`; 204, or 409 when there is another key.
pub(super) async fn register_person_key(
    State(app): State<App>,
    body: Body,
) -> Result<StatusCode, KeysError> {
    blocking(app, body, KeyService::register_person_key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/release`: a `KeysRequest` with a warrant for a `KeysReply`.
pub(super) async fn release(State(app): State<App>, body: Body) -> Result<Response, KeysError> {
    let metrics = app.metrics.clone();
    let reply = blocking(app, body, KeyService::release).await?;
    metrics.count_released(reply.keys.len());
    // Encoding into memory cannot fail.
    Ok(bytes_of(CBOR, minicbor::to_vec(&reply).unwrap_or_default()))
}

/// `GET /v1/verifying-key`: 32 bytes.
pub(super) async fn verifying_key(State(app): State<App>) -> Response {
    bytes_of(
        "application/octet-stream",
        app.service.verifying_key().as_bytes().to_vec(),
    )
}

/// `GET /v1/recovery-key`: a `SignedRecoveryKey`.
pub(super) async fn recovery_key(State(app): State<App>) -> Result<Response, KeysError> {
    let signed = blocking(app, Ok(Bytes::new()), KeyService::recovery_key).await?;
    Ok(bytes_of(CBOR, signed))
}

/// `GET /healthz`: the process answers.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: it could release a key.
pub(super) async fn readyz(State(app): State<App>) -> Response {
    let ready = tokio::task::spawn_blocking(move || app.service.check_ready()).await;
    match ready {
        Ok(Ok(())) => "ready\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response(),
    }
}

/// `GET /metrics`: Prometheus text, without ids.
pub(super) async fn metrics(State(app): State<App>) -> Response {
    bytes_of(PROMETHEUS, app.metrics.to_text().into_bytes())
}

async fn blocking<T: Send + 'static>(
    app: App,
    body: Body,
    work: fn(&KeyService, &[u8]) -> Result<T, KeysError>,
) -> Result<T, KeysError> {
    let body = body.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => KeysError::TooLarge,
        _ => KeysError::Malformed,
    })?;
    tokio::task::spawn_blocking(move || work(&app.service, &body))
        .await
        .map_err(|_| KeysError::Interrupted)?
}

fn bytes_of(content_type: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, content_type)], bytes).into_response()
}
