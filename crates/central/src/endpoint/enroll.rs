//! `POST /v1/enroll`: a machine with a code becomes a workstation. Not signed as other requests
//! are: the proof inside shows that the sender holds the key it brings.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::Method;
use axum::routing::post;
use charthold_central_store::{Enrolled, NewDevice};
use charthold_crypto::{AgreementPublic, Signature, VerifyingKey};
use charthold_domain::DeviceId;
use charthold_protocol::{
    Admission, Base64Bytes, DeviceCertificate, ENROL_LABEL, EnrolReply, EnrolRequest, RefusalCode,
    SignedDeviceCertificate, enrolment_proof,
};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::bootstrap::checked_name;
use crate::central::Central;
use crate::enrolment_code;
use crate::keys_client::KeysError;

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/enroll",
        summary: "A machine with an enrolment code becomes a workstation",
        caller: Asks::Anybody,
        audit: AuditId::NotAsked,
        request: Content::Json("EnrolRequest"),
        reply: Content::Json("EnrolReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::DeviceRefused,
            RefusalCode::CodeRefused,
            RefusalCode::HeldOff,
            RefusalCode::KeysUnavailable,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(enroll),
    }
}

async fn enroll(
    State(central): State<Arc<Central>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    body: Bytes,
) -> Result<Json<EnrolReply>, Refusal> {
    let boot = central.clock.boot_time();
    if let Some(wait) = central.hold_off.find_wait(address.ip(), boot) {
        return Err(Refusal::held_off(wait));
    }
    let candidate = Candidate::read(&body)?;
    let code_hash = enrolment_code::hash(&candidate.code);
    let refused = || {
        central.hold_off.record_failure(address.ip(), boot);
        Refusal::of(RefusalCode::CodeRefused)
    };
    if !central
        .store
        .is_code_good(code_hash, central.clock.now())
        .await?
    {
        return Err(refused());
    }
    let (device, certificate) = admit(&central, &candidate).await?;
    let new = NewDevice {
        id: device,
        name: candidate.name,
        certificate,
    };
    match central
        .store
        .enrol(code_hash, &new, central.clock.now())
        .await?
    {
        Enrolled::Yes => Ok(Json(reply(&central, new).await?)),
        Enrolled::CodeRefused => Err(refused()),
    }
}

/// A machine that has shown to hold its key.
struct Candidate {
    code: String,
    name: String,
    signing: VerifyingKey,
    agreement: AgreementPublic,
}

impl Candidate {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let malformed = || Refusal::of(RefusalCode::Malformed);
        let request: EnrolRequest = read_json(body)?;
        let EnrolRequest {
            code,
            name,
            signing_key,
            agreement_key,
            proof,
            ..
        } = request;
        let checked = checked_name(&name, "").map_err(|_| malformed())?;
        let signing = VerifyingKey::from_slice(&signing_key.0).map_err(|_| malformed())?;
        let agreement = AgreementPublic::from_slice(&agreement_key.0).map_err(|_| malformed())?;
        let proof = Signature::from_slice(&proof.0).map_err(|_| malformed())?;
        let signed = enrolment_proof(&code, &name, &signing_key.0, &agreement_key.0);
        signing
            .verify(ENROL_LABEL, &signed, &proof)
            .map_err(|_| Refusal::of(RefusalCode::DeviceRefused))?;
        Ok(Self {
            code,
            name: checked,
            signing,
            agreement,
        })
    }
}

/// The key service's word for the new device, checked: central passes on nothing it did not ask for.
async fn admit(
    central: &Central,
    candidate: &Candidate,
) -> Result<(DeviceId, SignedDeviceCertificate), Refusal> {
    let now = central.clock.now();
    let device = central.chance.make_id(now).into();
    let admission = Admission {
        tenant: central.hospital.tenant,
        device,
        name: candidate.name.clone(),
        signing: candidate.signing,
        agreement: candidate.agreement,
        admitted_at: now,
    };
    let certificate = central
        .keys
        .admit(&central.sign(&admission))
        .await
        .map_err(not_admitted)?;
    let key = central.keys.load_verifying_key().await?;
    let said = certificate.verify(&key).map_err(Refusal::internal)?;
    if vouches_for(&said, &admission) {
        Ok((device, certificate))
    } else {
        Err(Refusal::of(RefusalCode::KeysUnavailable))
    }
}

/// Of all that the key service may refuse, only keys that another device has are the machine's
/// matter: there is nobody to sign in yet.
fn not_admitted(error: KeysError) -> Refusal {
    let refusal = Refusal::from(error);
    match refusal.code() {
        RefusalCode::DeviceRefused | RefusalCode::KeysUnavailable => refusal,
        _ => refusal.with_code(RefusalCode::KeysUnavailable),
    }
}

fn vouches_for(said: &DeviceCertificate, asked: &Admission) -> bool {
    said.tenant == asked.tenant
        && said.device == asked.device
        && said.signing == asked.signing
        && said.agreement == asked.agreement
}

async fn reply(central: &Central, new: NewDevice) -> Result<EnrolReply, Refusal> {
    let keys_verifying_key = central.keys.load_verifying_key().await?;
    Ok(EnrolReply {
        device: new.id,
        tenant: central.hospital.tenant,
        hospital: central.hospital.name.clone(),
        certificate: Base64Bytes(new.certificate.to_bytes()),
        keys_verifying_key: Base64Bytes(keys_verifying_key.as_bytes().to_vec()),
        central_verifying_key: Base64Bytes(central.signing.public().as_bytes().to_vec()),
        facility_chart: central.hospital.facility_chart,
        units: central.store.list_units().await?,
        policy: central.policy.clone(),
        epoch: central.store.load_epoch().await?,
    })
}
