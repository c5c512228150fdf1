use std::time::Duration;

use charthold_protocol::{Problem, RefusalCode};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};

use super::{Patience, is_page, patience, refusal, retry_after};
use crate::SyncError;

fn problem(code: RefusalCode) -> Vec<u8> {
    let problem = Problem {
        problem_type: "urn:charthold:problem:x".into(),
        title: code.title().into(),
        status: code.status(),
        code,
        request_id: "r".into(),
        server_time: None,
        because: None,
    };
    serde_json::to_vec(&problem).unwrap()
}

#[test]
fn a_refusal_with_a_time_is_to_be_asked_again_then() {
    let wait = Some(Duration::from_secs(5));
    for code in [RefusalCode::HeldOff, RefusalCode::StoreUnavailable] {
        let status = StatusCode::from_u16(code.status()).unwrap();
        let held = refusal(status, wait, &problem(code));
        assert!(matches!(held, SyncError::HeldOff { .. }), "{held}");
        assert_eq!((held.refusal(), held.retry_after()), (Some(code), wait));
        assert!(!held.is_offline(), "central answered");
        let refused = refusal(status, None, &problem(code));
        assert_eq!(
            (refused.refusal(), refused.retry_after()),
            (Some(code), None)
        );
    }
}

#[test]
fn a_time_to_wait_is_a_number_of_seconds() {
    let of = |text: &'static str| {
        retry_after(&HeaderMap::from_iter([(
            RETRY_AFTER,
            HeaderValue::from_static(text),
        )]))
    };
    assert_eq!(of("30"), Some(Duration::from_secs(30)));
    for odd in ["", "-1", "soon", "Fri, 27 Nov 2026 07:28:00 GMT"] {
        assert_eq!(of(odd), None, "{odd}");
    }
    assert_eq!(retry_after(&HeaderMap::new()), None);
}

/// A proxy's word is not central's: it is told as a lost line, so that work goes on.
#[test]
fn what_answers_in_other_words_is_not_central() {
    let wait = Some(Duration::from_secs(5));
    for status in [302, 429, 500, 502] {
        let status = StatusCode::from_u16(status).unwrap();
        for body in ["", "<html>Bad gateway</html>", r#"{"error":"upstream"}"#] {
            let said = refusal(status, wait, body.as_bytes());
            assert!(matches!(said, SyncError::NotCentral(_)), "{said}");
            assert!(said.is_offline() && said.refusal().is_none());
        }
    }
    let of = |kind: &'static str| {
        is_page(&HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static(kind),
        )]))
    };
    assert!(of("text/html; charset=utf-8") && of("text/plain"));
    assert!(!of("application/cbor") && !of("text/event-stream") && !is_page(&HeaderMap::new()));
}

/// Central says how much one request may carry: 4 MiB unless it is set otherwise.
#[test]
fn the_largest_batch_gets_through_on_the_slowest_line_and_a_small_request_is_given_up_soon() {
    let patience = Patience::STANDARD;
    assert!(patience.first_byte(4 << 20) < patience.whole);
    assert!(patience.first_byte(4 << 20) > Duration::from_secs(64));
    assert!(patience.first_byte(1_000) <= Duration::from_secs(21));
}

#[tokio::test(start_paused = true)]
async fn what_takes_longer_than_somebody_could_wait_is_told_as_a_lost_line() {
    let span = Duration::from_secs(15);
    let said = patience::within(span, async { Ok("said") }).await;
    assert_eq!(said.expect("it was said at once"), "said");
    let silent = patience::within(span, std::future::pending::<Result<(), SyncError>>()).await;
    let silent = silent.expect_err("nothing came");
    assert!(matches!(silent, SyncError::TimedOut) && silent.is_offline());
}
