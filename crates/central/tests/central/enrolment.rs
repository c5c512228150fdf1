use std::time::Duration;

use charthold_protocol::{RefusalCode, SignedDeviceCertificate};

use crate::site::Site;
use crate::workstation::{Workstation, post_json};

#[tokio::test]
async fn a_good_code_makes_a_workstation() {
    let mut site = Site::open().await;
    let code = site.code(1).await;
    let mut machine = Workstation::candidate(&mut site.chance);
    let typed = code.to_lowercase().replace('-', " ");
    let reply = machine.enrol(&site, &typed).await.unwrap();
    assert_eq!(reply.hospital, "Riverside General");
    assert_eq!((reply.epoch, reply.units.len()), (1, 2));
    assert_eq!(reply.central_verifying_key.0, site.central_key.as_bytes());
    assert_eq!(reply.keys_verifying_key.0, site.keys.public.as_bytes());
    let certificate = SignedDeviceCertificate::from_bytes(&reply.certificate.0).unwrap();
    let certificate = certificate.verify(&site.keys.public).unwrap();
    assert_eq!(
        (certificate.device, certificate.tenant),
        (reply.device, reply.tenant)
    );
    assert_eq!(certificate.signing, machine.signing.public());
}

#[tokio::test]
async fn a_code_is_refused_when_wrong_used_or_expired() {
    let mut site = Site::open().await;
    let mut machine = Workstation::candidate(&mut site.chance);
    let wrong = machine
        .enrol(&site, "0000-0000-0000-0000-0000-0000-00")
        .await
        .unwrap_err();
    let code = site.code(1).await;
    machine.enrol(&site, &code).await.unwrap();
    let used = machine.enrol(&site, &code).await.unwrap_err();
    let code = site.code(1).await;
    site.clock.pass(900);
    let expired = machine.enrol(&site, &code).await.unwrap_err();
    let titles = [wrong, used, expired].map(|answer| {
        assert_eq!(answer.refused(), RefusalCode::CodeRefused);
        answer.problem().title
    });
    assert!(
        titles.iter().all(|title| *title == titles[0]),
        "it is not told which"
    );
}

#[tokio::test]
async fn a_key_that_is_not_held_is_not_enrolled() {
    let mut site = Site::open().await;
    let code = site.code(1).await;
    let machine = Workstation::candidate(&mut site.chance);
    let other = Workstation::candidate(&mut site.chance);
    let mut request = machine.enrol_request(&code);
    request.signing_key = other.enrol_request(&code).signing_key;
    let answer = post_json(&site, "/v1/enroll", &request).await;
    assert_eq!(answer.refused(), RefusalCode::DeviceRefused);
    let mut request = machine.enrol_request(&code);
    request.name = "WS-ADMIN".to_owned();
    let answer = post_json(&site, "/v1/enroll", &request).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::DeviceRefused,
        "the name is signed too"
    );
}

#[tokio::test]
async fn guessing_is_held_off_after_ten_failures_a_minute() {
    let mut site = Site::open().await;
    let mut machine = Workstation::candidate(&mut site.chance);
    for _ in 0..10 {
        let answer = machine.enrol(&site, "guess").await.unwrap_err();
        assert_eq!(answer.refused(), RefusalCode::CodeRefused);
    }
    let code = site.code(1).await;
    let held = machine.enrol(&site, &code).await.unwrap_err();
    assert_eq!(held.refused(), RefusalCode::HeldOff);
    let wait: u64 = held.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
    site.clock.pass(60);
    machine.enrol(&site, &code).await.unwrap();
}

#[tokio::test]
async fn without_the_key_service_the_code_stays_good() {
    let mut site = Site::open().await;
    let code = site.code(1).await;
    let mut machine = Workstation::candidate(&mut site.chance);
    site.keys.set_down(true);
    let answer = machine.enrol(&site, &code).await.unwrap_err();
    assert_eq!(answer.refused(), RefusalCode::KeysUnavailable);
    site.keys.set_down(false);
    machine.enrol(&site, &code).await.unwrap();
    let devices = site.store.list_devices().await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(
        devices[0].units,
        [site.near],
        "the code's unit is the device's"
    );
    let certificate = devices[0].certificate.verify(&site.keys.public).unwrap();
    assert_eq!(
        certificate.expires_at.since(certificate.issued_at),
        Duration::from_secs(31_536_000)
    );
}
