//! A founded hospital on a store, with workstations that really sign.

use std::collections::HashMap;
use std::time::Duration;

use charthold_audit::{Action, AuditEvent, AuditHead, Outcome, SealedEvent, Subtype, append};
use charthold_central_store::{
    CentralStore, HospitalFacts, Ingesting, NewCode, NewDevice, Offer, OfferedGroup,
    OfferedOperation, Registration, SignatureCheck, Wanted,
};
use charthold_chartlog::{
    AuthContext, Authoring, Class, Head, HeaderCore, OpHash, Operation, Patch, SCHEMA_VERSION,
    SUITE, VERSION, author,
};
use charthold_crypto::{AgreementSecret, Entropy, Key, SigningSecret, purpose, sha256};
use charthold_domain::{
    ChartId, Compartment, DeviceId, OpId, Person, PersonId, Purpose, RecordId, Role, SessionId,
    TenantId, Timestamp, Unit, UnitId,
};
use charthold_protocol::{DeviceCertificate, DeviceStatus, OpOutcome, SignedDeviceCertificate};

/// Bytes that are the same in every run.
pub(crate) struct Counted(pub(crate) u64);

impl Entropy for Counted {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&sha256(&[&self.0.to_be_bytes()])[..chunk.len()]);
        }
    }
}

pub(crate) struct World<'a> {
    pub(crate) store: &'a dyn CentralStore,
    pub(crate) facts: HospitalFacts,
    pub(crate) now: Timestamp,
    chance: Counted,
    keys: SigningSecret,
}

impl<'a> World<'a> {
    pub(crate) async fn found(store: &'a dyn CentralStore) -> Self {
        let world = Self::beside(store, 0);
        store.found(&world.facts, world.now).await.unwrap();
        world
    }

    /// The same hospital through another store, or another connection to it; `seed` tells apart what
    /// the two make up.
    pub(crate) fn beside(store: &'a dyn CentralStore, seed: u64) -> Self {
        let mut chance = Counted(seed);
        let facts = HospitalFacts {
            tenant: TenantId::from_bytes([1; 16]),
            name: "Riverside General".to_owned(),
            facility_chart: ChartId::from_bytes([2; 16]),
        };
        Self {
            store,
            facts,
            now: Timestamp::from_millis(1_700_000_000_000),
            keys: SigningSecret::make(&mut chance),
            chance,
        }
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    pub(crate) async fn unit(&mut self, name: &str) -> UnitId {
        let id = UnitId::from_bytes(self.bytes());
        self.store
            .add_unit(&Unit {
                id,
                name: name.to_owned(),
            })
            .await
            .unwrap();
        id
    }

    pub(crate) async fn person(&mut self, username: &str, units: &[UnitId]) -> Person {
        let person = Person {
            id: PersonId::from_bytes(self.bytes()),
            username: username.to_owned(),
            display_name: username.to_owned(),
            role: Role::Nurse,
            units: units.to_vec(),
        };
        self.store
            .add_person(&person, "$argon2id$", self.now)
            .await
            .unwrap();
        person
    }

    pub(crate) async fn chart(&mut self, unit: UnitId) -> ChartId {
        let registration = Registration {
            blind_index: self.bytes(),
            unit,
            chart: ChartId::from_bytes(self.bytes()),
            at: self.now,
        };
        self.store.register(&registration).await.unwrap().chart
    }

    pub(crate) async fn code(&mut self, units: &[UnitId], uses: u32) -> [u8; 32] {
        let code_hash = self.bytes();
        let code = NewCode {
            code_hash,
            units: units.to_vec(),
            uses,
            made_at: self.now,
            expires_at: self.now.plus(Duration::from_secs(900)),
        };
        self.store.add_code(&code).await.unwrap();
        code_hash
    }

    pub(crate) fn device(&mut self) -> (NewDevice, Workstation) {
        let id = DeviceId::from_bytes(self.bytes());
        let signing = SigningSecret::make(&mut self.chance);
        let certificate = DeviceCertificate {
            tenant: self.facts.tenant,
            device: id,
            name: "WS-4B-03".to_owned(),
            signing: signing.public(),
            agreement: AgreementSecret::make(&mut self.chance).public(),
            issued_at: self.now,
            expires_at: self.now.plus(Duration::from_secs(86_400)),
        };
        let certificate = SignedDeviceCertificate::make(&certificate, &self.keys);
        let new = NewDevice {
            id,
            name: "WS-4B-03".to_owned(),
            certificate,
        };
        let workstation = Workstation {
            id,
            tenant: self.facts.tenant,
            signing,
            chance: Counted(u64::from(id.as_bytes()[0]) << 32),
            tips: HashMap::new(),
            audit: AuditHead::EMPTY,
        };
        (new, workstation)
    }

    /// A workstation of these units.
    pub(crate) async fn enrol(&mut self, units: &[UnitId]) -> Workstation {
        let code = self.code(units, 1).await;
        let (new, workstation) = self.device();
        self.store.enrol(code, &new, self.now).await.unwrap();
        workstation
    }

    pub(crate) async fn push(&self, donor: DeviceId, operations: &[&Operation]) -> Vec<OpOutcome> {
        self.offer(
            donor,
            DeviceStatus::Active,
            SignatureCheck::Holds,
            operations,
        )
        .await
    }

    pub(crate) async fn offer(
        &self,
        donor: DeviceId,
        standing: DeviceStatus,
        signature: SignatureCheck,
        operations: &[&Operation],
    ) -> Vec<OpOutcome> {
        let offer = offer(donor, standing, signature, operations, self.now);
        let results = self.store.push(offer).await.unwrap();
        let ids: Vec<OpId> = operations
            .iter()
            .map(|operation| operation.core().op)
            .collect();
        assert_eq!(
            results.iter().map(|result| result.op).collect::<Vec<_>>(),
            ids
        );
        results.into_iter().map(|result| result.outcome).collect()
    }

    pub(crate) fn wanted(device: DeviceId, heads: &[(ChartId, Head)]) -> Wanted {
        Wanted {
            device,
            lacking: Vec::new(),
            heads: heads.to_vec(),
            max_bytes: 1 << 20,
            apart_above: None,
        }
    }

    pub(crate) fn ingesting(&self, device: &Workstation, events: &[SealedEvent]) -> Ingesting {
        Ingesting {
            tenant: self.facts.tenant,
            device: device.id,
            key: device.signing.public(),
            events: events.to_vec(),
            at: self.now,
        }
    }
}

/// A push of `operations`, those of a chart that follow each other as one group.
pub(crate) fn offer(
    donor: DeviceId,
    standing: DeviceStatus,
    signature: SignatureCheck,
    operations: &[&Operation],
    at: Timestamp,
) -> Offer {
    let mut groups: Vec<OfferedGroup> = Vec::new();
    for operation in operations {
        let chart = operation.core().chart;
        let offered = OfferedOperation {
            operation: (*operation).clone(),
            signature,
        };
        match groups.last_mut() {
            Some(group) if group.chart == chart => group.operations.push(offered),
            _ => groups.push(OfferedGroup {
                chart,
                operations: vec![offered],
            }),
        }
    }
    Offer {
        donor,
        standing,
        at,
        groups,
    }
}

/// A device that writes operations and audit events.
pub(crate) struct Workstation {
    pub(crate) id: DeviceId,
    pub(crate) signing: SigningSecret,
    tenant: TenantId,
    chance: Counted,
    tips: HashMap<ChartId, (u64, OpHash)>,
    audit: AuditHead,
}

/// What an operation says beyond its place.
#[derive(Clone)]
pub(crate) struct Says {
    pub(crate) class: Class,
    pub(crate) record: RecordId,
    pub(crate) parents: Vec<OpId>,
    pub(crate) text: String,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            class: Class::InsertOnly,
            record: RecordId::from_bytes([7; 16]),
            parents: Vec::new(),
            text: "x".to_owned(),
        }
    }
}

impl Workstation {
    pub(crate) fn write(&mut self, chart: ChartId) -> Operation {
        self.say(chart, Says::default())
    }

    /// The next operation of this device in the chart.
    pub(crate) fn say(&mut self, chart: ChartId, says: Says) -> Operation {
        let mut op = [0; 16];
        self.chance.fill(&mut op);
        self.say_as(chart, OpId::from_bytes(op), says)
    }

    pub(crate) fn say_as(&mut self, chart: ChartId, op: OpId, says: Says) -> Operation {
        let (seq, previous) = self.tips.get(&chart).copied().unwrap_or((0, OpHash::NONE));
        let core = HeaderCore {
            version: VERSION,
            suite: SUITE,
            tenant: self.tenant,
            chart,
            record: says.record,
            class: says.class,
            op,
            parents: says.parents,
            device: self.id,
            device_seq: seq + 1,
            previous,
            hlc: 1,
            clock_suspect: false,
            person: PersonId::from_bytes([3; 16]),
            session: SessionId::from_bytes([4; 16]),
            authority: AuthContext::Offline,
            compartment: Compartment::Normal,
            key_generation: 1,
            schema: SCHEMA_VERSION,
            min_reader: SCHEMA_VERSION,
            entered_in_error: false,
        };
        let json = format!(
            r#"{{"resourceType":"Observation","id":"o","note":[{{"text":"{}"}}]}}"#,
            says.text
        );
        let chart_key: Key<purpose::Chart> = Key::make(&mut Counted(9));
        let keys = Authoring {
            chart_key: &chart_key,
            device: &self.signing,
        };
        let patch = Patch::of_resource(&json).unwrap();
        let operation = author(&core, &patch, &keys, &mut self.chance).unwrap();
        self.tips.insert(chart, (core.device_seq, operation.hash()));
        operation
    }

    /// Forgets what it wrote in the chart after `seq`, as a workstation put back from a copy does.
    pub(crate) fn go_back(&mut self, chart: ChartId, seq: u64, hash: OpHash) {
        self.tips.insert(chart, (seq, hash));
    }

    pub(crate) fn event(&mut self, subtype: Subtype) -> (AuditEvent, SealedEvent) {
        let mut id = [0; 16];
        self.chance.fill(&mut id);
        let event = AuditEvent {
            version: 1,
            id: charthold_domain::AuditEventId::from_bytes(id),
            tenant: self.tenant,
            device: self.id,
            at: Timestamp::from_millis(5),
            boot_ms: 5,
            person: Some(PersonId::from_bytes([3; 16])),
            role: Some(Role::Nurse),
            session: None,
            action: Action::Execute,
            subtype,
            purpose: Purpose::Treatment,
            chart: None,
            subjects: Vec::new(),
            outcome: Outcome::Success,
            app_version: "1".to_owned(),
            offline: false,
            count: None,
        };
        let sealed = self.seal(&event);
        (event, sealed)
    }

    pub(crate) fn seal(&mut self, event: &AuditEvent) -> SealedEvent {
        let mac: Key<purpose::Audit> = Key::make(&mut Counted(10));
        let sealed = append(&self.audit, event, &mac, &self.signing);
        self.audit = sealed.head();
        sealed
    }

    pub(crate) fn audit_head(&self) -> AuditHead {
        self.audit
    }

    pub(crate) fn set_audit_head(&mut self, head: AuditHead) {
        self.audit = head;
    }
}
