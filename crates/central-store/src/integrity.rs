//! Recomputes every chain of a store from its first entry. Trusts nothing that was written beside
//! the operations and events themselves; keeps nothing in memory but one page.

use std::collections::HashMap;

use charthold_audit::{AuditHead, verify_link};
use charthold_chartlog::{Head, Operation, extend};
use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, DeviceId};

use crate::{CentralStore, LogEntry, StoreError};

const PAGE_ENTRIES: u32 = 500;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Chart chains recomputed.
    pub charts: u64,
    /// Their entries.
    pub entries: u64,
    /// Device audit chains recomputed.
    pub devices: u64,
    /// Their events.
    pub events: u64,
    /// The first damage of each damaged chain.
    pub damage: Vec<Damage>,
}

/// A chain that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// A chart's.
    Chart {
        /// The chart.
        chart: ChartId,
        /// The first entry that does not hold, or the one missing at the end.
        seq: u64,
    },
    /// A device's audit chain.
    Audit {
        /// The device.
        device: DeviceId,
        /// The first event that does not hold, or the one missing at the end.
        seq: u64,
    },
}

/// Recomputes every chart chain and every device's audit chain.
///
/// # Errors
/// [`StoreError`]: the store could not be read. Damage is no error here but a finding.
pub async fn verify(store: &dyn CentralStore) -> Result<Verification, StoreError> {
    let mut found = Verification::default();
    let keys = device_keys(store, &mut found).await?;
    for chart in store.list_all_charts().await? {
        found.charts += 1;
        verify_chart(store, chart.chart, &keys, &mut found).await?;
    }
    for (device, key) in &keys {
        found.devices += 1;
        verify_audit(store, *device, key, &mut found).await?;
    }
    Ok(found)
}

async fn device_keys(
    store: &dyn CentralStore,
    found: &mut Verification,
) -> Result<HashMap<DeviceId, VerifyingKey>, StoreError> {
    let mut keys = HashMap::new();
    for device in store.list_devices().await? {
        match device.certificate.dangerous_read() {
            Ok(certificate) => {
                keys.insert(device.id, certificate.signing);
            }
            Err(_) => found.damage.push(Damage::Audit {
                device: device.id,
                seq: 0,
            }),
        }
    }
    Ok(keys)
}

async fn verify_chart(
    store: &dyn CentralStore,
    chart: ChartId,
    keys: &HashMap<DeviceId, VerifyingKey>,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let mut head = Head::EMPTY;
    loop {
        let page = store.read_log(chart, head.seq, PAGE_ENTRIES).await?;
        if page.entries.is_empty() {
            if head != page.head {
                found.damage.push(Damage::Chart {
                    chart,
                    seq: head.seq + 1,
                });
            }
            return Ok(());
        }
        for entry in page.entries {
            let Some(next) = after(&head, chart, entry, keys) else {
                found.damage.push(Damage::Chart {
                    chart,
                    seq: head.seq + 1,
                });
                return Ok(());
            };
            head = next;
            found.entries += 1;
        }
    }
}

/// The head after `stored`, when everything about it holds.
fn after(
    head: &Head,
    chart: ChartId,
    stored: LogEntry,
    keys: &HashMap<DeviceId, VerifyingKey>,
) -> Option<Head> {
    let next = extend(head, &stored.entry)?;
    let operation = Operation::parse(stored.operation).ok()?;
    let key = keys.get(&operation.core().device)?;
    let holds = operation.verify(key).is_ok()
        && operation.core().chart == chart
        && operation.hash() == stored.entry.op_hash
        && next.hash == stored.chain_hash;
    holds.then_some(next)
}

async fn verify_audit(
    store: &dyn CentralStore,
    device: DeviceId,
    key: &VerifyingKey,
    found: &mut Verification,
) -> Result<(), StoreError> {
    let mut head = AuditHead::EMPTY;
    loop {
        let page = store.read_audit(device, head.seq, PAGE_ENTRIES).await?;
        if page.events.is_empty() {
            if head != page.head {
                found.damage.push(Damage::Audit {
                    device,
                    seq: head.seq + 1,
                });
            }
            return Ok(());
        }
        for stored in page.events {
            match verify_link(&head, &stored.event, key) {
                Ok(next) if next.hash == stored.hash => head = next,
                _ => {
                    found.damage.push(Damage::Audit {
                        device,
                        seq: head.seq + 1,
                    });
                    return Ok(());
                }
            }
            found.events += 1;
        }
    }
}
