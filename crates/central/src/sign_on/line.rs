//! The line to the provider: TLS 1.3 to who the hospital's authority vouches for; in the clear on this machine alone, where a provider
//! may be tried. It follows nobody elsewhere, and reads no answer that is longer than one is.

use std::net::IpAddr;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::Url;

use crate::{CentralError, tls};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(10);
const LONGEST_ANSWER: usize = 1 << 20;

pub(super) struct Line {
    http: reqwest::Client,
}

/// The provider could not be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    /// On the way.
    #[error("asking the sign-on provider")]
    Transport(#[from] reqwest::Error),
    /// It says more than it has to say.
    #[error("asking the sign-on provider: the answer is too long")]
    TooLong,
}

impl Line {
    /// # Errors
    /// [`CentralError::Setting`], [`CentralError::Tls`].
    pub(super) fn new(issuer: &str, ca: Option<&Path>) -> Result<Self, CentralError> {
        let failed = |error: reqwest::Error| CentralError::Tls(Box::new(error));
        let builder = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT);
        let builder = if is_on_this_machine(issuer) {
            builder.tls_backend_preconfigured(tls::client_in_the_clear()?)
        } else {
            let ca = ca.ok_or(CentralError::Setting(
                "single_sign_on.ca has to name the authority that vouches for the provider",
            ))?;
            builder
                .https_only(true)
                .tls_backend_preconfigured(tls::client(ca)?)
        };
        let http = builder.build().map_err(failed)?;
        Ok(Self { http })
    }

    /// # Errors
    /// [`LineError`].
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, LineError> {
        let mut answer = self.http.execute(request.try_into()?).await?;
        let mut response = HttpResponse::new(Vec::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        let body = response.body_mut();
        while let Some(part) = answer.chunk().await? {
            if body.len() + part.len() > LONGEST_ANSWER {
                return Err(LineError::TooLong);
            }
            body.extend_from_slice(&part);
        }
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Line {
    type Error = LineError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, LineError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// `http://` to a loopback address.
fn is_on_this_machine(issuer: &str) -> bool {
    let Ok(url) = Url::parse(issuer) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    let is_loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    url.scheme() == "http" && is_loopback
}

#[cfg(test)]
mod tests {
    use super::is_on_this_machine;

    #[test]
    fn in_the_clear_on_this_machine_alone() {
        for here in [
            "http://127.0.0.1:9000",
            "http://localhost/x",
            "http://[::1]:1",
        ] {
            assert!(is_on_this_machine(here), "{here}");
        }
        for elsewhere in [
            "https://127.0.0.1",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "",
        ] {
            assert!(!is_on_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
