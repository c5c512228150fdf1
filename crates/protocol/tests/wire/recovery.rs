//! What a way back is made of: the key that secrets are put by to, what was put by of a device and of a person, a request and its answer.
//! All of them but the first lie in files for years.

use charthold_crypto::AgreementPublic;
use charthold_domain::{DeviceId, PersonId};
use charthold_protocol::{
    Escrow, EscrowOf, RecoveryAnswer, RecoveryKey, RecoveryRequest, SignedRecoveryKey,
};

use crate::sample::{AT, SIGNATURE};

pub(crate) fn key() -> SignedRecoveryKey {
    let statement = RecoveryKey {
        key: AgreementPublic([7; 32]),
        at: AT,
    };
    SignedRecoveryKey::make_by(&statement, |_, _| SIGNATURE)
}

/// Of a device, and of a person.
pub(crate) fn escrows() -> [Escrow; 2] {
    let person = PersonId::from_bytes([4; 16]);
    [EscrowOf::Device, EscrowOf::Person(person)].map(|of| Escrow {
        version: 1,
        device: DeviceId::from_bytes([3; 16]),
        of,
        to: AgreementPublic([7; 32]),
        sealed: vec![9; 80],
    })
}

pub(crate) fn exchange() -> (RecoveryRequest, RecoveryAnswer) {
    let [_, escrow] = escrows();
    let request = RecoveryRequest {
        escrow,
        answer_to: AgreementPublic([6; 32]),
        at: AT,
    };
    let answer = RecoveryAnswer {
        request: [5; 32],
        sealed: vec![10; 80],
    };
    (request, answer)
}
