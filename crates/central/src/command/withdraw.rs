//! Devices and accounts: who there is, and out of use with them. A central that serves the same store follows from the next
//! request on, since it asks the store each time.

use charthold_central_store::{CentralStore, Device, WithdrawalReason};
use charthold_crypto::OsEntropy;
use charthold_domain::{DeviceId, SystemClock};

use super::local::{open, read_password};
use super::{Data, Ending, say};
use crate::{CentralError, Withdrawing};

pub(super) async fn devices(data: &Data) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    for device in store.list_devices().await? {
        say(&line(&device))?;
    }
    Ok(Ending::Done)
}

/// One device in one line, in columns that a script can cut at tabs.
fn line(device: &Device) -> String {
    let Device {
        id,
        name,
        enrolled_at,
        ..
    } = device;
    let seen = device
        .seen_at
        .map_or_else(|| "never seen".to_owned(), |at| format!("seen {at}"));
    let standing = match (device.revoked_at, device.revoked_why) {
        (None, _) => "in use".to_owned(),
        (Some(at), None) => format!("withdrawn {at}"),
        (Some(at), Some(why)) => format!("withdrawn {at} ({})", why.code()),
    };
    let wiped = device
        .wiped_at
        .map_or_else(String::new, |at| format!("\twiped {at}"));
    format!("{id}\t{name}\tenrolled {enrolled_at}\t{seen}\t{standing}{wiped}")
}

pub(super) async fn device(
    data: &Data,
    device: DeviceId,
    why: WithdrawalReason,
) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let found = withdrawing(data, store.as_ref())
        .withdraw_device(device, why)
        .await?;
    say(&format!(
        "{} is withdrawn. It gets nothing any more; what it still holds is taken when it comes, and kept aside.",
        found.name
    ))
}

pub(super) async fn close_account(
    data: &Data,
    username: &str,
    why: WithdrawalReason,
) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    withdrawing(data, store.as_ref())
        .close_account(username, why)
        .await?;
    say("The account is closed. Workstations the person used learn of it at their next exchange.")
}

pub(super) async fn open_account(data: &Data, username: &str) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    withdrawing(data, store.as_ref())
        .open_account(username)
        .await?;
    say("The account is open.")
}

pub(super) async fn set_password(data: &Data, username: &str) -> Result<Ending, CentralError> {
    let password = read_password()?;
    let store = open(data).await?;
    let withdrawing = withdrawing(data, store.as_ref());
    withdrawing
        .set_password(username, &password, &mut OsEntropy)
        .await?;
    say("The password is set. What the person had open at central has ended.")
}

pub(super) fn withdrawing<'a>(data: &'a Data, store: &'a dyn CentralStore) -> Withdrawing<'a> {
    Withdrawing {
        data: &data.data,
        store,
        clock: &SystemClock,
    }
}
