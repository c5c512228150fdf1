//! FHIR dates and times of any precision, and the only ways they are shown: `14-Aug-1961`, 24-hour
//! `HH:mm`, ages and spans (NHS Common User Interface D+Ta and D+Tb). Time zone and "now" are
//! always given; the machine's own are never read.

use charthold_domain::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// How much of a FHIR date or time was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `1961`.
    Year,
    /// `1961-08`.
    Month,
    /// `1961-08-14`.
    Day,
    /// A moment, to the minute or better.
    Instant,
}

/// A FHIR date, dateTime or instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FhirMoment {
    start: Timestamp,
    precision: Precision,
}

impl FhirMoment {
    /// Reads FHIR `date`, `dateTime` or `instant` text. Also read, because foreign systems write
    /// them: a time without seconds, and a time without an offset, which is taken as UTC.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, precision) = match text.len() {
            4 => (format!("{text}-01-01"), Precision::Year),
            7 => (format!("{text}-01"), Precision::Month),
            10 => (text.to_owned(), Precision::Day),
            _ => return parse_instant(text).map(Self::instant),
        };
        let date: Date = date.parse().ok().filter(|_| date.is_ascii())?;
        Some(Self {
            start: midnight_utc(date)?,
            precision,
        })
    }

    /// Reads an element that may be absent.
    pub(crate) fn of(text: Option<&String>) -> Option<Self> {
        text.and_then(|text| Self::parse(text))
    }

    /// The moment `at`, known exactly.
    #[must_use]
    pub const fn instant(at: Timestamp) -> Self {
        Self {
            start: at,
            precision: Precision::Instant,
        }
    }

    /// How much was known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// Its first moment. A date without a time begins at midnight UTC, whatever the zone, so that
    /// a date of birth is the same day everywhere; show it with [`Self::date_text`] only.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        self.start
    }

    /// The civil date: as written for dates, in `zone` for moments.
    #[must_use]
    pub fn date(self, zone: &TimeZone) -> Date {
        match self.precision {
            Precision::Instant => civil(self.start, zone).date(),
            _ => civil(self.start, &TimeZone::UTC).date(),
        }
    }

    /// `14-Aug-1961`, or `Aug-1961` or `1961` when no more is known.
    #[must_use]
    pub fn date_text(self, zone: &TimeZone) -> String {
        let date = self.date(zone);
        match self.precision {
            Precision::Year => format!("{:04}", date.year()),
            Precision::Month => format!("{}-{:04}", month_name(date), date.year()),
            Precision::Day | Precision::Instant => day_month_year(date),
        }
    }

    /// `14-Aug-1961 09:12`; without the time when it is not known.
    #[must_use]
    pub fn text(self, zone: &TimeZone) -> String {
        match self.precision {
            Precision::Instant => date_time_text(self.start, zone),
            _ => self.date_text(zone),
        }
    }
}

/// `14-Aug-1961`.
#[must_use]
pub fn date_text(at: Timestamp, zone: &TimeZone) -> String {
    day_month_year(civil(at, zone).date())
}

/// `09:12`, 24-hour.
#[must_use]
pub fn time_text(at: Timestamp, zone: &TimeZone) -> String {
    let time = civil(at, zone);
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `14-Aug-1961 09:12`.
#[must_use]
pub fn date_time_text(at: Timestamp, zone: &TimeZone) -> String {
    format!("{} {}", date_text(at, zone), time_text(at, zone))
}

/// `Sat 21-Nov`: for axes and lists where the year is plain.
#[must_use]
pub fn day_text(at: Timestamp, zone: &TimeZone) -> String {
    let date = civil(at, zone).date();
    let day = match date.weekday() {
        jiff::civil::Weekday::Monday => "Mon",
        jiff::civil::Weekday::Tuesday => "Tue",
        jiff::civil::Weekday::Wednesday => "Wed",
        jiff::civil::Weekday::Thursday => "Thu",
        jiff::civil::Weekday::Friday => "Fri",
        jiff::civil::Weekday::Saturday => "Sat",
        jiff::civil::Weekday::Sunday => "Sun",
    };
    format!("{day} {:02}-{}", date.day(), month_name(date))
}

/// Age on the day of `at`: `65 y`; under two years `5 m`; under four weeks `12 d` (after CUI
/// D+Ta, without its second unit). `about 65 y` when only the year of birth is known; `None` for a
/// birth after `at`.
#[must_use]
pub fn age_text(born: FhirMoment, at: Timestamp, zone: &TimeZone) -> Option<String> {
    let (birth, today) = (born.date(zone), civil(at, zone).date());
    let (months, days) = age_parts(birth, today)?;
    let years = months / 12;
    Some(match born.precision {
        Precision::Year => format!("about {years} y"),
        _ if months >= 24 => format!("{years} y"),
        Precision::Month => format!("about {months} m"),
        _ if months == 0 || days < FOUR_WEEKS_D => format!("{days} d"),
        _ => format!("{months} m"),
    })
}

/// Whole years of age on the day of `at`; `None` for a birth after it.
#[must_use]
pub fn age_years(born: FhirMoment, at: Timestamp, zone: &TimeZone) -> Option<i32> {
    age_parts(born.date(zone), civil(at, zone).date()).map(|(months, _)| months / 12)
}

/// How long ago: `just now`, `52 min ago`, `3 h 05 min ago`, `4 d ago`; `in 8 min` for the future.
#[must_use]
pub fn relative_text(then: Timestamp, now: Timestamp) -> String {
    match minutes_between(then, now) {
        0 => "just now".into(),
        minutes if minutes > 0 => format!("{} ago", span_text(minutes)),
        minutes => format!("in {}", span_text(-minutes)),
    }
}

/// How a due time stands: `in 1 h 28 min`, `now`, `17 min late`.
#[must_use]
pub fn due_text(due: Timestamp, now: Timestamp) -> String {
    match minutes_between(due, now) {
        0 => "now".into(),
        minutes if minutes > 0 => format!("{} late", span_text(minutes)),
        minutes => format!("in {}", span_text(-minutes)),
    }
}

/// Whole days from the first civil day to that of `at`, the first counting as 1; `None` before it.
#[must_use]
pub fn day_of_stay(admitted: FhirMoment, at: Timestamp, zone: &TimeZone) -> Option<i32> {
    let days = days_between(admitted.date(zone), civil(at, zone).date())?;
    (days >= 0).then_some(days + 1)
}

fn parse_instant(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let stem = text.trim_end_matches('Z');
    let local: DateTime = stem.parse().ok().filter(|_| stem.contains('T'))?;
    let zoned = local.to_zoned(TimeZone::UTC).ok()?;
    Some(Timestamp::from_millis(zoned.timestamp().as_millisecond()))
}

fn midnight_utc(date: Date) -> Option<Timestamp> {
    let zoned = date.to_zoned(TimeZone::UTC).ok()?;
    Some(Timestamp::from_millis(zoned.timestamp().as_millisecond()))
}

/// Civil time in `zone`; the ends of the calendar stand in for what lies beyond them.
fn civil(at: Timestamp, zone: &TimeZone) -> DateTime {
    let limits = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
    let beyond = if at.as_millis() < 0 {
        limits.0
    } else {
        limits.1
    };
    let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(beyond);
    zone.to_datetime(at)
}

/// Whole months and whole days from `birth` to `day`.
fn age_parts(birth: Date, day: Date) -> Option<(i32, i32)> {
    let days = days_between(birth, day)?;
    let months = (i32::from(day.year()) - i32::from(birth.year())) * 12 + i32::from(day.month())
        - i32::from(birth.month());
    // Born on the 31st: the month is full on the last day of a shorter one.
    let last = day.day() == day.last_of_month().day();
    let full = day.day() >= birth.day() || (last && birth.day() > day.day());
    (days >= 0).then_some((months - i32::from(!full), days))
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

fn minutes_between(then: Timestamp, now: Timestamp) -> i64 {
    now.as_millis().saturating_sub(then.as_millis()) / 60_000
}

fn span_text(minutes: i64) -> String {
    match minutes {
        ..60 => format!("{minutes} min"),
        60..1_440 if minutes % 60 == 0 => format!("{} h", minutes / 60),
        60..1_440 => format!("{} h {:02} min", minutes / 60, minutes % 60),
        _ => format!("{} d", minutes / 1_440),
    }
}

fn day_month_year(date: Date) -> String {
    format!("{:02}-{}-{:04}", date.day(), month_name(date), date.year())
}

fn month_name(date: Date) -> &'static str {
    match date.month() {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

const FOUR_WEEKS_D: i32 = 28;
