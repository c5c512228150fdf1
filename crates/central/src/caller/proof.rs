//! The headers of a signed request, read and checked in an order that lets nobody without a key
//! use up memory.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::{Signature, VerifyingKey};
use charthold_domain::{AuditEventId, Timestamp};
use charthold_protocol::{
    AUDIT_ID_HEADER, DEVICE_HEADER, NONCE_HEADER, PROOF_WINDOW_S, REQUEST_LABEL, RefusalCode,
    RequestProof, SIGNATURE_HEADER, TIME_HEADER, proof_bytes,
};

use crate::answer::Refusal;
use crate::central::Central;
use crate::nonces::Freshness;

/// What a request claims of its sender.
pub(super) struct Claims {
    /// Device, moment, nonce.
    pub(super) proof: RequestProof,
    /// The session's token.
    pub(super) token: Option<String>,
    /// The audit event said to explain it.
    pub(super) audit_id: Option<AuditEventId>,
    nonce: [u8; 16],
    signature: Signature,
    method: String,
    path_and_query: String,
}

impl Claims {
    /// Reads the headers.
    ///
    /// # Errors
    /// [`RefusalCode::DeviceRefused`] when one is missing or malformed.
    pub(super) fn read(request: &Request) -> Result<Self, Refusal> {
        let refused = || Refusal::of(RefusalCode::DeviceRefused);
        let headers = request.headers();
        let nonce_text = text(headers, NONCE_HEADER).ok_or_else(refused)?;
        let nonce = STANDARD
            .decode(nonce_text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        let signature = text(headers, SIGNATURE_HEADER).and_then(|text| {
            let bytes = STANDARD.decode(text).ok()?;
            Signature::from_slice(&bytes).ok()
        });
        let proof = RequestProof {
            device: parse(headers, DEVICE_HEADER).ok_or_else(refused)?,
            time: parse(headers, TIME_HEADER).ok_or_else(refused)?,
            nonce: nonce_text.to_owned(),
        };
        let path_and_query = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        Ok(Self {
            proof,
            token: token(headers)?,
            audit_id: parse(headers, AUDIT_ID_HEADER),
            nonce: nonce.ok_or_else(refused)?,
            signature: signature.ok_or_else(refused)?,
            method: request.method().as_str().to_owned(),
            path_and_query: path_and_query.to_owned(),
        })
    }

    /// The moment is near enough to the server's.
    ///
    /// # Errors
    /// [`RefusalCode::ClockSkew`], with the server's time.
    pub(super) fn check_time(&self, now: Timestamp) -> Result<(), Refusal> {
        let apart = now.since(self.proof.time).max(self.proof.time.since(now));
        if apart <= Duration::from_secs(PROOF_WINDOW_S) {
            Ok(())
        } else {
            Err(Refusal::clock_skew(now))
        }
    }

    /// The device signed this request with this body and this token.
    ///
    /// # Errors
    /// [`RefusalCode::DeviceRefused`].
    pub(super) fn verify(&self, body: &[u8], key: &VerifyingKey) -> Result<(), Refusal> {
        let Self {
            proof,
            token,
            method,
            path_and_query,
            signature,
            ..
        } = self;
        let signed = proof_bytes(method, path_and_query, body, token.as_deref(), proof);
        key.verify(REQUEST_LABEL, &signed, signature)
            .map_err(|_| Refusal::of(RefusalCode::DeviceRefused))
    }

    /// Nobody sent this request before.
    ///
    /// # Errors
    /// [`RefusalCode::DeviceRefused`] when somebody did, [`RefusalCode::HeldOff`] when the device
    /// asks faster than can be told.
    pub(super) fn spend_nonce(&self, central: &Central) -> Result<(), Refusal> {
        let RequestProof { device, time, .. } = self.proof;
        match central
            .nonces
            .spend(device, self.nonce, time, central.clock.now())
        {
            Freshness::Fresh => Ok(()),
            Freshness::Used => Err(Refusal::of(RefusalCode::DeviceRefused)),
            Freshness::TooMany => Err(Refusal::held_off(Duration::from_secs(PROOF_WINDOW_S))),
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn parse<T: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    text(headers, name)?.parse().ok()
}

/// `Authorization: Bearer TOKEN`; anything else under that name is no token.
fn token(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.strip_prefix("Bearer "));
    match token {
        Some(token) => Ok(Some(token.to_owned())),
        None => Err(Refusal::of(RefusalCode::Unauthenticated)),
    }
}
