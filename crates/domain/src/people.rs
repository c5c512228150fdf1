//! People with accounts, the units they work in, and their roles. Passwords, keys and what a role
//! may do live elsewhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{PersonId, UnitId};

/// A part of the hospital with beds or a function of its own, as "4B".
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, minicbor::Encode, minicbor::Decode,
)]
#[cbor(map)]
pub struct Unit {
    /// Its id.
    #[n(0)]
    pub id: UnitId,
    /// Its short name, unique in the hospital, as "4B".
    #[n(1)]
    pub name: String,
}

/// A person with an account.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, minicbor::Encode, minicbor::Decode,
)]
#[cbor(map)]
pub struct Person {
    /// Their id, unique and never reused (45 CFR 164.312(a)(2)(i)).
    #[n(0)]
    pub id: PersonId,
    /// What they sign in with; lower case.
    #[n(1)]
    pub username: String,
    /// How they are shown, credentials included: "Tomas Berg, RN".
    #[n(2)]
    pub display_name: String,
    /// Their role.
    #[n(3)]
    pub role: Role,
    /// The units they work in.
    #[n(4)]
    pub units: Vec<UnitId>,
}

/// A person as others see them beside what they wrote.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Colleague {
    /// Their id.
    #[n(0)]
    pub id: PersonId,
    /// How they are shown, credentials included: "Tomas Berg, RN".
    #[n(1)]
    pub display_name: String,
    /// Their role.
    #[n(2)]
    pub role: Role,
}

/// What a person is to the hospital. Exhaustive: a new role is a decision about access.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(rename_all = "kebab-case")]
#[cbor(index_only)]
pub enum Role {
    /// Attending physician.
    #[n(1)]
    Physician,
    /// Resident physician; notes are co-signed.
    #[n(2)]
    Resident,
    /// Registered nurse.
    #[n(3)]
    Nurse,
    /// Pharmacist.
    #[n(4)]
    Pharmacist,
    /// Unit clerk: census, no clinical content.
    #[n(5)]
    UnitClerk,
    /// Billing office.
    #[n(6)]
    Billing,
    /// Privacy officer: audit, no charts.
    #[n(7)]
    PrivacyOfficer,
    /// IT administrator: devices and policy, no patients.
    #[n(8)]
    ItAdmin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Physician,
        Self::Resident,
        Self::Nurse,
        Self::Pharmacist,
        Self::UnitClerk,
        Self::Billing,
        Self::PrivacyOfficer,
        Self::ItAdmin,
    ];

    /// The role's name on the wire and in policy, as "privacy-officer".
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::Resident => "resident",
            Self::Nurse => "nurse",
            Self::Pharmacist => "pharmacist",
            Self::UnitClerk => "unit-clerk",
            Self::Billing => "billing",
            Self::PrivacyOfficer => "privacy-officer",
            Self::ItAdmin => "it-admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.code() == text)
            .ok_or(UnknownRole)
    }
}
