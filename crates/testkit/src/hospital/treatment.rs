//! How a drug is ordered: dose, route, schedule, span. Data only; the orders and givings of one
//! patient are made in `medication`.

use super::formulary::{Drug, Family};

/// How it gets in. SNOMED CT route codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Oral,
    Intravenous,
    Subcutaneous,
    Inhaled,
    Transdermal,
    Sublingual,
}

impl Route {
    /// SNOMED CT code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Oral => "26643006",
            Self::Intravenous => "47625008",
            Self::Subcutaneous => "34206005",
            Self::Inhaled => "447694001",
            Self::Transdermal => "45890007",
            Self::Sublingual => "37839007",
        }
    }

    /// The word on the order.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Oral => "oral",
            Self::Intravenous => "intravenous",
            Self::Subcutaneous => "subcutaneous",
            Self::Inhaled => "inhaled",
            Self::Transdermal => "transdermal",
            Self::Sublingual => "sublingual",
        }
    }
}

/// When it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schedule {
    /// At these hours of every day; the words of the order.
    Daily(&'static [i64], &'static str),
    /// When needed, at least so many hours apart, for the reason.
    AsNeeded(i64, Need),
    /// Running; the rate is the dose per hour.
    Infusion,
    /// Once, so many minutes after the order.
    Once(i64),
}

/// Why an as-needed dose is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Fever,
    Pain,
    Nausea,
    Wheeze,
    Agitation,
    Sleep,
    Pressure,
}

impl Need {
    /// The words of the order.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Fever => "temperature above 38.2 °C",
            Self::Pain => "pain score 5 or more",
            Self::Nausea => "nausea",
            Self::Wheeze => "wheeze or shortness of breath",
            Self::Agitation => "agitation or withdrawal score 10 or more",
            Self::Sleep => "sleep",
            Self::Pressure => "systolic blood pressure above 180 mmHg",
        }
    }
}

/// An amount and its UCUM code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dose {
    /// Digits as ordered: no trailing zero, a leading zero.
    pub(crate) amount: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) ucum: &'static str,
}

/// One line of an order set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Treatment {
    pub(crate) drug: &'static Drug,
    pub(crate) dose: Dose,
    pub(crate) route: Route,
    pub(crate) schedule: Schedule,
    /// Hours after admission it starts.
    pub(crate) after_h: i64,
    /// Hours it lasts, when that is known from the start.
    pub(crate) for_h: Option<i64>,
    /// Given only to people allergic to this.
    pub(crate) only_if: Option<Family>,
    /// Not given to people allergic to this.
    pub(crate) unless: Option<Family>,
}

pub(crate) const DAILY: Schedule = Schedule::Daily(&[9], "once daily");
pub(crate) const EVENING: Schedule = Schedule::Daily(&[18], "once daily in the evening");
pub(crate) const BEDTIME: Schedule = Schedule::Daily(&[21], "once daily at bedtime");
pub(crate) const TWICE: Schedule = Schedule::Daily(&[9, 21], "twice a day");
pub(crate) const THRICE: Schedule = Schedule::Daily(&[8, 14, 21], "three times a day");
pub(crate) const MEALS: Schedule = Schedule::Daily(&[8, 12, 17], "before meals");
pub(crate) const EVERY_4_H: Schedule = Schedule::Daily(&[0, 4, 8, 12, 16, 20], "every 4 hours");
pub(crate) const EVERY_6_H: Schedule = Schedule::Daily(&[0, 6, 12, 18], "every 6 hours");
pub(crate) const EVERY_8_H: Schedule = Schedule::Daily(&[6, 14, 22], "every 8 hours");
pub(crate) const EVERY_12_H: Schedule = Schedule::Daily(&[3, 15], "every 12 hours");
pub(crate) const AFTERNOON: Schedule = Schedule::Daily(&[15], "every 24 hours");

/// `amount` milligrams and so on: the units of the formulary.
pub(crate) const fn mg(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "mg",
        ucum: "mg",
    }
}

/// Grams.
pub(crate) const fn grams(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "g",
        ucum: "g",
    }
}

/// Micrograms; spelled, never the Greek letter.
pub(crate) const fn mcg(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "micrograms",
        ucum: "ug",
    }
}

/// Insulin or heparin units; spelled, never "U".
pub(crate) const fn units(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "units",
        ucum: "[iU]",
    }
}

/// Millilitres; per hour when infused.
pub(crate) const fn ml(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "mL",
        ucum: "mL",
    }
}

/// Milliequivalents.
pub(crate) const fn meq(amount: &'static str) -> Dose {
    Dose {
        amount,
        unit: "mEq",
        ucum: "meq",
    }
}

/// An order from admission to discharge.
pub(crate) const fn give(
    drug: &'static Drug,
    dose: Dose,
    route: Route,
    schedule: Schedule,
) -> Treatment {
    Treatment {
        drug,
        dose,
        route,
        schedule,
        after_h: 0,
        for_h: None,
        only_if: None,
        unless: None,
    }
}

impl Treatment {
    /// Starting `hours` after admission.
    pub(crate) const fn after(mut self, hours: i64) -> Self {
        self.after_h = hours;
        self
    }

    /// Lasting `hours`.
    pub(crate) const fn lasting(mut self, hours: i64) -> Self {
        self.for_h = Some(hours);
        self
    }

    /// Only for people allergic to `family`.
    pub(crate) const fn only_if(mut self, family: Family) -> Self {
        self.only_if = Some(family);
        self
    }

    /// Not for people allergic to `family`.
    pub(crate) const fn unless(mut self, family: Family) -> Self {
        self.unless = Some(family);
        self
    }
}
