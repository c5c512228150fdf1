//! `POST /v1/keys/release`: a person's request for patient keys, checked, given a warrant and
//! relayed. The answer is sealed to the device; central cannot read it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_access::{Ask, Decision, Deed, decide};
use charthold_central_store::{Explanation, RegisteredChart};
use charthold_domain::{ChartId, Person, Timestamp};
use charthold_protocol::{
    ChartKind, KeyRequest, KeysReply, KeysRequest, PROOF_WINDOW_S, RefusalCode, SignedWarrant,
    Warrant,
};

use super::{Asks, AuditId, Content, Endpoint, LIST_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::PersonCaller;
use crate::central::{Central, WARRANT};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/keys/release",
        summary: "Releases patient keys, sealed to the device",
        caller: Asks::Person,
        audit: AuditId::Required,
        request: Content::Cbor("KeysRequest"),
        reply: Content::Cbor("KeysReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::NotFound,
            RefusalCode::KeysUnavailable,
        ],
        max_body_bytes: LIST_BODY,
        handler: post(release),
    }
}

async fn release(
    State(central): State<Arc<Central>>,
    caller: PersonCaller,
) -> Result<Cbor<KeysReply>, Refusal> {
    let explanation = caller.explanation(&central).await?;
    let message: KeysRequest = read_cbor(&caller.caller.body)?;
    let request = message
        .request
        .verify(&caller.caller.key)
        .map_err(|_| Refusal::of(RefusalCode::DeviceRefused))?;
    check_sender(&central, &caller, &request, &explanation)?;
    check_access(&central, &caller.person, &request).await?;
    let warrant = Some(warrant(&central, &request));
    let relayed = KeysRequest { warrant, ..message };
    Ok(Cbor(central.keys.release(&relayed).await?))
}

/// The request is of the person and device that send it, of now, and of the event that explains it.
fn check_sender(
    central: &Central,
    caller: &PersonCaller,
    request: &KeyRequest,
    explanation: &Explanation,
) -> Result<(), Refusal> {
    if request.tenant != central.hospital.tenant || request.device != caller.caller.device.id {
        return Err(Refusal::of(RefusalCode::DeviceRefused));
    }
    if request.person != caller.person.id {
        return Err(Refusal::of(RefusalCode::Unauthenticated));
    }
    if request.audit != explanation.id {
        return Err(Refusal::of(RefusalCode::AuditTrailRequired));
    }
    let now = central.clock.now();
    if apart(now, request.at) > Duration::from_secs(PROOF_WINDOW_S) {
        return Err(Refusal::clock_skew(now));
    }
    Ok(())
}

fn apart(a: Timestamp, b: Timestamp) -> Duration {
    a.since(b).max(b.since(a))
}

/// Every chart is one this person may have keys of. One that is not refuses the whole: unknown and
/// forbidden look the same.
async fn check_access(
    central: &Central,
    person: &Person,
    request: &KeyRequest,
) -> Result<(), Refusal> {
    if request.wanted.is_empty() && !request.index_key {
        return Err(Refusal::of(RefusalCode::Malformed));
    }
    let wanted: BTreeSet<ChartId> = request.wanted.iter().map(|key| key.chart).collect();
    let wanted: Vec<ChartId> = wanted.into_iter().collect();
    let known = central.store.list_charts(&wanted).await?;
    let known: HashMap<ChartId, RegisteredChart> = known
        .into_iter()
        .map(|chart| (chart.chart, chart))
        .collect();
    let is_allowed = |chart: &ChartId| known.get(chart).is_some_and(|c| may_hold(person, c));
    // The index key finds a patient's chart from their id: for who may open one.
    let index_allowed = !request.index_key || may_read_some_chart(person, central);
    if wanted.iter().all(is_allowed) && index_allowed {
        Ok(())
    } else {
        Err(Refusal::of(RefusalCode::NotFound))
    }
}

fn may_hold(person: &Person, chart: &RegisteredChart) -> bool {
    let (deed, unit) = match chart.kind {
        ChartKind::Patient => (Deed::ReadChart, chart.unit),
        // The facility log is every unit's: whoever may see a census may hold it.
        ChartKind::Facility => (Deed::SeeCensus, person.units.first().copied()),
    };
    let ask = Ask {
        person,
        chart: chart.chart,
        unit,
        deed,
    };
    matches!(decide(&ask), Decision::Granted(_))
}

fn may_read_some_chart(person: &Person, central: &Central) -> bool {
    let chart = central.hospital.facility_chart;
    let unit = person.units.first().copied();
    let ask = Ask {
        person,
        chart,
        unit,
        deed: Deed::ReadChart,
    };
    matches!(decide(&ask), Decision::Granted(_))
}

fn warrant(central: &Central, request: &KeyRequest) -> SignedWarrant {
    let now = central.clock.now();
    central.sign(&Warrant {
        id: central.chance.make_id(now).into(),
        tenant: request.tenant,
        device: request.device,
        person: request.person,
        keys: request
            .wanted
            .iter()
            .map(|key| (key.chart, key.compartment))
            .collect(),
        purpose: request.purpose,
        audit: request.audit,
        index_key: request.index_key,
        issued_at: now,
        expires_at: now.plus(WARRANT),
    })
}
