//! The key service, as central sees it: vouches for devices, keeps people's keys, releases patient
//! keys against a warrant. Central relays what it cannot open.

use std::time::Duration;

use charthold_crypto::VerifyingKey;
use charthold_protocol::{
    KeysReply, KeysRequest, Problem, RefusalCode, SignedAdmission, SignedDeviceCertificate,
    SignedPersonKeyRegistration,
};
use reqwest::{Method, StatusCode};

use crate::{CentralError, KeysSection, tls};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(20);
const CBOR: &str = "application/cbor";

/// Asks the key service.
pub(crate) struct KeysClient {
    http: reqwest::Client,
    url: String,
    verifying_key: tokio::sync::OnceCell<VerifyingKey>,
}

/// The key service did not do as asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum KeysError {
    /// It could not be reached, or failed.
    #[error("asking the key service: no answer")]
    Unavailable(#[source] Option<reqwest::Error>),
    /// It refused.
    #[error("asking the key service: refused with status {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Why, when it said so.
        code: Option<RefusalCode>,
    },
    /// Its answer is not what was agreed.
    #[error("asking the key service: the answer cannot be read")]
    Unreadable,
}

/// What became of a person's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PersonKey {
    /// The key service holds it.
    Registered,
    /// It holds another.
    Conflict,
}

impl KeysClient {
    /// A client of the service in the settings.
    ///
    /// # Errors
    /// [`CentralError::Tls`], [`CentralError::Setting`]: the authority or the address cannot be used.
    pub(crate) fn new(section: &KeysSection) -> Result<Self, CentralError> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client(&section.ca)?)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| CentralError::Tls(Box::new(error)))?;
        if !section.url.starts_with("https://") {
            return Err(CentralError::Setting(
                "keys.url does not begin with https://",
            ));
        }
        let url = section.url.trim_end_matches('/').to_owned();
        Ok(Self {
            http,
            url,
            verifying_key: tokio::sync::OnceCell::new(),
        })
    }

    /// `POST /v1/admit`: a certificate for a new device.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn admit(
        &self,
        admission: &SignedAdmission,
    ) -> Result<SignedDeviceCertificate, KeysError> {
        let answer = self
            .ask(Method::POST, "/v1/admit", Some(admission.to_bytes()))
            .await?;
        SignedDeviceCertificate::from_bytes(&answer).map_err(|_| KeysError::Unreadable)
    }

    /// `POST /v1/person-keys`.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn register_person_key(
        &self,
        registration: &SignedPersonKeyRegistration,
    ) -> Result<PersonKey, KeysError> {
        let body = Some(registration.to_bytes());
        match self.ask(Method::POST, "/v1/person-keys", body).await {
            Ok(_) => Ok(PersonKey::Registered),
            Err(KeysError::Refused { status: 409, .. }) => Ok(PersonKey::Conflict),
            Err(error) => Err(error),
        }
    }

    /// `POST /v1/release`, with central's warrant in the request.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn release(&self, request: &KeysRequest) -> Result<KeysReply, KeysError> {
        let body = minicbor::to_vec(request).map_err(|_| KeysError::Unreadable)?;
        let answer = self.ask(Method::POST, "/v1/release", Some(body)).await?;
        minicbor::decode(&answer).map_err(|_| KeysError::Unreadable)
    }

    /// `GET /v1/verifying-key`; asked once.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn load_verifying_key(&self) -> Result<VerifyingKey, KeysError> {
        let key = self.verifying_key.get_or_try_init(|| async {
            let bytes = self.ask(Method::GET, "/v1/verifying-key", None).await?;
            VerifyingKey::from_slice(&bytes).map_err(|_| KeysError::Unreadable)
        });
        key.await.copied()
    }

    /// `GET /v1/recovery-key`; asked each time, for it is asked for seldom.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn load_recovery_key(&self) -> Result<Vec<u8>, KeysError> {
        self.ask(Method::GET, "/v1/recovery-key", None).await
    }

    /// `GET /healthz`.
    ///
    /// # Errors
    /// [`KeysError`].
    pub(crate) async fn check_health(&self) -> Result<(), KeysError> {
        self.ask(Method::GET, "/healthz", None).await.map(|_| ())
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, KeysError> {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, CBOR)
                .body(body);
        }
        let response = request
            .send()
            .await
            .map_err(|e| KeysError::Unavailable(Some(e)))?;
        let status = response.status();
        let bytes = response
            .bytes()
            .await
            .map_err(|e| KeysError::Unavailable(Some(e)))?;
        if status.is_success() {
            return Ok(bytes.to_vec());
        }
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(KeysError::Unavailable(None));
        }
        let problem: Option<Problem> = serde_json::from_slice(&bytes).ok();
        let code = problem.map(|problem| problem.code);
        Err(KeysError::Refused {
            status: status.as_u16(),
            code,
        })
    }
}
