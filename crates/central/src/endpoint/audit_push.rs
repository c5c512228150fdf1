//! `POST /v1/audit/push`: takes audit events, before anything else of a device and whatever the
//! device is to central.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_audit::AuditHead;
use charthold_central_store::Ingesting;
use charthold_domain::DeviceId;
use charthold_protocol::{
    AuditPush, AuditPushReply, AuditReceipt, RefusalCode, SignedAuditReceipt,
};

use super::{Asks, AuditId, Content, Endpoint, LIST_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::DeviceCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/audit/push",
        summary: "Takes the device's audit events, in order",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Cbor("AuditPush"),
        reply: Content::Cbor("AuditPushReply"),
        refusals: &[RefusalCode::Malformed, RefusalCode::TooLarge],
        max_body_bytes: LIST_BODY,
        handler: post(push),
    }
}

async fn push(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<AuditPushReply>, Refusal> {
    let request: AuditPush = read_cbor(&caller.body)?;
    let ingesting = Ingesting {
        tenant: central.hospital.tenant,
        device: caller.device.id,
        key: caller.key,
        events: request.events,
        at: central.clock.now(),
    };
    let ingested = central.store.ingest(&ingesting).await?;
    let receipt = receipt(&central, caller.device.id, ingested.head);
    Ok(Cbor(AuditPushReply {
        receipt,
        refusal: ingested.refusal,
    }))
}

/// Central's signed word for what it holds of a device.
pub(super) fn receipt(central: &Central, device: DeviceId, head: AuditHead) -> SignedAuditReceipt {
    central.sign(&AuditReceipt {
        device,
        head,
        at: central.clock.now(),
    })
}
