//! The folder of one workstation: where its files are, that only its owner may read them, and that
//! one process at a time works in it. What is in the files is the other modules' matter.

mod disk;
mod farewell;
mod put_by;

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use charthold_crypto::sha256;
use charthold_domain::PersonId;

use crate::StoreError;

pub use farewell::{Farewell, Unsaid};

/// A workstation's home folder, which may not exist yet.
#[derive(Clone, Debug)]
pub struct Home {
    root: PathBuf,
}

/// Held while a process works in a home; let go of when dropped, and by the system when it dies.
#[derive(Debug)]
pub struct HomeLock {
    _file: File,
}

impl Home {
    /// The home at `root`.
    #[must_use]
    pub const fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Whether a journal was ever made here. Its log may be all that is left of it, and have what nothing else has.
    #[must_use]
    pub fn exists(&self) -> bool {
        let log = self.root.join("journal.db-wal");
        [self.journal_path(), log]
            .iter()
            .any(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0))
    }

    /// Makes the folders, readable by their owner only; harmless when they are there.
    ///
    /// # Errors
    /// [`StoreError::NotWritable`], [`StoreError::DiskFull`] or [`StoreError::Io`].
    pub fn create(&self) -> Result<(), StoreError> {
        create_private_folder(&self.root)?;
        create_private_folder(&self.charts_folder())
    }

    /// Whether what a workstation needs at the least fits on the disk: it is tried, since what a file system says is free need
    /// not be for this user.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] when it does not, [`StoreError::NotWritable`] or [`StoreError::Io`].
    pub fn demand_room(&self) -> Result<(), StoreError> {
        let path = self.root.join(ROOM);
        let tried = try_room(&path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => tried,
        }
    }

    /// Takes the home for this process; `holder` names the program, as "charthold".
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it.
    pub fn lock(&self, holder: &str) -> Result<HomeLock, StoreError> {
        let mut file = private_file()
            .read(true)
            .create(true)
            .open(self.root.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.take(HOLDER_BYTES).read_to_string(&mut holder)?;
                return Err(StoreError::InUse { holder });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{holder} (process {})", std::process::id())?;
        Ok(HomeLock { _file: file })
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the journal is.
    #[must_use]
    pub fn journal_path(&self) -> PathBuf {
        self.root.join("journal.db")
    }

    /// Where the directory of patients is.
    #[must_use]
    pub fn directory_path(&self) -> PathBuf {
        self.root.join("directory.db")
    }

    /// Where one person's charts are.
    #[must_use]
    pub fn charts_path(&self, person: PersonId) -> PathBuf {
        self.charts_folder().join(format!("{person}.db"))
    }

    /// The name of this home's secret in the OS keyring: "home-" and 32 hexadecimal digits of the
    /// SHA-256 of its canonical path. Ask once the folder exists: a link on the way to it counts
    /// only then.
    #[must_use]
    pub fn keyring_account(&self) -> String {
        let path = fs::canonicalize(&self.root)
            .or_else(|_| std::path::absolute(&self.root))
            .unwrap_or_else(|_| self.root.clone());
        let digest = sha256(&[path.as_os_str().as_encoded_bytes()]);
        digest
            .iter()
            .take(16)
            .fold("home-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Whether nobody but its owner can reach the home and what is in it. Always true where the
    /// system has no such modes.
    ///
    /// # Errors
    /// [`StoreError::Io`] when a file cannot be looked at.
    pub fn is_private(&self) -> Result<bool, StoreError> {
        let files = [self.root.clone(), self.charts_folder()]
            .into_iter()
            .chain(self.files()?);
        for file in files {
            if fs::exists(&file)? && is_open_to_others(&fs::metadata(&file)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the file system of the home lies on an encrypted device, as far as the system tells
    /// without special rights; `None` when it does not tell.
    #[must_use]
    pub fn is_on_encrypted_disk(&self) -> Option<bool> {
        disk::is_encrypted(&self.root)
    }

    /// Removes the home with everything of ours in it: only for one that was just made and never
    /// used. A folder with files of others stays.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn discard(&self) -> Result<(), StoreError> {
        for file in self.files()? {
            fs::remove_file(file)?;
        }
        for folder in [self.charts_folder(), self.root.clone()] {
            match fs::remove_dir(folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Our files that exist.
    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut files = Vec::new();
        for folder in [&self.root, &self.charts_folder()] {
            if !fs::exists(folder)? {
                continue;
            }
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let is_ours = OURS.iter().any(|suffix| name.ends_with(suffix));
                if is_ours || name == LOCK || name == PUT_BY {
                    files.push(path);
                }
            }
        }
        Ok(files)
    }

    fn charts_folder(&self) -> PathBuf {
        self.root.join("charts")
    }
}

fn try_room(path: &Path) -> Result<(), StoreError> {
    let mut file = private_file().create(true).truncate(true).open(path)?;
    let block = vec![0; 1 << 20];
    for _ in 0..LEAST_ROOM_MB {
        file.write_all(&block)?;
    }
    Ok(file.sync_all()?)
}

/// How an own file is opened for writing: mode 0600 when it is new.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn create_private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    #[cfg(unix)]
    {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(path, owner_only)?;
    }
    Ok(())
}

#[cfg(unix)]
fn is_open_to_others(file: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::mode(file) & 0o077 != 0
}

#[cfg(not(unix))]
const fn is_open_to_others(_: &fs::Metadata) -> bool {
    false
}

const LOCK: &str = "lock";
/// Tries whether there is room, and is gone again.
const ROOM: &str = "room";
/// A list of patients, and the charts of a small unit.
const LEAST_ROOM_MB: usize = 8;
/// What was put by of the device; of a person, with their id before it.
const PUT_BY: &str = "put-by";
/// Databases, what SQLite keeps beside them, and what was put by.
const OURS: [&str; 4] = [".db", ".db-wal", ".db-shm", ".put-by"];
/// More than any holder writes of itself.
const HOLDER_BYTES: u64 = 200;
