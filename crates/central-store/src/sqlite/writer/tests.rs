use std::sync::Arc;
use std::sync::mpsc;

use rusqlite::Connection;

use super::{Fault, Writer};

/// A writer on a file with one table.
struct Desk {
    writer: Arc<Writer>,
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("central.db");
        let connection = crate::sqlite::open::writer(&path).unwrap();
        connection
            .execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB) STRICT")
            .unwrap();
        Self {
            writer: Arc::new(Writer::new(connection)),
            path,
            _folder: folder,
        }
    }

    /// How often something was committed: each time ends a frame of the log that names the size of the
    /// file (fileformat2.html §4.1).
    fn commits(&self) -> usize {
        let log = std::fs::read(self.path.with_extension("db-wal")).unwrap();
        let (header, frames) = log.split_at(32);
        let page = u32::from_be_bytes(header[8..12].try_into().unwrap());
        let frame = usize::try_from(page).unwrap() + 24;
        let ends_one = |frame: &&[u8]| frame[4..8] != [0; 4];
        frames.chunks_exact(frame).filter(ends_one).count()
    }

    /// What another process sees.
    fn numbers(&self) -> Vec<i64> {
        let file = Connection::open(&self.path).unwrap();
        let mut statement = file.prepare("SELECT n FROM t ORDER BY n").unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// The outcomes of `jobs`, which all came while an earlier commit was under way.
    async fn while_busy(&self, jobs: Vec<Work>) -> Vec<Option<Result<(), Fault>>> {
        let (release, released) = mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let writer = Arc::clone(&self.writer);
        let first = tokio::spawn(async move {
            let wait = move |_: &rusqlite::Transaction<'_>| {
                begin.send(()).unwrap();
                released.recv().unwrap();
                Ok(())
            };
            writer.write(wait).await
        });
        begun.await.unwrap();
        let waiting: Vec<_> = jobs
            .into_iter()
            .map(|job| {
                let writer = Arc::clone(&self.writer);
                tokio::spawn(async move { writer.write(job).await })
            })
            .collect();
        while self.writer.queue().len() < waiting.len() {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
        first.await.unwrap().unwrap().unwrap();
        let mut outcomes = Vec::new();
        for task in waiting {
            outcomes.push(task.await.unwrap());
        }
        outcomes
    }
}

type Work = Box<dyn FnOnce(&rusqlite::Transaction<'_>) -> Result<(), Fault> + Send>;

fn insert(n: i64) -> Work {
    Box::new(move |tx| {
        tx.execute("INSERT INTO t (n) VALUES (?1)", [n])?;
        Ok(())
    })
}

#[tokio::test]
async fn what_comes_during_a_commit_is_committed_together() {
    let desk = Desk::open();
    let before = desk.commits();
    let outcomes = desk.while_busy((0..20).map(insert).collect()).await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Some(Ok(()))))
    );
    assert_eq!(desk.numbers(), (0..20).collect::<Vec<_>>());
    assert_eq!(desk.commits() - before, 1);
}

#[tokio::test]
async fn work_that_fails_leaves_nothing_and_takes_nobody_with_it() {
    let desk = Desk::open();
    let half: Work = Box::new(|tx| {
        tx.execute("INSERT INTO t (n) VALUES (50)", [])?;
        Err(Fault::Absent)
    });
    let outcomes = desk
        .while_busy(vec![insert(1), half, insert(1), insert(2)])
        .await;
    let [first, half, twice, last] = outcomes.as_slice() else {
        panic!("four answers");
    };
    assert!(matches!(first, Some(Ok(()))));
    assert!(matches!(half, Some(Err(Fault::Absent))));
    assert!(matches!(twice, Some(Err(Fault::Sql(_)))), "{twice:?}");
    assert!(matches!(last, Some(Ok(()))));
    assert_eq!(desk.numbers(), [1, 2]);
}

/// As on a full disk, where SQLite may take the whole transaction back (lang_transaction.html §3).
#[tokio::test]
async fn who_was_before_one_that_cost_the_transaction_is_not_told_that_it_is_saved() {
    let desk = Desk::open();
    let fatal: Work = Box::new(|tx| {
        tx.execute_batch("ROLLBACK")?;
        Err(Fault::Absent)
    });
    let outcomes = desk.while_busy(vec![insert(1), fatal, insert(2)]).await;
    let [before, fatal, after] = outcomes.as_slice() else {
        panic!("three answers");
    };
    assert!(matches!(before, Some(Err(Fault::Sql(_)))), "{before:?}");
    assert!(matches!(fatal, Some(Err(_))));
    assert!(matches!(after, Some(Ok(()))));
    assert_eq!(desk.numbers(), [2]);
}

#[tokio::test]
async fn a_database_that_another_holds_refuses_each_of_them_with_the_reason() {
    let desk = Desk::open();
    let other = Connection::open(&desk.path).unwrap();
    {
        let writer = desk.writer.connection.lock().await;
        writer.busy_timeout(std::time::Duration::ZERO).unwrap();
    }
    let (first, second) = {
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        tokio::join!(desk.writer.write(insert(1)), desk.writer.write(insert(2)))
    };
    for outcome in [first, second] {
        let Some(Err(Fault::Sql(error))) = outcome else {
            panic!("it is held, {outcome:?}");
        };
        assert_eq!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy)
        );
    }
    other.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(desk.writer.write(insert(3)).await, Some(Ok(()))));
    assert_eq!(desk.numbers(), [3]);
}
