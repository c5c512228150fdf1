use charthold_protocol::RefusalCode;

use crate::{Patience, SyncError, Transport};

#[test]
fn central_is_reached_by_https_with_a_ca_of_its_own_or_not_at_all() {
    for (url, ca) in [
        ("http://localhost:1", "-----BEGIN CERTIFICATE-----"),
        ("https://localhost:1", ""),
        ("https://localhost:1", "not a certificate"),
        ("no address", ""),
    ] {
        let refused = Transport::new(url, ca, Patience::STANDARD).map(|_| ());
        assert!(
            matches!(refused, Err(SyncError::BadSettings(_))),
            "{url}: {refused:?}"
        );
    }
}

#[test]
fn only_a_refusal_has_a_code_and_only_a_lost_line_is_offline() {
    let garbled = SyncError::Garbled("reply");
    assert_eq!(garbled.refusal(), None);
    assert!(
        !garbled.is_offline(),
        "central answered, so the line is there"
    );
    let problem = charthold_protocol::Problem {
        problem_type: "urn:charthold:problem:too-large".into(),
        title: RefusalCode::TooLarge.title().into(),
        status: RefusalCode::TooLarge.status(),
        code: RefusalCode::TooLarge,
        request_id: "r".into(),
        server_time: None,
        because: None,
    };
    let refused = SyncError::Refused(problem);
    assert_eq!(refused.refusal(), Some(RefusalCode::TooLarge));
    assert!(!refused.is_offline());
}
