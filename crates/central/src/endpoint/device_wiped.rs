//! `POST /v1/device/wiped`: the last a withdrawn device says, signed with the key that it keeps until this was answered. Taken only
//! when central has everything that the device ever recorded.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{DeviceStatus, RefusalCode, SignedAuditReceipt, SignedWipe};

use super::audit_push::receipt;
use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Cbor, Refusal};
use crate::caller::DeviceCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/device/wiped",
        summary: "A withdrawn device says that it holds nothing any more",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Cbor("SignedWipe"),
        reply: Content::Cbor("SignedAuditReceipt"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::NotFound,
            RefusalCode::AuditGap,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(wiped),
    }
}

async fn wiped(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<SignedAuditReceipt>, Refusal> {
    let malformed = || Refusal::of(RefusalCode::Malformed);
    let signed = SignedWipe::from_bytes(&caller.body).map_err(|_| malformed())?;
    let said = signed.verify(&caller.key).map_err(|_| malformed())?;
    let device = caller.device.id;
    if said.device != device || said.tenant != central.hospital.tenant {
        return Err(malformed());
    }
    // A device in use has nothing to say here: it would be believed to be empty while it is not.
    if caller.standing() == DeviceStatus::Active {
        return Err(Refusal::of(RefusalCode::NotFound));
    }
    let head = central.store.load_audit_head(device).await?;
    if said.audit != head {
        return Err(Refusal::of(RefusalCode::AuditGap));
    }
    let now = central.clock.now();
    central.store.record_wipe(device, &signed, now).await?;
    Ok(Cbor(receipt(&central, device, head)))
}
