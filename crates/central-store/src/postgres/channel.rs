//! Words by `LISTEN` and `NOTIFY`. A `NOTIFY` takes a lock of the whole database when its transaction
//! commits, so that none is part of a transaction that writes anything: it has a connection of its own
//! and is its own transaction. Neither needs a privilege.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use deadpool_postgres::Pool;
use futures_util::StreamExt;
use tokio::sync::{Mutex, mpsc};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Row};

use super::fault::{Fault, during};
use super::line::{Dial, Messages};
use super::{PATIENCE, PostgresStore};
use crate::{Channel, Hearing, Neighbours, StoreError, Writer};

impl Neighbours for PostgresStore {
    fn channel(&self) -> Option<Arc<dyn Channel>> {
        let channel: Arc<dyn Channel> = Arc::<PostgresChannel>::clone(&self.channel);
        Some(channel)
    }
}

/// The one channel of a database.
pub(super) struct PostgresChannel {
    pub(super) dial: Box<dyn Dial>,
    pub(super) pool: Pool,
    pub(super) life: Arc<OnceLock<u64>>,
    pub(super) speaker: Mutex<Option<Arc<Client>>>,
}

impl PostgresChannel {
    /// The connection on which words are said, made anew when the last one ended.
    async fn speaker(&self) -> Result<Arc<Client>, Fault> {
        let mut speaker = self.speaker.lock().await;
        if let Some(client) = speaker.as_ref().filter(|client| !client.is_closed()) {
            return Ok(Arc::clone(client));
        }
        let (client, messages) = self.dial.dial().await?;
        tokio::spawn(drain(messages));
        client.batch_execute(SPEAKING).await?;
        let client = Arc::new(client);
        *speaker = Some(Arc::clone(&client));
        Ok(client)
    }

    /// Asks on the speaking connection, in time. One that failed may hang: the next is asked on another.
    async fn ask(
        &self,
        attempt: &'static str,
        sql: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, StoreError> {
        let answer = in_time(async { Ok(self.speaker().await?.query_typed(sql, values).await?) });
        let answer = during(attempt, answer).await;
        if answer.is_err() {
            *self.speaker.lock().await = None;
        }
        answer
    }
}

#[async_trait]
impl Channel for PostgresChannel {
    async fn listen(&self) -> Result<Hearing, StoreError> {
        let listening = in_time(async {
            let (client, messages) = self.dial.dial().await?;
            let (tell, words) = mpsc::channel(WORDS_AHEAD);
            tokio::spawn(pass_on(messages, tell));
            client.batch_execute(LISTENING).await?;
            Ok(Hearing::new(words, client))
        });
        during("listening to other centrals", listening).await
    }

    async fn say(&self, word: &str) -> Result<(), StoreError> {
        let values: [(&(dyn ToSql + Sync), Type); 2] =
            [(&CHANNEL, Type::TEXT), (&word, Type::TEXT)];
        self.ask("telling other centrals", SAY, &values)
            .await
            .map(drop)
    }

    fn enter(&self, life: u64) {
        // The first stands: a program has one life.
        let _ = self.life.set(life);
        // Those that wait do not say whose they are; what comes after them does.
        drop(self.pool.retain(|_, _| false));
    }

    async fn list_writers(&self) -> Result<Vec<Writer>, StoreError> {
        let attempt = "looking for other centrals";
        let rows = self.ask(attempt, WRITERS, &[]).await?;
        let names = rows.iter().map(|row| Ok(writer(row.try_get(0)?)));
        names
            .collect::<Result<_, Fault>>()
            .map_err(|fault| fault.during(attempt))
    }
}

/// What a connection of `life` that can write is called.
pub(super) fn name(life: u64) -> String {
    format!("{CENTRAL} {life:016x}")
}

/// Whose connection is called so.
pub(super) fn writer(name: &str) -> Writer {
    let life = name
        .strip_prefix(CENTRAL)
        .and_then(|rest| rest.strip_prefix(' '))
        .and_then(|life| u64::from_str_radix(life, 16).ok());
    life.map_or(Writer::Unnamed, Writer::Life)
}

/// Hands words on until the connection ends, or nobody wants them.
async fn pass_on(mut messages: Messages, tell: mpsc::Sender<String>) {
    while let Some(Ok(message)) = messages.next().await {
        if let AsyncMessage::Notification(said) = message
            && said.channel() == CHANNEL
            && tell.send(said.payload().to_owned()).await.is_err()
        {
            return;
        }
    }
}

/// Keeps a connection going on which nothing is listened to.
async fn drain(mut messages: Messages) {
    while let Some(Ok(_)) = messages.next().await {}
}

/// A connection that hangs answers nothing, and nothing says so.
async fn in_time<T>(work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or(Err(Fault::Late))
}

const CHANNEL: &str = "charthold_live";
/// What connections of a central are called, with its life behind; those of older programs without.
const CENTRAL: &str = "charthold-central";
/// Whoever listens takes them at once; more than that wait on the connection.
const WORDS_AHEAD: usize = 256;

const SAY: &str = "SELECT pg_notify($1, $2)";
/// One that is not read holds what is said to all: the server lets go of a machine that is gone.
const LISTENING: &str = "SET ROLE charthold_app;
    SET tcp_keepalives_idle = 20;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
    LISTEN charthold_live;";
/// A word need not outlive the server: who listened will know that the server went.
const SPEAKING: &str = "SET ROLE charthold_app;
    SET statement_timeout = '5s';
    SET synchronous_commit = off;";
/// What anybody may see of anybody's connection.
const WRITERS: &str = "SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'charthold-central%'";
