//! What can go wrong inside a transaction, before it is known what was being attempted. The
//! server's own words quote rows and logins, so they end here: only codes and table names go on.

use std::error::Error;
use std::io;

use deadpool_postgres::{HookError, PoolError};
use tokio_postgres::error::SqlState;

use crate::StoreError;

/// A failure within a transaction.
#[derive(Debug)]
pub(super) enum Fault {
    /// The database failed.
    Sql(tokio_postgres::Error),
    /// No connection could be had in time, or the pool is closing.
    Pool(PoolError),
    /// There was no answer in time.
    Late,
    /// What it is about is not there.
    Absent,
    /// It is there already.
    Exists,
    /// A column holds what was never written.
    Damaged(&'static str),
}

/// A failure of the database in words that hold no value.
#[derive(Debug, thiserror::Error)]
pub(super) enum Said {
    /// The server refused.
    #[error("SQLSTATE {code}{}", on(.table.as_deref()))]
    Refused { code: String, table: Option<String> },
    /// There was no answer.
    #[error("no answer")]
    Silent(#[source] io::Error),
    /// Every connection was in use.
    #[error("no connection in time")]
    Busy,
    /// Nothing was heard.
    #[error("no answer in time")]
    Late,
    /// A connection ended, or what came could not be read.
    #[error("the connection")]
    Connection,
}

fn on(table: Option<&str>) -> String {
    table.map_or_else(String::new, |table| format!(" on {table}"))
}

impl Fault {
    /// The store's error, in the words of what was being attempted.
    pub(super) fn during(self, attempt: &'static str) -> StoreError {
        match self {
            Self::Sql(error) => of_sql(&error, attempt),
            Self::Pool(
                PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)),
            ) => of_sql(&error, attempt),
            Self::Pool(PoolError::Closed) => StoreError::Interrupted { attempt },
            Self::Pool(_) => StoreError::Unavailable {
                attempt,
                source: Box::new(Said::Busy),
            },
            Self::Late => StoreError::Unavailable {
                attempt,
                source: Box::new(Said::Late),
            },
            Self::Absent => StoreError::Absent { attempt },
            Self::Exists => StoreError::Exists { attempt },
            Self::Damaged(what) => StoreError::Damaged { attempt, what },
        }
    }
}

/// That what was to be changed is there.
pub(super) const fn there(changed: u64) -> Result<(), Fault> {
    match changed {
        0 => Err(Fault::Absent),
        _ => Ok(()),
    }
}

fn of_sql(error: &tokio_postgres::Error, attempt: &'static str) -> StoreError {
    let code = error.code();
    if code == Some(&SqlState::UNIQUE_VIOLATION) {
        return StoreError::Exists { attempt };
    }
    if code == Some(&SqlState::FOREIGN_KEY_VIOLATION) {
        return StoreError::Absent { attempt };
    }
    let source = Box::new(said(error));
    if passes(error) {
        StoreError::Unavailable { attempt, source }
    } else {
        StoreError::Database { attempt, source }
    }
}

fn said(error: &tokio_postgres::Error) -> Said {
    if let Some(refused) = error.as_db_error() {
        return Said::Refused {
            code: refused.code().code().to_owned(),
            table: refused.table().map(str::to_owned),
        };
    }
    match error
        .source()
        .and_then(|source| source.downcast_ref::<io::Error>())
    {
        Some(silent) => Said::Silent(silent.kind().into()),
        None => Said::Connection,
    }
}

/// Whether the same request can succeed a little later: the server is away, coming back, or in
/// another's way.
fn passes(error: &tokio_postgres::Error) -> bool {
    let Some(code) = error.code() else {
        let is_io = error.source().is_some_and(<dyn Error>::is::<io::Error>);
        return error.is_closed() || is_io;
    };
    let class = code.code().get(..2).unwrap_or_default();
    PASSING_CLASSES.contains(&class) || PASSING.contains(code)
}

/// Connection lost; transaction rolled back for another's sake; too little of something; the
/// operator intervenes.
const PASSING_CLASSES: [&str; 4] = ["08", "40", "53", "57"];
const PASSING: [SqlState; 2] = [
    SqlState::LOCK_NOT_AVAILABLE,
    SqlState::READ_ONLY_SQL_TRANSACTION,
];

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<PoolError> for Fault {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

/// Carries `work` out; says of a failure what was being attempted.
pub(super) async fn during<T>(
    attempt: &'static str,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, StoreError> {
    work.await.map_err(|fault| fault.during(attempt))
}
