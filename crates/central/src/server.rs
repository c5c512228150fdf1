//! Listening. There is no way to listen without TLS.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use charthold_central_store::{CentralStore, PostgresStore, SqliteStore};
use charthold_crypto::Entropy;
use charthold_domain::Clock;

use crate::central::Central;
use crate::live::Talk;
use crate::{CentralError, Config, router, tls};

/// How long requests under way may take once central is asked to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// What central is given rather than takes.
pub struct Parts {
    /// Its store.
    pub store: Arc<dyn CentralStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Box<dyn Entropy>,
}

/// Central at work in the background.
pub struct CentralHandle {
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    central: Arc<Central>,
    talk: Option<Talk>,
    done: tokio::task::JoinHandle<Result<(), CentralError>>,
}

impl CentralHandle {
    /// Where it listens; the port is the one the system chose when 0 was asked for.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets requests under way finish, and stops.
    ///
    /// # Errors
    /// [`CentralError::Listen`] when it had failed before.
    pub async fn stop(self) -> Result<(), CentralError> {
        wind_down(&self.handle, &self.central).await;
        let done = self.done.await;
        take_leave(self.talk).await;
        ended(done)
    }
}

/// Takes no more connections, and ends those that would never end by themselves.
async fn wind_down(handle: &Handle<SocketAddr>, central: &Central) {
    handle.graceful_shutdown(Some(DRAIN));
    central.live.end(DRAIN).await;
}

/// Nothing is taken any more: other centrals are told so.
async fn take_leave(talk: Option<Talk>) {
    if let Some(talk) = talk {
        talk.end().await;
    }
}

fn ended(
    ended: Result<Result<(), CentralError>, tokio::task::JoinError>,
) -> Result<(), CentralError> {
    ended.unwrap_or_else(|error| Err(CentralError::Listen(std::io::Error::other(error))))
}

/// Opens the store that `url` names, as `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
///
/// # Errors
/// [`CentralError::Setting`] for any other kind of store, [`CentralError::Store`].
pub async fn open_store(url: &str) -> Result<Arc<dyn CentralStore>, CentralError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        Ok(Arc::new(SqliteStore::open(Path::new(path))?))
    } else if url.starts_with("postgres:") {
        Ok(Arc::new(PostgresStore::open(url).await?))
    } else {
        Err(CentralError::Setting(
            "store.url begins neither with sqlite: nor with postgres:",
        ))
    }
}

/// Serves on `listener` until `shutdown` is ready.
///
/// # Errors
/// [`CentralError`]: it could not start, or the listener failed.
pub async fn serve(
    config: Config,
    parts: Parts,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), CentralError> {
    let CentralHandle {
        handle,
        central,
        talk,
        mut done,
        ..
    } = start(config, parts, listener).await?;
    let done = tokio::select! {
        ended = &mut done => ended,
        () = shutdown => {
            wind_down(&handle, &central).await;
            done.await
        }
    };
    take_leave(talk).await;
    ended(done)
}

/// Starts serving on `listener` in the background.
///
/// # Errors
/// [`CentralError`]: it could not start.
pub async fn start(
    config: Config,
    parts: Parts,
    listener: TcpListener,
) -> Result<CentralHandle, CentralError> {
    let tls = tls::server(&config.server.tls_cert, &config.server.tls_key)?;
    let central = Arc::new(Central::assemble(&config, parts).await?);
    listener
        .set_nonblocking(true)
        .map_err(CentralError::Listen)?;
    let address = listener.local_addr().map_err(CentralError::Listen)?;
    let handle = Handle::new();
    let server = axum_server::from_tcp_rustls(listener, RustlsConfig::from_config(tls))
        .map_err(CentralError::Listen)?
        .handle(handle.clone());
    let service =
        router::router(Arc::clone(&central)).into_make_service_with_connect_info::<SocketAddr>();
    let talk = Talk::begin(&central).await;
    let done =
        tokio::spawn(async move { server.serve(service).await.map_err(CentralError::Listen) });
    Ok(CentralHandle {
        address,
        handle,
        central,
        talk,
        done,
    })
}
