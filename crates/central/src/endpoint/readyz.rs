//! `GET /readyz`: store and key service answer too.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::get;
use charthold_protocol::RefusalCode;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::Refusal;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/readyz",
        summary: "Store and key service answer",
        caller: Asks::Anybody,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Text("text/plain"),
        refusals: &[
            RefusalCode::KeysUnavailable,
            RefusalCode::StoreUnavailable,
            RefusalCode::Internal,
        ],
        max_body_bytes: SMALL_BODY,
        handler: get(readyz),
    }
}

async fn readyz(State(central): State<Arc<Central>>) -> Result<&'static str, Refusal> {
    central.store.load_epoch().await?;
    central.keys.check_health().await?;
    Ok("ready\n")
}
