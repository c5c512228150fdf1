//! Where the workstations of a load test live: a new or empty folder. It goes when the test ends, however it ends: the
//! secrets of these homes are in the memory of this process, and nobody can open them without.

use std::path::{Path, PathBuf};

use charthold_workstation::WorkstationError;

/// The folder; what is in it goes when this does.
pub(crate) struct Homes {
    root: PathBuf,
    was: Was,
}

/// How the folder was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Was {
    Empty,
    Absent,
}

impl Homes {
    /// Takes `root`.
    ///
    /// # Errors
    /// [`WorkstationError::InvalidInput`] when anything is in it; [`WorkstationError::File`].
    pub(crate) fn take(root: &Path) -> Result<Self, WorkstationError> {
        let was = match std::fs::read_dir(root) {
            Ok(inside) => match inside.into_iter().next() {
                None => Was::Empty,
                Some(_) => return Err(NOT_EMPTY),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(root).map_err(WorkstationError::File)?;
                Was::Absent
            }
            Err(error) => return Err(WorkstationError::File(error)),
        };
        Ok(Self {
            root: root.to_owned(),
            was,
        })
    }

    /// The home of one workstation.
    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn remove(&self) -> std::io::Result<()> {
        if self.was == Was::Absent {
            return std::fs::remove_dir_all(&self.root);
        }
        for entry in std::fs::read_dir(&self.root)? {
            std::fs::remove_dir_all(entry?.path())?;
        }
        Ok(())
    }
}

impl Drop for Homes {
    fn drop(&mut self) {
        // What could not be removed can be read by nobody, and the next test refuses the folder.
        let _ = self.remove();
    }
}

const NOT_EMPTY: WorkstationError =
    WorkstationError::InvalidInput("--home has to name a new or empty folder for a load test");
