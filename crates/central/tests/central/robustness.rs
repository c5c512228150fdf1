//! Whatever is sent, central answers with a code: never a fault of its own, never an echo.

use std::collections::BTreeSet;
use std::process::Command;

use charthold_central::openapi_document;
use charthold_domain::Role;
use charthold_protocol::RefusalCode;

use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, get, post_json};

const CANARY: &str = "Marguerite-Canary";

#[tokio::test]
async fn malformed_input_is_refused_at_every_endpoint_without_an_echo() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let id = device.explain(&site, Some(person.id)).await;
    let valid_with_tail = [minicbor::to_vec((1_u16, 1_u16)).unwrap(), b"tail".to_vec()].concat();
    let bodies: [Vec<u8>; 9] = [
        Vec::new(),
        b"\xff\xff\xff\xff".to_vec(),
        b"\xbf\xbf\xbf\xbf\xbf".to_vec(),
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        vec![0x81; 40_000],
        format!("{{\"name\":\"{CANARY}\"}}").into_bytes(),
        format!("{{\"code\":\"{CANARY}\",\"name\":[[[").into_bytes(),
        valid_with_tail,
    ];
    let document = openapi_document();
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        if methods.get("post").is_none() {
            continue;
        }
        for body in &bodies {
            let with = With::both(&token, id);
            let answer = device.post(&site, path, body.clone(), &with).await;
            assert!(
                (400..500).contains(&answer.status),
                "{path}: {}",
                answer.text()
            );
            answer.problem();
            assert!(!answer.text().contains(CANARY), "{path}");
            tried += 1;
        }
    }
    assert_eq!(tried, 18 * bodies.len());
}

#[tokio::test]
async fn unknown_routes_and_methods_are_problems_too() {
    let site = Site::open().await;
    for path in [
        "/",
        "/v1",
        "/v1/patients/7",
        "/V1/enroll",
        "/healthz/",
        "/..%2f..%2fetc",
    ] {
        assert_eq!(
            get(&site, path).await.refused(),
            RefusalCode::NotFound,
            "{path}"
        );
    }
    assert_eq!(
        get(&site, "/v1/enroll").await.refused(),
        RefusalCode::NotFound
    );
    let answer = post_json(&site, "/healthz", &CANARY).await;
    assert_eq!(answer.refused(), RefusalCode::NotFound);
    assert!(!answer.text().contains(CANARY));
}

#[tokio::test]
async fn the_routes_are_those_of_the_document() {
    let site = Site::open().await;
    let served: serde_json::Value = get(&site, "/openapi.json").await.json();
    assert_eq!(served, openapi_document());
    let mut routes = BTreeSet::new();
    for (path, methods) in served["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            routes.insert(format!("{method} {path}"));
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let request = site
                .http
                .request(method.clone(), format!("{}{path}", site.url));
            let answer = Answer::to(request).await;
            let is_unknown = answer.status == 404;
            assert!(!is_unknown, "{method} {path} is described and not there");
        }
    }
    let agreed = [
        "GET /healthz",
        "GET /metrics",
        "GET /openapi.json",
        "GET /readyz",
        "GET /v1/audit/head",
        "GET /v1/live",
        "GET /v1/recovery-key",
        "POST /v1/audit/push",
        "POST /v1/blobs/pull",
        "POST /v1/blobs/push",
        "POST /v1/charts",
        "POST /v1/device/wiped",
        "POST /v1/enroll",
        "POST /v1/keys/release",
        "POST /v1/password",
        "POST /v1/person-key",
        "POST /v1/second-factor",
        "POST /v1/session",
        "POST /v1/session/renew",
        "POST /v1/sign-on",
        "POST /v1/sign-on/finish",
        "POST /v1/sync/donate",
        "POST /v1/sync/hello",
        "POST /v1/sync/pull",
        "POST /v1/sync/push",
    ];
    assert_eq!(routes, agreed.map(str::to_owned).into());
}

#[tokio::test]
async fn health_and_metrics_name_nobody() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    device.sign_in(&site, "tberg").await;
    let operation = device.write(device.facility);
    device.push(&site, &[operation]).await;
    assert_eq!(get(&site, "/healthz").await.status, 200);
    assert_eq!(get(&site, "/readyz").await.status, 200);
    site.keys.set_down(true);
    assert_eq!(
        get(&site, "/readyz").await.refused(),
        RefusalCode::KeysUnavailable
    );
    assert_eq!(get(&site, "/healthz").await.status, 200);
    get(&site, &format!("/v1/charts/{}", device.id)).await;
    let metrics = get(&site, "/metrics").await.text();
    assert!(metrics.contains("charthold_requests_total{route=\"/v1/session\",status=\"200\"} 1"));
    assert!(metrics.contains("charthold_requests_total{route=\"unknown\",status=\"404\"} 1"));
    assert!(metrics.contains("charthold_operations_total{outcome=\"accepted\"} 1"));
    for name in [
        "tberg",
        &device.id.to_string(),
        &device.facility.to_string(),
    ] {
        assert!(!metrics.contains(name));
    }
}

#[tokio::test]
async fn nothing_older_than_tls_1_3_is_spoken() {
    let site = Site::open().await;
    let address = site.address().to_string();
    let ca = site.folder().join("ca.pem");
    let handshake = |version: &'static str| {
        let (address, ca) = (address.clone(), ca.clone());
        tokio::task::spawn_blocking(move || {
            let output = Command::new("openssl")
                .args([
                    "s_client", "-brief", version, "-connect", &address, "-CAfile",
                ])
                .arg(ca)
                .stdin(std::process::Stdio::null())
                .output()
                .unwrap();
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            text.contains("CONNECTION ESTABLISHED")
        })
    };
    assert!(handshake("-tls1_3").await.unwrap());
    assert!(!handshake("-tls1_2").await.unwrap());
    let plain = format!("http://{address}/healthz");
    assert!(
        site.http.get(plain).send().await.is_err(),
        "nor anything without TLS"
    );
}

#[tokio::test]
async fn it_stops_when_told_and_lets_go_of_the_port() {
    let site = Site::open().await;
    let address = site.address();
    site.handle.unwrap().stop().await.unwrap();
    assert!(std::net::TcpListener::bind(address).is_ok());
}
