//! `GET /metrics`: counters, as Prometheus reads them.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::central::Central;
use crate::metrics::LiveNow;

const MEDIA: &str = "text/plain; version=0.0.4";

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/metrics",
        summary: "Counters for Prometheus; no ids",
        caller: Asks::Anybody,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Text(MEDIA),
        refusals: &[],
        max_body_bytes: SMALL_BODY,
        handler: get(metrics),
    }
}

fn metrics(State(central): State<Arc<Central>>) -> Ready<Response> {
    let text = central.metrics.to_text(&LiveNow {
        listeners: central.live.count_listeners(),
        is_complete: central.live.is_complete(central.clock.boot_time()),
    });
    ready(([(header::CONTENT_TYPE, MEDIA)], text).into_response())
}
