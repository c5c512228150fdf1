//! `POST /v1/blobs/pull`: gives out a body in pieces, of charts in the device's scope.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{BlobPull, BlobPullReply, RefusalCode};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::ActiveCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/blobs/pull",
        summary: "Gives out a sealed body in pieces",
        caller: Asks::Device,
        audit: AuditId::Required,
        request: Content::Cbor("BlobPull"),
        reply: Content::Cbor("BlobPullReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::NotFound,
            RefusalCode::HeldOff,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(pull),
    }
}

async fn pull(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Cbor<BlobPullReply>, Refusal> {
    caller.explanation(&central).await?;
    let wanted: BlobPull = read_cbor(&caller.body)?;
    let scope = central.store.list_scope(caller.device.id).await?;
    if !scope.iter().any(|scoped| scoped.chart == wanted.chart) {
        return Err(Refusal::of(RefusalCode::NotFound));
    }
    let most = wanted.most.min(central.limits.max_bytes);
    let _stay = central.room.enter(most).await?;
    let part = central
        .store
        .read_body(wanted.chart, wanted.seq, (wanted.from, most))
        .await?
        .ok_or_else(|| Refusal::of(RefusalCode::NotFound))?;
    Ok(Cbor(BlobPullReply {
        size: part.size,
        piece: part.bytes,
    }))
}
