//! The medication list: what is current or on hold, what is over, when each was last given and is
//! next due.

use std::collections::HashMap;
use std::time::Duration;

use charthold_domain::Timestamp;
use jiff::ToSpan;

use super::gather::{Administered, Of};
use super::{AsOf, MedicationLine};
use crate::date::FhirMoment;
use crate::dosage::Schedule;
use crate::listing::{Extent, Listing};
use crate::medication::{Medication, State};

/// What is taken or on hold first, by name, then what is over, the newest first. One list: whether any are recorded is asked
/// of both together.
pub(super) fn listing(
    medications: Vec<Of<Medication>>,
    administered: &HashMap<String, Administered>,
    extent: Extent,
    as_of: &AsOf,
) -> Listing<MedicationLine> {
    let shown = medications
        .into_iter()
        .filter(|of| of.item.state != State::EnteredInError);
    let lines = shown.map(|of| line(of, administered, as_of));
    let (mut past, mut lines): (Vec<_>, Vec<_>) =
        lines.partition(|line| line.medication.state == State::Past);
    lines.sort_by_cached_key(|line| line.medication.name.to_lowercase());
    past.sort_by_key(|line| std::cmp::Reverse(line.medication.started.map(FhirMoment::start)));
    lines.append(&mut past);
    Listing::of(lines, extent)
}

fn line(
    Of { record, item }: Of<Medication>,
    administered: &HashMap<String, Administered>,
    as_of: &AsOf,
) -> MedicationLine {
    let doses = item
        .fhir_id
        .as_ref()
        .and_then(|id| administered.get(id))
        .copied();
    let Administered {
        last_given,
        last_decided,
    } = doses.unwrap_or_default();
    let next_due = if item.state == State::Current {
        let schedule = item.schedule.as_ref();
        schedule.and_then(|schedule| next_due(schedule, last_decided, as_of))
    } else {
        None
    };
    MedicationLine {
        record,
        medication: item,
        last_given,
        next_due,
    }
}

/// The first due time after the last dose that was given or decided against. An interval without
/// one tells nothing.
fn next_due(
    schedule: &Schedule,
    last_decided: Option<Timestamp>,
    as_of: &AsOf,
) -> Option<Timestamp> {
    match schedule {
        Schedule::Every { interval_s } => {
            let interval = Duration::from_secs(u64::try_from(*interval_s).ok()?);
            last_decided.map(|last| last.plus(interval))
        }
        Schedule::TimesOfDay(times) => {
            let after = last_decided.unwrap_or(as_of.now).plus(SLOT_TOLERANCE);
            let after = jiff::Timestamp::from_millisecond(after.as_millis()).ok()?;
            let today = after.to_zoned(as_of.zone.clone()).date();
            let days = [Some(today), today.checked_add(1.day()).ok()];
            let slots = days.into_iter().flatten().flat_map(|day| {
                times.iter().filter_map(move |time| {
                    day.to_datetime(*time).to_zoned(as_of.zone.clone()).ok()
                })
            });
            let next = slots
                .map(|slot| slot.timestamp())
                .filter(|slot| *slot > after)
                .min()?;
            Some(Timestamp::from_millis(next.as_millisecond()))
        }
    }
}

/// A dose given this much before its slot was that slot's dose.
const SLOT_TOLERANCE: Duration = Duration::from_secs(60 * 60);
