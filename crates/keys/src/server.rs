//! Listening: TLS 1.3 and nothing else.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use charthold_crypto::{Entropy, VerifyingKey};
use charthold_domain::Clock;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::task::JoinHandle;

use crate::{KeyService, KeysConfig, KeysError, TlsFiles, router};

/// How long requests under way may take once the service is asked to end.
const GRACE: Duration = Duration::from_secs(5);

/// A key service that listens.
pub struct RunningKeys {
    address: SocketAddr,
    service: Arc<KeyService>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl RunningKeys {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What its signatures verify with.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.service.verifying_key()
    }

    /// Waits until it has ended.
    ///
    /// # Errors
    /// [`KeysError::File`] when listening failed, [`KeysError::Interrupted`].
    pub async fn stopped(self) -> Result<(), KeysError> {
        self.serving
            .await
            .map_err(|_| KeysError::Interrupted)?
            .map_err(KeysError::file("listening"))
    }
}

/// Opens the key service of `config` and serves it on `listener` (port 0 is fine) until `shutdown`.
///
/// # Errors
/// Those of [`KeyService::open`]; [`KeysError::Tls`]; [`KeysError::File`] when the listener cannot be used.
pub async fn start(
    config: KeysConfig,
    clock: Arc<dyn Clock>,
    entropy: Box<dyn Entropy>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<RunningKeys, KeysError> {
    let opening = tokio::task::spawn_blocking(move || {
        let tls = tls_of(&config.tls)?;
        let service =
            KeyService::open(&config.home(), config.central_verifying_key, clock, entropy)?;
        Ok::<_, KeysError>((tls, Arc::new(service)))
    });
    let (tls, service) = opening.await.map_err(|_| KeysError::Interrupted)??;

    let unusable = || KeysError::file("listening");
    listener.set_nonblocking(true).map_err(unusable())?;
    let address = listener.local_addr().map_err(unusable())?;
    let handle = Handle::new();
    let server = from_tcp_rustls(listener, tls)
        .map_err(unusable())?
        .handle(handle.clone());
    let app = router(Arc::clone(&service)).into_make_service();
    let serving = tokio::spawn(async move { server.serve(app).await });
    tokio::spawn(async move {
        shutdown.await;
        handle.graceful_shutdown(Some(GRACE));
    });
    Ok(RunningKeys {
        address,
        service,
        serving,
    })
}

/// TLS 1.3 with the certificate and key in `files`.
fn tls_of(files: &TlsFiles) -> Result<RustlsConfig, KeysError> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect)
        .map_err(|_| KeysError::Tls)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|_| KeysError::Tls)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| KeysError::Tls)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|_| KeysError::Tls)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}
