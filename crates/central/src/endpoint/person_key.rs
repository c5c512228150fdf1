//! `POST /v1/person-key`: the key that a person signs key requests with on a device, brought by somebody whose password central does
//! not have.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_protocol::{PersonKeyOffer, PersonKeyReply, RefusalCode};

use super::session::{read_registration, register};
use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::PersonCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/person-key",
        summary: "The key a person signs key requests with on a device",
        caller: Asks::Person,
        audit: AuditId::NotAsked,
        request: Content::Json("PersonKeyOffer"),
        reply: Content::Json("PersonKeyReply"),
        refusals: &[RefusalCode::Malformed],
        max_body_bytes: SMALL_BODY,
        handler: post(person_key),
    }
}

async fn person_key(
    State(central): State<Arc<Central>>,
    asking: PersonCaller,
) -> Result<Json<PersonKeyReply>, Refusal> {
    let PersonKeyOffer { registration } = read_json(&asking.caller.body)?;
    let (signed, said) = read_registration(&asking.caller, asking.person.id, &registration)?;
    let registered = register(&central, &signed, &said).await?;
    Ok(Json(PersonKeyReply { registered }))
}
