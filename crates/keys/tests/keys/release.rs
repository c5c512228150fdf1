//! Releasing patient keys: every check fails alone, and what comes out opens in one place only.

use std::time::Duration;

use charthold_crypto::{OsEntropy, SigningSecret};
use charthold_domain::{AuditEventId, Clock, Compartment, DeviceId, PersonId, Purpose, TenantId};
use charthold_protocol::RefusalCode;

use crate::hospital::{Attempt, Device, Hospital, NURSE, opened, wanted};

/// What is wrong with an otherwise good request, and the refusal it must meet.
struct Case {
    name: &'static str,
    spoil: for<'a> fn(&mut Attempt<'a>, &'a SigningSecret),
    refusal: (u16, RefusalCode),
}

const fn case(
    name: &'static str,
    refusal: (u16, RefusalCode),
    spoil: for<'a> fn(&mut Attempt<'a>, &'a SigningSecret),
) -> Case {
    Case {
        name,
        spoil,
        refusal,
    }
}

const UNAUTHENTICATED: (u16, RefusalCode) = (401, RefusalCode::Unauthenticated);
const DEVICE: (u16, RefusalCode) = (401, RefusalCode::DeviceRefused);
const NOT_FOUND: (u16, RefusalCode) = (404, RefusalCode::NotFound);
const SKEW: (u16, RefusalCode) = (401, RefusalCode::ClockSkew);
const OTHER_TENANT: TenantId = TenantId::from_bytes([91; 16]);
const OTHER_DEVICE: DeviceId = DeviceId::from_bytes([92; 16]);
const OTHER_PERSON: PersonId = PersonId::from_bytes([93; 16]);

const CASES: &[Case] = &[
    case("no warrant", UNAUTHENTICATED, |a, _| a.warrant = None),
    case("warrant of another signer", UNAUTHENTICATED, |a, other| {
        a.central = other;
    }),
    case("expired warrant", UNAUTHENTICATED, |a, _| {
        let now = a.request.at;
        a.warrant().issued_at = now.minus(Duration::from_secs(60));
        a.warrant().expires_at = now;
    }),
    case("warrant for too long", UNAUTHENTICATED, |a, _| {
        a.warrant().expires_at = a.request.at.plus(Duration::from_secs(301));
    }),
    case("warrant for later", UNAUTHENTICATED, |a, _| {
        let later = a.request.at.plus(Duration::from_secs(3600));
        a.warrant().issued_at = later;
        a.warrant().expires_at = later.plus(Duration::from_secs(60));
    }),
    case("warrant for another hospital", UNAUTHENTICATED, |a, _| {
        a.warrant().tenant = OTHER_TENANT;
    }),
    case("warrant for another device", UNAUTHENTICATED, |a, _| {
        a.warrant().device = OTHER_DEVICE;
    }),
    case("warrant for another person", UNAUTHENTICATED, |a, _| {
        a.warrant().person = OTHER_PERSON;
    }),
    case("warrant for another purpose", UNAUTHENTICATED, |a, _| {
        a.warrant().purpose = Purpose::BreakGlass;
    }),
    case(
        "warrant for another audit event",
        (403, RefusalCode::AuditTrailRequired),
        |a, _| {
            a.warrant().audit = AuditEventId::from_bytes([94; 16]);
        },
    ),
    case("key not in the warrant", NOT_FOUND, |a, _| {
        a.request.wanted.push(wanted(7, Compartment::Restricted));
    }),
    case("index key not in the warrant", NOT_FOUND, |a, _| {
        a.warrant().index_key = false;
    }),
    case("request of another hospital", DEVICE, |a, _| {
        a.request.tenant = OTHER_TENANT;
        a.warrant().tenant = OTHER_TENANT;
    }),
    case("request of an unknown device", DEVICE, |a, _| {
        a.request.device = OTHER_DEVICE;
        a.warrant().device = OTHER_DEVICE;
    }),
    case("request signed by another device", DEVICE, |a, other| {
        a.device = other;
    }),
    case(
        "request of a person unknown on the device",
        UNAUTHENTICATED,
        |a, _| {
            a.request.person = OTHER_PERSON;
            a.warrant().person = OTHER_PERSON;
        },
    ),
    case(
        "request signed by another person",
        UNAUTHENTICATED,
        |a, other| a.nurse = other,
    ),
    case("old request", SKEW, |a, _| {
        a.request.at = a.request.at.minus(Duration::from_secs(301));
    }),
    case("request from the future", SKEW, |a, _| {
        a.request.at = a.request.at.plus(Duration::from_secs(301));
    }),
];

#[test]
fn every_check_of_a_release_fails_alone() {
    let hospital = Hospital::open();
    let other = SigningSecret::make(&mut OsEntropy);
    let before = charthold_keys::verify(&hospital.place()).unwrap();
    let good = || hospital.attempt(1, vec![wanted(7, Compartment::Normal)]);
    for Case {
        name,
        spoil,
        refusal,
    } in CASES
    {
        let mut attempt = good();
        spoil(&mut attempt, &other);
        let answer = hospital.release(&attempt);
        assert_eq!(answer.refusal(), *refusal, "{name}");
    }
    // Nothing was made or written down, and the warrant was not spent: unspoilt, the same request is good.
    assert_eq!(charthold_keys::verify(&hospital.place()).unwrap(), before);
    assert_eq!(hospital.release(&good()).keys().keys.len(), 1);
}

#[test]
fn a_refusal_about_time_tells_the_time() {
    let hospital = Hospital::open();
    let mut attempt = hospital.attempt(1, vec![wanted(7, Compartment::Normal)]);
    attempt.request.at = attempt.request.at.minus(Duration::from_secs(9999));
    let body = hospital.release(&attempt).body;
    let problem: charthold_protocol::Problem = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem.server_time, Some(hospital.clock.now().to_string()));
    assert_eq!(problem.problem_type, "urn:charthold:problem:clock-skew");
}

#[test]
fn a_warrant_is_good_once_even_across_a_restart() {
    let mut hospital = Hospital::open();
    let attempt = hospital.attempt(1, vec![wanted(7, Compartment::Normal)]);
    let bytes = attempt.to_bytes();
    assert_eq!(
        hospital
            .send("POST", "/v1/release", bytes.clone())
            .keys()
            .keys
            .len(),
        1
    );
    for _ in 0..2 {
        let again = hospital.send("POST", "/v1/release", bytes.clone());
        assert_eq!(again.refusal(), UNAUTHENTICATED);
        hospital.reopen();
    }
}

#[test]
fn a_certificate_that_ran_out_releases_nothing() {
    let hospital = Hospital::open();
    hospital
        .clock
        .advance(Duration::from_secs(365 * 24 * 60 * 60));
    let attempt = hospital.attempt(1, vec![wanted(7, Compartment::Normal)]);
    assert_eq!(hospital.release(&attempt).refusal(), DEVICE);
}

#[test]
fn released_keys_open_on_their_device_for_their_person_only() {
    let hospital = Hospital::open();
    let both = vec![
        wanted(7, Compartment::Summary),
        wanted(7, Compartment::Normal),
    ];
    let reply = hospital.release(&hospital.attempt(1, both)).keys();
    assert_eq!(reply.keys.len(), 2);
    assert!(reply.keys.iter().all(|key| key.generation == 1));
    let keys = opened(&reply, &hospital.device, NURSE).unwrap();
    assert_eq!(keys.len(), 3, "two chart keys and the index key");
    assert!(keys.iter().all(|key| key.len() == 32));
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);

    let mut thief = Device::make(11);
    thief.id = hospital.device.id;
    assert!(opened(&reply, &thief, NURSE).is_err());
    assert!(opened(&reply, &hospital.device, OTHER_PERSON).is_err());
}

#[test]
fn every_device_gets_the_same_key_of_a_chart() {
    let mut hospital = Hospital::open();
    let chart = vec![wanted(7, Compartment::Normal)];
    let first = hospital.release(&hospital.attempt(1, chart.clone())).keys();
    let first = opened(&first, &hospital.device, NURSE).unwrap();

    let second = Device::make(11);
    hospital.admit(&hospital.admission(&second), &hospital.central);
    let registration = hospital.registration(NURSE, &second, &hospital.nurse_key);
    hospital.register(&registration, &second.signing);
    hospital.device = second;
    let again = hospital.release(&hospital.attempt(2, chart)).keys();
    assert_eq!(opened(&again, &hospital.device, NURSE).unwrap(), first);
}

#[test]
fn a_key_asked_for_twice_in_one_request_comes_once() {
    let hospital = Hospital::open();
    let twice = vec![
        wanted(7, Compartment::Normal),
        wanted(7, Compartment::Normal),
    ];
    assert_eq!(
        hospital
            .release(&hospital.attempt(1, twice))
            .keys()
            .keys
            .len(),
        1
    );
}

#[test]
fn the_index_key_comes_only_when_asked_for() {
    let hospital = Hospital::open();
    let mut attempt = hospital.attempt(1, vec![wanted(7, Compartment::Normal)]);
    attempt.request.index_key = false;
    assert_eq!(hospital.release(&attempt).keys().index_key, None);
}
