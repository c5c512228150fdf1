//! `POST /v1/sync/donate`: takes back what central lost when it was put back from a copy: that there are charts, and who wrote
//! in them. Only what central or the key service signed is taken.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::{Incident, IncidentKind, NewDevice, Registration, StoreError};
use charthold_domain::DeviceId;
use charthold_protocol::{
    Donation, DonationReply, RefusalCode, SignedChartRegistration, SignedDeviceCertificate,
};

use super::{Asks, AuditId, Content, Endpoint, LIST_BODY};
use crate::answer::{Cbor, Refusal, read_cbor};
use crate::caller::ActiveCaller;
use crate::central::Central;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/sync/donate",
        summary: "Takes back registrations of charts and certificates of devices after a restore",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Cbor("Donation"),
        reply: Content::Cbor("DonationReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::StaleEpoch,
            RefusalCode::KeysUnavailable,
        ],
        max_body_bytes: LIST_BODY,
        handler: post(donate),
    }
}

async fn donate(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Cbor<DonationReply>, Refusal> {
    let donation: Donation = read_cbor(&caller.body)?;
    if donation.epoch != central.store.load_epoch().await? {
        return Err(Refusal::of(RefusalCode::StaleEpoch));
    }
    let donor = caller.device.id;
    let mut taken = DonationReply {
        charts: 0,
        devices: 0,
    };
    // One that cannot be taken keeps nothing else from coming back.
    for registration in &donation.charts {
        match take_chart(&central, registration).await? {
            Taken::New => taken.charts += 1,
            Taken::Known => {}
            Taken::No => report(&central, donor).await?,
        }
    }
    for certificate in &donation.devices {
        match take_device(&central, certificate).await? {
            Taken::New => taken.devices += 1,
            Taken::Known => {}
            Taken::No => report(&central, donor).await?,
        }
    }
    Ok(Cbor(taken))
}

enum Taken {
    New,
    Known,
    No,
}

impl Taken {
    const fn as_new(is_new: bool) -> Self {
        if is_new { Self::New } else { Self::Known }
    }
}

async fn take_chart(central: &Central, signed: &SignedChartRegistration) -> Result<Taken, Refusal> {
    let Ok(said) = signed.verify(&central.signing.public()) else {
        return Ok(Taken::No);
    };
    if said.tenant != central.hospital.tenant {
        return Ok(Taken::No);
    }
    let registration = Registration {
        blind_index: said.blind_index,
        unit: said.unit,
        chart: said.chart,
        at: said.registered_at,
    };
    match central.store.register(&registration).await {
        Ok(registered) if registered.chart == said.chart => Ok(Taken::as_new(registered.created)),
        // The patient was admitted again in between under another chart, or the unit is younger than the copy: people have
        // to see to it.
        Ok(_) | Err(StoreError::Absent { .. }) => Ok(Taken::No),
        Err(error) => Err(error.into()),
    }
}

/// The device is withdrawn: whether it was before the restore is not known, and a thief must not profit from that.
async fn take_device(
    central: &Central,
    signed: &SignedDeviceCertificate,
) -> Result<Taken, Refusal> {
    let Ok(said) = signed.verify(&central.keys.load_verifying_key().await?) else {
        return Ok(Taken::No);
    };
    if said.tenant != central.hospital.tenant {
        return Ok(Taken::No);
    }
    let device = NewDevice {
        id: said.device,
        name: said.name,
        certificate: signed.clone(),
    };
    let at = central.clock.now();
    let is_new = central.store.donate_device(&device, at).await?;
    Ok(Taken::as_new(is_new))
}

async fn report(central: &Central, donor: DeviceId) -> Result<(), Refusal> {
    let incident = Incident {
        at: central.clock.now(),
        kind: IncidentKind::DonationNotTaken,
        device: Some(donor),
        chart: None,
    };
    Ok(central.store.record_incident(incident).await?)
}
