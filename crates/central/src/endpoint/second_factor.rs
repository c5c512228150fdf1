//! `POST /v1/second-factor`: a person sets an authenticator app up, with their password and a code from an operator.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{RefusalCode, SecondFactorReply, SecondFactorRequest};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::sign_in::{Claim, set_up};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/second-factor",
        summary: "A person sets an authenticator app up",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Json("SecondFactorRequest"),
        reply: Content::Json("SecondFactorReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::WrongPassword,
            RefusalCode::CodeRefused,
            RefusalCode::HeldOff,
            RefusalCode::SignOnWanted,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(second_factor),
    }
}

async fn second_factor(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SecondFactorReply>, Refusal> {
    let SecondFactorRequest {
        username,
        password,
        code,
    } = read_json(&caller.body)?;
    let link = set_up(&central, Claim::new(&username, password, Some(code))).await?;
    // EXPOSE: the answer to the person who sets it up, inside TLS.
    let link = link.expose().clone();
    Ok(Json(SecondFactorReply { link }))
}
