//! `POST /v1/sign-on/finish`: a person who signed in at the page of the hospital's provider signs in on a device.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{RefusalCode, SessionReply, SignOnProof};

use super::session::{begin, note_use};
use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::sign_in::{Shown, sign_on};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sign-on/finish",
        summary: "A person signs in on a device by the word of the hospital's provider",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Json("SignOnProof"),
        reply: Content::Json("SessionReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::NotFound,
            RefusalCode::SignOnRefused,
            RefusalCode::SignOnUnavailable,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(finish),
    }
}

async fn finish(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SessionReply>, Refusal> {
    let proof: SignOnProof = read_json(&caller.body)?;
    let person = sign_on(&central, proof).await?;
    let device = caller.device.id;
    let registered = note_use(&central, device, person.id, Shown::SignOn).await?;
    begin(&central, device, person, registered).await
}
