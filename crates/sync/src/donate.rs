//! In a new epoch: central gets back what it lost beside operations, before anything is pushed into charts it does not know
//! or from devices it does not know.

use charthold_protocol::{Donation, Signed, SignedError};
use charthold_store::SharedJournal;

use crate::{Caller, SyncError};

/// Gives back what is held; answers whether anything of it was new to central.
pub(crate) async fn donate(
    caller: &Caller,
    journal: &SharedJournal,
    epoch: u64,
) -> Result<bool, SyncError> {
    let (charts, devices) = journal.with(|journal| {
        Ok((
            journal.registrations_out_of_scope()?,
            journal.device_certificates()?,
        ))
    })?;
    if charts.is_empty() && devices.is_empty() {
        return Ok(false);
    }
    let donation = Donation {
        epoch,
        charts: read(&charts)?,
        devices: read(&devices)?,
    };
    let reply = caller.donate(&donation).await?;
    Ok(reply.charts > 0 || reply.devices > 0)
}

fn read<T: charthold_protocol::Statement>(kept: &[Vec<u8>]) -> Result<Vec<Signed<T>>, SyncError> {
    let read = kept.iter().map(|bytes| Signed::from_bytes(bytes));
    read.collect::<Result<_, SignedError>>()
        .map_err(|_| SyncError::Damaged("what is kept of central's word cannot be read"))
}
