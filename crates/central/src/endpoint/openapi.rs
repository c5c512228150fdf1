//! `GET /openapi.json`: the description of these endpoints.

use std::future::{Ready, ready};

use axum::Json;
use axum::http::Method;
use axum::routing::get;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::openapi;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/openapi.json",
        summary: "This description",
        caller: Asks::Anybody,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Json("OpenApi"),
        refusals: &[],
        max_body_bytes: SMALL_BODY,
        handler: get(describe),
    }
}

fn describe() -> Ready<Json<serde_json::Value>> {
    ready(Json(openapi::document()))
}
