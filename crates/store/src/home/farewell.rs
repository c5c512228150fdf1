//! What is left of a workstation that was withdrawn and emptied: one small file without a secret and without anything of a patient.
//! It is there before the first file goes, so that whoever is cut short knows to go on, and stays to say why there is nothing here.

use std::fs;
use std::io::ErrorKind;

use charthold_domain::{DeviceId, PersonId, Timestamp};

use super::Home;
use crate::{MayEmpty, StoreError};

/// Who this workstation was.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Farewell {
    /// Its name, as "WS-4B-03".
    #[n(0)]
    pub name: String,
    /// The hospital's.
    #[n(1)]
    pub hospital: String,
    /// When it was emptied, by its clock.
    #[n(2)]
    pub at: Timestamp,
    /// What is still to be told to central; nothing once it has answered.
    #[n(3)]
    pub unsaid: Option<Unsaid>,
}

/// What is needed to tell central that nothing is held here any more. The signing key is in the keyring.
#[derive(Clone, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Unsaid {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Where central is.
    #[n(1)]
    pub central_url: String,
    /// The certificate authority that central's certificate comes from, PEM.
    #[n(2)]
    pub ca_pem: String,
    /// Central's key, which signs the answer.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub central_verifying_key: [u8; 32],
    /// The statement, signed by the device.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub statement: Vec<u8>,
}

impl Home {
    /// What was left here, if anything. What cannot be read says nothing: it must keep nobody from a journal that is whole.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn find_farewell(&self) -> Result<Option<Farewell>, StoreError> {
        match fs::read(self.root.join(FAREWELL)) {
            Ok(bytes) => Ok(minicbor::decode(&bytes).ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Says that this home is to be emptied. From here on there is no way back.
    ///
    /// # Errors
    /// Those of the file system; nothing was said then.
    pub fn begin_emptying(&self, _: MayEmpty, farewell: &Farewell) -> Result<(), StoreError> {
        self.save_farewell(farewell)
    }

    /// Removes every database: only of a home that was said to be emptied. Goes on where it was cut short.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] when nobody said so, and those of the file system; what is left can be tried again.
    pub fn empty(&self) -> Result<(), StoreError> {
        if self
            .find_farewell()?
            .is_none_or(|left| left.unsaid.is_none())
        {
            return Err(StoreError::Mismatch {
                what: "a home that is to be emptied, and one that is in use",
            });
        }
        self.remove_files(|name| name != super::LOCK)?;
        match fs::remove_dir(self.charts_folder()) {
            Err(error)
                if !matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty
                ) =>
            {
                Err(error.into())
            }
            _ => Ok(()),
        }
    }

    /// Removes what people read from; the journal stays.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove_projections(&self) -> Result<(), StoreError> {
        self.remove_files(|name| name != super::LOCK && !name.starts_with("journal.db"))
    }

    /// Removes the charts of everybody but these people.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove_charts_but(&self, people: &[PersonId]) -> Result<(), StoreError> {
        let theirs: Vec<String> = people.iter().map(|one| format!("{one}.")).collect();
        self.remove_files(|name| {
            let is_charts = name != super::LOCK
                && !name.starts_with("journal.db")
                && !name.starts_with("directory.db")
                && name != super::PUT_BY;
            is_charts && !theirs.iter().any(|kept| name.starts_with(kept))
        })
    }

    /// Central has answered: nothing is left to say.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn end_farewell(&self, farewell: &Farewell) -> Result<(), StoreError> {
        let said = Farewell {
            unsaid: None,
            ..farewell.clone()
        };
        self.save_farewell(&said)
    }

    /// Another workstation begins here.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn forget_farewell(&self) -> Result<(), StoreError> {
        match fs::remove_file(self.root.join(FAREWELL)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn remove_files(&self, is_meant: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        for file in self.files()? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if is_meant(&name) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    /// Whole or not at all, whatever is cut short; on the disk when this returns.
    fn save_farewell(&self, farewell: &Farewell) -> Result<(), StoreError> {
        // Encoding into memory cannot fail.
        let bytes = minicbor::to_vec(farewell).unwrap_or_default();
        self.save_whole(&self.root, FAREWELL, &bytes)
    }
}

const FAREWELL: &str = "withdrawn";
