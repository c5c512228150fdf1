//! `POST /v1/sync/push`: takes sealed operations. What is no sealed operation is refused whole and
//! is an incident; what is one is never thrown away, whoever brings it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::{
    Incident, IncidentKind, Offer, OfferedGroup, OfferedOperation, SignatureCheck,
};
use charthold_chartlog::{Envelope, NamedBody, Operation};
use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, DeviceId, OpId, PersonId, TenantId};
use charthold_protocol::{OpOutcome, OpResult, PushReply, PushRequest, RefusalCode};

use super::{Asks, AuditId, Content, Endpoint};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::DeviceCaller;
use crate::central::Central;
use crate::closed_author;
use crate::live::News;

/// Above every limit that can be set; the limit in force is checked once the sender is known.
pub(super) const MAX_BODY_BYTES: usize = 17 << 20;
/// Salt, commitment and one tag of Cobblestone-256: the seal of nothing.
const MIN_SEAL_BYTES: usize = 24 + 32 + 16;
/// Salt and commitment are as good as random: they are never text this long.
const RANDOM_BYTES: usize = 24 + 32;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sync/push",
        summary: "Takes sealed operations",
        caller: Asks::AnyDevice,
        audit: AuditId::NotAsked,
        request: Content::Cbor("PushRequest"),
        reply: Content::Cbor("PushReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::UnsealedContent,
            RefusalCode::StaleEpoch,
            RefusalCode::TooLarge,
            RefusalCode::NotFound,
            RefusalCode::HeldOff,
        ],
        max_body_bytes: MAX_BODY_BYTES,
        handler: post(push),
    }
}

async fn push(
    State(central): State<Arc<Central>>,
    caller: DeviceCaller,
) -> Result<Cbor<PushReply>, Refusal> {
    let mut request: Option<PushRequest> = read_cbor(&caller.body).ok();
    let apart = request.as_mut().and_then(apart);
    let is_apart = apart.is_some();
    let blob_bytes = apart.as_ref().map_or(0, |(_, named)| named.len);
    let _stay = central.room.enter(size_with(&caller, blob_bytes)).await?;
    if let Some((envelope, named)) = apart {
        envelope.body = find_body(&central, &caller, &named).await?;
    }
    let parsed = request.and_then(read);
    // One alone may be larger: refused, it would stand before all that was written after it for ever.
    let alone = parsed.as_ref().is_some_and(|parsed| parsed.count() == 1);
    if !alone && exceeds(caller.body.len(), central.limits.max_bytes) {
        return Err(Refusal::of(RefusalCode::TooLarge));
    }
    let Some(parsed) = parsed else {
        return Err(unsealed(&central, &caller).await?);
    };
    if parsed.epoch != central.store.load_epoch().await? {
        return Err(Refusal::of(RefusalCode::StaleEpoch));
    }
    if exceeds(parsed.count(), central.limits.max_ops) {
        return Err(Refusal::of(RefusalCode::TooLarge));
    }
    if !parsed.belongs_to(central.hospital.tenant) {
        return Err(Refusal::of(RefusalCode::Malformed));
    }
    let keys = author_keys(&central, &parsed).await?;
    let groups = tokio::task::spawn_blocking(move || check_signatures(parsed, &keys)).await;
    let offer = Offer {
        donor: caller.device.id,
        standing: caller.standing(),
        at: central.clock.now(),
        groups: groups.map_err(Refusal::internal)?,
    };
    let brought = brought(&offer);
    let results = central.store.push(offer).await?;
    if is_apart {
        central.store.drop_blob(caller.device.id).await?;
    }
    central
        .live
        .announce(news(&brought, &results, caller.device.id));
    let taken = taken(&brought, &results);
    closed_author::report(&central, caller.device.id, &taken).await?;
    results
        .iter()
        .for_each(|result| central.metrics.count_operation(&result.outcome));
    Ok(Cbor(PushReply { results }))
}

/// Author and chart of each operation.
type Brought = HashMap<OpId, (PersonId, ChartId)>;

fn brought(offer: &Offer) -> Brought {
    let operations = offer.groups.iter().flat_map(|group| &group.operations);
    let cores = operations.map(|offered| offered.operation.core());
    cores
        .map(|core| (core.op, (core.person, core.chart)))
        .collect()
}

/// Author and chart of what is new in a log by this push.
fn taken(brought: &Brought, results: &[OpResult]) -> BTreeSet<(PersonId, ChartId)> {
    let new = results.iter().filter(|result| {
        matches!(
            result.outcome,
            OpOutcome::Accepted { .. } | OpOutcome::Void { .. }
        )
    });
    new.filter_map(|result| brought.get(&result.op).copied())
        .collect()
}

/// What others may want to know of a push that is committed: the last new entry of each chart.
fn news(brought: &Brought, results: &[OpResult], by: DeviceId) -> Vec<News> {
    let mut last: BTreeMap<ChartId, u64> = BTreeMap::new();
    for result in results {
        if let OpOutcome::Accepted { seq } | OpOutcome::Void { seq, .. } = result.outcome
            && let Some((_, chart)) = brought.get(&result.op)
        {
            let known = last.entry(*chart).or_default();
            *known = (*known).max(seq);
        }
    }
    let news = last
        .into_iter()
        .map(|(chart, seq)| News::Entries { chart, seq, by });
    news.collect()
}

fn exceeds(count: usize, limit: u32) -> bool {
    u32::try_from(count).map_or(true, |count| count > limit)
}

async fn unsealed(central: &Central, caller: &DeviceCaller) -> Result<Refusal, Refusal> {
    let incident = Incident {
        at: central.clock.now(),
        kind: IncidentKind::UnsealedContent,
        device: Some(caller.device.id),
        chart: None,
    };
    central.store.record_incident(incident).await?;
    Ok(Refusal::of(RefusalCode::UnsealedContent))
}

/// A push of which every operation is well formed and sealed.
struct Parsed {
    epoch: u64,
    groups: Vec<(ChartId, Vec<Operation>)>,
}

impl Parsed {
    fn count(&self) -> usize {
        let groups = self.groups.iter();
        groups.map(|(_, operations)| operations.len()).sum()
    }

    /// Every operation is of this hospital and of the chart it stands under.
    fn belongs_to(&self, tenant: TenantId) -> bool {
        self.groups.iter().all(|(chart, operations)| {
            operations
                .iter()
                .all(|op| op.core().chart == *chart && op.core().tenant == tenant)
        })
    }
}

/// The operation of which the device brought the body before, as a blob.
fn apart(request: &mut PushRequest) -> Option<(&mut Envelope, NamedBody)> {
    let groups = request.groups.iter_mut();
    let mut operations = groups.flat_map(|group| &mut group.operations);
    operations.find_map(|envelope| {
        let named = envelope.named_body().ok()?;
        (envelope.body.is_empty() && named.len > 0).then_some((envelope, named))
    })
}

/// The body that `named` is. One that is not here, or is another, has to be brought again.
async fn find_body(
    central: &Central,
    caller: &DeviceCaller,
    named: &NamedBody,
) -> Result<Vec<u8>, Refusal> {
    let device = caller.device.id;
    let blob = central.store.find_blob(device, named.sha256).await?;
    if named.is(&blob) {
        return Ok(blob);
    }
    if blob.len() >= usize::try_from(named.len).unwrap_or(usize::MAX) {
        central.store.drop_blob(device).await?;
    }
    Err(Refusal::of(RefusalCode::NotFound))
}

/// What a push takes of the memory; no blob is larger than a body may be, whatever its header says.
fn size_with(caller: &DeviceCaller, blob_bytes: u32) -> u32 {
    let most = u32::try_from(MAX_BODY_BYTES).unwrap_or(u32::MAX);
    let body = u32::try_from(caller.body.len()).unwrap_or(u32::MAX);
    body.saturating_add(blob_bytes.min(most))
}

/// The push; `None` when something in it is no sealed operation.
fn read(request: PushRequest) -> Option<Parsed> {
    let groups = request.groups.into_iter().map(|group| {
        let operations = group.operations.into_iter().map(sealed_operation);
        Some((group.chart, operations.collect::<Option<Vec<_>>>()?))
    });
    Some(Parsed {
        epoch: request.epoch,
        groups: groups.collect::<Option<_>>()?,
    })
}

fn sealed_operation(envelope: Envelope) -> Option<Operation> {
    if !looks_sealed(&envelope.body) {
        return None;
    }
    Operation::parse(envelope).ok()
}

/// Whether `body` can be a seal. Central has no key to tell; but a seal begins with 56 bytes that
/// no text begins with, and chart content that was sent unsealed is text.
fn looks_sealed(body: &[u8]) -> bool {
    let Some(random) = body.get(..RANDOM_BYTES) else {
        return false;
    };
    let is_text = match std::str::from_utf8(random) {
        Ok(_) => true,
        // A character cut off at the end.
        Err(error) => error.error_len().is_none(),
    };
    body.len() >= MIN_SEAL_BYTES && !is_text
}

async fn author_keys(
    central: &Central,
    parsed: &Parsed,
) -> Result<HashMap<DeviceId, VerifyingKey>, Refusal> {
    let operations = parsed.groups.iter().flat_map(|(_, operations)| operations);
    let authors: BTreeSet<DeviceId> = operations.map(|op| op.core().device).collect();
    let authors: Vec<DeviceId> = authors.into_iter().collect();
    let certificates = central.store.list_certificates(&authors).await?;
    let keys = certificates
        .into_iter()
        .filter_map(|(device, certificate)| {
            Some((device, certificate.dangerous_read().ok()?.signing))
        });
    Ok(keys.collect())
}

fn check_signatures(parsed: Parsed, keys: &HashMap<DeviceId, VerifyingKey>) -> Vec<OfferedGroup> {
    let check = |operation: Operation| {
        let key = keys.get(&operation.core().device);
        let holds = key.is_some_and(|key| operation.verify(key).is_ok());
        let signature = if holds {
            SignatureCheck::Holds
        } else {
            SignatureCheck::DoesNotHold
        };
        OfferedOperation {
            operation,
            signature,
        }
    };
    let groups = parsed
        .groups
        .into_iter()
        .map(|(chart, operations)| OfferedGroup {
            chart,
            operations: operations.into_iter().map(check).collect(),
        });
    groups.collect()
}
