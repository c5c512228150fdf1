//! Asking central whether it is ready: one GET over TLS 1.3, trusting the site's authority only. By
//! hand, because an HTTP client belongs to the crates that have something to say to central.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use charthold_testkit::Site;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// Central's door.
#[derive(Clone)]
pub(crate) struct Doorbell {
    address: SocketAddr,
    tls: Arc<ClientConfig>,
}

impl Doorbell {
    /// The door of `site`'s central.
    ///
    /// # Errors
    /// When the authority's certificate cannot be used.
    pub(crate) fn new(site: &Site) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(site.ca_pem.as_bytes()) {
            roots
                .add(certificate.context("reading the authority's certificate")?)
                .context("reading the authority's certificate")?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .context("preparing TLS 1.3")?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            address: site.central.server.listen,
            tls: Arc::new(tls),
        })
    }

    /// Whether it says that it is ready. Blocks for some seconds at most.
    pub(crate) fn is_answered(&self) -> bool {
        self.ask()
            .is_ok_and(|status_line| status_line.starts_with(b"HTTP/1.1 200 "))
    }

    fn ask(&self) -> Result<Vec<u8>> {
        let line = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.set_write_timeout(Some(PATIENCE))?;
        let name = ServerName::try_from("localhost")?;
        let session = ClientConnection::new(Arc::clone(&self.tls), name)?;
        let mut stream = StreamOwned::new(session, line);
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut status_line = vec![0; b"HTTP/1.1 200 ".len()];
        stream.read_exact(&mut status_line)?;
        Ok(status_line)
    }
}

const PATIENCE: Duration = Duration::from_secs(3);
