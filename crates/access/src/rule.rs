//! The rules: deny by default, role first, then relation. Pure; what units a person and a patient
//! are in is looked up by the caller.

use charthold_domain::{ChartId, Person, Purpose, Role, UnitId};

use crate::{Decision, Granted, Relation};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// See a chart's clinical content.
    ReadChart,
    /// Write observations, notes and other records.
    WriteChart,
    /// See who is in which bed.
    SeeCensus,
    /// Bring charts in from outside.
    ImportCharts,
    /// Take a chart out as a file.
    ExportChart,
}

/// One question.
#[derive(Debug)]
pub struct Ask<'a> {
    /// Who asks.
    pub person: &'a Person,
    /// Whose chart.
    pub chart: ChartId,
    /// The unit the patient is in; absent when unknown here.
    pub unit: Option<UnitId>,
    /// What for.
    pub deed: Deed,
}

/// Decides.
#[must_use]
pub fn decide(ask: &Ask<'_>) -> Decision {
    if !role_may(ask.person.role, ask.deed) {
        return Decision::NotAllowed;
    }
    match ask.unit {
        Some(unit) if ask.person.units.contains(&unit) => Decision::Granted(Granted {
            chart: ask.chart,
            person: ask.person.id,
            role: ask.person.role,
            relation: Relation::SameUnit,
            purpose: Purpose::Treatment,
        }),
        _ => Decision::Restricted,
    }
}

/// What each role may do with the charts it is related to. Exhaustive, so that a new role or deed
/// is decided here before it compiles.
const fn role_may(role: Role, deed: Deed) -> bool {
    match (role, deed) {
        (Role::Physician | Role::Resident | Role::Nurse | Role::Pharmacist, Deed::ReadChart)
        | (Role::Physician | Role::Resident | Role::Nurse, Deed::WriteChart)
        | (
            Role::Physician | Role::Resident | Role::Nurse | Role::Pharmacist | Role::UnitClerk,
            Deed::SeeCensus,
        )
        | (Role::Physician | Role::Nurse, Deed::ImportCharts | Deed::ExportChart) => true,
        (
            Role::Billing | Role::PrivacyOfficer | Role::ItAdmin,
            Deed::ReadChart
            | Deed::WriteChart
            | Deed::SeeCensus
            | Deed::ImportCharts
            | Deed::ExportChart,
        )
        | (Role::Pharmacist, Deed::WriteChart)
        | (
            Role::Resident | Role::Pharmacist | Role::UnitClerk,
            Deed::ImportCharts | Deed::ExportChart,
        )
        | (Role::UnitClerk, Deed::ReadChart | Deed::WriteChart) => false,
    }
}
