use crate::{BootTime, ChartId, Compartment, Role, Timestamp, uuid_v7};
use std::time::Duration;

#[test]
fn ids_read_back_and_new_ones_are_version_7() {
    let id = ChartId::from(uuid_v7(Timestamp::from_millis(1_790_000_000_123), [7; 10]));
    let text = id.to_string();
    assert_eq!(text.parse::<ChartId>(), Ok(id));
    assert_eq!(text.as_bytes()[14], b'7', "version nibble of {text}");
    assert!("not-an-id".parse::<ChartId>().is_err());
}

#[test]
fn times_are_rfc_3339_utc_with_milliseconds() {
    let moment = Timestamp::from_millis(1_790_000_000_120);
    assert_eq!(moment.to_string(), "2026-09-21T14:13:20.120Z");
    assert_eq!(moment.to_string().parse(), Ok(moment));
    assert_eq!("2026-09-21T09:13:20.12-05:00".parse(), Ok(moment));
    assert!(
        "2026-09-21".parse::<Timestamp>().is_err(),
        "a date is no moment"
    );
}

#[test]
fn spans_never_go_negative() {
    let early = Timestamp::from_millis(1000);
    let late = Timestamp::from_millis(5000);
    assert_eq!(late.since(early), Duration::from_secs(4));
    assert_eq!(early.since(late), Duration::ZERO);
    let boot = BootTime(Duration::from_secs(3));
    assert_eq!(
        boot.since(boot.plus(Duration::from_secs(1))),
        Duration::ZERO
    );
}

#[test]
fn codes_round_trip() {
    for role in Role::ALL {
        assert_eq!(role.code().parse(), Ok(role));
    }
    for part in Compartment::ALL {
        assert_eq!(Compartment::try_from(part.code()), Ok(part));
    }
    assert!(Compartment::try_from(0).is_err());
}
