//! A workstation that signs what it sends, and can be made to send what it should not.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_audit::{Action, AuditEvent, AuditHead, Outcome, SealedEvent, Subtype, append};
use charthold_chartlog::{
    AuthContext, Authoring, Class, HeaderCore, OpHash, Operation, Patch, SCHEMA_VERSION, SUITE,
    VERSION, author,
};
use charthold_crypto::{AgreementSecret, Entropy, Key, Secret, SigningSecret, purpose};
use charthold_domain::{
    AuditEventId, ChartId, Clock, Compartment, DeviceId, OpId, PersonId, Purpose, RecordId,
    SessionId, TenantId, Timestamp, UnitId,
};
use charthold_protocol::{
    AUDIT_ID_HEADER, AuditPush, AuditPushReply, Base64Bytes, DEVICE_HEADER, ENROL_LABEL,
    EnrolReply, EnrolRequest, NONCE_HEADER, PersonKeyRegistration, PushGroup, PushRequest,
    REQUEST_LABEL, RegisterChart, RegisterChartReply, RequestProof, SIGNATURE_HEADER, SessionReply,
    SessionRequest, SignedPersonKeyRegistration, TIME_HEADER, enrolment_proof, proof_bytes,
};

use crate::site::{Counted, PASSWORD, Site};
use crate::transport::Answer;

pub(crate) struct Workstation {
    pub(crate) id: DeviceId,
    pub(crate) tenant: TenantId,
    pub(crate) signing: SigningSecret,
    pub(crate) agreement: AgreementSecret,
    pub(crate) person_key: SigningSecret,
    pub(crate) chance: Counted,
    pub(crate) facility: ChartId,
    /// Who writes at it.
    pub(crate) person: PersonId,
    audit: AuditHead,
    tips: HashMap<ChartId, (u64, OpHash)>,
}

/// What goes with a request.
#[derive(Clone, Default)]
pub(crate) struct With {
    pub(crate) token: Option<String>,
    pub(crate) audit: Option<AuditEventId>,
}

impl With {
    pub(crate) fn audit(id: AuditEventId) -> Self {
        Self {
            audit: Some(id),
            token: None,
        }
    }

    pub(crate) fn both(token: &str, id: AuditEventId) -> Self {
        Self {
            token: Some(token.to_owned()),
            audit: Some(id),
        }
    }
}

/// The signed headers of one request.
#[derive(Clone)]
pub(crate) struct Headers(pub(crate) Vec<(&'static str, String)>);

impl Workstation {
    /// A machine with keys of its own that nobody knows yet.
    pub(crate) fn candidate(chance: &mut Counted) -> Self {
        let mut seed = [0; 8];
        chance.fill(&mut seed);
        let mut chance = Counted(u64::from_be_bytes(seed) >> 1);
        Self {
            id: DeviceId::from_bytes([0; 16]),
            tenant: TenantId::from_bytes([0; 16]),
            facility: ChartId::from_bytes([0; 16]),
            person: PersonId::from_bytes([3; 16]),
            signing: SigningSecret::make(&mut chance),
            agreement: AgreementSecret::make(&mut chance),
            person_key: SigningSecret::make(&mut chance),
            chance,
            audit: AuditHead::EMPTY,
            tips: HashMap::new(),
        }
    }

    pub(crate) fn enrol_request(&self, code: &str) -> EnrolRequest {
        let (signing, agreement) = (self.signing.public(), self.agreement.public());
        let name = "WS-4B-03".to_owned();
        let signed = enrolment_proof(code, &name, signing.as_bytes(), agreement.as_bytes());
        EnrolRequest {
            code: code.to_owned(),
            name,
            signing_key: Base64Bytes(signing.as_bytes().to_vec()),
            agreement_key: Base64Bytes(agreement.as_bytes().to_vec()),
            app_version: "1".to_owned(),
            proof: Base64Bytes(self.signing.sign(ENROL_LABEL, &signed).as_bytes().to_vec()),
        }
    }

    pub(crate) async fn enrol(&mut self, site: &Site, code: &str) -> Result<EnrolReply, Answer> {
        let answer = post_json(site, "/v1/enroll", &self.enrol_request(code)).await;
        if answer.status != 200 {
            return Err(answer);
        }
        let reply: EnrolReply = answer.json();
        (self.id, self.tenant, self.facility) = (reply.device, reply.tenant, reply.facility_chart);
        Ok(reply)
    }

    pub(crate) fn sign(
        &mut self,
        site: &Site,
        method: &str,
        path: &str,
        body: &[u8],
        with: &With,
    ) -> Headers {
        self.sign_at(site.clock.now(), method, path, body, with)
    }

    pub(crate) fn sign_at(
        &mut self,
        time: Timestamp,
        method: &str,
        path: &str,
        body: &[u8],
        with: &With,
    ) -> Headers {
        let mut nonce = [0; 16];
        self.chance.fill(&mut nonce);
        let proof = RequestProof {
            device: self.id,
            time,
            nonce: STANDARD.encode(nonce),
        };
        let signed = proof_bytes(method, path, body, with.token.as_deref(), &proof);
        let signature = self.signing.sign(REQUEST_LABEL, &signed);
        let mut headers = vec![
            (DEVICE_HEADER, proof.device.to_string()),
            (TIME_HEADER, proof.time.to_string()),
            (NONCE_HEADER, proof.nonce),
            (SIGNATURE_HEADER, STANDARD.encode(signature.as_bytes())),
        ];
        headers.extend(
            with.token
                .as_ref()
                .map(|t| ("authorization", format!("Bearer {t}"))),
        );
        headers.extend(with.audit.map(|id| (AUDIT_ID_HEADER, id.to_string())));
        Headers(headers)
    }

    pub(crate) async fn post(
        &mut self,
        site: &Site,
        path: &str,
        body: Vec<u8>,
        with: &With,
    ) -> Answer {
        let headers = self.sign(site, "POST", path, &body, with);
        send(site, "POST", path, body, &headers).await
    }

    pub(crate) async fn post_cbor<T: minicbor::Encode<()>>(
        &mut self,
        site: &Site,
        path: &str,
        message: &T,
        with: &With,
    ) -> Answer {
        self.post(site, path, minicbor::to_vec(message).unwrap(), with)
            .await
    }

    pub(crate) async fn sign_in(&mut self, site: &Site, username: &str) -> SessionReply {
        let answer = self.try_sign_in(site, username, PASSWORD).await;
        answer.json()
    }

    pub(crate) async fn try_sign_in(
        &mut self,
        site: &Site,
        username: &str,
        password: &str,
    ) -> Answer {
        self.try_session(site, username, password, None).await
    }

    pub(crate) async fn try_session(
        &mut self,
        site: &Site,
        username: &str,
        password: &str,
        person_key: Option<Base64Bytes>,
    ) -> Answer {
        let request = SessionRequest {
            username: username.to_owned(),
            password: password.to_owned(),
            person_key,
            second_factor: None,
        };
        let body = serde_json::to_vec(&request).unwrap();
        self.post(site, "/v1/session", body, &With::default()).await
    }

    /// With a code beside the password.
    pub(crate) async fn try_code(&mut self, site: &Site, username: &str, code: &str) -> Answer {
        self.try_both(site, username, (PASSWORD, code)).await
    }

    pub(crate) async fn try_both(
        &mut self,
        site: &Site,
        username: &str,
        (password, code): (&str, &str),
    ) -> Answer {
        let request = SessionRequest {
            username: username.to_owned(),
            password: password.to_owned(),
            person_key: None,
            second_factor: Some(code.to_owned()),
        };
        let body = serde_json::to_vec(&request).unwrap();
        self.post(site, "/v1/session", body, &With::default()).await
    }

    /// The registration of this workstation's person key.
    pub(crate) fn registration(&self, site: &Site, person: PersonId) -> Base64Bytes {
        let statement = PersonKeyRegistration {
            person,
            device: self.id,
            key: self.person_key.public(),
            made_at: site.clock.now(),
        };
        Base64Bytes(SignedPersonKeyRegistration::make(&statement, &self.signing).to_bytes())
    }

    pub(crate) fn event(&mut self, person: Option<PersonId>) -> (AuditEventId, SealedEvent) {
        let mut id = [0; 16];
        self.chance.fill(&mut id);
        let event = AuditEvent {
            version: 1,
            id: AuditEventId::from_bytes(id),
            tenant: self.tenant,
            device: self.id,
            at: Timestamp::from_millis(5),
            boot_ms: 5,
            person,
            role: None,
            session: None,
            action: Action::Execute,
            subtype: Subtype::Exchange,
            purpose: Purpose::Operations,
            chart: None,
            subjects: Vec::new(),
            outcome: Outcome::Success,
            app_version: "1".to_owned(),
            offline: false,
            count: None,
        };
        let mac: Key<purpose::Audit> = Key::from_secret(Secret::new([1; 32]));
        let sealed = append(&self.audit, &event, &mac, &self.signing);
        self.audit = sealed.head();
        (event.id, sealed)
    }

    /// Its last event.
    pub(crate) const fn audit_head(&self) -> AuditHead {
        self.audit
    }

    /// Records an event and brings it to central: what comes after can name it.
    pub(crate) async fn explain(&mut self, site: &Site, person: Option<PersonId>) -> AuditEventId {
        let (id, event) = self.event(person);
        let push = AuditPush {
            events: vec![event],
        };
        let answer = self
            .post_cbor(site, "/v1/audit/push", &push, &With::default())
            .await;
        let reply: AuditPushReply = answer.cbor();
        assert_eq!(reply.refusal, None);
        id
    }

    pub(crate) fn write(&mut self, chart: ChartId) -> Operation {
        self.write_json(chart, r#"{"resourceType":"Observation","id":"o"}"#)
    }

    /// An operation of at least so many bytes: what is random is not compressed.
    pub(crate) fn write_of(&mut self, chart: ChartId, bytes: usize) -> Operation {
        let mut random = vec![0; bytes];
        self.chance.fill(&mut random);
        let text: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let json = format!(r#"{{"resourceType":"Observation","id":"o","text":"{text}"}}"#);
        self.write_json(chart, &json)
    }

    fn write_json(&mut self, chart: ChartId, json: &str) -> Operation {
        let (seq, previous) = self.tips.get(&chart).copied().unwrap_or((0, OpHash::NONE));
        let mut op = [0; 16];
        self.chance.fill(&mut op);
        let core = HeaderCore {
            version: VERSION,
            suite: SUITE,
            tenant: self.tenant,
            chart,
            record: RecordId::from_bytes(op),
            class: Class::InsertOnly,
            op: OpId::from_bytes(op),
            parents: Vec::new(),
            device: self.id,
            device_seq: seq + 1,
            previous,
            hlc: 1,
            clock_suspect: false,
            person: self.person,
            session: SessionId::from_bytes([4; 16]),
            authority: AuthContext::Offline,
            compartment: Compartment::Normal,
            key_generation: 1,
            schema: SCHEMA_VERSION,
            min_reader: SCHEMA_VERSION,
            entered_in_error: false,
        };
        let chart_key = Key::from_secret(Secret::new([2; 32]));
        let keys = Authoring {
            chart_key: &chart_key,
            device: &self.signing,
        };
        let patch = Patch::of_resource(json).unwrap();
        let operation = author(&core, &patch, &keys, &mut self.chance).unwrap();
        self.tips.insert(chart, (core.device_seq, operation.hash()));
        operation
    }

    pub(crate) fn push_of(operations: &[Operation]) -> PushRequest {
        let groups = operations.iter().map(|operation| PushGroup {
            chart: operation.core().chart,
            operations: vec![operation.envelope().clone()],
        });
        PushRequest {
            epoch: 1,
            groups: groups.collect(),
        }
    }

    pub(crate) async fn push(&mut self, site: &Site, operations: &[Operation]) -> Answer {
        let push = Self::push_of(operations);
        self.post_cbor(site, "/v1/sync/push", &push, &With::default())
            .await
    }

    /// A chart in `unit`, registered by the person with this token.
    pub(crate) async fn chart(&mut self, site: &Site, token: &str, unit: UnitId) -> ChartId {
        let mut blind_index = vec![0; 32];
        self.chance.fill(&mut blind_index);
        let id = self.explain(site, None).await;
        let request = RegisterChart {
            blind_index: Base64Bytes(blind_index),
            unit,
        };
        let body = serde_json::to_vec(&request).unwrap();
        let answer = self
            .post(site, "/v1/charts", body, &With::both(token, id))
            .await;
        let reply: RegisterChartReply = answer.json();
        reply.chart
    }
}

pub(crate) async fn send(
    site: &Site,
    method: &str,
    path: &str,
    body: Vec<u8>,
    headers: &Headers,
) -> Answer {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = site
        .http
        .request(method, format!("{}{path}", site.url))
        .body(body);
    for (name, value) in &headers.0 {
        request = request.header(*name, value);
    }
    Answer::to(request).await
}

pub(crate) async fn post_json<T: serde::Serialize>(site: &Site, path: &str, body: &T) -> Answer {
    let body = serde_json::to_vec(body).unwrap();
    Answer::to(site.http.post(format!("{}{path}", site.url)).body(body)).await
}

pub(crate) async fn get(site: &Site, path: &str) -> Answer {
    Answer::to(site.http.get(format!("{}{path}", site.url))).await
}
