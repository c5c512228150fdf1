//! `GET /v1/audit/head`: central's receipt for what it holds of the asking device's audit chain.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::get;
use charthold_protocol::SignedAuditReceipt;

use super::audit_push::receipt;
use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Cbor, Refusal};
use crate::caller::DeviceCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: "/v1/audit/head",
        summary: "Receipt for the device's audit events held here",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Cbor("SignedAuditReceipt"),
        refusals: &[],
        max_body_bytes: SMALL_BODY,
        handler: get(head),
    }
}

async fn head(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<SignedAuditReceipt>, Refusal> {
    let device = caller.device.id;
    let head = central.store.load_audit_head(device).await?;
    Ok(Cbor(receipt(&central, device, head)))
}
