//! The key service's side of the agreement, with real keys: central's tests may not use the crate
//! that is its neighbour. It checks what only central can have done.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::tls_rustls::RustlsConfig;
use charthold_crypto::{SigningSecret, VerifyingKey};
use charthold_domain::{Clock, DeviceId, PersonId};
use charthold_protocol::{
    DeviceCertificate, KeyRequest, KeysReply, KeysRequest, Problem, RefusalCode, ReleasedKey,
    SignedAdmission, SignedDeviceCertificate, SignedPersonKeyRegistration, SignedWarrant,
    Statement, key_context,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::site::{Counted, SetClock};
use crate::transport::Authority;

pub(crate) const PATIENT_KEY: [u8; 32] = [0x5a; 32];

struct Held {
    signing: SigningSecret,
    central: VerifyingKey,
    clock: Arc<SetClock>,
    is_down: AtomicBool,
    devices: Mutex<HashMap<DeviceId, DeviceCertificate>>,
    people: Mutex<HashMap<(PersonId, DeviceId), VerifyingKey>>,
}

#[derive(Clone)]
pub(crate) struct KeyService {
    pub(crate) url: String,
    pub(crate) public: VerifyingKey,
    held: Arc<Held>,
}

impl KeyService {
    pub(crate) fn start(
        authority: &Authority,
        central: VerifyingKey,
        clock: Arc<SetClock>,
    ) -> Self {
        let signing = SigningSecret::make(&mut Counted(1 << 50));
        let public = signing.public();
        let held = Arc::new(Held {
            signing,
            central,
            clock,
            is_down: AtomicBool::new(false),
            devices: Mutex::default(),
            people: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let router = axum::Router::new()
            .route("/v1/admit", post(admit))
            .route("/v1/person-keys", post(register))
            .route("/v1/release", post(release))
            .route("/v1/verifying-key", get(verifying_key))
            .route("/healthz", get(healthz))
            .with_state(held.clone());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_file(&authority.cert).unwrap()],
                PrivateKeyDer::from_pem_file(&authority.key).unwrap(),
            )
            .unwrap();
        let tls = RustlsConfig::from_config(Arc::new(tls));
        let server = axum_server::from_tcp_rustls(listener, tls).unwrap();
        tokio::spawn(server.serve(router.into_make_service()));
        Self { url, public, held }
    }

    pub(crate) fn set_down(&self, is_down: bool) {
        self.held.is_down.store(is_down, Ordering::SeqCst);
    }
}

/// A refusal in the form that was agreed.
struct Refused(RefusalCode);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = Problem {
            problem_type: "urn:charthold:problem:of-the-key-service".to_owned(),
            title: self.0.title().to_owned(),
            status: self.0.status(),
            code: self.0,
            request_id: "1".to_owned(),
            server_time: None,
            because: None,
        };
        (
            StatusCode::from_u16(problem.status).unwrap(),
            axum::Json(problem),
        )
            .into_response()
    }
}

type Reply = Result<Vec<u8>, Refused>;

impl Held {
    /// What a key service may rely on: central's own word, for this request, for a minute.
    fn check_warrant(
        &self,
        warrant: Option<&SignedWarrant>,
        asked: &KeyRequest,
    ) -> Result<(), Refused> {
        let warrant = warrant.ok_or(Refused(RefusalCode::Unauthenticated))?;
        let warrant = warrant
            .verify(&self.central)
            .map_err(|_| Refused(RefusalCode::Unauthenticated))?;
        let wanted: Vec<_> = asked
            .wanted
            .iter()
            .map(|key| (key.chart, key.compartment))
            .collect();
        let now = self.clock.now();
        let agrees = warrant.keys == wanted
            && (warrant.device, warrant.person, warrant.tenant)
                == (asked.device, asked.person, asked.tenant)
            && (warrant.audit, warrant.index_key) == (asked.audit, asked.index_key)
            && warrant.issued_at <= now
            && warrant.expires_at.since(now) <= Duration::from_secs(60)
            && warrant.expires_at > now;
        if agrees {
            Ok(())
        } else {
            Err(Refused(RefusalCode::Unauthenticated))
        }
    }

    fn check_up(&self) -> Result<(), Refused> {
        let is_down = self.is_down.load(Ordering::SeqCst);
        if is_down {
            Err(Refused(RefusalCode::KeysUnavailable))
        } else {
            Ok(())
        }
    }
}

async fn admit(State(held): State<Arc<Held>>, body: Bytes) -> Reply {
    held.check_up()?;
    let admission =
        SignedAdmission::from_bytes(&body).map_err(|_| Refused(RefusalCode::Malformed))?;
    let admission = admission
        .verify(&held.central)
        .map_err(|_| Refused(RefusalCode::Unauthenticated))?;
    let certificate = DeviceCertificate {
        tenant: admission.tenant,
        device: admission.device,
        name: admission.name,
        signing: admission.signing,
        agreement: admission.agreement,
        issued_at: held.clock.now(),
        expires_at: held.clock.now().plus(Duration::from_secs(365 * 86_400)),
    };
    held.devices
        .lock()
        .unwrap()
        .insert(certificate.device, certificate.clone());
    Ok(SignedDeviceCertificate::make(&certificate, &held.signing).to_bytes())
}

async fn register(State(held): State<Arc<Held>>, body: Bytes) -> Result<StatusCode, Refused> {
    held.check_up()?;
    let signed = SignedPersonKeyRegistration::from_bytes(&body)
        .map_err(|_| Refused(RefusalCode::Malformed))?;
    let claimed = signed
        .dangerous_read()
        .map_err(|_| Refused(RefusalCode::Malformed))?;
    let device = held.devices.lock().unwrap()[&claimed.device].clone();
    let said = signed
        .verify(&device.signing)
        .map_err(|_| Refused(RefusalCode::Unauthenticated))?;
    let mut people = held.people.lock().unwrap();
    let key = people.entry((said.person, said.device)).or_insert(said.key);
    Ok(if *key == said.key {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::CONFLICT
    })
}

async fn release(State(held): State<Arc<Held>>, body: Bytes) -> Reply {
    held.check_up()?;
    let message: KeysRequest =
        minicbor::decode(&body).map_err(|_| Refused(RefusalCode::Malformed))?;
    let claimed = message
        .request
        .dangerous_read()
        .map_err(|_| Refused(RefusalCode::Malformed))?;
    let device = held.devices.lock().unwrap()[&claimed.device].clone();
    let asked = message
        .request
        .verify(&device.signing)
        .map_err(|_| Refused(RefusalCode::Unauthenticated))?;
    let person = held
        .people
        .lock()
        .unwrap()
        .get(&(asked.person, asked.device))
        .copied();
    let person = person.ok_or(Refused(RefusalCode::Unauthenticated))?;
    person
        .verify(
            KeyRequest::LABEL,
            message.request.bytes(),
            &message.person_signature,
        )
        .map_err(|_| Refused(RefusalCode::Unauthenticated))?;
    held.check_warrant(message.warrant.as_ref(), &asked)?;
    let keys = asked.wanted.iter().map(|key| {
        let place = Some((&key.chart, key.compartment));
        let info = key_context(&asked.device, &asked.person, place, 1);
        let sealed = device
            .agreement
            .seal_to(&info, &[], &PATIENT_KEY, &mut Counted(3))
            .unwrap();
        ReleasedKey {
            chart: key.chart,
            compartment: key.compartment,
            generation: 1,
            sealed,
        }
    });
    let reply = KeysReply {
        keys: keys.collect(),
        index_key: None,
    };
    Ok(minicbor::to_vec(&reply).unwrap())
}

async fn verifying_key(State(held): State<Arc<Held>>) -> Reply {
    held.check_up()?;
    Ok(held.signing.public().as_bytes().to_vec())
}

async fn healthz(State(held): State<Arc<Held>>) -> Result<&'static str, Refused> {
    held.check_up().map(|()| "ok")
}
