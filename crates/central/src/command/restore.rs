//! `restore`: a copy takes the store's place and begins an epoch that was never served, so that devices find the common
//! beginning and give back what the copy lacks. What was there is set aside, never deleted.

use std::fs;
use std::path::{Path, PathBuf};

use charthold_central_store::{CentralStore, Hospital, SqliteStore, verify as verify_store};
use charthold_domain::{Clock, SystemClock};

use super::backup::STORE_FILE;
use super::local::{tell, url};
use super::{Data, Ending, say};
use crate::{CentralError, Gathered, Withdrawing, epoch_file, open_store, signing_key};

pub(super) async fn restore(data: &Data, from: Option<&Path>) -> Result<Ending, CentralError> {
    // A folder without it could not serve what is put back.
    signing_key::load(&data.data)?;
    let url = url(data);
    match (url.strip_prefix("sqlite:").map(Path::new), from) {
        (Some(path), Some(from)) => put_back(&data.data, path, from).await,
        (None, None) => {
            let store = open_store(&url).await?;
            let served = epoch_file::served(&data.data)?;
            let gathered = withdraw_again(&data.data, store.as_ref()).await?;
            let epoch = begin(store.as_ref(), served).await?;
            told(epoch, gathered)
        }
        (Some(_), None) => Err(CentralError::Usage("a file is put back with --from DIR")),
        (None, Some(_)) => Err(CentralError::Usage(
            "PostgreSQL is put back with its own tools; then restore without --from",
        )),
    }
}

async fn put_back(data: &Path, path: &Path, from: &Path) -> Result<Ending, CentralError> {
    let backup = from.join(STORE_FILE);
    if !backup.exists() {
        return Err(CentralError::Usage("there is no backup in that folder"));
    }
    let served = epoch_file::served(data)?.max(epoch_file::served(from)?);
    let part = beside(path, "restoring");
    for file in with_logs(&part) {
        remove_if_there(&file)?;
    }
    fs::copy(&backup, &part).map_err(CentralError::file("copying the backup"))?;
    let store = SqliteStore::open(&part)?;
    demand_same_hospital(&store, path).await?;
    if tell(&verify_store(&store).await?)? == Ending::Damaged {
        say("the backup is damaged; nothing was changed")?;
        return Ok(Ending::Damaged);
    }
    // Before it takes the store's place: what was withdrawn since the copy is never in use again.
    let gathered = withdraw_again(data, &store).await?;
    let epoch = begin(&store, served).await?;
    drop(store);
    set_aside(path, epoch)?;
    fs::rename(&part, path)
        .and_then(|()| fs::File::open(path)?.sync_all())
        .and_then(|()| fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all())
        .map_err(CentralError::file(
            "putting the backup in the store's place",
        ))?;
    told(epoch, gathered)
}

async fn withdraw_again(data: &Path, store: &dyn CentralStore) -> Result<Gathered, CentralError> {
    let clock = &SystemClock;
    Withdrawing { data, store, clock }.gather().await
}

/// Another hospital's backup would strand every device of this one. A store that cannot be read says nothing.
async fn demand_same_hospital(backup: &SqliteStore, path: &Path) -> Result<(), CentralError> {
    let Some(restored) = backup.find_hospital().await? else {
        return Err(CentralError::NotFounded);
    };
    if !path.exists() {
        return Ok(());
    }
    let here = match SqliteStore::open(path) {
        Ok(store) => store.find_hospital().await.ok().flatten(),
        Err(_) => None,
    };
    match here {
        Some(here) if here.tenant != restored.tenant => Err(CentralError::Usage(
            "that is the backup of another hospital",
        )),
        _ => Ok(()),
    }
}

async fn begin(store: &dyn CentralStore, served: u64) -> Result<u64, CentralError> {
    if store.find_hospital().await?.is_none() {
        return Err(CentralError::NotFounded);
    }
    Ok(store.begin_epoch(SystemClock.now(), served).await?)
}

fn told(epoch: u64, gathered: Gathered) -> Result<Ending, CentralError> {
    let withdrawn = if gathered.is_new {
        "There was no operator log: what was withdrawn or closed since the copy is in use again. Look at `devices` before central is started."
            .to_owned()
    } else {
        format!(
            "Withdrawn or closed since the copy, and so again: {}. A password set since is the one before: set it again.",
            gathered.enforced
        )
    };
    say(&format!(
        "Put back; epoch {epoch} begins.\n\
         {withdrawn}\n\
         \n\
         Next:\n\
         \x20 start central; devices bring back what the copy lacks at their next contact"
    ))
}

/// `central.db` becomes `central.db.before-3`, with what SQLite keeps beside it.
fn set_aside(path: &Path, epoch: u64) -> Result<(), CentralError> {
    let aside = beside(path, &format!("before-{epoch}"));
    for (file, aside) in with_logs(path).iter().zip(with_logs(&aside)) {
        if file.exists() {
            fs::rename(file, aside).map_err(CentralError::file("setting the old store aside"))?;
        }
    }
    Ok(())
}

fn with_logs(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        file.into()
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut file = path.as_os_str().to_owned();
    file.push(".");
    file.push(suffix);
    file.into()
}

fn remove_if_there(file: &Path) -> Result<(), CentralError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(CentralError::file("removing an unfinished restore")(error))
        }
        _ => Ok(()),
    }
}
