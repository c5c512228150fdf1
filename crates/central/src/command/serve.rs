//! `serve`: settings, log, signals.

use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use charthold_crypto::OsEntropy;
use charthold_domain::SystemClock;
use tracing_subscriber::EnvFilter;

use super::Ending;
use crate::{CentralError, Config, Parts, open_store, serve as serve_on};

pub(super) async fn serve(path: &Path) -> Result<Ending, CentralError> {
    let config = Config::load(path, &|name| std::env::var(name).ok())?;
    start_log();
    let parts = Parts {
        store: open_store(&config.store.url).await?,
        clock: Arc::new(SystemClock),
        entropy: Box::new(OsEntropy),
    };
    let listener = TcpListener::bind(config.server.listen).map_err(CentralError::Listen)?;
    let address = listener.local_addr().map_err(CentralError::Listen)?;
    writeln!(std::io::stdout(), "listening on https://{address}")
        .map_err(CentralError::file("printing"))?;
    serve_on(config, parts, listener, told_to_stop()).await?;
    Ok(Ending::Done)
}

/// JSON lines on standard error; `RUST_LOG` says how much. At info nothing names anybody.
fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Another log may be set up already when this runs inside a test.
    let _ = log.try_init();
}

/// SIGINT or SIGTERM.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
