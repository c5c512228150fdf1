//! What came to version 1 with withdrawals: to a device in use, to one that was withdrawn, and from it at its end.

use charthold_audit::{AuditHash, AuditHead};
use charthold_domain::{DeviceId, PersonId, TenantId};
use charthold_protocol::{DeviceStatus, HelloReply, SignedWipe, Wipe, Withdrawn};

use crate::sample::{AT, CHART, SIGNATURE, messages};

pub(crate) fn of_withdrawals() -> (HelloReply, HelloReply, SignedWipe) {
    let hello_reply = messages().hello_reply;
    let withdrawn = Withdrawn {
        at: AT,
        aside: vec![CHART],
        audit: 12,
        wiped: false,
    };
    let wipe = Wipe {
        tenant: TenantId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        audit: AuditHead {
            seq: 12,
            hash: AuditHash([6; 32]),
        },
        at: AT,
    };
    (
        HelloReply {
            closed: Some(vec![PersonId::from_bytes([3; 16])]),
            ..hello_reply.clone()
        },
        HelloReply {
            status: DeviceStatus::Revoked,
            withdrawn: Some(withdrawn),
            ..hello_reply
        },
        SignedWipe::make_by(&wipe, |_, _| SIGNATURE),
    )
}
