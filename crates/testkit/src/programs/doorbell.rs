//! Asking central whether it is ready: one GET over TLS 1.3, trusting the site's authority only. By
//! hand, because an HTTP client belongs to the crates that have something to say to central.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::ProgramError;
use crate::Site;

/// Central's door.
#[derive(Clone)]
pub struct Doorbell {
    address: SocketAddr,
    tls: Arc<ClientConfig>,
    logs: PathBuf,
}

impl Doorbell {
    /// The door of `site`'s central.
    ///
    /// # Errors
    /// When the authority's certificate cannot be used.
    pub(super) fn new(site: &Site, logs: &Path) -> Result<Self, ProgramError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(site.ca_pem.as_bytes()) {
            let certificate = certificate.map_err(|_| {
                ProgramError::Doorbell(rustls::Error::General("the authority's PEM".into()))
            })?;
            roots.add(certificate).map_err(ProgramError::Doorbell)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(ProgramError::Doorbell)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            address: site.central.server.listen,
            tls: Arc::new(tls),
            logs: logs.to_owned(),
        })
    }

    /// Waits until central says that it and the key service answer.
    ///
    /// # Errors
    /// [`ProgramError::NotReady`] when it does not within a minute.
    pub async fn wait_until_ready(&self) -> Result<(), ProgramError> {
        let mut moments = tokio::time::interval(MOMENT);
        for _ in 0..MOMENTS {
            moments.tick().await;
            let doorbell = self.clone();
            let answered = tokio::task::spawn_blocking(move || doorbell.is_answered());
            if answered.await.unwrap_or(false) {
                return Ok(());
            }
        }
        Err(ProgramError::NotReady(self.logs.clone()))
    }

    /// Whether it says that it is ready. Blocks for some seconds at most.
    fn is_answered(&self) -> bool {
        self.ask()
            .is_ok_and(|status_line| status_line.starts_with(b"HTTP/1.1 200 "))
    }

    fn ask(&self) -> std::io::Result<Vec<u8>> {
        let line = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.set_write_timeout(Some(PATIENCE))?;
        let name = ServerName::try_from("localhost").map_err(std::io::Error::other)?;
        let session =
            ClientConnection::new(Arc::clone(&self.tls), name).map_err(std::io::Error::other)?;
        let mut stream = StreamOwned::new(session, line);
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut status_line = vec![0; b"HTTP/1.1 200 ".len()];
        stream.read_exact(&mut status_line)?;
        Ok(status_line)
    }
}

const MOMENT: Duration = Duration::from_millis(50);
const MOMENTS: u32 = 1_200;
const PATIENCE: Duration = Duration::from_secs(3);
