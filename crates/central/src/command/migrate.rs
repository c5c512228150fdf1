//! `migrate`: from a clinic's file to a hospital's database. The old central must be stopped before,
//! and never be started again: the new store begins an epoch of its own, by which its devices and
//! its data folder know the old one for what it is.

use std::path::Path;

use charthold_central_store::{
    Hospital, PostgresStore, SqliteStore, move_store, verify as verify_store,
};
use charthold_domain::{Clock, SystemClock};

use super::local::tell;
use super::{Ending, say};
use crate::CentralError;

pub(super) async fn migrate(from: &str, to: &str) -> Result<Ending, CentralError> {
    let path = from.strip_prefix("sqlite:").map(Path::new);
    let (Some(path), true) = (path, to.starts_with("postgres:")) else {
        return Err(CentralError::Usage(
            "a store is moved from sqlite:PATH to postgres:…",
        ));
    };
    if !path.exists() {
        return Err(CentralError::NotFounded);
    }
    let old = SqliteStore::open(path)?;
    if old.find_hospital().await?.is_none() {
        return Err(CentralError::NotFounded);
    }
    let new = PostgresStore::open(to).await?;
    say("checking the old store")?;
    let before = verify_store(&old).await?;
    if tell(&before)? == Ending::Damaged {
        return Ok(Ending::Damaged);
    }
    // Whoever reads along may be gone; the move goes on.
    let moved = move_store(&old, &new, SystemClock.now(), &|table, rows| {
        let _ = say(&format!("moved {table}: {rows}"));
    })
    .await?;
    say("checking the new store")?;
    let after = verify_store(&new).await?;
    let ending = tell(&after)?;
    if ending == Ending::Damaged || after != before {
        say("the new store is not the old one; do not use it")?;
        return Ok(Ending::Damaged);
    }
    say(&format!(
        "Both are equal; the new store begins epoch {epoch}.\n\
         \n\
         Next:\n\
         \x20 set store.url of `serve` to the new store, and keep its data folder\n\
         \x20 start central; do not start it on the old store again",
        epoch = moved.epoch,
    ))
}
