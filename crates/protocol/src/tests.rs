use charthold_crypto::{Entropy, SigningSecret};
use charthold_domain::{DeviceId, Timestamp};

use crate::{
    AuditReceipt, Base64Bytes, Because, Hints, Policy, Problem, RefusalCode, RequestProof, Signed,
    SignedError, proof_bytes,
};
use charthold_audit::AuditHead;

struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

fn receipt() -> AuditReceipt {
    AuditReceipt {
        device: DeviceId::from_bytes([1; 16]),
        head: AuditHead::EMPTY,
        at: Timestamp::from_millis(1_790_000_000_000),
    }
}

#[test]
fn a_signed_statement_reads_back_under_its_own_key_only() {
    let central = SigningSecret::make(&mut Fixed(1));
    let signed = Signed::make(&receipt(), &central);
    let travelled = Signed::<AuditReceipt>::from_bytes(&signed.to_bytes()).expect("it is one");
    assert_eq!(travelled.verify(&central.public()), Ok(receipt()));
    let stranger = SigningSecret::make(&mut Fixed(2));
    assert_eq!(
        travelled.verify(&stranger.public()),
        Err(SignedError::BadSignature)
    );
}

#[test]
fn a_changed_statement_is_refused() {
    let central = SigningSecret::make(&mut Fixed(1));
    let bytes = Signed::make(&receipt(), &central).to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let verified =
            Signed::<AuditReceipt>::from_bytes(&changed).and_then(|s| s.verify(&central.public()));
        assert!(verified.is_err(), "byte {at} may not matter");
    }
}

#[test]
fn the_signed_form_of_a_receipt_is_frozen() {
    let signed = Signed::make(&receipt(), &SigningSecret::make(&mut Fixed(1)));
    let hex: String = signed
        .to_bytes()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(
        hex,
        include_str!("../../../tests/fixtures/vectors/protocol/receipt-1.hex").trim()
    );
}

#[test]
fn what_a_device_signs_names_every_part_of_the_request() {
    let proof = RequestProof {
        device: DeviceId::from_bytes([1; 16]),
        time: Timestamp::from_millis(0),
        nonce: "bm9uY2U=".into(),
    };
    let base = proof_bytes("POST", "/v1/x?y=1", b"body", Some("token"), &proof);
    let text = String::from_utf8(base.clone()).expect("it is text");
    assert_eq!(text.lines().count(), 7);
    assert!(text.contains("1970-01-01T00:00:00.000Z"), "{text}");
    assert_ne!(
        base,
        proof_bytes("PUT", "/v1/x?y=1", b"body", Some("token"), &proof)
    );
    assert_ne!(
        base,
        proof_bytes("POST", "/v1/x?y=2", b"body", Some("token"), &proof)
    );
    assert_ne!(
        base,
        proof_bytes("POST", "/v1/x?y=1", b"bodY", Some("token"), &proof)
    );
    assert_ne!(
        base,
        proof_bytes("POST", "/v1/x?y=1", b"body", None, &proof)
    );
    assert!(!text.contains("token"), "a token is never signed in clear");
}

#[test]
fn policy_cannot_be_looser_than_its_ceilings() {
    let loose = Policy {
        inactivity_limit_s: 86_400,
        offline_lease_s: u32::MAX,
        help_desk: None,
        pin: None,
        single_sign_on: None,
    };
    assert_eq!(loose.inactivity_limit().as_secs(), 900);
    assert_eq!(loose.offline_lease().as_secs(), 7 * 86_400);
    let strict = Policy {
        inactivity_limit_s: 120,
        ..Policy::default()
    };
    assert_eq!(strict.inactivity_limit().as_secs(), 120);
}

#[test]
fn a_refusal_is_problem_json_with_a_code() {
    let problem = Problem {
        problem_type: "urn:charthold:problem:not-found".into(),
        title: RefusalCode::NotFound.title().into(),
        status: RefusalCode::NotFound.status(),
        code: RefusalCode::NotFound,
        request_id: "r".into(),
        server_time: None,
        because: None,
    };
    let json = serde_json::to_string(&problem).expect("it serialises");
    assert!(
        json.contains(r#""code":"not-found""#) && json.contains(r#""status":404"#),
        "{json}"
    );
    assert_eq!(
        serde_json::from_str::<Problem>(&json).expect("it reads back"),
        problem
    );
}

#[test]
fn why_is_told_beside_the_code_and_passed_over_by_who_does_not_know_it() {
    let json = |because: &str| {
        format!(
            r#"{{"type":"t","title":"t","status":401,"code":"device-refused","request_id":"r"{because}}}"#
        )
    };
    let read =
        |because: &str| -> Problem { serde_json::from_str(&json(because)).expect("it is read") };
    assert_eq!(read("").because, None, "a central of before says nothing");
    let withdrawn = read(r#","because":"device-withdrawn""#);
    assert_eq!(withdrawn.because, Some(Because::DeviceWithdrawn));
    let closed = read(r#","because":"account-closed""#);
    assert_eq!(closed.because, Some(Because::AccountClosed));
    let newer = read(r#","because":"moon-phase""#);
    assert_eq!(newer.because, Some(Because::Unknown));
    assert_eq!(newer.code, RefusalCode::DeviceRefused);
}

#[test]
fn bytes_in_json_survive() {
    let bytes = Base64Bytes((0..=255).collect());
    let json = serde_json::to_string(&bytes).expect("it serialises");
    assert_eq!(
        serde_json::from_str::<Base64Bytes>(&json).expect("it reads back"),
        bytes
    );
}

/// What a central says, byte for byte: of before several told each other, and since.
#[test]
fn hints_of_every_central_are_read() {
    let complete = |text: &str| {
        let hints: Hints = serde_json::from_str(text).expect("hints");
        assert_eq!(serde_json::to_string(&hints).expect("JSON"), text);
        hints.are_complete()
    };
    let before = r#"{"at":"0a-1-1-0b","hints":[{"hint":"resync"}],"alone":"#;
    assert!(complete(&format!("{before}true}}")));
    assert!(!complete(&format!("{before}false}}")));
    for (alone, is_complete) in [(true, true), (false, true), (false, false)] {
        let since = format!("{before}{alone},\"complete\":{is_complete}}}");
        assert_eq!(complete(&since), is_complete, "{since}");
        let older: Older = serde_json::from_str(&since).expect("an older program reads it");
        assert_eq!(older.alone, alone, "and keeps exchanging often");
    }
}

/// What a workstation of before read, once a line.
#[derive(serde::Deserialize)]
struct Older {
    alone: bool,
}
