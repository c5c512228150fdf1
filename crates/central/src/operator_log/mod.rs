//! What operators withdrew, closed, opened and set, written outside the store: a store put back from a copy knows nothing of
//! what was withdrawn since. Each line is signed by central and names the one before it. Beside the epoch file, in the
//! data folder; what follows from it is `withdrawing`'s.

mod record;
mod standing;

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_crypto::{SigningSecret, sha256};
use charthold_domain::Timestamp;

use crate::{CentralError, signing_key};

use record::SignedRecord;
pub(crate) use record::{Act, Record, reason};
pub(crate) use standing::{Standing, Withdrawn};

const FILE: &str = "operator-log";
/// Held by whoever reads what they will write after: two operators at once lose nothing.
const LOCK: &str = "operator-log.lock";

/// The log of one data folder, held until it is dropped.
pub(crate) struct OperatorLog {
    folder: PathBuf,
    signing: SigningSecret,
    text: String,
    records: Vec<Record>,
    tip: [u8; 32],
    is_new: bool,
    _lock: File,
}

impl OperatorLog {
    /// Opens the log of the folder `data`, begun when there is none. Waits for whoever has it open.
    ///
    /// # Errors
    /// [`CentralError::OperatorLog`] when a line does not hold, [`CentralError::File`].
    pub(crate) fn open(data: &Path, at: Timestamp) -> Result<Self, CentralError> {
        let mut log = Self {
            folder: data.to_owned(),
            signing: signing_key::load(data)?,
            text: String::new(),
            records: Vec::new(),
            tip: [0; 32],
            is_new: false,
            _lock: lock(data)?,
        };
        match std::fs::read_to_string(data.join(FILE)) {
            Ok(text) => log.read(text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                log.append(at, Act::Begun)?;
                log.is_new = true;
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(CentralError::OperatorLog { line: 1 });
            }
            Err(error) => return Err(CentralError::file("reading the operator log")(error)),
        }
        Ok(log)
    }

    /// Whether it was begun just now.
    pub(crate) const fn is_new(&self) -> bool {
        self.is_new
    }

    /// Takes the file's lines, each of which has to hold.
    fn read(&mut self, text: String) -> Result<(), CentralError> {
        let key = self.signing.public();
        let mut lines: Vec<&str> = text.split('\n').collect();
        // Written whole: a last line without its end was cut off.
        let whole = lines.pop() == Some("") && !lines.is_empty();
        for (line, number) in lines.iter().zip(1_u64..) {
            let damaged = || CentralError::OperatorLog { line: number };
            let bytes = STANDARD.decode(line).map_err(|_| damaged())?;
            let signed = SignedRecord::from_bytes(&bytes).map_err(|_| damaged())?;
            let record = signed.verify(&key).map_err(|_| damaged())?;
            let follows = record.number == number && record.previous == self.tip;
            let begins = (number == 1) == (record.act == Act::Begun);
            if !follows || !begins {
                return Err(damaged());
            }
            self.tip = sha256(&[&bytes]);
            self.records.push(record);
        }
        if !whole {
            let line = self.next_number();
            return Err(CentralError::OperatorLog { line });
        }
        self.text = text;
        Ok(())
    }

    /// Adds a line; it is on disk when this returns.
    ///
    /// # Errors
    /// [`CentralError::File`]; the log is then as it was.
    pub(crate) fn append(&mut self, at: Timestamp, act: Act) -> Result<(), CentralError> {
        let record = Record {
            number: self.next_number(),
            previous: self.tip,
            at,
            act,
        };
        let bytes = SignedRecord::make(&record, &self.signing).to_bytes();
        let text = format!("{}{}\n", self.text, STANDARD.encode(&bytes));
        replace(&self.folder, &text).map_err(CentralError::file("writing the operator log"))?;
        self.text = text;
        self.tip = sha256(&[&bytes]);
        self.records.push(record);
        Ok(())
    }

    /// What all of it comes to.
    pub(crate) fn standing(&self) -> Standing {
        Standing::of(&self.records)
    }

    fn next_number(&self) -> u64 {
        u64::try_from(self.records.len())
            .unwrap_or(u64::MAX)
            .saturating_add(1)
    }
}

fn lock(data: &Path) -> Result<File, CentralError> {
    let attempt = "locking the operator log";
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options
        .open(data.join(LOCK))
        .map_err(CentralError::file(attempt))?;
    file.lock().map_err(CentralError::file(attempt))?;
    Ok(file)
}

/// The file says `text` or what it said before, whatever happens.
fn replace(folder: &Path, text: &str) -> std::io::Result<()> {
    let part = folder.join("operator-log.part");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&part, folder.join(FILE))?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
