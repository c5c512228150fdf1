//! Requests in the name of this device: each is signed, timed and used once. When central says that
//! our clock is off, the difference is remembered and the request sent once more.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::{Entropy, Signature};
use charthold_domain::{AuditEventId, Clock, DeviceId, Timestamp};
use charthold_protocol::{
    AUDIT_ID_HEADER, DEVICE_HEADER, Limits, NONCE_HEADER, Problem, REQUEST_LABEL, RefusalCode,
    RequestProof, SIGNATURE_HEADER, TIME_HEADER, proof_bytes,
};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Response};

use crate::page::PageSize;
use crate::transport::Outgoing;
use crate::{SyncError, Transport};

/// Signs with the device's key; the key itself stays where it is.
pub trait DeviceSigner: Send + Sync {
    /// Ed25519 of the device over `message` under `label`.
    fn sign(&self, label: &'static str, message: &[u8]) -> Signature;
}

/// In whose name beyond the device's, and explained by what.
#[derive(Clone, Copy, Default)]
pub struct Authority<'a> {
    /// A person's token.
    pub token: Option<&'a str>,
    /// The audit event that explains the request.
    pub audit: Option<AuditEventId>,
}

/// This device, as a client of central.
pub struct Caller {
    transport: Transport,
    device: DeviceId,
    signer: Arc<dyn DeviceSigner>,
    clock: Arc<dyn Clock>,
    entropy: Mutex<Box<dyn Entropy>>,
    /// Central's clock less ours, in milliseconds.
    offset_ms: AtomicI64,
    /// Central's certificate was not valid by our clock when it was last looked at.
    out_of_time: AtomicBool,
    /// What the line carried last.
    last_page: Mutex<Option<PageSize>>,
}

/// A clock that is further off than this is suspect, and what is written by it says so.
const SUSPECT_MS: u64 = 5 * 60 * 1_000;

pub(crate) const CBOR: &str = "application/cbor";
pub(crate) const JSON: &str = "application/json";

impl Caller {
    /// A caller over `transport`.
    #[must_use]
    pub fn new(
        transport: Transport,
        device: DeviceId,
        signer: Arc<dyn DeviceSigner>,
        clock: Arc<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Self {
        let entropy = Mutex::new(entropy);
        Self {
            transport,
            device,
            signer,
            clock,
            entropy,
            offset_ms: AtomicI64::new(0),
            out_of_time: AtomicBool::new(false),
            last_page: Mutex::default(),
        }
    }

    /// This device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Messages to a central of these limits, from the size that the last exchange left.
    pub(crate) fn page(&self, limits: Limits) -> PageSize {
        PageSize::of(limits, *self.last_page())
    }

    /// Carries out a request of the size that `page` says. From how it went the size of the next is learnt; answers how long
    /// to pause before that, too.
    pub(crate) async fn measured<T>(
        &self,
        page: &mut PageSize,
        request: impl Future<Output = Result<T, SyncError>>,
    ) -> Result<(T, Duration), SyncError> {
        let asked = self.clock.boot_time();
        let answer = request.await;
        let took = self.clock.boot_time().since(asked);
        let pause = match &answer {
            Ok(_) => page.note(took),
            Err(error) => {
                if error.is_offline() || error.refusal() == Some(RefusalCode::TooLarge) {
                    page.halve();
                }
                Duration::ZERO
            }
        };
        *self.last_page() = Some(*page);
        answer.map(|answer| (answer, pause))
    }

    fn last_page(&self) -> MutexGuard<'_, Option<PageSize>> {
        self.last_page
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Central's time, as far as known.
    #[must_use]
    pub fn central_time(&self) -> Timestamp {
        let offset = self.offset_ms.load(Ordering::Relaxed);
        Timestamp::from_millis(self.clock.now().as_millis().saturating_add(offset))
    }

    /// Whether this machine's clock is known to be wrong: central said so, or its certificate.
    #[must_use]
    pub fn is_clock_suspect(&self) -> bool {
        let off = self.offset_ms.load(Ordering::Relaxed).unsigned_abs();
        off > SUSPECT_MS || self.out_of_time.load(Ordering::Relaxed)
    }

    pub(crate) fn note_central_time(&self, theirs: Timestamp) {
        let offset = theirs
            .as_millis()
            .saturating_sub(self.clock.now().as_millis());
        self.offset_ms.store(offset, Ordering::Relaxed);
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        content_type: &'static str,
        body: Vec<u8>,
        authority: Authority<'_>,
    ) -> Result<Vec<u8>, SyncError> {
        let first = self.signed(&method, path, content_type, body.clone(), authority)?;
        let answer = self.transport.send(first).await;
        let out_of_time = matches!(answer, Err(SyncError::NotInItsTime(_)));
        self.out_of_time.store(out_of_time, Ordering::Relaxed);
        match answer {
            Err(SyncError::Refused(problem)) if problem.code == RefusalCode::ClockSkew => {
                self.learn_time(&problem)?;
                let again = self.signed(&method, path, content_type, body, authority)?;
                self.transport.send(again).await
            }
            other => other,
        }
    }

    /// `GET` of an answer that goes on; what else the request says is in `headers`.
    pub(crate) async fn listen(
        &self,
        path: &str,
        headers: HeaderMap,
    ) -> Result<Response, SyncError> {
        let authority = Authority::default();
        let mut outgoing = self.signed(&Method::GET, path, JSON, Vec::new(), authority)?;
        outgoing.headers.extend(headers);
        let response = self.transport.listen(outgoing).await;
        if let Err(SyncError::Refused(problem)) = &response
            && problem.code == RefusalCode::ClockSkew
        {
            // Who listens comes again anyway, and then at the right time.
            self.learn_time(problem)?;
        }
        response
    }

    fn learn_time(&self, problem: &Problem) -> Result<(), SyncError> {
        let theirs = problem.server_time.as_deref();
        let theirs = theirs.and_then(|text| text.parse().ok());
        self.note_central_time(theirs.ok_or(SyncError::Garbled("server time"))?);
        Ok(())
    }

    fn signed(
        &self,
        method: &Method,
        path: &str,
        content_type: &'static str,
        body: Vec<u8>,
        authority: Authority<'_>,
    ) -> Result<Outgoing, SyncError> {
        let proof = RequestProof {
            device: self.device,
            time: self.central_time(),
            nonce: self.make_nonce(),
        };
        let bytes = proof_bytes(method.as_str(), path, &body, authority.token, &proof);
        let signature = self.signer.sign(REQUEST_LABEL, &bytes);
        let mut headers = HeaderMap::new();
        put(&mut headers, DEVICE_HEADER, &proof.device.to_string())?;
        put(&mut headers, TIME_HEADER, &proof.time.to_string())?;
        put(&mut headers, NONCE_HEADER, &proof.nonce)?;
        put(
            &mut headers,
            SIGNATURE_HEADER,
            &STANDARD.encode(signature.as_bytes()),
        )?;
        if let Some(token) = authority.token {
            put(
                &mut headers,
                AUTHORIZATION.as_str(),
                &format!("Bearer {token}"),
            )?;
        }
        if let Some(audit) = authority.audit {
            put(&mut headers, AUDIT_ID_HEADER, &audit.to_string())?;
        }
        Ok(Outgoing {
            method: method.clone(),
            path: path.to_owned(),
            headers,
            content_type,
            body,
        })
    }

    /// 16 random bytes in base64.
    pub(crate) fn make_nonce(&self) -> String {
        let mut nonce = [0; 16];
        self.entropy
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(&mut nonce);
        STANDARD.encode(nonce)
    }
}

fn put(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), SyncError> {
    let name = HeaderName::try_from(name).map_err(|_| SyncError::BadSettings("a header name"))?;
    let mut value =
        HeaderValue::try_from(value).map_err(|_| SyncError::BadSettings("a header value"))?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}
