//! `GET /v1/recovery-key`: what a workstation seals to that is to be got back by two operators of the key service. Passed on as the key
//! service signed it: a workstation takes nothing for it that central made.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use charthold_protocol::RefusalCode;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{CBOR, Refusal};
use crate::caller::ActiveCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/v1/recovery-key",
        summary: "The key that workstations seal to for a recovery",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Cbor("SignedRecoveryKey"),
        refusals: &[RefusalCode::KeysUnavailable],
        max_body_bytes: SMALL_BODY,
        handler: get(recovery_key),
    }
}

async fn recovery_key(
    State(central): State<Arc<Central>>,
    ActiveCaller(_): ActiveCaller,
) -> Result<Response, Refusal> {
    let signed = central.keys.load_recovery_key().await?;
    Ok(([(header::CONTENT_TYPE, CBOR)], signed).into_response())
}
