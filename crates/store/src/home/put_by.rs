//! What was put by for a recovery, beside what it opens: of the device in the home, of a person beside their charts. Not secret: what is
//! in such a file only the key service opens. Small files that are whole or not there.

use std::fs;
#[cfg(unix)]
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use charthold_domain::PersonId;

use super::{Home, PUT_BY, private_file};
use crate::StoreError;

impl Home {
    /// What was put by: of a person, or of the device.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_put_by(&self, person: Option<PersonId>) -> Result<Option<Vec<u8>>, StoreError> {
        let (folder, name) = self.put_by_place(person);
        match fs::read(folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts something by, in place of what was there.
    ///
    /// # Errors
    /// Those of the file system; what was there before still is.
    pub fn put_by(&self, person: Option<PersonId>, bytes: &[u8]) -> Result<(), StoreError> {
        let (folder, name) = self.put_by_place(person);
        self.save_whole(&folder, &name, bytes)
    }

    fn put_by_place(&self, person: Option<PersonId>) -> (PathBuf, String) {
        match person {
            None => (self.root.clone(), PUT_BY.to_owned()),
            Some(person) => (self.charts_folder(), format!("{person}.{PUT_BY}")),
        }
    }

    /// Whole or not at all, whatever is cut short; on the disk when this returns.
    pub(super) fn save_whole(
        &self,
        folder: &Path,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let new = folder.join(format!("{name}.new"));
        let mut file = private_file().create(true).truncate(true).open(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, folder.join(name))?;
        // Only there can a folder be opened and made durable.
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}
