//! Devices and people's keys.

use std::time::Duration;

use axum::http::StatusCode;
use charthold_crypto::{AgreementPublic, OsEntropy, SigningSecret};
use charthold_domain::{Clock, TenantId};
use charthold_protocol::{RefusalCode, SignedDeviceCertificate};

use crate::hospital::{Device, Hospital, NURSE};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[test]
fn an_admitted_device_gets_a_certificate_for_a_year() {
    let hospital = Hospital::empty();
    let admission = hospital.admission(&hospital.device);
    let answer = hospital.admit(&admission, &hospital.central);
    assert_eq!(answer.status, StatusCode::OK);

    let key = hospital.send("GET", "/v1/verifying-key", Vec::new());
    assert_eq!(key.body, hospital.service.verifying_key().as_bytes());
    let certificate = SignedDeviceCertificate::from_bytes(&answer.body).unwrap();
    let certificate = certificate
        .verify(&hospital.service.verifying_key())
        .unwrap();
    assert_eq!(certificate.device, hospital.device.id);
    assert_eq!(certificate.name, "WS-4B-03");
    assert_eq!(certificate.signing, hospital.device.signing.public());
    assert_eq!(certificate.agreement, hospital.device.agreement.public());
    assert_eq!(certificate.issued_at, hospital.clock.now());
    assert_eq!(certificate.expires_at, hospital.clock.now().plus(YEAR));
}

#[test]
fn a_device_that_central_did_not_admit_gets_none() {
    let hospital = Hospital::empty();
    let impostor = SigningSecret::make(&mut OsEntropy);
    let answer = hospital.admit(&hospital.admission(&hospital.device), &impostor);
    assert_eq!(answer.refusal(), (401, RefusalCode::Unauthenticated));
}

#[test]
fn a_device_renews_its_certificate_but_never_changes_its_keys() {
    let hospital = Hospital::open();
    hospital.clock.advance(Duration::from_secs(60));
    let good = hospital.admission(&hospital.device);
    let renewed = hospital.admit(&good, &hospital.central);
    let renewed = SignedDeviceCertificate::from_bytes(&renewed.body).unwrap();
    let renewed = renewed.verify(&hospital.service.verifying_key()).unwrap();
    assert_eq!(renewed.issued_at, hospital.clock.now());

    let other = Device::make(10);
    let mut tenant = good.clone();
    tenant.tenant = TenantId::from_bytes([99; 16]);
    let mut signing = good.clone();
    signing.signing = other.signing.public();
    let mut agreement = good;
    agreement.agreement = other.agreement.public();
    for changed in [tenant, signing, agreement] {
        let answer = hospital.admit(&changed, &hospital.central);
        assert_eq!(answer.refusal(), (409, RefusalCode::DeviceRefused));
    }
}

#[test]
fn a_device_that_nothing_can_be_sealed_to_is_refused() {
    let hospital = Hospital::empty();
    let mut admission = hospital.admission(&hospital.device);
    admission.agreement = AgreementPublic([0; 32]);
    let answer = hospital.admit(&admission, &hospital.central);
    assert_eq!(answer.refusal(), (400, RefusalCode::Malformed));
}

#[test]
fn the_first_key_of_a_person_on_a_device_stays() {
    let hospital = Hospital::open();
    let device = &hospital.device;
    let same = hospital.registration(NURSE, device, &hospital.nurse_key);
    assert_eq!(
        hospital.register(&same, &device.signing).status,
        StatusCode::NO_CONTENT
    );
    let other = SigningSecret::make(&mut OsEntropy);
    let other = hospital.registration(NURSE, device, &other);
    let answer = hospital.register(&other, &device.signing);
    assert_eq!(answer.refusal(), (409, RefusalCode::DeviceRefused));
}

#[test]
fn a_persons_key_counts_only_from_a_device_that_was_admitted_and_signed_it() {
    let hospital = Hospital::open();
    let stranger = Device::make(11);
    let key = SigningSecret::make(&mut OsEntropy);
    let of_stranger = hospital.registration(NURSE, &stranger, &key);
    let answer = hospital.register(&of_stranger, &stranger.signing);
    assert_eq!(answer.refusal(), (401, RefusalCode::DeviceRefused));

    hospital.admit(&hospital.admission(&stranger), &hospital.central);
    let answer = hospital.register(&of_stranger, &hospital.device.signing);
    assert_eq!(answer.refusal(), (401, RefusalCode::DeviceRefused));
    let answer = hospital.register(&of_stranger, &stranger.signing);
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}
