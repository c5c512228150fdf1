//! Time in whole minutes, and how FHIR and people write it. The hospital keeps its clocks on UTC,
//! so that a note's "13:40" is the 13:40 of the record it speaks of on every workstation.

use charthold_domain::Timestamp;
use jiff::civil::Date;

use super::number::real;

/// Minutes in a day.
pub(crate) const DAY: i64 = 24 * 60;

/// Whole minutes since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    /// The minute that holds `timestamp`.
    pub(crate) fn of(timestamp: Timestamp) -> Self {
        Self(timestamp.as_millis().div_euclid(60_000))
    }

    /// `minute` of the day numbered `day` since the epoch.
    pub(crate) const fn on_day(day: i64, minute: i64) -> Self {
        Self(day * DAY + minute)
    }

    /// This moment plus `minutes`, which may be negative.
    pub(crate) const fn plus(self, minutes: i64) -> Self {
        Self(self.0 + minutes)
    }

    /// Minutes from `earlier` to this; negative when it is not earlier.
    pub(crate) const fn minutes_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Hours from `earlier` to this.
    pub(crate) fn hours_since(self, earlier: Self) -> f64 {
        real(self.minutes_since(earlier)) / 60.0
    }

    /// Days since the epoch.
    pub(crate) const fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Minutes since midnight.
    pub(crate) const fn minute_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }

    /// For making ids.
    pub(crate) const fn timestamp(self) -> Timestamp {
        Timestamp::from_millis(self.0 * 60_000)
    }

    /// A FHIR dateTime: `2026-11-22T13:40:00Z`.
    pub(crate) fn fhir(self) -> String {
        let moment =
            jiff::Timestamp::from_second(self.0 * 60).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        moment.to_string()
    }

    /// The civil date.
    pub(crate) fn date(self) -> Date {
        let moment =
            jiff::Timestamp::from_second(self.0 * 60).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        moment.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// `22-Nov`.
    pub(crate) fn day_month(self) -> String {
        self.date().strftime("%d-%b").to_string()
    }

    /// `13:40`.
    pub(crate) fn clock(self) -> String {
        let minute = self.minute_of_day();
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}
