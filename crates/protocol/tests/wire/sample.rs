//! One of each message, with one of everything in it.

use charthold_audit::{AuditHash, AuditHead, SealedEvent};
use charthold_chartlog::{Envelope, Head, OpHash, QuarantineReason, VoidReason};
use charthold_crypto::{Entropy, Signature, SigningSecret};
use charthold_domain::{
    AuditEventId, ChartId, Colleague, Compartment, DeviceId, OpId, PersonId, Purpose, Role,
    TenantId, Timestamp, Unit, UnitId,
};
use charthold_protocol::{
    AuditPush, AuditPushReply, AuditReceipt, AuditRefusal, BlobPull, BlobPullReply, BlobPush,
    BlobPushReply, ChartFrame, ChartKind, ChartRegistration, DeviceCertificate, DeviceStatus,
    Donation, DonationReply, Durable, HelloReply, HelloRequest, KeyRequest, KeysReply, KeysRequest,
    Known, KnownBackup, Limits, NotModified, OpOutcome, OpResult, Policy, PullReply, PullRequest,
    PulledEntry, PushGroup, PushReply, PushRequest, ReleasedKey, ScopedChart, SessionRenewal,
    Signed, SignedDeviceCertificate, SignedSessionRenewal, WantedKey, Warrant,
};

pub(crate) struct Messages {
    pub(crate) hello_request: HelloRequest,
    pub(crate) hello_reply: HelloReply,
    pub(crate) push_request: PushRequest,
    pub(crate) push_reply: PushReply,
    pub(crate) pull_request: PullRequest,
    pub(crate) pull_reply: PullReply,
    pub(crate) donation: Donation,
    pub(crate) donation_reply: DonationReply,
    pub(crate) audit_push: AuditPush,
    pub(crate) audit_push_reply: AuditPushReply,
    pub(crate) keys_request: KeysRequest,
    pub(crate) keys_reply: KeysReply,
    pub(crate) session_renewal: SignedSessionRenewal,
}

pub(crate) fn messages() -> Messages {
    let key = SigningSecret::make(&mut Fixed(1));
    Messages {
        hello_request: hello_request(),
        hello_reply: hello_reply(),
        push_request: PushRequest {
            epoch: 3,
            groups: vec![PushGroup {
                chart: CHART,
                operations: vec![envelope()],
            }],
        },
        push_reply: push_reply(),
        pull_request: PullRequest {
            epoch: 3,
            heads: vec![(CHART, HEAD)],
            max_bytes: 1 << 20,
            first: Some(CHART),
            lacking: None,
            apart_above: None,
        },
        pull_reply: pull_reply(&key),
        donation: Donation {
            epoch: 3,
            charts: vec![Signed::make(&registration(), &key)],
            devices: vec![certificate(&key)],
        },
        donation_reply: DonationReply {
            charts: 1,
            devices: 1,
        },
        audit_push: AuditPush {
            events: vec![SealedEvent {
                seq: 8,
                previous: AuditHash([6; 32]),
                event: vec![1, 2, 3],
                mac: [7; 32],
                signature: SIGNATURE,
            }],
        },
        audit_push_reply: AuditPushReply {
            receipt: Signed::make(&receipt(), &key),
            refusal: Some(AuditRefusal::Gap),
        },
        keys_request: keys_request(&key),
        keys_reply: keys_reply(),
        session_renewal: Signed::make(
            &SessionRenewal {
                tenant: TENANT,
                device: DEVICE,
                person: PERSON,
                at: AT,
            },
            &key,
        ),
    }
}

fn hello_request() -> HelloRequest {
    HelloRequest {
        protocol: 1,
        schema: 1,
        epoch: 3,
        app_version: "0.1.0".into(),
        backups: None,
        known: None,
    }
}

fn hello_reply() -> HelloReply {
    HelloReply {
        protocol: 1,
        epoch: 3,
        server_time: AT,
        limits: Limits {
            max_bytes: 4 << 20,
            max_ops: 1_000,
            bytes_per_s: None,
            apart_above: None,
        },
        status: DeviceStatus::Active,
        scope: vec![
            ScopedChart {
                chart: CHART,
                kind: ChartKind::Patient,
                unit: Some(UNIT),
            },
            ScopedChart {
                chart: ChartId::from_bytes([9; 16]),
                kind: ChartKind::Facility,
                unit: None,
            },
        ],
        units: vec![Unit {
            id: UNIT,
            name: "4B".into(),
        }],
        policy: serde_json::to_string(&Policy::default()).expect("it is text"),
        people: vec![Colleague {
            id: PERSON,
            display_name: "Tomas Berg, RN".into(),
            role: Role::Nurse,
        }],
        durable: None,
        validator: None,
        not_modified: None,
        start_after_ms: None,
        closed: None,
        withdrawn: None,
    }
}

/// What came to version 1 with blobs.
pub(crate) fn of_blobs() -> (
    PullRequest,
    BlobPush,
    BlobPushReply,
    BlobPull,
    BlobPullReply,
) {
    let pull_request = messages().pull_request;
    (
        PullRequest {
            apart_above: Some(256 << 10),
            ..pull_request
        },
        BlobPush {
            blob: [8; 32],
            from: 131_072,
            piece: vec![1, 2, 3],
        },
        BlobPushReply { held: 131_075 },
        BlobPull {
            chart: CHART,
            seq: 40,
            from: 131_072,
            most: 262_144,
        },
        BlobPullReply {
            size: 400_000,
            piece: vec![4, 5],
        },
    )
}

/// What came to version 1 with the names of authors whom no hello names.
pub(crate) fn of_authors() -> PullReply {
    let pull_reply = messages().pull_reply;
    PullReply {
        people: Some(vec![Colleague {
            id: PERSON,
            display_name: "Aisha Rahman, MD".into(),
            role: Role::Physician,
        }]),
        ..pull_reply
    }
}

/// What came to version 1 with room: central is busy.
pub(crate) fn of_room() -> HelloReply {
    let hello_reply = messages().hello_reply;
    HelloReply {
        limits: Limits {
            bytes_per_s: Some(256 << 10),
            apart_above: Some(256 << 10),
            ..hello_reply.limits
        },
        start_after_ms: Some(1_500),
        ..hello_reply
    }
}

/// What came to version 1 with conditions: nothing of it needs to be told again.
pub(crate) fn of_conditions() -> (HelloRequest, HelloReply) {
    let Messages {
        hello_request,
        hello_reply,
        ..
    } = messages();
    let known = Some(Known {
        validator: [4; 32],
        heads: [5; 32],
    });
    (
        HelloRequest {
            known,
            ..hello_request
        },
        HelloReply {
            scope: Vec::new(),
            units: Vec::new(),
            policy: String::new(),
            people: Vec::new(),
            validator: Some([4; 32]),
            not_modified: Some(NotModified::ScopeAndLogs),
            ..hello_reply
        },
    )
}

/// What came to version 1 with backups.
pub(crate) fn of_backups() -> (HelloRequest, HelloReply, PullRequest) {
    let Messages {
        hello_request,
        hello_reply,
        pull_request,
        ..
    } = messages();
    let backups = Some(KnownBackup {
        number: 2,
        outside: vec![CHART],
    });
    let durable = Some(Durable {
        backup: 3,
        charts: vec![(CHART, 40)],
    });
    let lacking = Some(vec![CHART]);
    (
        HelloRequest {
            backups,
            ..hello_request
        },
        HelloReply {
            durable,
            ..hello_reply
        },
        PullRequest {
            lacking,
            ..pull_request
        },
    )
}

fn push_reply() -> PushReply {
    let outcomes = [
        OpOutcome::Accepted { seq: 1 },
        OpOutcome::Duplicate { seq: 2 },
        OpOutcome::Void {
            seq: 3,
            reason: VoidReason::AlreadySigned,
        },
        OpOutcome::Quarantined {
            reason: QuarantineReason::DeviceRevoked,
        },
        OpOutcome::Quarantined {
            reason: QuarantineReason::OutOfScope,
        },
        OpOutcome::Quarantined {
            reason: QuarantineReason::ForkedDevice,
        },
        OpOutcome::Quarantined {
            reason: QuarantineReason::BadSignature,
        },
        OpOutcome::Gap { expected: 4 },
        OpOutcome::MissingParent { parent: OP },
        OpOutcome::IdReused,
    ];
    let results = outcomes.map(|outcome| OpResult { op: OP, outcome });
    PushReply {
        results: results.to_vec(),
    }
}

fn pull_reply(key: &SigningSecret) -> PullReply {
    let own = PulledEntry {
        seq: 1,
        op_hash: OpHash([1; 32]),
        void: None,
        operation: None,
    };
    let void = PulledEntry {
        seq: 2,
        op_hash: OpHash([2; 32]),
        void: Some(VoidReason::AlreadySigned),
        operation: Some(envelope()),
    };
    PullReply {
        frames: vec![ChartFrame {
            chart: CHART,
            entries: vec![own, void],
            server_seq: 7,
            registration: Some(Signed::make(&registration(), key)),
        }],
        diverged: vec![ChartId::from_bytes([9; 16])],
        devices: vec![certificate(key)],
        more: true,
        people: None,
    }
}

fn keys_request(key: &SigningSecret) -> KeysRequest {
    let request = KeyRequest {
        tenant: TENANT,
        device: DEVICE,
        person: PERSON,
        wanted: vec![WantedKey {
            chart: CHART,
            compartment: Compartment::Summary,
        }],
        index_key: true,
        purpose: Purpose::Treatment,
        audit: AUDIT,
        at: AT,
    };
    let warrant = Warrant {
        id: charthold_domain::WarrantId::from_bytes([10; 16]),
        tenant: TENANT,
        device: DEVICE,
        person: PERSON,
        keys: vec![(CHART, Compartment::Summary)],
        purpose: Purpose::Treatment,
        audit: AUDIT,
        index_key: true,
        issued_at: AT,
        expires_at: AT,
    };
    KeysRequest {
        request: Signed::make(&request, key),
        person_signature: SIGNATURE,
        warrant: Some(Signed::make(&warrant, key)),
    }
}

fn keys_reply() -> KeysReply {
    KeysReply {
        keys: vec![ReleasedKey {
            chart: CHART,
            compartment: Compartment::Normal,
            generation: 2,
            sealed: vec![9; 80],
        }],
        index_key: Some(vec![8; 80]),
    }
}

fn registration() -> ChartRegistration {
    ChartRegistration {
        tenant: TENANT,
        chart: CHART,
        blind_index: [4; 32],
        unit: UNIT,
        registered_at: AT,
    }
}

fn certificate(key: &SigningSecret) -> SignedDeviceCertificate {
    let certificate = DeviceCertificate {
        tenant: TENANT,
        device: DEVICE,
        name: "WS-4B-03".into(),
        signing: key.public(),
        agreement: charthold_crypto::AgreementPublic([5; 32]),
        issued_at: AT,
        expires_at: AT,
    };
    Signed::make(&certificate, key)
}

fn receipt() -> AuditReceipt {
    AuditReceipt {
        device: DEVICE,
        head: AuditHead {
            seq: 7,
            hash: AuditHash([6; 32]),
        },
        at: AT,
    }
}

fn envelope() -> Envelope {
    Envelope {
        header: vec![1; 8],
        body: vec![2; 8],
        signature: SIGNATURE,
    }
}

/// Keys that are the same each time.
struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

const TENANT: TenantId = TenantId::from_bytes([1; 16]);
pub(crate) const CHART: ChartId = ChartId::from_bytes([2; 16]);
const UNIT: UnitId = UnitId::from_bytes([3; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([4; 16]);
const PERSON: PersonId = PersonId::from_bytes([5; 16]);
const OP: OpId = OpId::from_bytes([6; 16]);
const AUDIT: AuditEventId = AuditEventId::from_bytes([7; 16]);
/// 2026-11-22 14:32 UTC.
pub(crate) const AT: Timestamp = Timestamp::from_millis(1_795_357_920_000);
const HEAD: Head = Head {
    seq: 7,
    hash: [8; 32],
};
pub(crate) const SIGNATURE: Signature = Signature([3; 64]);
