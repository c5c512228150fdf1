//! The store on a hospital's PostgreSQL, 15 or later: a pool of connections that may add to logs
//! and not change them. Several centrals work side by side on one database; what must not happen at
//! once is ordered by row locks held to the commit. What a table means belongs to its file.

mod address;
mod audit_log;
mod backups;
mod blobs;
mod channel;
mod charts;
mod devices;
mod enrolment;
mod fault;
mod hospital;
mod incidents;
mod line;
mod log;
mod migration;
mod people;
mod plans;
mod row;
mod second_factors;
mod sessions;
mod taking;
mod tls;
mod units;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Transaction,
};
use tokio::sync::Mutex;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{Config, IsolationLevel, NoTls, Socket};

use crate::StoreError;
use address::Address;
use channel::PostgresChannel;
use fault::Fault;
use line::Line;

/// Central's store in a PostgreSQL database. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub struct PostgresStore {
    pool: Pool,
    channel: Arc<PostgresChannel>,
}

impl PostgresStore {
    /// Opens the store that `url` names, as `postgres://charthold@HOST/charthold?sslrootcert=FILE`
    /// or `postgres:///charthold?host=/run/postgresql&user=charthold`, and brings its schema up to
    /// date when the login may.
    ///
    /// # Errors
    /// [`StoreError::Address`] for another kind of URL or a remote host without TLS,
    /// [`StoreError::Unavailable`] when nobody answers, [`StoreError::Database`],
    /// [`StoreError::NewerSchema`] when a newer program made the schema.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let Address {
            mut config,
            authority,
            password_file,
        } = Address::parse(url)?;
        if let Some(path) = password_file {
            let text = std::fs::read_to_string(path).map_err(|_| StoreError::Address {
                why: "passfile names no file that can be read",
            })?;
            config.password(text.lines().next().unwrap_or_default());
        }
        config
            .application_name(NAME)
            .connect_timeout(PATIENCE)
            .tcp_user_timeout(PATIENCE);
        match authority {
            None => Self::connect(config, NoTls).await,
            Some(authority) => Self::connect(config, tls::connector(&authority)?).await,
        }
    }

    async fn connect<T>(config: Config, tls: T) -> Result<Self, StoreError>
    where
        T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
        T::Stream: Send + Sync,
        T::TlsConnect: Send + Sync,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        let connected = config.connect(tls.clone()).await;
        let (mut client, connection) =
            connected.map_err(|error| Fault::from(error).during(OPENING))?;
        let line = tokio::spawn(connection);
        let migrated = migration::migrate(&mut client).await;
        drop(client);
        // Ends by itself once nobody speaks on it any more; how it ended is in `migrated`.
        let _ = line.await;
        migrated?;
        let settings = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let life = Arc::new(OnceLock::new());
        let entered = Arc::clone(&life);
        let manager = Manager::from_config(config.clone(), tls.clone(), settings);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .recycle_timeout(Some(PATIENCE))
            .post_create(Hook::async_fn(move |client, _| {
                let name = entered.get().map(|life| channel::name(*life));
                let name = name.map(|name| format!("SET application_name = '{name}'"));
                let session = format!("{SESSION} {}", name.unwrap_or_default());
                Box::pin(async move {
                    client
                        .batch_execute(&session)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .map_err(|_| StoreError::Interrupted { attempt: OPENING })?;
        let channel = Arc::new(PostgresChannel {
            dial: Box::new(Line { config, tls }),
            pool: pool.clone(),
            life,
            speaker: Mutex::new(None),
        });
        let store = Self { pool, channel };
        // A login that may not serve is told now, not with the first request.
        fault::during(OPENING, async { store.link().await.map(drop) }).await?;
        Ok(store)
    }

    /// A connection.
    async fn link(&self) -> Result<Object, Fault> {
        Ok(self.pool.get().await?)
    }
}

/// A transaction all of which sees one moment.
async fn one_moment(link: &mut Object) -> Result<Transaction<'_>, Fault> {
    let begun = link
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start();
    Ok(begun.await?)
}

const OPENING: &str = "opening the store";
/// What connections are called until a central enters. Not as those of a central that says no words.
const NAME: &str = "charthold-store";
/// More would wait for the same disk; several centrals share what the server allows.
const CONNECTIONS: usize = 16;
/// For a connection, and for a turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serving needs less than the login may. A hung client lets go, one whose machine is gone within a
/// minute; what is acknowledged is on disk whatever the server's default. Plans are made once and go by indexes whatever the statistics say:
/// the planner counts sixteen partitions where one is looked at, and would rather read them all.
const SESSION: &str = "SET ROLE charthold_app;
    SET statement_timeout = '30s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 20;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
    SET plan_cache_mode = force_generic_plan;
    SET enable_seqscan = off;
    SET enable_hashjoin = off;
    SET enable_mergejoin = off;
    SET enable_material = off;
    SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';";

#[cfg(test)]
mod tests;
