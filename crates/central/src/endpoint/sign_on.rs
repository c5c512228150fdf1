//! `POST /v1/sign-on`: where the page of the hospital's sign-on provider is.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{RefusalCode, SignOnReply, SignOnRequest};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::sign_in::provider;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sign-on",
        summary: "Where the page of the hospital's sign-on provider is",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Json("SignOnRequest"),
        reply: Content::Json("SignOnReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::NotFound,
            RefusalCode::SignOnUnavailable,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(sign_on),
    }
}

async fn sign_on(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SignOnReply>, Refusal> {
    let request: SignOnRequest = read_json(&caller.body)?;
    let page = provider(&central)?.page(&request, central.clock.as_ref());
    let url = page.await?;
    Ok(Json(SignOnReply { url }))
}
