//! What was written stays readable: the bytes of every kind of entry, as the first version to know it wrote them.

use charthold_domain::{ChartId, Compartment};
use charthold_protocol::EscrowOf;

use super::*;
use crate::approval::{Approval, Change, Proposal};

const FROZEN: &str = include_str!("frozen.txt");
const SEED: [u8; 32] = [9; 32];

fn key() -> SigningSecret {
    SigningSecret::from_secret(charthold_crypto::Secret::new(SEED))
}

fn operator(name: &str, byte: u8) -> Operator {
    Operator {
        name: name.to_owned(),
        key: VerifyingKey([byte; 32]),
    }
}

fn released() -> Event {
    Event::KeysReleased(Box::new(Release {
        warrant: WarrantId::from_bytes([1; 16]),
        tenant: TenantId::from_bytes([2; 16]),
        device: DeviceId::from_bytes([3; 16]),
        person: PersonId::from_bytes([4; 16]),
        purpose: Purpose::Treatment,
        audit: AuditEventId::from_bytes([5; 16]),
        keys: vec![WantedKey {
            chart: ChartId::from_bytes([6; 16]),
            compartment: Compartment::Normal,
        }],
        index_key: true,
    }))
}

fn proposed(change: Change) -> Event {
    let proposal = Proposal {
        id: [7; 16],
        service: key().public(),
        by: "ada".to_owned(),
        at: Timestamp::from_millis(1_800_000_000_000),
        change,
    };
    let proposal = SignedProposal::make(&proposal, &key());
    Event::Proposed { proposal }
}

fn approved() -> Event {
    let approval = Approval {
        id: [7; 16],
        digest: [8; 32],
        service: key().public(),
        by: "ben".to_owned(),
        at: Timestamp::from_millis(1_800_000_000_001),
    };
    let approval = SignedApproval::make(&approval, &key());
    Event::Approved { approval }
}

const TENANT: TenantId = TenantId::from_bytes([2; 16]);
const CHART: ChartId = ChartId::from_bytes([6; 16]);

/// In the order in which they came to be.
fn every_kind() -> Vec<(&'static str, Event)> {
    let mut kinds = everyday();
    kinds.extend(of_two_persons());
    kinds.push((
        "generation-made",
        Event::GenerationMade {
            tenant: TENANT,
            keys: vec![MadeKey {
                key: WantedKey {
                    chart: CHART,
                    compartment: Compartment::Normal,
                },
                generation: 2,
            }],
        },
    ));
    let public = AgreementPublic([4; 32]);
    kinds.push(("recovery-key-made", Event::RecoveryKeyMade { public }));
    let recovered = Change::Recover {
        device: DeviceId::from_bytes([3; 16]),
        of: EscrowOf::Person(PersonId::from_bytes([4; 16])),
        request: [6; 32],
    };
    kinds.push(("proposed-recovery", proposed(recovered)));
    kinds
}

fn everyday() -> Vec<(&'static str, Event)> {
    let (tenant, device) = (TENANT, DeviceId::from_bytes([3; 16]));
    let person = PersonId::from_bytes([4; 16]);
    let provider = "sealed-file".to_owned();
    vec![
        ("founded", Event::Founded),
        ("device-admitted", Event::DeviceAdmitted { tenant, device }),
        (
            "person-key-registered",
            Event::PersonKeyRegistered { person, device },
        ),
        ("keys-released", released()),
        ("master-rotated", Event::MasterRotated { version: 2 }),
        (
            "rewrapped",
            Event::Rewrapped {
                version: 2,
                count: 3,
            },
        ),
        ("passphrase-changed", Event::PassphraseChanged),
        ("master-kept", Event::MasterKept { provider }),
    ]
}

fn of_two_persons() -> Vec<(&'static str, Event)> {
    let provider = || "pkcs11:clinic".to_owned();
    let moved = Change::MoveMaster {
        provider: provider(),
        place: [5; 32],
    };
    let shred = Change::Shred {
        tenant: TENANT,
        chart: CHART,
    };
    let added = Change::AddOperator {
        operator: operator("cleo", 3),
    };
    let removed = Change::RemoveOperator {
        name: "ada".to_owned(),
    };
    let founded = Event::OperatorsFounded {
        operators: vec![operator("ada", 1), operator("ben", 2)],
    };
    let master_moved = Event::MasterMoved {
        provider: provider(),
        version: 1,
        count: 3,
    };
    vec![
        ("operators-founded", founded),
        (
            "proposed-minimum",
            proposed(Change::RaiseMinimum { version: 2 }),
        ),
        ("proposed-move", proposed(moved)),
        ("proposed-shred", proposed(shred)),
        ("proposed-operator", proposed(added)),
        ("proposed-removal", proposed(removed)),
        ("approved", approved()),
        ("master-moved", master_moved),
    ]
}

#[test]
fn every_kind_of_entry_has_the_bytes_it_always_had() {
    let at = Timestamp::from_millis(1_800_000_000_000);
    let lines: Vec<String> = every_kind()
        .into_iter()
        .map(|(name, event)| {
            let bytes = minicbor::to_vec(Entry::new(at, event)).unwrap();
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{name} {hex}")
        })
        .collect();
    let frozen: Vec<&str> = FROZEN.lines().collect();
    // A new kind is a new line at the end of the file; no line ever changes.
    assert_eq!(lines, frozen, "{}", lines.join("\n"));
}

#[test]
fn every_frozen_entry_is_read_back() {
    for (line, (name, event)) in FROZEN.lines().zip(every_kind()) {
        let (_, hex) = line.split_once(' ').unwrap();
        let bytes: Vec<u8> = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let entry: Entry = minicbor::decode(&bytes).unwrap();
        assert_eq!(entry.event, event, "{name}");
    }
}
