//! `POST /v1/password`: a person changes their password.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_crypto::Secret;
use charthold_protocol::{PasswordChange, RefusalCode, SessionReply};

use super::session::{begin, note_use};
use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::sign_in::{Claim, Shown, change_password, demand_good, sign_in};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/password",
        summary: "A person changes their password",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Json("PasswordChange"),
        reply: Content::Json("SessionReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::WrongPassword,
            RefusalCode::SecondFactorUnset,
            RefusalCode::SecondFactorWanted,
            RefusalCode::SecondFactorWrong,
            RefusalCode::HeldOff,
            RefusalCode::PasswordTooSimple,
            RefusalCode::SignOnWanted,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(password),
    }
}

async fn password(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SessionReply>, Refusal> {
    let PasswordChange {
        username,
        password,
        second_factor,
        new_password,
    } = read_json(&caller.body)?;
    let new = Secret::new(new_password);
    if second_factor.is_some() {
        demand_good(&central, &username, &new).await?;
    }
    let claim = Claim::new(&username, password, second_factor);
    let (person, shown) = sign_in(&central, &caller, claim).await?;
    if shown == Shown::Token {
        // Whoever sits at a workstation that was left open has no app.
        return Err(Refusal::of(RefusalCode::SecondFactorWanted));
    }
    change_password(&central, &person, shown, new).await?;
    let registered = note_use(&central, caller.device.id, person.id, shown).await?;
    begin(&central, caller.device.id, person, registered).await
}
