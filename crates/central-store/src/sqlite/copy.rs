//! A copy of the whole file as of one moment, while others go on writing.

use std::path::Path;

use super::fault::Fault;
use super::{SqliteStore, finish, open};
use crate::StoreError;

impl SqliteStore {
    /// Writes the store, as of one moment, into a new file at `path`, for its owner's eyes only; it is on disk when this
    /// returns.
    ///
    /// # Errors
    /// [`StoreError::Database`]: there is something at `path` already, or no room.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let attempt = "copying the store";
        let (readers, path) = (self.readers.clone(), path.to_owned());
        let copied = tokio::task::spawn_blocking(move || {
            open::make_private(&path)?;
            let reader = readers.take()?;
            // Refuses a file that is not empty.
            reader.execute("VACUUM INTO ?1", [path.to_string_lossy()])?;
            readers.put_back(reader);
            std::fs::File::open(&path)?.sync_all().map_err(Fault::from)
        });
        finish(attempt, copied.await)
    }
}
