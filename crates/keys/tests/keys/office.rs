//! A hospital whose key service has operators.

use std::path::{Path, PathBuf};

use charthold_crypto::{OsEntropy, SlotParams};
use charthold_domain::Compartment;
use charthold_keys::{
    Change, Done, Home, KeysError, OperatorKey, ProposalId, Shown, Wanted, approve,
    found_operators, propose,
};

use crate::hospital::{Hospital, NURSE, opened, wanted};

/// Three operators, two of whom were named, and two charts with keys.
pub(crate) struct Office {
    pub(crate) hospital: Hospital,
    pub(crate) ada: OperatorKey,
    pub(crate) ben: OperatorKey,
    pub(crate) cleo: OperatorKey,
}

impl Office {
    /// Nobody is an operator yet.
    pub(crate) fn empty() -> Self {
        let hospital = Hospital::open();
        let both = vec![
            wanted(7, Compartment::Normal),
            wanted(8, Compartment::Summary),
        ];
        let reply = hospital.release(&hospital.attempt(1, both)).keys();
        assert_eq!(reply.keys.len(), 2);
        let home = hospital.home.path().to_owned();
        Self {
            hospital,
            ada: operator(&home, "ada"),
            ben: operator(&home, "ben"),
            cleo: operator(&home, "cleo"),
        }
    }

    pub(crate) fn open() -> Self {
        let office = Self::empty();
        let first = [office.ada.operator(), office.ben.operator()];
        let clock = office.hospital.clock.as_ref();
        found_operators(&office.place(), &first, clock).unwrap();
        office
    }

    pub(crate) fn place(&self) -> Home {
        self.hospital.place()
    }

    /// The keys of chart 7 and the index key, released with warrant number `warrant`.
    pub(crate) fn keys(&self, warrant: u8) -> Vec<Vec<u8>> {
        let attempt = self
            .hospital
            .attempt(warrant, vec![wanted(7, Compartment::Normal)]);
        let reply = self.hospital.release(&attempt).keys();
        opened(&reply, &self.hospital.device, NURSE).unwrap()
    }

    pub(crate) fn propose(
        &self,
        home: &Home,
        by: &OperatorKey,
        wanted: &Wanted,
    ) -> Result<ProposalId, KeysError> {
        let clock = self.hospital.clock.as_ref();
        propose(home, by, wanted, clock, &mut OsEntropy)
    }

    pub(crate) fn approve(
        &self,
        home: &Home,
        by: &OperatorKey,
        id: ProposalId,
    ) -> Result<Change, KeysError> {
        self.approve_with(home, by, (id, Shown::Nothing))
            .map(|done| done.change)
    }

    pub(crate) fn approve_with(
        &self,
        home: &Home,
        by: &OperatorKey,
        what: (ProposalId, Shown<'_>),
    ) -> Result<Done, KeysError> {
        let clock = self.hospital.clock.as_ref();
        approve(home, by, what, clock, &mut OsEntropy)
    }

    /// Ada proposes, Ben approves.
    pub(crate) fn agree(&self, wanted: &Wanted) -> Result<Change, KeysError> {
        let id = self.propose(&self.place(), &self.ada, wanted)?;
        self.approve(&self.place(), &self.ben, id)
    }
}

/// An operator's key in `home`, as cheap to open as can be.
pub(crate) fn operator(home: &Path, name: &str) -> OperatorKey {
    let (key, passphrase) = operator_files(home, name);
    let files = (key.as_path(), passphrase.as_path());
    OperatorKey::make(name, files, SlotParams::FLOOR, &mut OsEntropy).unwrap()
}

/// Where the key and the passphrase of an operator are, which is written.
pub(crate) fn operator_files(home: &Path, name: &str) -> (PathBuf, PathBuf) {
    let passphrase = write_secret(home, &format!("{name}.passphrase"), "five long words of it");
    (home.join(format!("{name}.key")), passphrase)
}

/// A file with one line that only its owner may read.
pub(crate) fn write_secret(home: &Path, name: &str, line: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;

    let path = home.join(name);
    std::fs::write(&path, line).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path
}
