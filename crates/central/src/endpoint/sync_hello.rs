//! `POST /v1/sync/hello`: first on every contact. A withdrawn device is told so, and no more.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::{Incident, IncidentKind};
use charthold_chartlog::heads_digest;
use charthold_crypto::sha256;
use charthold_domain::{ChartId, Colleague, PersonId, Unit};
use charthold_protocol::{
    DeviceStatus, Durable, HelloReply, HelloRequest, Known, KnownBackup, Limits, NotModified,
    PROTOCOL_VERSION, RefusalCode, ScopedChart, Withdrawn,
};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::DeviceCaller;
use crate::central::Central;
use crate::colleague;

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
        note_epoch_behind(&central, &caller).await?;
    }
    note_contact(&central, &caller).await;
    let status = caller.standing();
    let told = tell(&central, &caller, status).await?;
    let durable = match &request.backups {
        Some(known) => durable(&central, known, &told.scope).await?,
        None => None,
    };
    let withdrawn = withdrawn(&central, &caller, request.backups.as_ref()).await?;
    let validator = match status {
        DeviceStatus::Active => told.validator(),
        DeviceStatus::Revoked => None,
    };
    let not_modified = match request.known {
        Some(known) if request.epoch == epoch && Some(known.validator) == validator => {
            Some(not_modified(&central, &known, &told.scope).await?)
        }
        _ => None,
    };
    let told = if not_modified.is_some() {
        Told::default()
    } else {
        told
    };
    Ok(Cbor(HelloReply {
        protocol: PROTOCOL_VERSION,
        epoch,
        server_time: central.clock.now(),
        limits: limits(&central),
        status,
        scope: told.scope,
        units: told.units,
        policy: told.policy,
        people: told.people,
        durable,
        validator,
        not_modified,
        start_after_ms: start_after(&central),
        closed: (!told.closed.is_empty()).then_some(told.closed),
        withdrawn,
    }))
}

/// Notes now and then that the device was here. That it could not be noted keeps nothing from being exchanged.
async fn note_contact(central: &Central, caller: &DeviceCaller) {
    let (device, now) = (&caller.device, central.clock.now());
    if device
        .seen_at
        .is_some_and(|seen| now.since(seen) < SEEN_AGAIN)
    {
        return;
    }
    if let Err(error) = central.store.note_contact(device.id, now).await {
        tracing::warn!(%error, "a contact was not noted");
    }
}

/// How exactly it is known when a device was last here: a few writes an hour for each.
const SEEN_AGAIN: Duration = Duration::from_secs(600);

/// What a withdrawn device has to know before it may let go of everything.
async fn withdrawn(
    central: &Central,
    caller: &DeviceCaller,
    backups: Option<&KnownBackup>,
) -> Result<Option<Withdrawn>, Refusal> {
    let device = &caller.device;
    let Some(at) = device.revoked_at else {
        return Ok(None);
    };
    let holds = backups.map_or(&[][..], |known| &known.outside);
    let kept = central.store.kept(device.id, holds).await?;
    Ok(Some(Withdrawn {
        at,
        aside: kept.aside,
        audit: kept.audit,
        wiped: device.wiped_at.is_some(),
    }))
}

/// Those in force, with this device's share of the line as things are now.
fn limits(central: &Central) -> Limits {
    let bounded = central.bytes_per_s > 0;
    Limits {
        bytes_per_s: bounded.then(|| central.room.share(central.bytes_per_s)),
        ..central.limits
    }
}

fn start_after(central: &Central) -> Option<u32> {
    let chance = u64::from_be_bytes(central.chance.make_bytes());
    let wait = central.room.start_after(chance)?;
    Some(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX))
}

/// The device knows a later epoch than central: central was put back without anybody saying so.
async fn note_epoch_behind(central: &Central, caller: &DeviceCaller) -> Result<(), Refusal> {
    let incident = Incident {
        at: central.clock.now(),
        kind: IncidentKind::EpochBehind,
        device: Some(caller.device.id),
        chart: None,
    };
    Ok(central.store.record_incident(incident).await?)
}

async fn tell(
    central: &Central,
    caller: &DeviceCaller,
    status: DeviceStatus,
) -> Result<Told, Refusal> {
    let policy = serde_json::to_string(&central.policy).map_err(Refusal::internal)?;
    Ok(match status {
        DeviceStatus::Active => Told {
            scope: central.store.list_scope(caller.device.id).await?,
            units: central.store.list_units().await?,
            policy,
            people: colleague::of_units(central, &caller.device).await?,
            closed: central.store.list_closed_users(caller.device.id).await?,
        },
        DeviceStatus::Revoked => Told {
            policy,
            ..Told::default()
        },
    })
}

/// What stays as it is from one hello to the next, mostly.
#[derive(Default, minicbor::Encode)]
struct Told {
    #[n(0)]
    scope: Vec<ScopedChart>,
    #[n(1)]
    units: Vec<Unit>,
    #[n(2)]
    policy: String,
    #[n(3)]
    people: Vec<Colleague>,
    #[n(4)]
    closed: Vec<PersonId>,
}

impl Told {
    /// Another order than before, or another program, only costs a whole answer.
    fn validator(&self) -> Option<[u8; 32]> {
        let bytes = minicbor::to_vec(self).ok()?;
        Some(sha256(&[b"hello", &bytes]))
    }
}

/// What a device has whose scope is the one it knows: one digest stands for the heads of all its logs.
async fn not_modified(
    central: &Central,
    known: &Known,
    scope: &[ScopedChart],
) -> Result<NotModified, Refusal> {
    let charts: Vec<ChartId> = scope.iter().map(|scoped| scoped.chart).collect();
    let heads = central.store.heads(&charts).await?;
    Ok(if heads_digest(&heads) == known.heads {
        NotModified::ScopeAndLogs
    } else {
        NotModified::Scope
    })
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
