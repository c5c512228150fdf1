//! Ids that two workstations agree on without talking: of an imported resource, and of a patient as
//! central may know it. Both are HMACs under the tenant's index key, so that who lacks it can neither
//! read nor guess the FHIR id behind them (docs/adr, derived record ids).

use charthold_crypto::{Key, hmac_sha256, purpose};
use charthold_domain::{ChartId, RecordId};

/// The record of a FHIR resource in a chart: UUIDv8 (RFC 9562 §5.8) of
/// `HMAC-SHA-256[index key]("record/v1" ‖ 0 ‖ chart ‖ kind ‖ "/" ‖ id)`.
pub(crate) fn derive_record_id(
    index: &Key<purpose::Index>,
    chart: ChartId,
    kind: &str,
    fhir_id: &str,
) -> RecordId {
    let parts: [&[u8]; 5] = [
        b"record/v1\0",
        chart.as_bytes(),
        kind.as_bytes(),
        b"/",
        fhir_id.as_bytes(),
    ];
    let hash = hmac_sha256(index, &parts);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.split_at(16).0);
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = (*version & 0x0f) | 0x80;
    *variant = (*variant & 0x3f) | 0x80;
    RecordId::from_bytes(bytes)
}

/// What central compares to find a patient's chart:
/// `HMAC-SHA-256[index key]("patient/v1" ‖ 0 ‖ id)`.
pub(crate) fn derive_blind_index(index: &Key<purpose::Index>, patient_fhir_id: &str) -> [u8; 32] {
    hmac_sha256(index, &[b"patient/v1\0", patient_fhir_id.as_bytes()])
}
