//! Who works at Riverside General: a fixed cast in every role, so that a demonstration can be
//! described in a document. Their passwords are printed for anyone; no real system may use them.

use charthold_domain::Role;

use super::json::{Json, object};

const PEOPLE: &str = include_str!("../../data/people.csv");

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// What they sign in with.
    pub username: &'static str,
    /// A passphrase of at least fifteen characters.
    pub password: &'static str,
    /// Name and credentials: "Tomas Berg, RN".
    pub display_name: &'static str,
    /// Their role.
    pub role: Role,
    /// Names of the units they work in.
    pub units: Vec<&'static str>,
}

/// Everybody with an account at Riverside General, in a fixed order.
#[must_use]
pub fn people() -> Vec<DemoPerson> {
    PEOPLE.lines().skip(1).filter_map(person).collect()
}

fn person(line: &'static str) -> Option<DemoPerson> {
    let mut cells = line.split('|');
    let mut cell = || cells.next();
    Some(DemoPerson {
        username: cell()?,
        password: cell()?,
        display_name: cell()?,
        role: cell()?.parse().ok()?,
        units: cell()?.split_whitespace().collect(),
    })
}

/// How a person appears in a resource: by account name, which every workstation can resolve.
pub(crate) fn reference(person: &DemoPerson) -> Json {
    object! {
        "type": "Practitioner",
        "identifier": object! {
            "system": "https://riverside-general.example/people",
            "value": person.username,
        },
        "display": person.display_name,
    }
}
