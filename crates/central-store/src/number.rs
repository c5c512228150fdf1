//! The numbers that closed sets have in the tables, the same in every store: a row moved from one
//! to another means what it meant.

use charthold_chartlog::{QuarantineReason, VoidReason};

/// `quarantine.reason`.
pub(crate) const fn reason_code(reason: QuarantineReason) -> u8 {
    match reason {
        QuarantineReason::DeviceRevoked => 1,
        QuarantineReason::OutOfScope => 2,
        QuarantineReason::ForkedDevice => 3,
        QuarantineReason::BadSignature => 4,
    }
}

/// The reason with this number.
pub(crate) fn reason(code: u8) -> Option<QuarantineReason> {
    [
        QuarantineReason::DeviceRevoked,
        QuarantineReason::OutOfScope,
        QuarantineReason::ForkedDevice,
        QuarantineReason::BadSignature,
    ]
    .into_iter()
    .find(|reason| reason_code(*reason) == code)
}

/// `entry.void`; `None` when there is no such number.
pub(crate) const fn void(code: u16) -> Option<Option<VoidReason>> {
    match code {
        0 => Some(None),
        code => match VoidReason::from_code(code) {
            Some(reason) => Some(Some(reason)),
            None => None,
        },
    }
}

/// The number a value of an enumeration has on the wire is the number it has in a table.
pub(crate) fn wire_code<T: minicbor::Encode<()>>(value: &T) -> Option<u32> {
    let bytes = minicbor::to_vec(value).ok()?;
    minicbor::decode(&bytes).ok()
}
