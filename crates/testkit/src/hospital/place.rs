//! Which bed a patient lies in. 4B is the ward of the demonstration: seventeen of its eighteen
//! beds, taken by every second patient until full; everybody else goes round 4A, 5A and ED.

/// A unit and a bed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The unit's name, as "4B".
    pub(crate) unit: &'static str,
    /// The bed's number in the unit, from 1.
    pub(crate) bed: usize,
}

/// Patients of the fixed ward.
pub(crate) const WARD_PATIENTS: usize = 17;

const OTHER_UNITS: [&str; 3] = ["4A", "5A", "ED"];

impl Place {
    /// The place of patient `index`; no two patients share one.
    pub(crate) fn of(index: usize) -> Self {
        if index < 2 * WARD_PATIENTS && index.is_multiple_of(2) {
            return Self {
                unit: "4B",
                bed: index / 2 + 1,
            };
        }
        let rank = Self::rank_elsewhere(index);
        let unit = OTHER_UNITS.get(rank % 3).copied().unwrap_or("ED");
        Self {
            unit,
            bed: rank / 3 + 1,
        }
    }

    /// How many patients outside 4B come before `index`.
    pub(crate) const fn rank_elsewhere(index: usize) -> usize {
        if index < 2 * WARD_PATIENTS {
            index / 2
        } else {
            index - WARD_PATIENTS
        }
    }

    /// The bed as signs and censuses write it: "12".
    pub(crate) fn bed_number(&self) -> String {
        format!("{:02}", self.bed)
    }

    /// Unit and bed: "4B-12".
    pub(crate) fn label(&self) -> String {
        format!("{}-{:02}", self.unit, self.bed)
    }
}
