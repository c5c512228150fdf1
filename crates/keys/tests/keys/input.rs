//! Whatever is sent, the answer is a refusal with a code: never a 5xx, never an echo.

use axum::http::StatusCode;
use charthold_domain::Compartment;
use charthold_protocol::{RefusalCode, SignedAdmission};

use crate::hospital::{Hospital, wanted};

const ENDPOINTS: [&str; 3] = ["/v1/admit", "/v1/person-keys", "/v1/release"];

#[test]
fn what_is_not_cbor_is_malformed_everywhere() {
    let hospital = Hospital::open();
    let canary = b"CANARY-8c1f".as_slice();
    let bodies: [&[u8]; 7] = [
        b"",
        b"{}",
        canary,
        &[0xFF; 64],
        // An array, map, string and bytes that promise more than there is.
        &[0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x82, 0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0xBF, 0x00, 0x9F],
    ];
    for endpoint in ENDPOINTS {
        for body in bodies {
            let answer = hospital.send("POST", endpoint, body.to_vec());
            assert_eq!(
                answer.refusal(),
                (400, RefusalCode::Malformed),
                "{endpoint} {body:?}"
            );
            assert!(!String::from_utf8_lossy(&answer.body).contains("CANARY"));
        }
    }
}

#[test]
fn a_signed_statement_of_something_else_is_refused() {
    let hospital = Hospital::open();
    let admission = hospital.admission(&hospital.device);
    let admission = SignedAdmission::make(&admission, &hospital.central).to_bytes();
    for endpoint in ["/v1/person-keys", "/v1/release"] {
        let (status, _) = hospital.send("POST", endpoint, admission.clone()).refusal();
        assert!((400..500).contains(&status), "{endpoint}");
    }
}

#[test]
fn a_good_request_cut_short_or_with_a_bit_changed_is_refused() {
    let hospital = Hospital::open();
    let good = hospital
        .attempt(1, vec![wanted(7, Compartment::Normal)])
        .to_bytes();
    for end in 0..good.len() {
        let answer = hospital.send("POST", "/v1/release", good[..end].to_vec());
        assert_eq!(answer.refusal().0, 400, "cut at {end}");
    }
    for (place, bit) in (0..good.len()).map(|place| (place, place % 8)) {
        let mut changed = good.clone();
        changed[place] ^= 1 << bit;
        let (status, _) = hospital.send("POST", "/v1/release", changed).refusal();
        assert!(
            (400..500).contains(&status),
            "bit {bit} of byte {place}: {status}"
        );
    }
    let longer = [good.as_slice(), &[0]].concat();
    assert_eq!(
        hospital.send("POST", "/v1/release", longer).refusal().0,
        400
    );
    assert_eq!(
        hospital.send("POST", "/v1/release", good).status,
        StatusCode::OK
    );
}

#[test]
fn too_much_at_once_is_too_large() {
    let hospital = Hospital::open();
    let answer = hospital.send("POST", "/v1/release", vec![0; 2 * 1024 * 1024]);
    assert_eq!(answer.refusal(), (413, RefusalCode::TooLarge));
    let chart = |number: u32| {
        let mut key = wanted(7, Compartment::Normal);
        let mut id = [7; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        key.chart = charthold_domain::ChartId::from_bytes(id);
        key
    };
    let answer = hospital.release(&hospital.attempt(1, (0..10_001).map(chart).collect()));
    assert_eq!(answer.refusal(), (413, RefusalCode::TooLarge));
}

#[test]
fn other_paths_and_methods_are_not_found() {
    let hospital = Hospital::open();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/v1/release"),
        ("DELETE", "/v1/verifying-key"),
        ("POST", "/v1/release/"),
        ("GET", "/v1/keys"),
    ] {
        let answer = hospital.send(method, path, Vec::new());
        assert_eq!(
            answer.refusal(),
            (404, RefusalCode::NotFound),
            "{method} {path}"
        );
    }
}

#[test]
fn health_and_readiness_are_told_apart() {
    let hospital = Hospital::open();
    assert_eq!(
        hospital.send("GET", "/healthz", Vec::new()).status,
        StatusCode::OK
    );
    assert_eq!(
        hospital.send("GET", "/readyz", Vec::new()).status,
        StatusCode::OK
    );
    std::fs::remove_file(hospital.dir().join("master.key")).unwrap();
    assert_eq!(
        hospital.send("GET", "/healthz", Vec::new()).status,
        StatusCode::OK
    );
    let answer = hospital.send("GET", "/readyz", Vec::new());
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}
