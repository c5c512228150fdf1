//! Signing on where there is a provider, and where there is none: what does not take a provider to find out. Who gets in by one is the
//! journeys' to show.

use charthold_central::{SingleSignOnSection, UsernameClaim};
use charthold_domain::Role;
use charthold_protocol::{RefusalCode, SignOnProof, SignOnRequest};

use crate::site::{PASSWORD, Site};
use crate::workstation::With;

fn request(redirect_uri: &str) -> Vec<u8> {
    let request = SignOnRequest {
        redirect_uri: redirect_uri.into(),
        state: "state".into(),
        nonce: "nonce".into(),
        code_challenge: "challenge".into(),
    };
    serde_json::to_vec(&request).unwrap()
}

fn proof() -> Vec<u8> {
    let proof = SignOnProof {
        code: "code".into(),
        code_verifier: "verifier".into(),
        redirect_uri: "http://127.0.0.1:1/charthold".into(),
        nonce: "nonce".into(),
    };
    serde_json::to_vec(&proof).unwrap()
}

#[tokio::test]
async fn without_a_provider_there_is_nothing_to_sign_on_by() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    for (path, body) in [
        ("/v1/sign-on", request("http://127.0.0.1:1/charthold")),
        ("/v1/sign-on/finish", proof()),
    ] {
        let answer = device.post(&site, path, body, &With::default()).await;
        assert_eq!(answer.refused(), RefusalCode::NotFound, "{path}");
    }
}

#[tokio::test]
async fn where_nobody_signs_in_by_a_password_none_is_tried() {
    let provider = SingleSignOnSection {
        // Nobody is there.
        issuer: "http://127.0.0.1:9".into(),
        client_id: "charthold".into(),
        client_secret: None,
        ca: None,
        username_claim: UsernameClaim::default(),
        only: true,
    };
    let mut site = Site::open_signing_on(provider).await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    for password in [PASSWORD, "wrong"] {
        let tried = device.try_sign_in(&site, "tberg", password).await;
        assert_eq!(tried.refused(), RefusalCode::SignOnWanted);
    }
    for (path, body, refused) in [
        (
            "/v1/sign-on",
            request("http://127.0.0.1:1/charthold"),
            RefusalCode::SignOnUnavailable,
        ),
        (
            "/v1/sign-on",
            request("https://elsewhere.example/charthold"),
            RefusalCode::Malformed,
        ),
        (
            "/v1/sign-on",
            request("http://127.0.0.1.elsewhere.example/charthold"),
            RefusalCode::Malformed,
        ),
        (
            "/v1/sign-on",
            request("http://127.0.0.1:1@elsewhere.example/charthold"),
            RefusalCode::Malformed,
        ),
        (
            "/v1/sign-on/finish",
            proof(),
            RefusalCode::SignOnUnavailable,
        ),
    ] {
        let answer = device.post(&site, path, body, &With::default()).await;
        assert_eq!(answer.refused(), refused, "{path}");
    }
}
