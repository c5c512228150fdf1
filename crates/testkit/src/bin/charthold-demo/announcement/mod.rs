//! What a demo that is ready says: a line of JSON to programs, a small table to people. The people
//! are invented and so are their passwords.

use std::path::Path;

use charthold_testkit::hospital::{DemoPerson, people};
use serde::Serialize;

/// The line of `--headless`; a contract.
#[derive(Serialize)]
pub(crate) struct Announcement<'a> {
    ready: bool,
    central: &'a str,
    ca_cert: &'a Path,
    enrolment_code: &'a str,
    people: Vec<Account>,
}

#[derive(Serialize)]
struct Account {
    username: &'static str,
    password: &'static str,
    role: &'static str,
    units: Vec<&'static str>,
}

impl<'a> Announcement<'a> {
    /// Everybody may sign in somewhere, so everybody is named.
    pub(crate) fn new(central: &'a str, ca_cert: &'a Path, enrolment_code: &'a str) -> Self {
        let people = people().into_iter().map(account).collect();
        Self {
            ready: true,
            central,
            ca_cert,
            enrolment_code,
            people,
        }
    }
}

/// Who can sign in on a workstation of `unit`.
pub(crate) fn table(unit: &str) -> String {
    let here = people()
        .into_iter()
        .filter(|person| person.units.contains(&unit));
    let mut text = row(["username", "password", "role", "units"]);
    for account in here.map(account) {
        text.push('\n');
        text.push_str(&row([
            account.username,
            account.password,
            account.role,
            &account.units.join(" "),
        ]));
    }
    text
}

fn row([username, password, role, units]: [&str; 4]) -> String {
    format!("  {username:<12} {password:<26} {role:<16} {units}")
}

fn account(person: DemoPerson) -> Account {
    Account {
        username: person.username,
        password: person.password,
        role: person.role.code(),
        units: person.units,
    }
}

#[cfg(test)]
mod tests;
