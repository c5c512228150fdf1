//! `backup`: the store of a clinic in a folder of its own, proven before it is called one. The signing key stays out of it:
//! whoever had both could order patient keys. What is in it workstations may let go of, and what is in a backup that
//! `PostgreSQL`'s own tools made: `measure` before, `backed-up` after.

use std::fs;
use std::path::Path;

use charthold_central_store::{
    Backups, Extent, Hospital, SqliteStore, StoreError, verify as verify_store,
};
use charthold_domain::{ChartId, Clock, DeviceId, SystemClock};
use serde::{Deserialize, Serialize};

use super::local::{open, tell, url};
use super::{Data, Ending, say};
use crate::bootstrap::make_private_folder;
use crate::{CentralError, epoch_file};

/// The store in the folder of a backup.
pub(super) const STORE_FILE: &str = "central.db";

pub(super) async fn backup(data: &Data, to: &Path) -> Result<Ending, CentralError> {
    let url = url(data);
    let Some(path) = url.strip_prefix("sqlite:").map(Path::new) else {
        return Err(CentralError::Usage(
            "PostgreSQL is backed up with its own tools, between `measure` and `backed-up`",
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
    let extent = copy.measure().await?;
    drop(copy);
    if tell(&found)? == Ending::Damaged {
        say("the store is damaged; this is no backup")?;
        return Ok(Ending::Damaged);
    }
    fs::rename(&part, to.join(STORE_FILE)).map_err(CentralError::file("naming the backup"))?;
    epoch_file::write(to, epoch)?;
    let number = store.note_backup(&extent, SystemClock.now()).await?;
    say(&format!("Backed up at epoch {epoch}, backup {number}."))
}

/// What is in the store now, for [`backed_up`].
pub(super) async fn measure(data: &Data, to: &Path) -> Result<Ending, CentralError> {
    let extent = open(data).await?.measure().await?;
    let text = serde_json::to_vec(&Measured::from(&extent))
        .map_err(|_| CentralError::Usage("the measure cannot be written"))?;
    fs::write(to, text).map_err(CentralError::file("writing the measure"))?;
    let Extent { epoch, charts, .. } = extent;
    say(&format!(
        "Measured {} charts at epoch {epoch}. Back PostgreSQL up now, prove the backup, then run `backed-up`.",
        charts.len()
    ))
}

/// Notes that a backup begun after the measure is there and was proven.
pub(super) async fn backed_up(data: &Data, measured: &Path) -> Result<Ending, CentralError> {
    let text = fs::read(measured).map_err(CentralError::file("reading the measure"))?;
    let measured: Measured = serde_json::from_slice(&text)
        .map_err(|_| CentralError::Usage("this is no file made by `measure`"))?;
    let store = open(data).await?;
    let noted = store.note_backup(&measured.into(), SystemClock.now()).await;
    let number = noted.map_err(|error| match error {
        StoreError::Absent { .. } => {
            CentralError::Usage("the measure is not of this store, or from before a restore")
        }
        other => other.into(),
    })?;
    say(&format!("Noted as backup {number}."))
}

/// The file of `measure`.
#[derive(Serialize, Deserialize)]
struct Measured {
    epoch: u64,
    charts: Vec<(ChartId, u64)>,
    /// Absent in what an older program measured: nothing of it is durable then.
    #[serde(default)]
    aside: Vec<(ChartId, u64)>,
    #[serde(default)]
    audit: Vec<(DeviceId, u64)>,
}

impl From<&Extent> for Measured {
    fn from(extent: &Extent) -> Self {
        Self {
            epoch: extent.epoch,
            charts: extent.charts.clone(),
            aside: extent.aside.clone(),
            audit: extent.audit.clone(),
        }
    }
}

impl From<Measured> for Extent {
    fn from(measured: Measured) -> Self {
        Self {
            epoch: measured.epoch,
            charts: measured.charts,
            aside: measured.aside,
            audit: measured.audit,
        }
    }
}
