//! `POST /v1/session`: a person signs in on a device. Whether it is them is `sign_in`'s to say.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use charthold_central_store::{Incident, IncidentKind, Session, Use};
use charthold_domain::{DeviceId, Person, PersonId};
use charthold_protocol::{
    Base64Bytes, PersonKeyRegistration, RefusalCode, SessionReply, SessionRequest,
    SignedPersonKeyRegistration, token_hash,
};

use super::{Asks, AuditId, Content, Endpoint, SMALL_BODY};
use crate::answer::{Refusal, read_json};
use crate::caller::{ActiveCaller, DeviceCaller};
use crate::central::{Central, SESSION};
use crate::keys_client::PersonKey;
use crate::live::News;
use crate::sign_in::{Claim, Shown, sign_in};

pub(super) fn endpoint() -> Endpoint {
    Endpoint {
        method: Method::POST,
        path: "/v1/session",
        summary: "A person signs in on a device",
        caller: Asks::Device,
        audit: AuditId::NotAsked,
        request: Content::Json("SessionRequest"),
        reply: Content::Json("SessionReply"),
        refusals: &[
            RefusalCode::Malformed,
            RefusalCode::WrongPassword,
            RefusalCode::SecondFactorUnset,
            RefusalCode::SecondFactorWanted,
            RefusalCode::SecondFactorWrong,
            RefusalCode::HeldOff,
            RefusalCode::SignOnWanted,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(session),
    }
}

async fn session(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SessionReply>, Refusal> {
    let SessionRequest {
        username,
        password,
        person_key,
        second_factor,
    } = read_json(&caller.body)?;
    let claim = Claim::new(&username, password, second_factor);
    let (person, shown) = sign_in(&central, &caller, claim).await?;
    let mut registered = note_use(&central, caller.device.id, person.id, shown).await?;
    if let Some(bytes) = person_key {
        let (registration, said) = read_registration(&caller, person.id, &bytes)?;
        registered = register(&central, &registration, &said).await?;
    }
    begin(&central, caller.device.id, person, registered).await
}

/// Answers whether the key service has a key of the person's for the device. From this use on a lease counts, unless it began
/// with a token: that lease began when the token did.
pub(super) async fn note_use(
    central: &Central,
    device: DeviceId,
    person: PersonId,
    shown: Shown,
) -> Result<bool, Refusal> {
    if shown == Shown::Token {
        let known = central.store.find_use(device, person).await?;
        return Ok(known.is_some_and(|known| known.person_key.is_some()));
    }
    let at = central.clock.now();
    let made = Use { device, person, at };
    let registered = central.store.record_use(made).await?;
    central.live.announce([News::Used(device)]);
    Ok(registered)
}

/// A token for a person whose right to one was just proven.
pub(super) async fn begin(
    central: &Central,
    device: DeviceId,
    person: Person,
    person_key_registered: bool,
) -> Result<Json<SessionReply>, Refusal> {
    let token = URL_SAFE_NO_PAD.encode(central.chance.make_bytes::<32>());
    let began_at = central.clock.now();
    let expires_at = began_at.plus(SESSION);
    let session = Session {
        token_hash: token_hash(&token),
        device,
        person: person.id,
        began_at,
        expires_at,
    };
    central.store.add_session(&session).await?;
    Ok(Json(SessionReply {
        token,
        expires_at,
        person,
        person_key_registered,
        policy: central.policy.clone(),
    }))
}

/// # Errors
/// `Malformed`: it is not of this device and person, or not signed by the device.
pub(super) fn read_registration(
    caller: &DeviceCaller,
    person: PersonId,
    bytes: &Base64Bytes,
) -> Result<(SignedPersonKeyRegistration, PersonKeyRegistration), Refusal> {
    let malformed = || Refusal::of(RefusalCode::Malformed);
    let signed = SignedPersonKeyRegistration::from_bytes(&bytes.0).map_err(|_| malformed())?;
    let said = signed.verify(&caller.key).map_err(|_| malformed())?;
    let is_theirs = said.device == caller.device.id && said.person == person;
    is_theirs.then_some((signed, said)).ok_or_else(malformed)
}

/// Answers whether the key service holds this key. That it cannot be asked now keeps nobody from
/// signing in: the workstation brings the key again.
pub(super) async fn register(
    central: &Central,
    registration: &SignedPersonKeyRegistration,
    said: &PersonKeyRegistration,
) -> Result<bool, Refusal> {
    let (device, person) = (said.device, said.person);
    match central.keys.register_person_key(registration).await {
        Ok(PersonKey::Registered) => {
            let store = &central.store;
            store.record_person_key(device, person, &said.key).await?;
            Ok(true)
        }
        Ok(PersonKey::Conflict) => {
            let kind = IncidentKind::PersonKeyConflict;
            let at = central.clock.now();
            let incident = Incident {
                at,
                kind,
                device: Some(device),
                chart: None,
            };
            central.store.record_incident(incident).await?;
            Ok(false)
        }
        Err(error) => {
            tracing::warn!(%error, "a person's key was not registered");
            Ok(false)
        }
    }
}
