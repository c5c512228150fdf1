//! Who asks. The only ways for an endpoint to learn it are the three extractors here, and each
//! proves what its name says: deny by default.

mod proof;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use charthold_central_store::{Device, Explanation};
use charthold_crypto::VerifyingKey;
use charthold_domain::{AuditEventId, Person, PersonId};
use charthold_protocol::{DeviceStatus, RefusalCode, token_hash};

use crate::answer::Refusal;
use crate::central::Central;

/// A device that signed this request; it may have been withdrawn since.
pub(crate) struct DeviceCaller {
    /// The device.
    pub(crate) device: Device,
    /// Its signing key.
    pub(crate) key: VerifyingKey,
    /// The body it signed.
    pub(crate) body: Bytes,
    token: Option<String>,
    audit_id: Option<AuditEventId>,
}

/// A device in use that signed this request.
pub(crate) struct ActiveCaller(pub(crate) DeviceCaller);

/// A person signed in on the device in use that signed this request.
pub(crate) struct PersonCaller {
    /// The device and what it sent.
    pub(crate) caller: DeviceCaller,
    /// Who.
    pub(crate) person: Person,
}

impl DeviceCaller {
    /// What the device is to central.
    pub(crate) const fn standing(&self) -> DeviceStatus {
        match self.device.revoked_at {
            None => DeviceStatus::Active,
            Some(_) => DeviceStatus::Revoked,
        }
    }

    /// Whose token of this device the request has, if it is good.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn signed_in(&self, central: &Central) -> Result<Option<PersonId>, Refusal> {
        let Some(token) = self.token.as_deref() else {
            return Ok(None);
        };
        let now = central.clock.now();
        let session = central.store.find_session(token_hash(token), now).await?;
        let session = session.filter(|session| session.device == self.device.id);
        Ok(session.map(|session| session.person))
    }

    /// The audit event that explains this request, already held here.
    ///
    /// # Errors
    /// [`RefusalCode::AuditTrailRequired`] when none is named, or this device recorded none.
    pub(crate) async fn explanation(&self, central: &Central) -> Result<Explanation, Refusal> {
        let refused = || Refusal::of(RefusalCode::AuditTrailRequired);
        let id = self.audit_id.ok_or_else(refused)?;
        central
            .store
            .find_explanation(self.device.id, id)
            .await?
            .ok_or_else(refused)
    }
}

impl PersonCaller {
    /// The audit event that explains this request, recorded by this person where it names one.
    ///
    /// # Errors
    /// As [`DeviceCaller::explanation`].
    pub(crate) async fn explanation(&self, central: &Central) -> Result<Explanation, Refusal> {
        let found = self.caller.explanation(central).await?;
        if found.person.is_none_or(|person| person == self.person.id) {
            Ok(found)
        } else {
            Err(Refusal::of(RefusalCode::AuditTrailRequired))
        }
    }
}

impl FromRequest<Arc<Central>> for DeviceCaller {
    type Rejection = Refusal;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Self, Refusal> {
        let claims = proof::Claims::read(&request)?;
        claims.check_time(central.clock.now())?;
        let refused = || Refusal::of(RefusalCode::DeviceRefused);
        let device = central
            .store
            .find_device(claims.proof.device)
            .await?
            .ok_or_else(refused)?;
        // What is stored was checked against the key service's key at enrolment.
        let certificate = device.certificate.dangerous_read().map_err(|_| refused())?;
        if certificate.expires_at <= central.clock.now() {
            return Err(refused());
        }
        let body = Bytes::from_request(request, central)
            .await
            .map_err(too_large)?;
        claims.verify(&body, &certificate.signing)?;
        claims.spend_nonce(central)?;
        let proof::Claims {
            token, audit_id, ..
        } = claims;
        Ok(Self {
            device,
            key: certificate.signing,
            body,
            token,
            audit_id,
        })
    }
}

fn too_large(rejection: axum::extract::rejection::BytesRejection) -> Refusal {
    use axum::response::IntoResponse;
    let status = rejection.into_response().status();
    if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Refusal::of(RefusalCode::TooLarge)
    } else {
        Refusal::of(RefusalCode::Malformed)
    }
}

impl FromRequest<Arc<Central>> for ActiveCaller {
    type Rejection = Refusal;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Self, Refusal> {
        let caller = DeviceCaller::from_request(request, central).await?;
        match caller.standing() {
            DeviceStatus::Active => Ok(Self(caller)),
            DeviceStatus::Revoked => Err(Refusal::withdrawn()),
        }
    }
}

impl FromRequest<Arc<Central>> for PersonCaller {
    type Rejection = Refusal;

    async fn from_request(request: Request, central: &Arc<Central>) -> Result<Self, Refusal> {
        let ActiveCaller(caller) = ActiveCaller::from_request(request, central).await?;
        let refused = || Refusal::of(RefusalCode::Unauthenticated);
        let person = caller.signed_in(central).await?.ok_or_else(refused)?;
        let person = central
            .store
            .find_person(person)
            .await?
            // The token was theirs: it shows who they are.
            .ok_or_else(|| Refusal::closed(RefusalCode::Unauthenticated))?;
        Ok(Self { caller, person })
    }
}
