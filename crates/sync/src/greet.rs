//! The hello: what this workstation knows is told, what central tells is kept. What central need not tell again is read
//! from the journal.

use charthold_chartlog::{Contact, SCHEMA_VERSION, contact, heads_digest};
use charthold_protocol::{
    ChartKind, DeviceStatus, HelloReply, HelloRequest, Known, KnownBackup, PROTOCOL_VERSION,
    Policy, ScopedChart,
};
use charthold_store::{Journal, LogKind, SharedJournal, StoreError};

use crate::{Caller, ExchangeOptions, SyncError};

/// A hello is a small message: of more charts than this central is asked after the next backup.
pub(crate) const ASKED_ABOUT: usize = 1_000;

/// Asks and keeps the answer; the scope in it is whole, whether central told it or not.
pub(crate) async fn greet(
    caller: &Caller,
    journal: &SharedJournal,
    options: &ExchangeOptions,
) -> Result<(HelloReply, Contact), SyncError> {
    let request = journal.with(|journal| request(journal, options))?;
    let mut hello = caller.hello(&request).await?;
    let contact = contact(request.epoch, hello.epoch);
    if hello.not_modified.is_some() && (request.known.is_none() || contact == Contact::NewEpoch) {
        return Err(SyncError::Garbled("hello reply: left out what was wanted"));
    }
    journal.with(|journal| {
        journal.note_withdrawn(hello.status == DeviceStatus::Revoked)?;
        if hello.not_modified.is_some() {
            hello.scope = kept_scope(journal)?;
            return journal.offer_again_in_scope();
        }
        if contact == Contact::NewEpoch {
            // A withdrawn device has no scope here: nothing of it can be proven by a pull.
            let provable = hello.scope.iter().map(|log| log.chart).collect();
            journal.doubt_chains(&provable)?;
        }
        keep(journal, &hello)
    })?;
    Ok((hello, contact))
}

fn request(journal: &Journal, options: &ExchangeOptions) -> Result<HelloRequest, StoreError> {
    let known = match journal.hello_validator()? {
        None => None,
        Some(validator) => Some(Known {
            validator,
            heads: heads_digest(&journal.heads_in_scope()?),
        }),
    };
    Ok(HelloRequest {
        protocol: PROTOCOL_VERSION,
        schema: SCHEMA_VERSION,
        epoch: journal.epoch()?,
        app_version: options.app_version.clone(),
        backups: Some(KnownBackup {
            number: journal.known_backup()?,
            outside: journal.charts_out_of_scope(ASKED_ABOUT)?,
        }),
        known,
    })
}

/// The validator comes last: it says that everything else is kept.
fn keep(journal: &mut Journal, hello: &HelloReply) -> Result<(), StoreError> {
    // An unreadable policy is refused as a whole; the last good one stays.
    let policy = serde_json::from_str::<Policy>(&hello.policy).is_ok();
    if policy {
        journal.set_setting("policy", &hello.policy)?;
    }
    if hello.status != DeviceStatus::Active {
        return Ok(());
    }
    let scope: Vec<_> = hello
        .scope
        .iter()
        .map(|log| (log.chart, log_kind(log.kind), log.unit))
        .collect();
    journal.save_scope(&scope)?;
    journal.save_units(&hello.units)?;
    journal.save_colleagues(&hello.people)?;
    journal.save_closed(hello.closed.as_deref().unwrap_or_default())?;
    journal.offer_again_in_scope()?;
    match &hello.validator {
        Some(validator) if policy => journal.set_hello_validator(validator),
        _ => Ok(()),
    }
}

fn kept_scope(journal: &Journal) -> Result<Vec<ScopedChart>, StoreError> {
    let scope = journal.scope()?.into_iter();
    Ok(scope
        .map(|(chart, kind, unit)| ScopedChart {
            chart,
            kind: match kind {
                LogKind::Patient => ChartKind::Patient,
                LogKind::Facility => ChartKind::Facility,
            },
            unit,
        })
        .collect())
}

const fn log_kind(kind: ChartKind) -> LogKind {
    match kind {
        ChartKind::Patient => LogKind::Patient,
        ChartKind::Facility => LogKind::Facility,
    }
}
