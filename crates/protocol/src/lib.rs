#![doc = include_str!("../README.md")]

mod audit;
mod b64;
mod blob;
mod certificate;
mod donation;
mod enrolment;
mod live;
mod policy;
mod proof;
mod recovery;
mod refusal;
mod release;
mod session;
mod sign_on;
mod signed;
mod sync;
mod warrant;
mod wipe;

pub use audit::{AuditPush, AuditPushReply, AuditReceipt, AuditRefusal, SignedAuditReceipt};
pub use b64::Base64Bytes;
pub use blob::{APART_ABOVE_BYTES, BlobPull, BlobPullReply, BlobPush, BlobPushReply};
pub use certificate::{DeviceCertificate, SignedDeviceCertificate};
pub use donation::{ChartRegistration, Donation, DonationReply, SignedChartRegistration};
pub use enrolment::{
    Admission, ENROL_LABEL, EnrolReply, EnrolRequest, MAX_NAME_CHARS, PersonKeyRegistration,
    RegisterChart, RegisterChartReply, SignedAdmission, SignedPersonKeyRegistration,
    enrolment_proof, is_name,
};
pub use live::{Hint, Hints, LIVE_KEEPALIVE_S, LIVE_PATH, LIVE_WAIT_S};
pub use policy::Policy;
pub use proof::{
    AUDIT_ID_HEADER, DEVICE_HEADER, NONCE_HEADER, PROOF_WINDOW_S, REQUEST_LABEL, RequestProof,
    SIGNATURE_HEADER, TIME_HEADER, proof_bytes, token_hash,
};
pub use recovery::{
    Escrow, EscrowOf, RecoveryAnswer, RecoveryKey, RecoveryRequest, SignedRecoveryKey,
    fingerprint_of,
};
pub use refusal::{Because, Problem, RefusalCode};
pub use release::{
    KeyRequest, KeysReply, KeysRequest, ReleasedKey, SignedKeyRequest, WantedKey, key_context,
};
pub use session::{
    PasswordChange, SecondFactorReply, SecondFactorRequest, SessionRenewal, SessionReply,
    SessionRequest, SignedSessionRenewal,
};
pub use sign_on::{PersonKeyOffer, PersonKeyReply, SignOnProof, SignOnReply, SignOnRequest};
pub use signed::{Signed, SignedError, Statement};
pub use sync::{
    ChartFrame, ChartKind, DeviceStatus, Durable, HelloReply, HelloRequest, Known, KnownBackup,
    Limits, NotModified, OpOutcome, OpResult, PROTOCOL_VERSION, PullReply, PullRequest,
    PulledEntry, PushGroup, PushReply, PushRequest, ScopedChart, Withdrawn,
};
pub use warrant::{SignedWarrant, Warrant};
pub use wipe::{SignedWipe, Wipe};

#[cfg(test)]
mod tests;
