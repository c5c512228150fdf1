//! `GET /v1/live`: hints of what is new, as far as it is in the device's scope. One question, three
//! ways to listen: a WebSocket where the request asks for one, server-sent events where it accepts
//! them, and otherwise an answer that waits. What is told is `crate::live`'s.

mod events;
mod websocket;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use charthold_protocol::{Hints, LIVE_PATH, LIVE_WAIT_S, RefusalCode};
use serde::Deserialize;

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::Refusal;
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::live::{Feed, Told, Way};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::GET,
        path: LIVE_PATH,
        summary: "Hints of what is new: WebSocket, server-sent events or long poll",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Empty,
        reply: Content::Hints,
        refusals: &[RefusalCode::Malformed],
        max_body_bytes: SMALL_BODY,
        handler: get(live),
    }
}

/// What a listener may ask.
#[derive(Deserialize)]
struct Listening {
    after: Option<String>,
    wait_s: Option<u32>,
}

async fn live(
    State(central): State<Arc<Central>>,
    listening: Result<Query<Listening>, QueryRejection>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    headers: HeaderMap,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Response, Refusal> {
    let Query(listening) = listening.map_err(|_| Refusal::of(RefusalCode::Malformed))?;
    let after = listening.after.as_deref();
    let device = caller.device.id;
    if let Ok(upgrade) = upgrade {
        let (feed, first) = Feed::open(&central, device, Way::WebSocket, after).await?;
        return Ok(websocket::answer(upgrade, feed, first));
    }
    if accepts_events(&headers) {
        let (feed, first) = Feed::open(&central, device, Way::Events, after).await?;
        return Ok(events::answer(feed, first));
    }
    let (feed, first) = Feed::open(&central, device, Way::Poll, after).await?;
    let wait = listening.wait_s.unwrap_or(LIVE_WAIT_S).min(LIVE_WAIT_S);
    let found = poll(feed, first, Duration::from_secs(wait.into())).await?;
    Ok(Json(found).into_response())
}

fn accepts_events(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.contains(events::MEDIA))
}

/// What there is, or what comes within `wait`.
async fn poll(mut feed: Feed, first: Hints, wait: Duration) -> Result<Hints, Refusal> {
    if !first.hints.is_empty() {
        return Ok(first);
    }
    let patience = tokio::time::sleep(wait);
    tokio::pin!(patience);
    loop {
        let told = tokio::select! {
            told = feed.next() => told?,
            () = &mut patience => return Ok(feed.message(Vec::new())),
        };
        match told {
            Told::Hints(hints) | Told::Revoked(hints) => return Ok(hints),
            Told::Ending => return Ok(feed.message(Vec::new())),
            Told::Quiet => {}
        }
    }
}
