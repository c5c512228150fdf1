//! `POST /v1/sync/hello`: first on every contact. A withdrawn device is told so, and no more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::{Incident, IncidentKind};
use charthold_domain::{ChartId, Colleague};
use charthold_protocol::{
    DeviceStatus, Durable, HelloReply, HelloRequest, KnownBackup, PROTOCOL_VERSION, RefusalCode,
    ScopedChart,
};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::DeviceCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sync/hello",
        summary: "First on every contact: epoch, limits, scope, policy",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Cbor("HelloRequest"),
        reply: Content::Cbor("HelloReply"),
        refusals: &[RefusalCode::Malformed, RefusalCode::UpgradeRequired],
        max_body_bytes: SMALL_BODY,
        handler: post(hello),
    }
}

async fn hello(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<HelloReply>, Refusal> {
    let request: HelloRequest = read_cbor(&caller.body)?;
    if request.protocol < PROTOCOL_VERSION {
        return Err(Refusal::of(RefusalCode::UpgradeRequired));
    }
    let epoch = central.store.load_epoch().await?;
    if request.epoch > epoch {
        let kind = IncidentKind::EpochBehind;
        let at = central.clock.now();
        let incident = Incident {
            at,
            kind,
            device: Some(caller.device.id),
            chart: None,
        };
        central.store.record_incident(incident).await?;
    }
    let status = caller.standing();
    let (scope, units, people) = match status {
        DeviceStatus::Active => (
            central.store.list_scope(caller.device.id).await?,
            central.store.list_units().await?,
            colleagues(&central, &caller).await?,
        ),
        DeviceStatus::Revoked => (Vec::new(), Vec::new(), Vec::new()),
    };
    let durable = match (status, &request.backups) {
        (DeviceStatus::Active, Some(known)) => durable(&central, known, &scope).await?,
        _ => None,
    };
    Ok(Cbor(HelloReply {
        protocol: PROTOCOL_VERSION,
        epoch,
        server_time: central.clock.now(),
        limits: central.limits,
        status,
        scope,
        units,
        policy: serde_json::to_string(&central.policy).map_err(Refusal::internal)?,
        people,
        durable,
    }))
}

/// What a restore cannot lose, when there was a backup since the one the device knows.
async fn durable(
    central: &Central,
    known: &KnownBackup,
    scope: &[ScopedChart],
) -> Result<Option<Durable>, Refusal> {
    if central.store.last_backup().await? == known.number {
        return Ok(None);
    }
    let charts = scope.iter().map(|scoped| scoped.chart);
    let charts: Vec<ChartId> = charts.chain(known.outside.iter().copied()).collect();
    Ok(Some(central.store.durable(&charts).await?))
}

/// Who works in a unit of the device: the others do not write in its charts.
async fn colleagues(central: &Central, caller: &DeviceCaller) -> Result<Vec<Colleague>, Refusal> {
    let everybody = central.store.list_people().await?;
    Ok(everybody
        .into_iter()
        .filter(|person| {
            person
                .units
                .iter()
                .any(|unit| caller.device.units.contains(unit))
        })
        .map(|person| Colleague {
            id: person.id,
            display_name: person.display_name,
            role: person.role,
        })
        .collect())
}
