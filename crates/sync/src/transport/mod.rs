//! HTTPS to one central: TLS 1.3 only, its private CA only, no proxy of the environment, no
//! redirects. The one place that decides about TLS on the workstation.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use charthold_protocol::Problem;

use crate::SyncError;

mod patience;

pub use patience::Patience;

/// More than a pull may carry; anything larger is no answer of ours.
const MAX_REPLY_BYTES: usize = 64 << 20;

/// A way to one central.
#[derive(Clone)]
pub struct Transport {
    http: reqwest::Client,
    patience: Patience,
    base: Url,
}

/// One request, not yet signed by anybody.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    /// Path and query, as "/v1/sync/pull".
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Transport {
    /// Prepares connections to `url`, trusting the certificates in `ca_pem` and no others.
    ///
    /// # Errors
    /// [`SyncError::BadSettings`] when the address is not `https` or the PEM holds no certificate.
    pub fn new(url: &str, ca_pem: &str, patience: Patience) -> Result<Self, SyncError> {
        let base = Url::parse(url).map_err(|_| SyncError::BadSettings("the address is no URL"))?;
        if base.scheme() != "https" {
            return Err(SyncError::BadSettings("central is reached by https only"));
        }
        Ok(Self {
            http: client(ca_pem, patience.connect)?,
            patience,
            base,
        })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, outgoing: Outgoing) -> Result<Vec<u8>, SyncError> {
        let patience = self.patience;
        let bytes = outgoing.body.len();
        let begun = async {
            let response = self.request(outgoing)?.send().await?;
            accepted(response, patience.silence).await
        };
        let whole = async {
            let response = patience::within(patience.first_byte(bytes), begun).await?;
            read_limited(response, patience.silence).await
        };
        patience::within(patience.whole, whole).await
    }

    /// An answer whose body goes on for as long as both want, or that leads to another protocol: who listens bounds the
    /// time.
    pub(crate) async fn listen(&self, outgoing: Outgoing) -> Result<Response, SyncError> {
        let response = self.request(outgoing)?.send().await?;
        accepted(response, self.patience.silence).await
    }

    fn request(&self, outgoing: Outgoing) -> Result<RequestBuilder, SyncError> {
        let url = self
            .base
            .join(&outgoing.path)
            .map_err(|_| SyncError::BadSettings("the address is no URL"))?;
        Ok(self
            .http
            .request(outgoing.method, url)
            .headers(outgoing.headers)
            .header(CONTENT_TYPE, outgoing.content_type)
            .body(outgoing.body))
    }
}

fn client(ca_pem: &str, connect: Duration) -> Result<reqwest::Client, SyncError> {
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls(ca_pem)?)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect)
        .build()?)
}

fn tls(ca_pem: &str) -> Result<ClientConfig, SyncError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(ca_pem.as_bytes()) {
        let certificate =
            certificate.map_err(|_| SyncError::BadSettings("the CA file is not PEM"))?;
        roots
            .add(certificate)
            .map_err(|_| SyncError::BadSettings("the CA file holds a broken certificate"))?;
    }
    if roots.is_empty() {
        return Err(SyncError::BadSettings("the CA file holds no certificate"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| SyncError::BadSettings("TLS 1.3 is not available"))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

/// The response, unless it is a refusal.
async fn accepted(response: Response, silence: Duration) -> Result<Response, SyncError> {
    let status = response.status();
    if status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS {
        return match is_page(response.headers()) {
            true => Err(SyncError::NotCentral(status.as_u16())),
            false => Ok(response),
        };
    }
    let wait = retry_after(response.headers());
    let body = read_limited(response, silence).await?;
    Err(refusal(status, wait, &body))
}

/// A page or a text for people, as proxies and portals answer; central has none.
fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/") && !kind.starts_with("text/event-stream"))
}

/// `Retry-After` in seconds; central never names a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    text.parse().ok().map(Duration::from_secs)
}

/// The whole body, between whose pieces nothing is silent for longer than `silence`.
pub(crate) async fn read_limited(
    mut response: Response,
    silence: Duration,
) -> Result<Vec<u8>, SyncError> {
    let mut body = Vec::new();
    while let Some(chunk) = patience::within(silence, async { Ok(response.chunk().await?) }).await?
    {
        if body.len() + chunk.len() > MAX_REPLY_BYTES {
            return Err(SyncError::Garbled("reply: too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn refusal(status: StatusCode, wait: Option<Duration>, body: &[u8]) -> SyncError {
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) if problem.status == status.as_u16() => match wait {
            Some(wait) => SyncError::HeldOff { problem, wait },
            None => SyncError::Refused(problem),
        },
        _ => SyncError::NotCentral(status.as_u16()),
    }
}

#[cfg(test)]
mod tests;
