//! `POST /v1/sync/pull`: gives out what a device does not hold yet of the charts in its scope.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::Wanted;
use charthold_chartlog::Head;
use charthold_domain::ChartId;
use charthold_protocol::{ChartFrame, PullReply, PullRequest, RefusalCode};

use super::{Asks, AuditId, Content, Endpoint, LIST_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::ActiveCaller;
use crate::central::Central;
use crate::colleague;
use crate::registration;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sync/pull",
        summary: "Gives out entries of charts in the device's scope",
        caller: Asks::Device,
        audit: AuditId::Required,
        request: Content::Cbor("PullRequest"),
        reply: Content::Cbor("PullReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::StaleEpoch,
            RefusalCode::NotFound,
            RefusalCode::HeldOff,
        ],
        max_body_bytes: LIST_BODY,
        handler: post(pull),
    }
}

async fn pull(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Cbor<PullReply>, Refusal> {
    caller.explanation(&central).await?;
    let request: PullRequest = read_cbor(&caller.body)?;
    if request.epoch != central.store.load_epoch().await? {
        return Err(Refusal::of(RefusalCode::StaleEpoch));
    }
    let device = caller.device.id;
    let scope = central.store.list_scope(device).await?;
    let scope: HashSet<ChartId> = scope.into_iter().map(|scoped| scoped.chart).collect();
    // One chart out of scope refuses the whole: unknown and forbidden look the same.
    if !request.heads.iter().all(|(chart, _)| scope.contains(chart)) {
        return Err(Refusal::of(RefusalCode::NotFound));
    }
    let max_bytes = match request.max_bytes {
        0 => central.limits.max_bytes,
        wanted => wanted.min(central.limits.max_bytes),
    };
    let _stay = central.room.enter(max_bytes).await?;
    let heads = in_order(request.heads, request.first);
    let wanted = Wanted {
        device,
        lacking: request.lacking.unwrap_or_default(),
        heads,
        max_bytes: u64::from(max_bytes),
        apart_above: request.apart_above,
    };
    let mut pulled = central.store.pull(&wanted).await?;
    add_registrations(&central, &mut pulled.frames).await?;
    let devices = central.store.list_certificates(&pulled.authors).await?;
    let people = colleague::who_wrote(&central, &caller.device, &pulled.frames).await?;
    Ok(Cbor(PullReply {
        frames: pulled.frames,
        diverged: pulled.diverged,
        devices: devices
            .into_iter()
            .map(|(_, certificate)| certificate)
            .collect(),
        more: pulled.more,
        people,
    }))
}

/// Central's word for each chart, with its first entry.
async fn add_registrations(central: &Central, frames: &mut [ChartFrame]) -> Result<(), Refusal> {
    let mut begun: BTreeMap<ChartId, &mut ChartFrame> = frames
        .iter_mut()
        .filter(|frame| frame.entries.first().is_some_and(|entry| entry.seq == 1))
        .map(|frame| (frame.chart, frame))
        .collect();
    let charts: Vec<ChartId> = begun.keys().copied().collect();
    for (chart, word) in registration::sign(central, &charts).await? {
        if let Some(frame) = begun.get_mut(&chart) {
            frame.registration = Some(word);
        }
    }
    Ok(())
}

/// Each chart once, the one on the screen before all others.
fn in_order(heads: Vec<(ChartId, Head)>, first: Option<ChartId>) -> Vec<(ChartId, Head)> {
    let mut seen = HashSet::new();
    let mut heads: Vec<_> = heads
        .into_iter()
        .filter(|(chart, _)| seen.insert(*chart))
        .collect();
    heads.sort_by_key(|(chart, _)| Some(*chart) != first);
    heads
}
