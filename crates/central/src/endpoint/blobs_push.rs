//! `POST /v1/blobs/push`: takes a body in pieces, before the operation whose body it is. Nothing is believed of it until
//! that comes: `sync_push` holds it against the signed header.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::BlobPiece;
use charthold_protocol::{BlobPush, BlobPushReply, RefusalCode};

use super::sync_push::MAX_BODY_BYTES;
use super::{Asks, AuditId, Content, Endpoint};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::DeviceCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/blobs/push",
        summary: "Takes a sealed body in pieces",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Cbor("BlobPush"),
        reply: Content::Cbor("BlobPushReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::TooLarge,
            RefusalCode::HeldOff,
        ],
        max_body_bytes: MAX_BODY_BYTES,
        handler: post(push),
    }
}

async fn push(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<BlobPushReply>, Refusal> {
    let push: BlobPush = read_cbor(&caller.body)?;
    let size = u32::try_from(push.piece.len()).unwrap_or(u32::MAX);
    let whole = push.from.saturating_add(size);
    let is_too_large = usize::try_from(whole).map_or(true, |whole| whole > MAX_BODY_BYTES);
    if size > central.limits.max_bytes || is_too_large {
        return Err(Refusal::of(RefusalCode::TooLarge));
    }
    let _stay = central.room.enter(size).await?;
    let piece = BlobPiece {
        device: caller.device.id,
        blob: push.blob,
        from: push.from,
        bytes: push.piece,
        at: central.clock.now(),
    };
    let held = central.store.add_to_blob(piece).await?;
    Ok(Cbor(BlobPushReply { held }))
}
