//! `POST /v1/session/renew`: a token after a token, for somebody who is still in. Their key on the
//! device vouches for them, because only their password opens it there; how long it may do so without
//! the password being checked here again is the offline lease, the same as without a network.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{
    PROOF_WINDOW_S, RefusalCode, SessionRenewal, SessionReply, SignedSessionRenewal,
};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY, session};
use crate::answer::Refusal;
use crate::caller::{ActiveCaller, DeviceCaller};
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/session/renew",
        summary: "A person who is in on a device goes on",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Cbor("SignedSessionRenewal"),
        reply: Content::Json("SessionReply"),
        refusals: &[RefusalCode::Malformed, RefusalCode::Unauthenticated],
        max_body_bytes: SMALL_BODY,
        handler: post(renew),
    }
}

async fn renew(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SessionReply>, Refusal> {
    let malformed = || Refusal::of(RefusalCode::Malformed);
    let signed = SignedSessionRenewal::from_bytes(&caller.body).map_err(|_| malformed())?;
    // Read only to find the key that has to have signed it.
    let claimed = signed.dangerous_read().map_err(|_| malformed())?;
    if !is_vouched(&central, &caller, &signed, &claimed).await? {
        return Err(Refusal::of(RefusalCode::Unauthenticated));
    }
    let person = central.store.find_person(claimed.person).await?;
    // Their key has signed this: who asks is them.
    let person = person.ok_or_else(|| Refusal::closed(RefusalCode::Unauthenticated))?;
    session::begin(&central, caller.device.id, person, true).await
}

/// Whether the renewal is the person's, of this device, of now, and within the lease.
async fn is_vouched(
    central: &Central,
    caller: &DeviceCaller,
    signed: &SignedSessionRenewal,
    claimed: &SessionRenewal,
) -> Result<bool, Refusal> {
    let device = caller.device.id;
    let Some(known) = central.store.find_use(device, claimed.person).await? else {
        return Ok(false);
    };
    let is_signed = known
        .person_key
        .is_some_and(|key| signed.verify(&key).is_ok());
    let now = central.clock.now();
    let apart = now.since(claimed.at).max(claimed.at.since(now));
    let is_leased = now.since(known.signed_in_at) <= central.policy.offline_lease();
    let is_here = claimed.device == device && claimed.tenant == central.hospital.tenant;
    Ok(is_signed && is_here && is_leased && apart <= Duration::from_secs(PROOF_WINDOW_S))
}
