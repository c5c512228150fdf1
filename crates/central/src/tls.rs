//! TLS 1.3 and nothing older, on both sides of central.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig, version};

use crate::CentralError;

/// What central shows to workstations.
///
/// # Errors
/// [`CentralError::Tls`] when certificate or key cannot be read or do not belong together.
pub(crate) fn server(cert: &Path, key: &Path) -> Result<Arc<ServerConfig>, CentralError> {
    let chain = certificates(cert)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(failed)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .map_err(failed)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(failed)?;
    Ok(Arc::new(config))
}

/// How central knows the key service: by the hospital's own authority, not the public ones.
///
/// # Errors
/// [`CentralError::Tls`] when there is no certificate in `ca`.
pub(crate) fn client(ca: &Path) -> Result<ClientConfig, CentralError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(ca)? {
        roots.add(certificate).map_err(failed)?;
    }
    trusting(roots)
}

/// For a client that speaks in the clear, to this machine: it believes nobody over TLS.
///
/// # Errors
/// [`CentralError::Tls`]: never, as it is.
pub(crate) fn client_in_the_clear() -> Result<ClientConfig, CentralError> {
    trusting(RootCertStore::empty())
}

fn trusting(roots: RootCertStore) -> Result<ClientConfig, CentralError> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .map_err(failed)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, CentralError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path)
        .map_err(failed)?
        .collect();
    let found = found.map_err(failed)?;
    if found.is_empty() {
        Err(CentralError::Setting("a file has no certificate"))
    } else {
        Ok(found)
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> CentralError {
    CentralError::Tls(Box::new(error))
}
