//! Whether a request and central's warrant belong together, now. Pure; signatures are checked before.

use std::collections::BTreeSet;
use std::time::Duration;

use charthold_domain::Timestamp;
use charthold_protocol::{KeyRequest, WantedKey, Warrant};

use crate::KeysError;

/// A request may be this old, or this early by a clock that is ahead.
const REQUEST_WINDOW: Duration = Duration::from_secs(300);
/// Central may not write itself a warrant for later.
const WARRANT_SPAN_MAX: Duration = Duration::from_secs(300);

/// Checks everything that can be checked without a key or the store.
///
/// # Errors
/// Which of the checks fails: [`KeysError::WarrantExpired`], [`KeysError::WarrantDisagrees`],
/// [`KeysError::AuditDisagrees`], [`KeysError::KeyNotWarranted`], [`KeysError::RequestTooOld`].
pub(super) fn check(
    asked: &KeyRequest,
    warrant: &Warrant,
    now: Timestamp,
) -> Result<(), KeysError> {
    let span = warrant.expires_at.since(warrant.issued_at);
    let early = warrant.issued_at.since(now) > WARRANT_SPAN_MAX;
    if now >= warrant.expires_at || early || span > WARRANT_SPAN_MAX {
        return Err(KeysError::WarrantExpired);
    }
    let agrees = warrant.tenant == asked.tenant
        && warrant.device == asked.device
        && warrant.person == asked.person
        && warrant.purpose == asked.purpose;
    if !agrees {
        return Err(KeysError::WarrantDisagrees);
    }
    if warrant.audit != asked.audit {
        return Err(KeysError::AuditDisagrees);
    }
    let named: BTreeSet<WantedKey> = warrant
        .keys
        .iter()
        .map(|&(chart, compartment)| WantedKey { chart, compartment })
        .collect();
    let index = warrant.index_key || !asked.index_key;
    if !index || !asked.wanted.iter().all(|key| named.contains(key)) {
        return Err(KeysError::KeyNotWarranted);
    }
    if now.since(asked.at).max(asked.at.since(now)) > REQUEST_WINDOW {
        return Err(KeysError::RequestTooOld);
    }
    Ok(())
}
