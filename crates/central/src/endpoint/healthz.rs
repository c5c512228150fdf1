//! `GET /healthz`: the process answers.

use axum::http::Method;
use axum::routing::get;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/healthz",
        summary: "The process answers",
        caller: Asks::Anybody,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Text("text/plain"),
        refusals: &[],
        max_body_bytes: SMALL_BODY,
        handler: get(|| std::future::ready("ok\n")),
    }
}
