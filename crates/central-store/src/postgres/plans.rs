//! How the database means to answer what it is asked with every request or exchange: for whoever
//! runs it when it is slow, and for the test that holds each of these queries to its index.

use tokio_postgres::SimpleQueryMessage;

use super::fault::during;
use super::{
    PostgresStore, audit_log, backups, charts, devices, hospital, log, people, second_factors,
    sessions,
};
use crate::StoreError;

impl PostgresStore {
    /// The plan of every query that is asked often, by what it asks for. Nothing is carried out.
    ///
    /// # Errors
    /// [`StoreError`]: the database failed.
    pub async fn explain(&self) -> Result<Vec<(&'static str, String)>, StoreError> {
        during("explaining queries", async {
            let link = self.link().await?;
            let mut plans = Vec::with_capacity(ASKED_OFTEN.len());
            for (name, sql, arguments) in ASKED_OFTEN {
                let prepare = format!("DEALLOCATE ALL; PREPARE asked AS {sql}");
                link.batch_execute(&prepare).await?;
                let arguments = arguments.replace(IDS.0, IDS.1).replace(ID.0, ID.1);
                let explain = format!("EXPLAIN (COSTS OFF) EXECUTE asked{arguments}");
                let said = link.simple_query(&explain).await?;
                let lines = said.iter().filter_map(|message| match message {
                    SimpleQueryMessage::Row(row) => row.get(0),
                    _ => None,
                });
                plans.push((*name, lines.collect::<Vec<_>>().join("\n")));
            }
            // Its prepared statements are gone, and the pool would hand it out as if they were there.
            drop(deadpool_postgres::Object::take(link));
            Ok(plans)
        })
        .await
    }
}

/// A query by what it asks for, and arguments of its kind.
type Asked = (&'static str, &'static str, &'static str);

/// Stand for themselves in arguments.
const ID: (&str, &str) = ("ID", "'00000000-0000-4000-8000-000000000001'");
const IDS: (&str, &str) = ("IDS", "'{00000000-0000-4000-8000-000000000001}'");

const ASKED_OFTEN: &[Asked] = &[
    ("the epoch", hospital::EPOCH, ""),
    ("a session", sessions::FIND, "('', 1)"),
    ("a device", devices::FIND, "(ID)"),
    ("certificates", devices::CERTIFICATES, "(IDS)"),
    ("the use of a device", devices::USE, "(ID, ID)"),
    ("closed accounts of a device", devices::CLOSED, "(ID)"),
    ("an account", people::BY_NAME, "('tberg')"),
    ("a person", people::BY_ID, "(ID)"),
    ("pull: people", people::KNOWN, "(IDS)"),
    ("a second factor", second_factors::FIND, "(ID)"),
    ("a chart by blind index", charts::BY_BLIND_INDEX, "('')"),
    ("charts", charts::FIND, "(IDS)"),
    ("a device's scope", charts::SCOPE, "(ID)"),
    ("the last backup", backups::LAST, ""),
    ("what is durable", backups::DURABLE, "(IDS)"),
    ("what is durable of what is aside", backups::ASIDE, "(IDS)"),
    (
        "what is durable of a device's audit",
        backups::AUDIT,
        "(ID)",
    ),
    ("push: heads", log::HEADS, "(IDS, ID)"),
    ("push: known operations", log::KNOWN, "(IDS, IDS)"),
    ("push: kept aside", log::ASIDE, "(IDS, IDS, 4)"),
    ("push: devices' last", log::TIPS, "(IDS, IDS)"),
    ("push: forks", log::FORKED, "(IDS, IDS, 3)"),
    ("push: signatures", log::SIGNED, "(IDS, IDS)"),
    ("push: accepted", log::ACCEPTED, "(IDS, '{}', 1)"),
    ("push: new heads", log::WRITE_HEADS, "(IDS, '{1}', '{}')"),
    ("hello: heads", log::HEADS_OF, "(IDS)"),
    ("pull: where devices stand", log::PLACES, "(IDS, '{1}')"),
    ("pull: entries", log::ENTRIES, "(ID, 1, 10)"),
    ("verify: a head", log::HEAD, "(ID)"),
    ("verify: entries", log::READ, "(ID, 1, 10)"),
    ("the quarantine", log::WAITING, "(10)"),
    ("audit: held", audit_log::HELD, "(ID, '{1,2}')"),
    ("audit: taken ids", audit_log::TAKEN, "(ID, IDS)"),
    ("audit: a head", audit_log::HEAD, "(ID)"),
    ("audit: an explanation", audit_log::EXPLANATION, "(ID, ID)"),
    ("audit: a count", audit_log::COUNT, "(ID, 1)"),
    ("audit: events", audit_log::READ, "(ID, 1, 10)"),
];
