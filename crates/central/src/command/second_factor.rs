//! Second factors: set, reset, removed, listed.

use std::time::Duration;

use charthold_crypto::OsEntropy;

use super::local::open;
use super::withdraw::withdrawing;
use super::{Data, Ending, SecondFactor, say};
use crate::CentralError;

pub(super) async fn run(command: SecondFactor) -> Result<Ending, CentralError> {
    match command {
        SecondFactor::Set { data, username } => set(&data, &username).await,
        SecondFactor::Reset {
            data,
            username,
            valid_s,
        } => reset(&data, &username, Duration::from_secs(valid_s)).await,
        SecondFactor::Remove { data, username } => remove(&data, &username).await,
        SecondFactor::List(data) => list(&data).await,
    }
}

/// The link alone, so that a program can make a picture of it.
async fn set(data: &Data, username: &str) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let link = withdrawing(data, store.as_ref())
        .set_second_factor(username, &mut OsEntropy)
        .await?;
    // EXPOSE: shown once, to whoever hands it to the person.
    say(link.expose())
}

async fn reset(data: &Data, username: &str, valid: Duration) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let code = withdrawing(data, store.as_ref())
        .reset_second_factor(username, valid, &mut OsEntropy)
        .await?;
    say(&code)
}

async fn remove(data: &Data, username: &str) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    withdrawing(data, store.as_ref())
        .remove_second_factor(username)
        .await?;
    say("No code is wanted of this person, unless the settings want one of everybody.")
}

async fn list(data: &Data) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let factors = store.list_second_factors().await?;
    for account in store.list_all_accounts().await? {
        let person = account.person;
        let last = factors.iter().find(|last| last.person == person.id);
        let standing = match last {
            Some(last) if last.is_wanted && last.is_set_up => "set up",
            Some(last) if last.is_wanted => "wanted, not set up",
            _ => "none",
        };
        say(&format!("{}\t{standing}", person.username))?;
    }
    Ok(Ending::Done)
}
