use charthold_crypto::{Entropy, Key, SigningSecret, purpose};
use charthold_domain::{
    AuditEventId, ChartId, DeviceId, PersonId, Purpose, Role, TenantId, Timestamp,
};
use proptest::prelude::*;

use crate::{
    Action, AuditChainError, AuditEvent, AuditHead, Outcome, SealedEvent, Subtype, append,
    next_mac_key, verify_link, verify_mac,
};

struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

fn event(n: u8) -> AuditEvent {
    AuditEvent {
        version: 1,
        id: AuditEventId::from_bytes([n; 16]),
        tenant: TenantId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        at: Timestamp::from_millis(1_790_000_000_000 + i64::from(n)),
        boot_ms: 1000 + u64::from(n),
        person: Some(PersonId::from_bytes([3; 16])),
        role: Some(Role::Nurse),
        session: None,
        action: Action::Read,
        subtype: Subtype::ChartOpened,
        purpose: Purpose::Treatment,
        chart: Some(ChartId::from_bytes([4; 16])),
        subjects: Vec::new(),
        outcome: Outcome::Success,
        app_version: "0.1.0".into(),
        offline: false,
        count: None,
    }
}

struct Chain {
    device: SigningSecret,
    first_key: Key<purpose::Audit>,
    events: Vec<SealedEvent>,
}

fn chain(length: u8) -> Chain {
    let device = SigningSecret::make(&mut Fixed(1));
    let mut key = Key::make(&mut Fixed(2));
    let (mut head, mut events) = (AuditHead::EMPTY, Vec::new());
    for n in 0..length {
        let sealed = append(&head, &event(n), &key, &device);
        head = sealed.head();
        key = next_mac_key(&key);
        events.push(sealed);
    }
    Chain {
        device,
        first_key: Key::make(&mut Fixed(2)),
        events,
    }
}

fn verify(chain: &Chain) -> Result<AuditHead, AuditChainError> {
    let mut key = chain.first_key.derive::<purpose::Audit>("unused", &[]);
    let mut first = true;
    let mut head = AuditHead::EMPTY;
    for event in &chain.events {
        head = verify_link(&head, event, &chain.device.public())?;
        key = verify_mac(if first { &chain.first_key } else { &key }, event)?;
        first = false;
    }
    Ok(head)
}

#[test]
fn an_untouched_chain_verifies_and_reads_back() {
    let chain = chain(20);
    let head = verify(&chain).expect("nothing was changed");
    assert_eq!(head.seq, 20);
    assert_eq!(chain.events[7].read().expect("it is an event"), event(7));
}

#[test]
fn dropping_inserting_and_reordering_are_noticed() {
    let mut dropped = chain(9);
    dropped.events.remove(4);
    assert_eq!(verify(&dropped), Err(AuditChainError::Broken { seq: 6 }));

    let mut doubled = chain(9);
    let again = doubled.events[3].clone();
    doubled.events.insert(4, again);
    assert_eq!(verify(&doubled), Err(AuditChainError::Broken { seq: 4 }));

    let mut swapped = chain(9);
    swapped.events.swap(2, 3);
    assert_eq!(verify(&swapped), Err(AuditChainError::Broken { seq: 4 }));
}

#[test]
fn a_chain_of_another_device_does_not_pass_for_this_one() {
    let mut foreign = chain(3);
    foreign.device = SigningSecret::make(&mut Fixed(99));
    assert_eq!(
        verify(&foreign),
        Err(AuditChainError::BadSignature { seq: 1 })
    );
}

#[test]
fn the_first_bytes_of_the_format_are_frozen() {
    let sealed = append(
        &AuditHead::EMPTY,
        &event(1),
        &Key::make(&mut Fixed(2)),
        &SigningSecret::make(&mut Fixed(1)),
    );
    let hex: String = sealed
        .event
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex,
        include_str!("../../../tests/fixtures/vectors/audit/event-1.hex").trim()
    );
    let hash: String = sealed
        .hash()
        .0
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hash,
        include_str!("../../../tests/fixtures/vectors/audit/event-1.sha256").trim()
    );
}

proptest! {
    #[test]
    fn any_changed_bit_is_noticed(at in 0_usize..9, byte in any::<prop::sample::Index>(), bit in 0_u8..8, part in 0..4) {
        let mut chain = chain(9);
        let target = &mut chain.events[at];
        match part {
            0 => { let i = byte.index(target.event.len()); target.event[i] ^= 1 << bit; }
            1 => { let i = byte.index(32); target.previous.0[i] ^= 1 << bit; }
            2 => { let i = byte.index(32); target.mac[i] ^= 1 << bit; }
            _ => target.seq ^= 1 << bit,
        }
        prop_assert!(verify(&chain).is_err());
    }
}
