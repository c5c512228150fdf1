//! Which dose a giving was: the order and the time it was due. FHIR R4 has no element for the due time
//! of an administration, so it is told from the order's times and the moment of giving. Of one slot,
//! two givings may be a dose given twice; whether they are is for a person to say.

use std::collections::BTreeMap;
use std::time::Duration;

use charthold_domain::{RecordId, Timestamp};
use jiff::ToSpan;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::administration::{Administration, Outcome};
use crate::date::FhirMoment;
use crate::dosage::Schedule;
use crate::medication::Medication;

/// One dose of one order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoseSlot {
    /// The order, `MedicationRequest/x`.
    pub order: String,
    /// When it was due; where the order does not tell, when the first of its givings was.
    pub due: Timestamp,
}

/// The slot of every dose that was given: of records with their kind and text. What names no order
/// or no time has none, for there is nothing to compare it with; neither has what was not given or was
/// entered in error.
#[must_use]
pub fn dose_slots<'a>(
    records: impl IntoIterator<Item = (RecordId, &'a str, &'a str)>,
    zone: &TimeZone,
) -> Vec<(DoseSlot, RecordId)> {
    let mut schedules: BTreeMap<String, Schedule> = BTreeMap::new();
    let mut givings: BTreeMap<String, Vec<(Timestamp, RecordId)>> = BTreeMap::new();
    for (record, kind, json) in records {
        match kind {
            "MedicationRequest" => {
                if let Ok(Medication {
                    fhir_id: Some(id),
                    schedule: Some(schedule),
                    ..
                }) = Medication::read(json)
                {
                    schedules.insert(format!("MedicationRequest/{id}"), schedule);
                }
            }
            "MedicationAdministration" => {
                if let Ok(Administration {
                    outcome: Outcome::Given,
                    order: Some(order),
                    at: Some(at),
                    ..
                }) = Administration::read(json)
                {
                    let given = (FhirMoment::start(at), record);
                    givings.entry(order).or_default().push(given);
                }
            }
            _ => {}
        }
    }
    givings
        .into_iter()
        .flat_map(|(order, given)| {
            let schedule = schedules.get(&order);
            slots_of(&order, given, schedule, zone)
        })
        .collect()
}

fn slots_of(
    order: &str,
    mut givings: Vec<(Timestamp, RecordId)>,
    schedule: Option<&Schedule>,
    zone: &TimeZone,
) -> Vec<(DoseSlot, RecordId)> {
    givings.sort_unstable();
    let close_ms = close_ms(schedule);
    let mut slots: Vec<(DoseSlot, RecordId)> = Vec::with_capacity(givings.len());
    let mut first: Option<(Timestamp, Timestamp)> = None;
    for (at, record) in givings {
        let due = due(at, schedule, zone);
        let same = first.filter(|(first_at, first_due)| {
            // Also across the middle between two due times: minutes apart they are one dose.
            due == *first_due || at.as_millis() - first_at.as_millis() < close_ms
        });
        let (_, due) = *first.insert(same.unwrap_or((at, due)));
        let order = order.to_owned();
        slots.push((DoseSlot { order, due }, record));
    }
    slots
}

/// The due time nearest to the giving, the earlier of two. The giving itself without times of day, or
/// when none is nearer than half of the time between two: a first dose does not wait for the clock.
fn due(at: Timestamp, schedule: Option<&Schedule>, zone: &TimeZone) -> Timestamp {
    let Some(Schedule::TimesOfDay(times)) = schedule else {
        return at;
    };
    let distance = |slot: &Timestamp| ((slot.as_millis() - at.as_millis()).abs(), *slot);
    around(at, times, zone)
        .into_iter()
        .min_by_key(distance)
        .filter(|slot| (slot.as_millis() - at.as_millis()).abs() < half_ms(times))
        .unwrap_or(at)
}

/// The due times of the day of `at`, the one before and the one after.
fn around(at: Timestamp, times: &[Time], zone: &TimeZone) -> Vec<Timestamp> {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at.as_millis()) else {
        return Vec::new();
    };
    let today = moment.to_zoned(zone.clone()).date();
    let days = [
        today.checked_sub(1.day()).ok(),
        Some(today),
        today.checked_add(1.day()).ok(),
    ];
    let slots = days.into_iter().flatten().flat_map(|day| {
        times
            .iter()
            .filter_map(move |time| day.to_datetime(*time).to_zoned(zone.clone()).ok())
    });
    slots
        .map(|slot| Timestamp::from_millis(slot.timestamp().as_millisecond()))
        .collect()
}

/// Givings closer together than this are one dose: half of the time between two, at most an hour
/// where that has to be guessed.
fn close_ms(schedule: Option<&Schedule>) -> i64 {
    let guess_ms = i64::try_from(GUESS.as_millis()).unwrap_or(i64::MAX);
    match schedule {
        Some(Schedule::Every { interval_s }) => interval_s.saturating_mul(500),
        Some(Schedule::TimesOfDay(times)) => guess_ms.min(half_ms(times)),
        None => guess_ms,
    }
}

/// Half of the time between two doses of a day.
fn half_ms(times: &[Time]) -> i64 {
    let number = i64::try_from(times.len()).unwrap_or(1).max(1);
    DAY_MS / number / 2
}

const GUESS: Duration = Duration::from_secs(60 * 60);
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
