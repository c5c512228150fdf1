//! The key service over HTTP: one table of routes, and refusals that all look alike.

mod endpoint;
mod metrics;
mod refusal;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use crate::{KeyService, KeysError};
use metrics::Metrics;

/// A request for ten thousand keys, and room to spare.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// What every endpoint has at hand.
#[derive(Clone)]
struct App {
    service: Arc<KeyService>,
    metrics: Arc<Metrics>,
}

/// The HTTP interface of `service`.
pub fn router(service: Arc<KeyService>) -> Router {
    let app = App {
        service,
        metrics: Arc::default(),
    };
    Router::new()
        .route("/v1/admit", post(endpoint::admit))
        .route("/v1/person-keys", post(endpoint::register_person_key))
        .route("/v1/release", post(endpoint::release))
        .route("/v1/verifying-key", get(endpoint::verifying_key))
        .route("/v1/recovery-key", get(endpoint::recovery_key))
        .route("/healthz", get(endpoint::healthz))
        .route("/readyz", get(endpoint::readyz))
        .route("/metrics", get(endpoint::metrics))
        .fallback(async || KeysError::NoSuchEndpoint)
        .method_not_allowed_fallback(async || KeysError::NoSuchEndpoint)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(app.clone(), finish))
        .with_state(app)
}

/// Writes the body of a refusal, and counts the answer.
async fn finish(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = metrics::route_of(request.uri().path());
    let answer = refusal::written(&app.service, route, next.run(request).await);
    app.metrics.count(route, answer.status().as_u16());
    answer
}
