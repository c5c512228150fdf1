//! The one connection that writes, and group commit: what comes while a commit is on its way to the disk is
//! committed together with the next, so that a ward's worth of workstations share one sync of the disk.
//! Each piece of work is whole or not there, whatever becomes of those beside it.

use std::mem;
use std::sync::{Arc, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{Mutex, oneshot};

use super::fault::Fault;

/// Does its work, or takes why it cannot be done.
type Job = Box<dyn FnOnce(Result<&Transaction<'_>, &rusqlite::Error>) -> Done + Send>;

/// What is left of a job: its answer, which goes out when it is known whether the commit succeeded.
struct Done {
    worked: bool,
    answer: Box<Answer>,
}

type Answer = dyn FnOnce(Result<(), &rusqlite::Error>) + Send;

pub(super) struct Writer {
    connection: Arc<Mutex<Connection>>,
    waiting: std::sync::Mutex<Vec<Job>>,
}

impl Writer {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection: Arc::new(Mutex::new(connection)),
            waiting: std::sync::Mutex::new(Vec::new()),
        }
    }

    /// Runs `work` in a write transaction; what it did is on disk when this answers its value, and not there
    /// when it answers a fault. `None` when the program is stopping.
    pub(super) async fn write<T, F>(&self, work: F) -> Option<Result<T, Fault>>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (answer, mut answered) = oneshot::channel();
        self.queue().push(job(work, answer));
        let mut connection = Arc::clone(&self.connection).lock_owned().await;
        // Who had it before may have taken this along.
        if let Ok(answer) = answered.try_recv() {
            return Some(answer);
        }
        let jobs = mem::take(&mut *self.queue());
        let committed = tokio::task::spawn_blocking(move || commit_all(&mut connection, jobs));
        committed.await.ok()?;
        answered.await.ok()
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Vec<Job>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn job<T, F>(work: F, answer: oneshot::Sender<Result<T, Fault>>) -> Job
where
    T: Send + 'static,
    F: FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
{
    Box::new(move |transaction| {
        let done = match transaction {
            // Nobody waits for it any more: whoever asked is gone, and asks again.
            _ if answer.is_closed() => Err(Fault::Absent),
            Ok(transaction) => work(transaction),
            Err(refusal) => Err(again(refusal).into()),
        };
        Done {
            worked: done.is_ok(),
            answer: Box::new(move |committed| {
                let value = match committed {
                    Ok(()) => done,
                    Err(refusal) => done.and(Err(again(refusal).into())),
                };
                // Nobody may be left to hear it.
                let _ = answer.send(value);
            }),
        }
    })
}

fn commit_all(connection: &mut Connection, jobs: Vec<Job>) {
    let mut jobs = jobs.into_iter().peekable();
    while jobs.peek().is_some() {
        let mut done = Vec::new();
        let committed = commit(connection, &mut jobs, &mut done);
        for Done { answer, .. } in done {
            answer(committed.as_ref().copied());
        }
    }
}

/// Carries out jobs in one transaction and commits it. Stops early when the database has taken the
/// transaction back, as it does when the disk is full: those that are left get one of their own.
fn commit(
    connection: &mut Connection,
    jobs: &mut impl Iterator<Item = Job>,
    done: &mut Vec<Done>,
) -> Result<(), rusqlite::Error> {
    let transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(refusal) => {
            done.extend(jobs.map(|job| job(Err(&refusal))));
            return Err(refusal);
        }
    };
    for job in jobs {
        transaction.execute_batch("SAVEPOINT job")?;
        let one = job(Ok(&transaction));
        let worked = one.worked;
        done.push(one);
        if transaction.is_autocommit() {
            return Err(taken_back());
        }
        if !worked {
            transaction.execute_batch("ROLLBACK TO job")?;
        }
        transaction.execute_batch("RELEASE job")?;
    }
    transaction.commit()
}

fn taken_back() -> rusqlite::Error {
    let code = rusqlite::ffi::SQLITE_ABORT_ROLLBACK;
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
}

/// The same error once more: several may have to be told.
fn again(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, words) => {
            rusqlite::Error::SqliteFailure(*failure, words.clone())
        }
        // Beginning and committing fail in no other way.
        _ => taken_back(),
    }
}

#[cfg(test)]
mod tests;
