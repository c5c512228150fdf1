//! `POST /v1/session`: a person signs in on a device. Every try counts before it is made; a wrong
//! username takes as long as a wrong password.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use charthold_central_store::{Attempt, Incident, IncidentKind, Session, Use};
use charthold_crypto::{Secret, sha256, verify_password};
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

/// Waits after 0, 1, 2 … failures in a row, in seconds: people mistype, programs guess.
const LADDER_S: [u64; 10] = [0, 0, 0, 1, 3, 5, 10, 30, 60, 300];
/// Longer is no name.
const MAX_USERNAME_BYTES: usize = 256;

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
            RefusalCode::HeldOff,
        ],
        max_body_bytes: SMALL_BODY,
        handler: post(session),
    }
}

async fn session(
    State(central): State<Arc<Central>>,
    ActiveCaller(caller): ActiveCaller,
) -> Result<Json<SessionReply>, Refusal> {
    let request: SessionRequest = read_json(&caller.body)?;
    let SessionRequest {
        username,
        password,
        person_key,
    } = request;
    let username = username.trim().to_lowercase();
    let password = Secret::new(password);
    if username.len() > MAX_USERNAME_BYTES {
        return Err(Refusal::of(RefusalCode::WrongPassword));
    }
    let person = sign_in(&central, &username, password).await?;
    let mut registered = central
        .store
        .record_use(Use {
            device: caller.device.id,
            person: person.id,
            at: central.clock.now(),
        })
        .await?;
    central.live.announce([News::Used(caller.device.id)]);
    if let Some(bytes) = person_key {
        let (registration, said) = read_registration(&caller, person.id, &bytes)?;
        registered = register(&central, &registration, &said).await?;
    }
    begin(&central, caller.device.id, person, registered).await
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

/// The person, when the password is theirs.
async fn sign_in(
    central: &Central,
    username: &str,
    password: Secret<String>,
) -> Result<Person, Refusal> {
    let username_hash = sha256(&[username.as_bytes()]);
    let now = central.clock.now();
    let ladder = LADDER_S.map(Duration::from_secs);
    let attempt = central
        .store
        .begin_attempt(username_hash, &ladder, now)
        .await?;
    if let Attempt::HeldOff { until } = attempt {
        return Err(Refusal::held_off(until.since(now)));
    }
    let account = central.store.find_account(username).await?;
    let hash = account
        .as_ref()
        .map_or(&central.nobodys_password, |account| &account.password_hash)
        .clone();
    let is_right = check(central, hash, password).await?;
    match account {
        Some(account) if is_right => {
            central.store.clear_attempts(username_hash).await?;
            match account.disabled_at {
                None => Ok(account.person),
                // Who knows the password may know this; to everybody else the account is none.
                Some(_) => Err(Refusal::closed(RefusalCode::WrongPassword)),
            }
        }
        _ => Err(Refusal::of(RefusalCode::WrongPassword)),
    }
}

async fn check(central: &Central, hash: String, password: Secret<String>) -> Result<bool, Refusal> {
    let turn = Arc::clone(&central.password_checks).acquire_owned().await;
    let turn = turn.map_err(Refusal::internal)?;
    let checked = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        verify_password(&hash, &password)
    });
    checked
        .await
        .map_err(Refusal::internal)?
        .map_err(Refusal::internal)
}

fn read_registration(
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
async fn register(
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
