//! How the database means to answer what it is asked with every request or exchange: for whoever
//! runs it when it is slow, and for the test that holds each of these queries to its index.

use super::{
    SqliteStore, audit_log, backups, charts, devices, hospital, log, people, second_factors,
    sessions,
};
use crate::StoreError;

impl SqliteStore {
    /// The plan of every query that is asked often, by what it asks for. Nothing is carried out.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    pub async fn explain(&self) -> Result<Vec<(&'static str, String)>, StoreError> {
        self.read("explaining queries", |tx| {
            let explain = |(name, sql): (&'static str, String)| {
                let mut statement = tx.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3));
                let steps = steps.collect::<Result<Vec<_>, _>>()?;
                Ok((name, steps.join("\n")))
            };
            asked_often().into_iter().map(explain).collect()
        })
        .await
    }
}

/// Each by what it asks for.
fn asked_often() -> Vec<(&'static str, String)> {
    let of = |table: &str, condition: &str| format!("{table} {condition}");
    let composed = [
        ("a device", of(devices::DEVICE, devices::BY_ID)),
        ("an account", of(people::ACCOUNT, people::BY_NAME)),
        ("a person", of(people::ACCOUNT, people::BY_ID)),
        ("pull: a person", of(people::ACCOUNT, people::KNOWN)),
    ];
    let whole = WHOLE.iter().map(|(name, sql)| (*name, (*sql).to_owned()));
    whole.chain(composed).collect()
}

const WHOLE: &[(&str, &str)] = &[
    ("the epoch", hospital::EPOCH),
    ("a session", sessions::FIND),
    ("a device's certificate", devices::CERTIFICATE),
    ("a device's units", devices::UNITS),
    ("the use of a device", devices::USE),
    ("closed accounts of a device", devices::CLOSED),
    ("a person's units", people::UNITS),
    ("failed attempts", people::ATTEMPTS),
    ("a second factor", second_factors::FIND),
    ("a chart by blind index", charts::BY_BLIND_INDEX),
    ("a chart", charts::FIND),
    ("a device's scope", charts::SCOPE),
    ("the last backup", backups::LAST),
    ("what is durable", backups::DURABLE),
    ("what is durable of what is aside", backups::ASIDE),
    ("what is durable of a device's audit", backups::AUDIT),
    ("push: a chart", log::push::CHART),
    ("push: a known operation", log::push::KNOWN),
    ("push: a parent", log::push::PARENT),
    ("push: a parent aside", log::push::ASIDE),
    ("push: a device's last", log::push::TIP),
    ("push: a fork", log::push::FORKED),
    ("push: a signature", log::push::SIGNED),
    ("push: taken from aside", log::push::ACCEPTED),
    ("push: a new head", log::push::WRITE_HEAD),
    ("pull: a place", log::pull::PLACE),
    ("pull: entries", log::pull::ENTRIES),
    ("a head", log::HEAD),
    ("verify: entries", log::READ),
    ("the quarantine", log::WAITING),
    ("audit: held", audit_log::HELD),
    ("audit: a taken id", audit_log::TAKEN),
    ("audit: a head", audit_log::HEAD),
    ("audit: an explanation", audit_log::EXPLANATION),
    ("audit: a count", audit_log::COUNT),
    ("audit: events", audit_log::READ),
];

#[cfg(test)]
mod tests;
