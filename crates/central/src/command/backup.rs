//! `backup`: the store of a clinic in a folder of its own, proven before it is called one. The signing key stays out of it:
//! whoever had both could order patient keys.

use std::path::Path;

use charthold_central_store::{Hospital, SqliteStore, verify as verify_store};

use super::local::{tell, url};
use super::{Data, Ending, say};
use crate::bootstrap::make_private_folder;
use crate::{CentralError, epoch_file};

/// The store in the folder of a backup.
pub(super) const STORE_FILE: &str = "central.db";

pub(super) async fn backup(data: &Data, to: &Path) -> Result<Ending, CentralError> {
    let url = url(data);
    let Some(path) = url.strip_prefix("sqlite:").map(Path::new) else {
        return Err(CentralError::Usage(
            "PostgreSQL is backed up with its own tools",
        ));
    };
    if to.exists() {
        return Err(CentralError::Usage("a backup goes into a new folder"));
    }
    if !path.exists() {
        return Err(CentralError::NotFounded);
    }
    let store = SqliteStore::open(path)?;
    if store.find_hospital().await?.is_none() {
        return Err(CentralError::NotFounded);
    }
    epoch_file::require(&data.data, store.load_epoch().await?)?;
    make_private_folder(to)?;
    // Named as a backup only once it is proven.
    let part = to.join("central.db.part");
    store.copy_to(&part).await?;
    let copy = SqliteStore::open(&part)?;
    let found = verify_store(&copy).await?;
    let epoch = copy.load_epoch().await?;
    drop(copy);
    if tell(&found)? == Ending::Damaged {
        say("the store is damaged; this is no backup")?;
        return Ok(Ending::Damaged);
    }
    std::fs::rename(&part, to.join(STORE_FILE)).map_err(CentralError::file("naming the backup"))?;
    epoch_file::write(to, epoch)?;
    say(&format!("Backed up at epoch {epoch}."))
}
