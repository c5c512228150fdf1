//! The two servers of the site, as an operator runs them.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Error, Result, bail};
use charthold_testkit::Site;

use crate::program::Program;
use crate::readiness::Doorbell;

/// Both servers, running.
pub(crate) struct Servers {
    keys: Program,
    central: Program,
}

impl Servers {
    /// Starts both, with their logs in `folder`.
    ///
    /// # Errors
    /// When one cannot be started.
    pub(crate) fn start(site: &Site, folder: &Path) -> Result<Self> {
        let serve = |name, settings: &Path| {
            let arguments = ["serve", "--config"].map(OsStr::new);
            Program::start(
                name,
                folder,
                &[&arguments[..], &[settings.as_os_str()]].concat(),
                &[],
            )
        };
        Ok(Self {
            keys: serve("charthold-keys", &site.keys_settings_path())?,
            central: serve("charthold-central", &site.central_settings_path())?,
        })
    }

    /// Waits until one of them ends, which it should not.
    pub(crate) async fn ended(&mut self) -> Error {
        tokio::select! {
            (_, error) = self.keys.ended() => error,
            (_, error) = self.central.ended() => error,
        }
    }

    /// Ends both; central first, which asks the other.
    pub(crate) async fn stop(self) {
        self.central.stop().await;
        self.keys.stop().await;
    }
}

/// Waits until central says that it and the key service answer.
///
/// # Errors
/// When it does not within a minute.
pub(crate) async fn wait_until_ready(site: &Site) -> Result<()> {
    let doorbell = Doorbell::new(site)?;
    let mut moments = tokio::time::interval(Duration::from_millis(100));
    for _ in 0..MOMENTS {
        moments.tick().await;
        let doorbell = doorbell.clone();
        if tokio::task::spawn_blocking(move || doorbell.is_answered()).await? {
            return Ok(());
        }
    }
    bail!(
        "central did not get ready; see charthold-central.log and charthold-keys.log in the data folder"
    )
}

const MOMENTS: u32 = 600;
