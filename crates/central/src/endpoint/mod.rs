//! The endpoints, one file each. The router and the OpenAPI document are both made from
//! [`table`]: a route that is not described cannot exist.

mod audit_head;
mod audit_push;
mod blobs_pull;
mod blobs_push;
mod charts;
mod device_wiped;
mod enroll;
mod healthz;
mod keys_release;
mod live;
mod metrics;
mod openapi;
mod password;
mod person_key;
mod readyz;
mod recovery_key;
mod second_factor;
mod session;
mod session_renew;
mod sign_on;
mod sign_on_finish;
mod sync_donate;
mod sync_hello;
mod sync_pull;
mod sync_push;

use std::sync::Arc;

use axum::http::Method;
use axum::routing::MethodRouter;
use charthold_protocol::RefusalCode;

use crate::central::Central;

/// One endpoint: what it is, and what answers it.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) caller: Asks,
    pub(crate) audit: AuditId,
    pub(crate) request: Content,
    pub(crate) reply: Content,
    /// Besides those that go with `caller` and `audit`.
    pub(crate) refusals: &'static [RefusalCode],
    pub(crate) max_body_bytes: usize,
    pub(crate) handler: MethodRouter<Arc<Central>>,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Whoever reaches the server.
    Anybody,
    /// An enrolled device, in use or withdrawn.
    AnyDevice,
    /// An enrolled device in use.
    Device,
    /// A person signed in on a device in use.
    Person,
}

/// Whether an audit event has to explain the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AuditId {
    /// It has.
    Required,
    /// The request shows nothing of a chart.
    NotAsked,
}

/// What a body holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing.
    Empty,
    /// Plain text of this media type.
    Text(&'static str),
    /// A message of the protocol crate in CBOR, by its name there.
    Cbor(&'static str),
    /// A message of the protocol crate in JSON, by its name there.
    Json(&'static str),
    /// Live hints: on a WebSocket, as server-sent events, or as the answer of a long poll.
    Hints,
}

/// Bodies that name a few things.
const SMALL_BODY: usize = 64 << 10;
/// Bodies that list things.
const LIST_BODY: usize = 4 << 20;

/// Every endpoint.
pub(crate) fn table() -> Vec<Endpoint> {
    vec![
        enroll::endpoint(),
        session::endpoint(),
        session_renew::endpoint(),
        password::endpoint(),
        second_factor::endpoint(),
        sign_on::endpoint(),
        sign_on_finish::endpoint(),
        person_key::endpoint(),
        recovery_key::endpoint(),
        sync_hello::endpoint(),
        sync_donate::endpoint(),
        sync_push::endpoint(),
        sync_pull::endpoint(),
        blobs_push::endpoint(),
        blobs_pull::endpoint(),
        audit_push::endpoint(),
        audit_head::endpoint(),
        device_wiped::endpoint(),
        keys_release::endpoint(),
        charts::endpoint(),
        live::endpoint(),
        healthz::endpoint(),
        readyz::endpoint(),
        metrics::endpoint(),
        openapi::endpoint(),
    ]
}
