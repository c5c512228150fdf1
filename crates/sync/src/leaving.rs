//! What a withdrawn workstation asks before it empties itself, and what it says afterwards. Whether anything would be lost is the
//! journal's word.

use std::collections::BTreeMap;

use charthold_chartlog::{Contact, Elsewhere, SCHEMA_VERSION};
use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, OpId};
use charthold_protocol::{HelloRequest, KnownBackup, PROTOCOL_VERSION};
use charthold_store::{BackedUp, Journal, SharedJournal};

use crate::greet::{ASKED_ABOUT, greet};
use crate::push::{own_receipt, push_operations};
use crate::{Caller, ExchangeOptions, ExchangeReport, SyncError};

/// Asks what the last backup has of everything held here, in as many hellos as that takes. Of a workstation that is in use, and in
/// an epoch that is new, nothing.
///
/// # Errors
/// As [`SyncError`] says.
pub async fn ask_what_is_backed_up(
    caller: &Caller,
    journal: &SharedJournal,
    options: &ExchangeOptions,
) -> Result<BackedUp, SyncError> {
    let (epoch, held) = journal.with(|journal| Ok((journal.epoch()?, journal.charts_held()?)))?;
    let mut parts: Vec<&[ChartId]> = held.chunks(ASKED_ABOUT).collect();
    if parts.is_empty() {
        parts.push(&[]);
    }
    let mut said = BackedUp {
        epoch,
        audit: u64::MAX,
        ..BackedUp::default()
    };
    for part in parts {
        let hello = caller.hello(&request(epoch, part, options)).await?;
        let Some(withdrawn) = hello.withdrawn.filter(|_| hello.epoch == epoch) else {
            return Ok(BackedUp::default());
        };
        let lengths: BTreeMap<ChartId, u64> = hello
            .durable
            .map(|durable| durable.charts.into_iter().collect())
            .unwrap_or_default();
        for chart in part {
            let there = Elsewhere {
                durable: lengths.get(chart).copied().unwrap_or(0),
                aside: withdrawn.aside.contains(chart),
            };
            said.charts.insert(*chart, there);
        }
        said.audit = said.audit.min(withdrawn.audit);
    }
    if journal
        .with(|journal| journal.remaining(&said))?
        .lacks_places_alone()
    {
        said.places = ask_places(caller, journal, options).await?;
    }
    Ok(said)
}

/// Brings once more what central said it has and no chain here shows: it answers where it is.
async fn ask_places(
    caller: &Caller,
    journal: &SharedJournal,
    options: &ExchangeOptions,
) -> Result<BTreeMap<OpId, u64>, SyncError> {
    journal.with(Journal::offer_again_acknowledged)?;
    let (hello, contact) = greet(caller, journal, options).await?;
    if contact == Contact::NewEpoch {
        return Ok(BTreeMap::new());
    }
    let last = journal.with(|journal| journal.last_place())?;
    let mut report = ExchangeReport::default();
    push_operations(caller, journal, (&hello, last), &mut report).await?;
    Ok(report.places)
}

fn request(epoch: u64, part: &[ChartId], options: &ExchangeOptions) -> HelloRequest {
    HelloRequest {
        protocol: PROTOCOL_VERSION,
        schema: SCHEMA_VERSION,
        epoch,
        app_version: options.app_version.clone(),
        backups: Some(KnownBackup {
            number: 0,
            outside: part.to_vec(),
        }),
        known: None,
    }
}

/// Tells central that nothing is held here any more; `signed` is the device's statement. It may be said again.
///
/// # Errors
/// As [`SyncError`] says; [`SyncError::Damaged`] when the answer is not central's.
pub async fn report_wiped(
    caller: &Caller,
    signed: Vec<u8>,
    central: &VerifyingKey,
) -> Result<(), SyncError> {
    let receipt = caller.say_wiped(signed).await?;
    own_receipt(caller, &receipt, central).map(drop)
}
