//! The hospital's sign-on provider as central sees it: OpenID Connect Core 1.0, the code flow with PKCE. Central is its client and asks it
//! what a code is worth; what it answers names an account of central's, and nothing more is taken from it. Who may do what stays here.

mod line;

use std::time::Duration;

use charthold_domain::{Clock, Timestamp};
use charthold_protocol::{SignOnProof, SignOnRequest};
use openidconnect::core::{
    CoreAuthPrompt, CoreClient, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims,
};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, EndUserEmail, EndUserUsername, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeVerifier, RedirectUrl, Scope, SubjectIdentifier, TokenResponse,
};
use tokio::sync::Mutex;

use crate::CentralError;
use crate::config::{SingleSignOnSection, UsernameClaim};
use line::Line;

/// How long what the provider says of itself, its keys among it, is gone by.
const METADATA_GOOD: Duration = Duration::from_secs(3_600);
/// RFC 8252, 7.3: the loopback address and any port.
const LOOPBACK: &str = "127.0.0.1";

/// The provider.
pub(crate) struct SignOn {
    line: Line,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    claim: UsernameClaim,
    /// Nobody signs in by a password of central's.
    pub(crate) only: bool,
    known: Mutex<Option<(Timestamp, CoreProviderMetadata)>>,
}

/// Why nobody was signed on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum SignOnError {
    /// The provider does not answer, or not as one does.
    #[error("asking the sign-on provider: no usable answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was brought, or what the provider says of it, is not to be believed, or names nobody.
    #[error("asking the sign-on provider: {0}")]
    Refused(&'static str),
    /// What was asked cannot be asked.
    #[error("asking the sign-on provider: the workstation's address is none")]
    Malformed,
}

impl SignOn {
    /// The provider in the settings.
    ///
    /// # Errors
    /// [`CentralError`]: address, secret or authority cannot be used.
    pub(crate) fn new(section: &SingleSignOnSection) -> Result<Self, CentralError> {
        let issuer = section.issuer.trim_end_matches('/').to_owned();
        let secret = match &section.client_secret {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(CentralError::file("reading the sign-on provider's secret"))?;
                Some(ClientSecret::new(text.trim().to_owned()))
            }
            None => None,
        };
        Ok(Self {
            line: Line::new(&issuer, section.ca.as_deref())?,
            issuer: IssuerUrl::new(section.issuer.clone())
                .map_err(|_| CentralError::Setting("single_sign_on.issuer is no address"))?,
            client: ClientId::new(section.client_id.clone()),
            secret,
            claim: section.username_claim,
            only: section.only,
            known: Mutex::new(None),
        })
    }

    /// Where the provider's page is for this sign-on.
    ///
    /// # Errors
    /// [`SignOnError`].
    pub(crate) async fn page(
        &self,
        request: &SignOnRequest,
        clock: &dyn Clock,
    ) -> Result<String, SignOnError> {
        let back = redirect(&request.redirect_uri)?;
        let metadata = self.metadata(clock.now()).await?;
        let client =
            CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone())
                .set_redirect_uri(back);
        let (state, nonce) = (request.state.clone(), request.nonce.clone());
        let (url, _, _) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            // Not by the library's own type: only the workstation has the verifier now.
            .add_extra_param("code_challenge", request.code_challenge.clone())
            .add_extra_param("code_challenge_method", "S256")
            // Several people share a workstation and its browser: whoever signed in there before is not who asks now.
            .add_prompt(CoreAuthPrompt::Login)
            .url();
        Ok(url.into())
    }

    /// The username of who signed in at the provider's page.
    ///
    /// # Errors
    /// [`SignOnError`].
    pub(crate) async fn identify(
        &self,
        proof: SignOnProof,
        clock: &dyn Clock,
    ) -> Result<String, SignOnError> {
        let back = redirect(&proof.redirect_uri)?;
        let metadata = self.metadata(clock.now()).await?;
        let client =
            CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone())
                .set_redirect_uri(back);
        let answer = client
            .exchange_code(AuthorizationCode::new(proof.code))
            .map_err(unavailable)?
            .set_pkce_verifier(PkceCodeVerifier::new(proof.code_verifier))
            .request_async(&self.line)
            .await;
        let answer = answer.map_err(|error| match error {
            openidconnect::RequestTokenError::ServerResponse(_) => {
                SignOnError::Refused("it does not take the code")
            }
            other => unavailable(other),
        })?;
        let token = answer
            .id_token()
            .ok_or(SignOnError::Refused("it says nothing of who it is"))?;
        let now = clock.now();
        let verifier = client.id_token_verifier().set_time_fn(move || moment(now));
        let claims = token.claims(&verifier, &Nonce::new(proof.nonce));
        let claims = match claims {
            Ok(claims) => claims,
            Err(error) => {
                if matches!(error, ClaimsVerificationError::SignatureVerification(_)) {
                    // It may have new keys: they are asked for the next time.
                    *self.known.lock().await = None;
                }
                return Err(SignOnError::Refused("its word does not verify"));
            }
        };
        let (sub, name) = (claims.subject(), claims.preferred_username());
        let email = claims
            .email()
            .filter(|_| claims.email_verified() == Some(true));
        if let Some(name) = self.username(sub, name, email) {
            return Ok(name);
        }
        let asked = client
            .user_info(
                answer.access_token().clone(),
                Some(claims.subject().clone()),
            )
            .map_err(unavailable)?;
        let more: CoreUserInfoClaims =
            asked.request_async(&self.line).await.map_err(unavailable)?;
        let (sub, name) = (more.subject(), more.preferred_username());
        let email = more.email().filter(|_| more.email_verified() == Some(true));
        self.username(sub, name, email)
            .ok_or(SignOnError::Refused("it gives no username"))
    }

    /// The one of these claims that the hospital goes by, as usernames are written here. An address that the provider did not verify
    /// is none: whoever has an account there could have typed a colleague's.
    fn username(
        &self,
        sub: &SubjectIdentifier,
        name: Option<&EndUserUsername>,
        email: Option<&EndUserEmail>,
    ) -> Option<String> {
        let claim = match self.claim {
            UsernameClaim::PreferredUsername => name.map(|name| name.as_str()),
            UsernameClaim::Email => email.map(|email| email.as_str()),
            UsernameClaim::Sub => Some(sub.as_str()),
        };
        claim
            .map(|claim| claim.trim().to_lowercase())
            .filter(|claim| !claim.is_empty())
    }

    /// What the provider says of itself (OpenID Connect Discovery 1.0).
    async fn metadata(&self, now: Timestamp) -> Result<CoreProviderMetadata, SignOnError> {
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.as_ref()
            && now.since(*at) < METADATA_GOOD
        {
            return Ok(metadata.clone());
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.line).await;
        let metadata = found.map_err(unavailable)?;
        *known = Some((now, metadata.clone()));
        Ok(metadata)
    }
}

fn redirect(uri: &str) -> Result<RedirectUrl, SignOnError> {
    let back = RedirectUrl::new(uri.to_owned()).map_err(|_| SignOnError::Malformed)?;
    let url = back.url();
    let is_here = url.scheme() == "http" && url.host_str() == Some(LOOPBACK);
    let is_bare = url.username().is_empty() && url.password().is_none();
    (is_here && is_bare)
        .then_some(back)
        .ok_or(SignOnError::Malformed)
}

fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> SignOnError {
    SignOnError::Unavailable(Box::new(error))
}

fn moment(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.as_millis()).unwrap_or_default()
}
