//! `POST /v1/charts`: a chart for a patient, found by an index central cannot read.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_access::{Ask, Decision, Deed, decide};
use charthold_central_store::Registration;
use charthold_protocol::{Base64Bytes, RefusalCode, RegisterChart, RegisterChartReply};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::PersonCaller;
use crate::central::Central;
use crate::live::News;
use crate::registration;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/charts",
        summary: "The chart of a patient, made when there is none",
        caller: Asks::Person,
        audit: AuditId::Required,
        request: Content::Json("RegisterChart"),
        reply: Content::Json("RegisterChartReply"),
        refusals: &[RefusalCode::Malformed, RefusalCode::NotFound],
        max_body_bytes: SMALL_BODY,
        handler: post(register),
    }
}

async fn register(
    State(central): State<Arc<Central>>,
    caller: PersonCaller,
) -> Result<Json<RegisterChartReply>, Refusal> {
    caller.explanation(&central).await?;
    let request: RegisterChart = read_json(&caller.caller.body)?;
    let blind_index = request.blind_index.0.try_into();
    let blind_index = blind_index.map_err(|_| Refusal::of(RefusalCode::Malformed))?;
    let at = central.clock.now();
    let chart = central.chance.make_id(at).into();
    let ask = Ask {
        person: &caller.person,
        chart,
        unit: Some(request.unit),
        deed: Deed::WriteChart,
    };
    if !matches!(decide(&ask), Decision::Granted(_)) {
        return Err(Refusal::of(RefusalCode::NotFound));
    }
    let registration = Registration {
        blind_index,
        unit: request.unit,
        chart,
        at,
    };
    let registered = central.store.register(&registration).await?;
    let word = registration::sign(&central, &[registered.chart]).await?;
    let (_, word) = word
        .first()
        .ok_or_else(|| Refusal::of(RefusalCode::NotFound))?;
    if registered.created {
        central.live.announce([News::Registered]);
    }
    Ok(Json(RegisterChartReply {
        chart: registered.chart,
        created: registered.created,
        registration: Base64Bytes(word.to_bytes()),
    }))
}
