//! The single requests, one function each. What to do with their answers is the use cases' matter.

use charthold_protocol::{
    AuditPush, AuditPushReply, BlobPull, BlobPullReply, BlobPush, BlobPushReply, Donation,
    DonationReply, EnrolReply, EnrolRequest, HelloReply, HelloRequest, KeysReply, KeysRequest,
    PasswordChange, PersonKeyOffer, PersonKeyReply, PullReply, PullRequest, PushReply, PushRequest,
    RegisterChart, RegisterChartReply, SecondFactorReply, SecondFactorRequest, SessionReply,
    SessionRequest, SignOnProof, SignOnReply, SignOnRequest, SignedAuditReceipt, SignedRecoveryKey,
    SignedSessionRenewal,
};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::caller::{CBOR, JSON};
use crate::transport::Outgoing;
use crate::{Authority, Caller, SyncError, Transport};

impl Transport {
    /// `POST /v1/enroll`: the one request no device signs yet.
    ///
    /// # Errors
    /// As [`SyncError`] says; a bad code is `CodeRefused`.
    pub async fn enroll(&self, request: &EnrolRequest) -> Result<EnrolReply, SyncError> {
        let outgoing = Outgoing {
            method: Method::POST,
            path: "/v1/enroll".into(),
            headers: HeaderMap::new(),
            content_type: JSON,
            body: to_json(request)?,
        };
        from_json(&self.send(outgoing).await?)
    }
}

impl Caller {
    /// `POST /v1/session`.
    ///
    /// # Errors
    /// As [`SyncError`] says; `WrongPassword`, `HeldOff`; `SecondFactorWanted`, `SecondFactorWrong`, `SecondFactorUnset` for the
    /// right password.
    pub async fn sign_in(
        &self,
        request: &SessionRequest,
        authority: Authority<'_>,
    ) -> Result<SessionReply, SyncError> {
        self.json("/v1/session", request, authority).await
    }

    /// `POST /v1/password`.
    ///
    /// # Errors
    /// As [`Self::sign_in`]; `PasswordTooSimple`.
    pub async fn change_password(
        &self,
        request: &PasswordChange,
    ) -> Result<SessionReply, SyncError> {
        self.json("/v1/password", request, Authority::default())
            .await
    }

    /// `POST /v1/second-factor`.
    ///
    /// # Errors
    /// As [`SyncError`] says; `WrongPassword`, `CodeRefused`, `HeldOff`.
    pub async fn set_up_second_factor(
        &self,
        request: &SecondFactorRequest,
    ) -> Result<SecondFactorReply, SyncError> {
        self.json("/v1/second-factor", request, Authority::default())
            .await
    }

    /// `POST /v1/sign-on`: where the page of the hospital's sign-on provider is.
    ///
    /// # Errors
    /// As [`SyncError`] says; `NotFound` when there is none, `SignOnUnavailable`.
    pub async fn sign_on_page(&self, request: &SignOnRequest) -> Result<SignOnReply, SyncError> {
        self.json("/v1/sign-on", request, Authority::default())
            .await
    }

    /// `POST /v1/sign-on/finish`.
    ///
    /// # Errors
    /// As [`SyncError`] says; `SignOnRefused`, `SignOnUnavailable`.
    pub async fn finish_sign_on(&self, proof: &SignOnProof) -> Result<SessionReply, SyncError> {
        self.json("/v1/sign-on/finish", proof, Authority::default())
            .await
    }

    /// `POST /v1/person-key`, with the person's token.
    ///
    /// # Errors
    /// As [`SyncError`] says.
    pub async fn offer_person_key(
        &self,
        offer: &PersonKeyOffer,
        authority: Authority<'_>,
    ) -> Result<PersonKeyReply, SyncError> {
        self.json("/v1/person-key", offer, authority).await
    }

    /// `POST /v1/session/renew`.
    ///
    /// # Errors
    /// As [`SyncError`] says; `Unauthenticated` when the password is wanted again.
    pub async fn renew_session(
        &self,
        renewal: &SignedSessionRenewal,
    ) -> Result<SessionReply, SyncError> {
        let (path, body) = ("/v1/session/renew", renewal.to_bytes());
        let call = self.call(Method::POST, path, CBOR, body, Authority::default());
        from_json(&call.await?)
    }

    /// `GET /v1/recovery-key`: as the key service signed it.
    ///
    /// # Errors
    /// As [`SyncError`] says.
    pub async fn recovery_key(&self) -> Result<SignedRecoveryKey, SyncError> {
        let (path, body) = ("/v1/recovery-key", Vec::new());
        let call = self.call(Method::GET, path, CBOR, body, Authority::default());
        let answer = call.await?;
        SignedRecoveryKey::from_bytes(&answer).map_err(|_| SyncError::Garbled("recovery key"))
    }

    /// `POST /v1/charts`.
    ///
    /// # Errors
    /// As [`SyncError`] says.
    pub async fn register_chart(
        &self,
        request: &RegisterChart,
        authority: Authority<'_>,
    ) -> Result<RegisterChartReply, SyncError> {
        self.json("/v1/charts", request, authority).await
    }

    /// `POST /v1/keys/release`.
    ///
    /// # Errors
    /// As [`SyncError`] says.
    pub async fn release_keys(
        &self,
        request: &KeysRequest,
        authority: Authority<'_>,
    ) -> Result<KeysReply, SyncError> {
        self.cbor("/v1/keys/release", request, authority).await
    }

    /// `GET /v1/audit/head`: what central holds of this device's audit chain.
    ///
    /// # Errors
    /// As [`SyncError`] says.
    pub async fn audit_head(&self) -> Result<SignedAuditReceipt, SyncError> {
        let reply = self
            .call(
                Method::GET,
                "/v1/audit/head",
                CBOR,
                Vec::new(),
                Authority::default(),
            )
            .await?;
        minicbor::decode(&reply).map_err(|_| SyncError::Garbled("receipt"))
    }

    pub(crate) async fn hello(&self, request: &HelloRequest) -> Result<HelloReply, SyncError> {
        let reply: HelloReply = self
            .cbor("/v1/sync/hello", request, Authority::default())
            .await?;
        self.note_central_time(reply.server_time);
        Ok(reply)
    }

    pub(crate) async fn push_audit(&self, push: &AuditPush) -> Result<AuditPushReply, SyncError> {
        self.cbor("/v1/audit/push", push, Authority::default())
            .await
    }

    pub(crate) async fn say_wiped(&self, signed: Vec<u8>) -> Result<SignedAuditReceipt, SyncError> {
        let (path, authority) = ("/v1/device/wiped", Authority::default());
        let reply = self
            .call(Method::POST, path, CBOR, signed, authority)
            .await?;
        minicbor::decode(&reply).map_err(|_| SyncError::Garbled("receipt"))
    }

    pub(crate) async fn donate(&self, donation: &Donation) -> Result<DonationReply, SyncError> {
        self.cbor("/v1/sync/donate", donation, Authority::default())
            .await
    }

    pub(crate) async fn push_blob(&self, push: &BlobPush) -> Result<BlobPushReply, SyncError> {
        self.cbor("/v1/blobs/push", push, Authority::default())
            .await
    }

    pub(crate) async fn pull_blob(
        &self,
        pull: &BlobPull,
        authority: Authority<'_>,
    ) -> Result<BlobPullReply, SyncError> {
        self.cbor("/v1/blobs/pull", pull, authority).await
    }

    pub(crate) async fn push(&self, push: &PushRequest) -> Result<PushReply, SyncError> {
        self.cbor("/v1/sync/push", push, Authority::default()).await
    }

    pub(crate) async fn pull(
        &self,
        pull: &PullRequest,
        authority: Authority<'_>,
    ) -> Result<PullReply, SyncError> {
        self.cbor("/v1/sync/pull", pull, authority).await
    }

    async fn json<Q: Serialize, R: DeserializeOwned>(
        &self,
        path: &str,
        request: &Q,
        authority: Authority<'_>,
    ) -> Result<R, SyncError> {
        from_json(
            &self
                .call(Method::POST, path, JSON, to_json(request)?, authority)
                .await?,
        )
    }

    async fn cbor<Q: minicbor::Encode<()>, R: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        path: &str,
        request: &Q,
        authority: Authority<'_>,
    ) -> Result<R, SyncError> {
        let body = minicbor::to_vec(request).map_err(|_| SyncError::BadSettings("a request"))?;
        let reply = self.call(Method::POST, path, CBOR, body, authority).await?;
        minicbor::decode(&reply).map_err(|_| SyncError::Garbled("reply"))
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, SyncError> {
    serde_json::to_vec(value).map_err(|_| SyncError::BadSettings("a request"))
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, SyncError> {
    serde_json::from_slice(bytes).map_err(|_| SyncError::Garbled("reply"))
}
