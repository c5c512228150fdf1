//! What workstations put by: opened by two operators, for the one who asked, and for nobody else.

use charthold_crypto::{AgreementSecret, OsEntropy, Secret};
use charthold_domain::Clock;
use charthold_keys::{KeysError, ProposalId, Shown, Wanted, rewrap, rotate, verify};
use charthold_protocol::{
    Escrow, EscrowOf, RecoveryAnswer, RecoveryKey, RecoveryRequest, SignedRecoveryKey,
};

use crate::office::Office;

const SECRET: &[u8] = b"what the keyring held";

/// Somebody at a workstation, who lost what was put by.
struct Asking {
    key: AgreementSecret,
    request: RecoveryRequest,
}

fn recovery_key(office: &Office) -> RecoveryKey {
    let answer = office.hospital.send("GET", "/v1/recovery-key", Vec::new());
    let signed = SignedRecoveryKey::from_bytes(&answer.body).unwrap();
    signed
        .verify(&office.hospital.service.verifying_key())
        .unwrap()
}

fn asking(office: &Office) -> Asking {
    let of = (office.hospital.device.id, EscrowOf::Device);
    let to = recovery_key(office).key;
    let key = AgreementSecret::make(&mut OsEntropy);
    let request = RecoveryRequest {
        escrow: Escrow::seal(of, to, SECRET, &mut OsEntropy).unwrap(),
        answer_to: key.public(),
        at: office.hospital.clock.now(),
    };
    Asking { key, request }
}

fn proposed(office: &Office, request: &RecoveryRequest) -> ProposalId {
    let wanted = Wanted::Recover(Box::new(request.clone()));
    office
        .propose(&office.place(), &office.ada, &wanted)
        .unwrap()
}

fn agree(office: &Office, request: &RecoveryRequest) -> Result<RecoveryAnswer, KeysError> {
    let id = proposed(office, request);
    let what = (id, Shown::Request(request));
    let done = office.approve_with(&office.place(), &office.ben, what)?;
    Ok(done.answer.expect("there is one for every recovery"))
}

fn opened(answer: &RecoveryAnswer, asking: &Asking) -> Option<Vec<u8>> {
    let secret: Secret<Vec<u8>> = answer.open(&asking.request, &asking.key).ok()?;
    // EXPOSE: a test compares.
    Some(secret.expose().clone())
}

#[test]
fn two_operators_open_it_for_the_one_who_asked() {
    let office = Office::open();
    let before = verify(&office.place()).unwrap();
    let asks = asking(&office);
    assert_eq!(
        recovery_key(&office).key,
        asks.request.escrow.to,
        "it is made once"
    );
    let id = proposed(&office, &asks.request);
    let alone = (id, Shown::Request(&asks.request));
    let alone = office.approve_with(&office.place(), &office.ada, alone);
    assert!(matches!(alone, Err(KeysError::SamePerson)));
    let answer = agree(&office, &asks.request).unwrap();
    assert_eq!(opened(&answer, &asks).as_deref(), Some(SECRET));
    assert_eq!(opened(&answer, &asking(&office)), None, "nobody else");
    let after = verify(&office.place()).unwrap();
    assert_eq!(after.keys, before.keys + 1);
}

#[test]
fn what_is_approved_is_what_was_proposed() {
    let office = Office::open();
    let (asks, other) = (asking(&office), asking(&office));
    let id = proposed(&office, &asks.request);
    for wrong in [Shown::Nothing, Shown::Request(&other.request)] {
        let refused = office.approve_with(&office.place(), &office.ben, (id, wrong));
        assert!(matches!(refused, Err(KeysError::RequestDiffers)));
    }
    let right = (id, Shown::Request(&asks.request));
    office
        .approve_with(&office.place(), &office.ben, right)
        .unwrap();
    let again = office.approve_with(&office.place(), &office.ben, right);
    assert!(matches!(again, Err(KeysError::ProposalDone)), "once");
    verify(&office.place()).unwrap();
}

#[test]
fn it_outlives_another_version_of_the_master_key() {
    let office = Office::open();
    let asks = asking(&office);
    let clock = office.hospital.clock.as_ref();
    rotate(&office.place(), clock, &mut OsEntropy).unwrap();
    rewrap(&office.place(), clock, &mut OsEntropy).unwrap();
    office.agree(&Wanted::RaiseMinimum(2)).unwrap();
    let answer = agree(&office, &asks.request).unwrap();
    assert_eq!(opened(&answer, &asks).as_deref(), Some(SECRET));
    verify(&office.place()).unwrap();
}

#[test]
fn what_was_sealed_for_another_service_does_not_open() {
    let (office, elsewhere) = (Office::open(), Office::open());
    let asks = asking(&elsewhere);
    let refused = agree(&office, &asks.request);
    assert!(
        matches!(refused, Err(KeysError::EscrowUnusable)),
        "it has no recovery key yet"
    );
    recovery_key(&office);
    let refused = agree(&office, &asks.request);
    assert!(matches!(refused, Err(KeysError::EscrowUnusable)));
    verify(&office.place()).unwrap();
}
