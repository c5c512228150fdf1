//! A hospital of one device and one person, with a real key service.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use charthold_crypto::{AgreementSecret, OsEntropy, Secret, Signature, SigningSecret};
use charthold_domain::{
    AuditEventId, BootTime, ChartId, Clock, Compartment, DeviceId, PersonId, Purpose, TenantId,
    Timestamp, WarrantId,
};
use charthold_keys::{Home, KeyService, router};
use charthold_protocol::{
    Admission, KeyRequest, KeysReply, KeysRequest, PersonKeyRegistration, Problem, RefusalCode,
    SignedAdmission, SignedKeyRequest, SignedPersonKeyRegistration, SignedWarrant, Statement,
    WantedKey, Warrant, key_context,
};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const TENANT: TenantId = TenantId::from_bytes([1; 16]);
pub(crate) const NURSE: PersonId = PersonId::from_bytes([2; 16]);
const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A clock that is set by hand.
pub(crate) struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub(crate) fn advance(&self, span: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(span);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn boot_time(&self) -> BootTime {
        BootTime(Duration::ZERO)
    }
}

/// A workstation's keys.
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) signing: SigningSecret,
    pub(crate) agreement: AgreementSecret,
}

impl Device {
    pub(crate) fn make(id: u8) -> Self {
        Self {
            id: DeviceId::from_bytes([id; 16]),
            signing: SigningSecret::make(&mut OsEntropy),
            agreement: AgreementSecret::make(&mut OsEntropy),
        }
    }
}

pub(crate) struct Hospital {
    pub(crate) home: TempDir,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) central: SigningSecret,
    pub(crate) service: Arc<KeyService>,
    pub(crate) device: Device,
    pub(crate) nurse_key: SigningSecret,
}

/// An answer of the service.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The code of a refusal, which must be a well-formed one.
    pub(crate) fn refusal(&self) -> (u16, RefusalCode) {
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        assert!(!problem.request_id.is_empty());
        (problem.status, problem.code)
    }

    pub(crate) fn keys(&self) -> KeysReply {
        let said = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, StatusCode::OK, "{said}");
        minicbor::decode(&self.body).unwrap()
    }
}

impl Hospital {
    /// A hospital whose key service knows nobody yet.
    pub(crate) fn empty() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock(Mutex::new(START)));
        let plain = Home::plain(&home.path().join("keys"));
        charthold_keys::init(&plain, clock.as_ref(), &mut OsEntropy).unwrap();
        let central = SigningSecret::make(&mut OsEntropy);
        let service = open(&plain, &central, &clock);
        let nurse_key = SigningSecret::make(&mut OsEntropy);
        Self {
            home,
            clock,
            central,
            service,
            device: Device::make(10),
            nurse_key,
        }
    }

    /// A hospital whose key service knows the device and the nurse.
    pub(crate) fn open() -> Self {
        let hospital = Self::empty();
        hospital.enrol();
        hospital
    }

    fn enrol(&self) {
        let admission = self.admission(&self.device);
        let admitted = self.admit(&admission, &self.central);
        let said = String::from_utf8_lossy(&admitted.body);
        assert_eq!(admitted.status, StatusCode::OK, "{said}");
        let registration = self.registration(NURSE, &self.device, &self.nurse_key);
        let taken = self.register(&registration, &self.device.signing);
        assert_eq!(taken.status, StatusCode::NO_CONTENT);
    }

    /// The hospital of a key service that is there already, or is new: its secrets are always the same.
    pub(crate) fn at(place: &Home) -> Self {
        let fixed = |byte| SigningSecret::from_secret(Secret::new([byte; 32]));
        let clock = Arc::new(SetClock(Mutex::new(START)));
        let central = fixed(1);
        let hospital = Self {
            home: tempfile::tempdir().unwrap(),
            service: open(place, &central, &clock),
            clock,
            central,
            device: Device {
                id: DeviceId::from_bytes([10; 16]),
                signing: fixed(2),
                agreement: AgreementSecret::from_secret(Secret::new([3; 32])),
            },
            nurse_key: fixed(4),
        };
        hospital.enrol();
        hospital
    }

    /// The key service after its process ended and began again.
    pub(crate) fn reopen(&mut self) {
        self.reopen_at(&self.place());
    }

    /// The same, with its master key elsewhere.
    pub(crate) fn reopen_at(&mut self, place: &Home) {
        self.service = open(place, &self.central, &self.clock);
    }

    pub(crate) fn dir(&self) -> std::path::PathBuf {
        self.home.path().join("keys")
    }

    pub(crate) fn place(&self) -> Home {
        Home::plain(&self.dir())
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::from(body))
            .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let response = router(Arc::clone(&self.service))
                .oneshot(request)
                .await
                .unwrap();
            let status = response.status();
            let body = to_bytes(response.into_body(), usize::MAX)
                .await
                .unwrap()
                .to_vec();
            Answer { status, body }
        })
    }

    pub(crate) fn admission(&self, device: &Device) -> Admission {
        Admission {
            tenant: TENANT,
            device: device.id,
            name: "WS-4B-03".to_owned(),
            signing: device.signing.public(),
            agreement: device.agreement.public(),
            admitted_at: self.clock.now(),
        }
    }

    pub(crate) fn admit(&self, admission: &Admission, signer: &SigningSecret) -> Answer {
        self.send(
            "POST",
            "/v1/admit",
            SignedAdmission::make(admission, signer).to_bytes(),
        )
    }

    pub(crate) fn registration(
        &self,
        person: PersonId,
        device: &Device,
        key: &SigningSecret,
    ) -> PersonKeyRegistration {
        let made_at = self.clock.now();
        PersonKeyRegistration {
            person,
            device: device.id,
            key: key.public(),
            made_at,
        }
    }

    pub(crate) fn register(
        &self,
        registration: &PersonKeyRegistration,
        signer: &SigningSecret,
    ) -> Answer {
        let signed = SignedPersonKeyRegistration::make(registration, signer);
        self.send("POST", "/v1/person-keys", signed.to_bytes())
    }

    /// A request of the nurse on the device that is right in every respect.
    pub(crate) fn attempt(&self, warrant: u8, wanted: Vec<WantedKey>) -> Attempt<'_> {
        let now = self.clock.now();
        let keys = wanted
            .iter()
            .map(|key| (key.chart, key.compartment))
            .collect();
        let (device, audit) = (self.device.id, AuditEventId::from_bytes([5; 16]));
        let request = KeyRequest {
            tenant: TENANT,
            device,
            person: NURSE,
            wanted,
            index_key: true,
            purpose: Purpose::Treatment,
            audit,
            at: now,
        };
        let warrant = Warrant {
            id: WarrantId::from_bytes([warrant; 16]),
            tenant: TENANT,
            device,
            person: NURSE,
            keys,
            purpose: Purpose::Treatment,
            audit,
            index_key: true,
            issued_at: now,
            expires_at: now.plus(Duration::from_secs(60)),
        };
        let (device, nurse) = (&self.device.signing, &self.nurse_key);
        Attempt {
            request,
            warrant: Some(warrant),
            central: &self.central,
            device,
            nurse,
        }
    }

    pub(crate) fn release(&self, attempt: &Attempt<'_>) -> Answer {
        self.send("POST", "/v1/release", attempt.to_bytes())
    }
}

/// A request for keys, and who signs its parts.
pub(crate) struct Attempt<'a> {
    pub(crate) request: KeyRequest,
    pub(crate) warrant: Option<Warrant>,
    pub(crate) central: &'a SigningSecret,
    pub(crate) device: &'a SigningSecret,
    pub(crate) nurse: &'a SigningSecret,
}

impl Attempt<'_> {
    pub(crate) fn warrant(&mut self) -> &mut Warrant {
        self.warrant.as_mut().unwrap()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let request = SignedKeyRequest::make(&self.request, self.device);
        let person_signature: Signature = self.nurse.sign(KeyRequest::LABEL, request.bytes());
        let warrant = self
            .warrant
            .as_ref()
            .map(|w| SignedWarrant::make(w, self.central));
        minicbor::to_vec(KeysRequest {
            request,
            person_signature,
            warrant,
        })
        .unwrap()
    }
}

pub(crate) fn wanted(chart: u8, compartment: Compartment) -> WantedKey {
    WantedKey {
        chart: ChartId::from_bytes([chart; 16]),
        compartment,
    }
}

/// The keys of a reply, opened by `device` for `person`, the index key last.
pub(crate) fn opened(
    reply: &KeysReply,
    device: &Device,
    person: PersonId,
) -> Result<Vec<Vec<u8>>, charthold_crypto::CryptoError> {
    let open = |info: Vec<u8>, sealed: &[u8]| {
        let key = device.agreement.open_sealed(&info, &[], sealed)?;
        // EXPOSE: a test compares keys.
        Ok(key.expose().clone())
    };
    let charts = reply.keys.iter().map(|key| {
        let place = Some((&key.chart, key.compartment));
        open(
            key_context(&device.id, &person, place, key.generation),
            &key.sealed,
        )
    });
    let index = reply
        .index_key
        .iter()
        .map(|sealed| open(key_context(&device.id, &person, None, 1), sealed));
    charts.chain(index).collect()
}

fn open(place: &Home, central: &SigningSecret, clock: &Arc<SetClock>) -> Arc<KeyService> {
    let clock: Arc<dyn Clock> = Arc::<SetClock>::clone(clock);
    let service = KeyService::open(place, central.public(), clock, Box::new(OsEntropy));
    Arc::new(service.unwrap())
}
