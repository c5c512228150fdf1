//! Who looks after one patient: attending, resident, pharmacist, and which nurse at which hour.

use charthold_domain::Role;

use super::cast::Part;
use super::chance::Chance;
use super::moment::Moment;
use super::people::{DemoPerson, people};
use super::place::Place;

/// One patient's team.
#[derive(Clone, Debug)]
pub(crate) struct Roster {
    pub(crate) attending: DemoPerson,
    pub(crate) resident: DemoPerson,
    /// The day nurse; the same all week.
    pub(crate) nurse: DemoPerson,
    pub(crate) pharmacist: DemoPerson,
    /// The two who work nights on the unit.
    nights: Vec<DemoPerson>,
}

impl Roster {
    /// The team at `place`; a part of the fixed ward names its attending and nurse.
    pub(crate) fn draw(chance: &mut Chance, place: &Place, part: Option<&Part>) -> Self {
        let everybody = people();
        let on_unit = |role: Role| -> Vec<DemoPerson> {
            let works =
                |person: &&DemoPerson| person.role == role && person.units.contains(&place.unit);
            everybody.iter().filter(works).cloned().collect()
        };
        let named = |username: Option<&str>| {
            everybody
                .iter()
                .find(|one| Some(one.username) == username)
                .cloned()
        };
        // The hospitalist who covers every unit looks after nobody by day.
        let attendings: Vec<_> = on_unit(Role::Physician)
            .into_iter()
            .filter(|one| one.units.len() < 4)
            .collect();
        let nurses = on_unit(Role::Nurse);
        // The last two of a unit work nights; nobody works both.
        let (days, nights) = nurses.split_at(nurses.len().saturating_sub(2));
        let nurse = named(part.map(|part| part.nurse)).unwrap_or_else(|| chance.pick(days).clone());
        Self {
            attending: named(part.map(|part| part.attending))
                .unwrap_or_else(|| chance.pick(&attendings).clone()),
            resident: chance.pick(&on_unit(Role::Resident)).clone(),
            pharmacist: chance.pick(&on_unit(Role::Pharmacist)).clone(),
            nights: nights.to_vec(),
            nurse,
        }
    }

    /// The nurse on duty at `moment`: shifts change at 07:00 and 19:00.
    pub(crate) fn nurse_at(&self, moment: Moment) -> &DemoPerson {
        let by_day = (420..1_140).contains(&moment.minute_of_day());
        let nights = i64::try_from(self.nights.len()).unwrap_or(0);
        if by_day || nights == 0 {
            return &self.nurse;
        }
        // The hours after midnight belong to the evening before.
        let shift = moment.plus(-420).day().rem_euclid(nights);
        usize::try_from(shift)
            .ok()
            .and_then(|shift| self.nights.get(shift))
            .unwrap_or(&self.nurse)
    }
}
