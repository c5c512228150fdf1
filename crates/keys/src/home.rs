//! Which key service is meant: its folder, and what keeps its master key. Every command and the server open it from this.

use std::path::{Path, PathBuf};

use crate::{KeysConfig, KeysError, MasterConfig};

/// A key service's folder, and where its master key is.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder that `init` made.
    pub data: PathBuf,
    /// Where the master key is.
    pub master: MasterConfig,
}

impl Home {
    /// A folder whose master key is a file in it.
    #[must_use]
    pub fn plain(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            master: MasterConfig::File,
        }
    }

    /// What the configuration in `file` says of it, and the environment by name. The rest of the file is not needed yet
    /// when a key service is made.
    ///
    /// # Errors
    /// [`KeysError::File`], [`KeysError::Config`].
    pub fn load(
        file: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, KeysError> {
        KeysConfig::load_home(file, environment)
    }
}
