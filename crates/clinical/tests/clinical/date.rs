//! Dates of every precision and the ways they are shown.

use charthold_clinical::date::{
    FhirMoment, Precision, age_text, age_years, date_text, date_time_text, day_of_stay, day_text,
    due_text, relative_text, time_text,
};
use charthold_domain::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn moment(text: &str) -> FhirMoment {
    FhirMoment::parse(text).unwrap()
}

/// Eastern time by rule, so that the test needs no zone files.
fn eastern() -> TimeZone {
    TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap()
}

fn age(born: &str, now: &str) -> String {
    age_text(moment(born), at(now), &TimeZone::UTC).unwrap()
}

#[test]
fn every_precision_is_read_and_shown_as_far_as_it_is_known() {
    let cases = [
        ("1961", Precision::Year, "1961"),
        ("1961-08", Precision::Month, "Aug-1961"),
        ("1961-08-14", Precision::Day, "14-Aug-1961"),
        ("2026-11-22T13:40:00Z", Precision::Instant, "22-Nov-2026"),
        (
            "2026-11-22T13:40:00.123456-05:00",
            Precision::Instant,
            "22-Nov-2026",
        ),
    ];
    for (text, precision, shown) in cases {
        assert_eq!(moment(text).precision(), precision, "{text}");
        assert_eq!(moment(text).date_text(&TimeZone::UTC), shown, "{text}");
    }
}

#[test]
fn careless_times_are_read_and_nonsense_is_not() {
    assert_eq!(
        moment("2026-11-22T13:40Z").start(),
        at("2026-11-22T13:40:00Z")
    );
    assert_eq!(
        moment("2026-11-22T13:40:00").start(),
        at("2026-11-22T13:40:00Z")
    );
    for nonsense in [
        "",
        "yesterday",
        "2026-13",
        "2026-02-30",
        "26",
        "99999",
        "2026-11-22T",
        "１９６１",
    ] {
        assert_eq!(FhirMoment::parse(nonsense), None, "{nonsense}");
    }
}

#[test]
fn a_date_of_birth_is_the_same_day_in_every_zone() {
    let born = moment("1961-08-14");
    for zone in [
        TimeZone::UTC,
        eastern(),
        TimeZone::fixed(jiff::tz::offset(13)),
    ] {
        assert_eq!(born.date_text(&zone), "14-Aug-1961");
    }
}

#[test]
fn times_are_shown_in_the_units_zone_in_24_hours() {
    let noon_utc = at("2026-11-22T17:05:00Z");
    assert_eq!(time_text(noon_utc, &eastern()), "12:05");
    assert_eq!(date_time_text(noon_utc, &eastern()), "22-Nov-2026 12:05");
    assert_eq!(day_text(noon_utc, &eastern()), "Sun 22-Nov");
    assert_eq!(
        date_text(at("2026-11-22T03:00:00Z"), &eastern()),
        "21-Nov-2026"
    );
}

#[test]
fn the_hour_that_daylight_saving_repeats_is_two_different_moments() {
    let (first, second) = (at("2026-11-01T05:30:00Z"), at("2026-11-01T06:30:00Z"));
    assert_eq!(time_text(first, &eastern()), "01:30");
    assert_eq!(time_text(second, &eastern()), "01:30");
    assert_eq!(relative_text(first, second), "1 h ago");
}

#[test]
fn ages_are_in_days_then_months_then_years() {
    let now = "2026-11-22T12:00:00Z";
    assert_eq!(age("1961-08-14", now), "65 y");
    assert_eq!(age("1961-11-23", now), "64 y");
    assert_eq!(age("1961-11-22", now), "65 y");
    assert_eq!(age("2026-11-10", now), "12 d");
    assert_eq!(age("2026-11-22", now), "0 d");
    assert_eq!(age("2026-06-20", now), "5 m");
    assert_eq!(age("2025-01-01", now), "22 m");
    assert_eq!(age("2024-11-22", now), "2 y");
    assert_eq!(age("1961", now), "about 65 y");
    assert_eq!(
        age_text(moment("2030-01-01"), at(now), &TimeZone::UTC),
        None
    );
}

#[test]
fn a_month_born_on_its_last_day_is_full_on_the_last_day_of_a_shorter_one() {
    assert_eq!(age("2026-08-31", "2026-11-30T12:00:00Z"), "3 m");
    assert_eq!(
        age_years(
            moment("2008-02-29"),
            at("2026-02-28T12:00:00Z"),
            &TimeZone::UTC
        ),
        Some(18)
    );
}

#[test]
fn spans_read_as_people_say_them() {
    let now = at("2026-11-22T14:32:00Z");
    assert_eq!(relative_text(at("2026-11-22T13:40:00Z"), now), "52 min ago");
    assert_eq!(relative_text(at("2026-11-22T14:31:30Z"), now), "just now");
    assert_eq!(
        relative_text(at("2026-11-22T11:27:00Z"), now),
        "3 h 05 min ago"
    );
    assert_eq!(relative_text(at("2026-11-18T11:27:00Z"), now), "4 d ago");
    assert_eq!(due_text(at("2026-11-22T14:15:00Z"), now), "17 min late");
    assert_eq!(due_text(at("2026-11-22T16:00:00Z"), now), "in 1 h 28 min");
    assert_eq!(due_text(now, now), "now");
}

#[test]
fn the_day_of_admission_is_day_one_of_the_stay() {
    let admitted = moment("2026-11-20T23:50:00-05:00");
    assert_eq!(
        day_of_stay(admitted, at("2026-11-21T04:55:00Z"), &eastern()),
        Some(1)
    );
    assert_eq!(
        day_of_stay(admitted, at("2026-11-22T17:00:00Z"), &eastern()),
        Some(3)
    );
    assert_eq!(
        day_of_stay(admitted, at("2026-11-19T17:00:00Z"), &eastern()),
        None
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panicking(text in "\\PC{0,40}") {
        if let Some(read) = FhirMoment::parse(&text) {
            let _ = read.text(&eastern());
        }
    }

    #[test]
    fn every_civil_date_survives_reading_and_showing(days in 0_i32..73_000) {
        let date = jiff::civil::date(1900, 1, 1) + jiff::Span::new().days(days);
        let read = FhirMoment::parse(&date.to_string()).unwrap();
        prop_assert_eq!(read.date(&eastern()), date);
        prop_assert_eq!(read.date_text(&eastern()).len(), 11);
    }

    #[test]
    fn nobody_grows_younger(born in 0_i32..40_000, later in 0_i32..2_000) {
        let start = jiff::civil::date(1900, 1, 1);
        let birth = FhirMoment::parse(&(start + jiff::Span::new().days(born)).to_string()).unwrap();
        let day = birth.start().plus(std::time::Duration::from_secs(86_400 * 3_000));
        let next = day.plus(std::time::Duration::from_secs(86_400 * u64::try_from(later).unwrap()));
        let years = |at| age_years(birth, at, &TimeZone::UTC).unwrap();
        prop_assert!(years(next) >= years(day));
    }
}
