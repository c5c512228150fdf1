//! Routes and the layer around them: gives each request an id, writes refusals out, counts.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use charthold_protocol::RefusalCode;

use crate::answer::Refusal;
use crate::central::Central;
use crate::endpoint;

/// Every route of the table, and the same refusal for all others.
pub(crate) fn router(central: Arc<Central>) -> Router {
    let mut router = Router::new();
    for endpoint in endpoint::table() {
        let limit = DefaultBodyLimit::max(endpoint.max_body_bytes);
        router = router.route(endpoint.path, endpoint.handler.layer(limit));
    }
    router
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(from_fn_with_state(Arc::clone(&central), around))
        .with_state(central)
}

fn unknown() -> Ready<Refusal> {
    ready(Refusal::of(RefusalCode::NotFound))
}

async fn around(State(central): State<Arc<Central>>, request: Request, next: Next) -> Response {
    let request_id = hex(&central.chance.make_bytes::<8>());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("unknown", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let mut response = written_out(response, &request_id);
    let status = response.status();
    central.metrics.count_request(&route, status.as_u16());
    tracing::info!(%request_id, route, status = status.as_u16(), "answered");
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        headers.insert("x-request-id", value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A refusal as the caller sees it. What axum itself refused is put into the same form, without
/// its words: they may echo the input.
fn written_out(mut response: Response, request_id: &str) -> Response {
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None => match response.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refusal::of(RefusalCode::TooLarge),
            StatusCode::NOT_FOUND => Refusal::of(RefusalCode::NotFound),
            status if status.is_client_error() => Refusal::of(RefusalCode::Malformed),
            status if status.is_server_error() => Refusal::of(RefusalCode::Internal),
            _ => return response,
        },
    };
    if let Some(causes) = refusal.causes() {
        tracing::error!(%request_id, code = ?refusal.code(), causes, "failed");
    }
    refusal.to_response(request_id)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
