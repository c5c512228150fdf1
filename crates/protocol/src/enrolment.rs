//! Becoming a workstation of this hospital, and telling central of new charts.

use charthold_crypto::{AgreementPublic, VerifyingKey, sha256};
use charthold_domain::{ChartId, DeviceId, PersonId, TenantId, Timestamp, Unit, UnitId};
use serde::{Deserialize, Serialize};

use crate::{Base64Bytes, Policy, Signed, Statement};

/// Label of the proof that the sender holds the signing key it enrols.
pub const ENROL_LABEL: &str = "charthold/enrol/1";

/// How long the name of a workstation, a person or a unit may be, in characters.
pub const MAX_NAME_CHARS: usize = 64;

/// Whether central takes `name`, without the space around it, as the name of anything.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let fits = (1..=MAX_NAME_CHARS).contains(&name.chars().count());
    fits && !name.chars().any(char::is_control)
}

/// `POST /v1/enroll`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The one-time code from IT, as typed.
    pub code: String,
    /// The workstation's name, as "WS-4B-03".
    pub name: String,
    /// Ed25519 public key, 32 bytes.
    pub signing_key: Base64Bytes,
    /// X25519 public key, 32 bytes.
    pub agreement_key: Base64Bytes,
    /// Version of the program.
    pub app_version: String,
    /// Ed25519 over [`enrolment_proof`] under [`ENROL_LABEL`].
    pub proof: Base64Bytes,
}

/// What the enrolling device signs: `SHA-256(code) ‖ SHA-256(name) ‖ signing ‖ agreement`.
#[must_use]
pub fn enrolment_proof(code: &str, name: &str, signing: &[u8], agreement: &[u8]) -> Vec<u8> {
    [
        sha256(&[code.as_bytes()]).as_slice(),
        sha256(&[name.as_bytes()]).as_slice(),
        signing,
        agreement,
    ]
    .concat()
}

/// The answer to a good code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The device's id.
    pub device: DeviceId,
    /// The hospital.
    pub tenant: TenantId,
    /// Its name.
    pub hospital: String,
    /// `SignedDeviceCertificate` bytes.
    pub certificate: Base64Bytes,
    /// The key service's verifying key, 32 bytes: signs device certificates.
    pub keys_verifying_key: Base64Bytes,
    /// Central's verifying key, 32 bytes: signs warrants and audit receipts.
    pub central_verifying_key: Base64Bytes,
    /// The facility log: the directory of patients.
    pub facility_chart: ChartId,
    /// The hospital's units.
    pub units: Vec<Unit>,
    /// What IT decided.
    pub policy: Policy,
    /// The server's epoch.
    pub epoch: u64,
}

/// Central asks the key service to vouch for a new device.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Admission {
    /// The hospital.
    #[n(0)]
    pub tenant: TenantId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// Its name.
    #[n(2)]
    pub name: String,
    /// Its signing key.
    #[n(3)]
    pub signing: VerifyingKey,
    /// Its agreement key.
    #[n(4)]
    pub agreement: AgreementPublic,
    /// When central admitted it.
    #[n(5)]
    pub admitted_at: Timestamp,
}

impl Statement for Admission {
    const LABEL: &'static str = "charthold/admission/1";
}

/// Signed by central.
pub type SignedAdmission = Signed<Admission>;

/// The key a person signs key requests with on one device; made at their first sign-in there and
/// kept under their password. The key service takes the first one and no other.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct PersonKeyRegistration {
    /// The person.
    #[n(0)]
    pub person: PersonId,
    /// The device.
    #[n(1)]
    pub device: DeviceId,
    /// The person's key on it.
    #[n(2)]
    pub key: VerifyingKey,
    /// When it was made.
    #[n(3)]
    pub made_at: Timestamp,
}

impl Statement for PersonKeyRegistration {
    const LABEL: &'static str = "charthold/person-key/1";
}

/// Signed by the device.
pub type SignedPersonKeyRegistration = Signed<PersonKeyRegistration>;

/// `POST /v1/charts`: a chart for a patient, the same one however often and from wherever asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterChart {
    /// HMAC of the patient's FHIR id under the tenant's index key, 32 bytes: central can compare
    /// it and cannot read it.
    pub blind_index: Base64Bytes,
    /// The unit the patient is in.
    pub unit: UnitId,
}

/// Its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterChartReply {
    /// The chart.
    pub chart: ChartId,
    /// It did not exist before.
    pub created: bool,
    /// `SignedChartRegistration`: central's word for it, to be given back should central lose it.
    pub registration: Base64Bytes,
}
