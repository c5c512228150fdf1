//! The outcome of asking for access. A [`Granted`] can only be made by [`crate::decide`]; it becomes
//! an `Access` in `store`, and only together with the audit event that explains it.

use charthold_domain::{ChartId, PersonId, Purpose, Role};

/// How a person is connected with a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The patient is in one of the person's units.
    SameUnit,
}

/// Permission for one person, one chart and one purpose.
#[derive(Debug, PartialEq, Eq)]
pub struct Granted {
    pub(crate) chart: ChartId,
    pub(crate) person: PersonId,
    pub(crate) role: Role,
    pub(crate) relation: Relation,
    pub(crate) purpose: Purpose,
}

impl Granted {
    /// The chart.
    #[must_use]
    pub const fn chart(&self) -> ChartId {
        self.chart
    }

    /// The person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// In which role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Because of what.
    #[must_use]
    pub const fn relation(&self) -> Relation {
        self.relation
    }

    /// For what.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }
}

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Granted(Granted),
    /// The role may, the relation is missing: break-glass is the way.
    Restricted,
    /// The role may not do this with any chart.
    NotAllowed,
}
