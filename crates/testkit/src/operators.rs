//! Two operators of a key service, who agree on what they are asked.

use std::path::Path;

use charthold_crypto::SlotParams;
use charthold_domain::{ChartId, Clock};
use charthold_keys::{
    Done, Home, KeysError, OperatorKey, Shown, Wanted, approve, found_operators, propose,
};
use charthold_protocol::RecoveryRequest;

use crate::SeededEntropy;

/// Named when they were made.
pub struct Operators<'a> {
    home: Home,
    pair: [OperatorKey; 2],
    clock: &'a dyn Clock,
    chance: SeededEntropy,
}

impl<'a> Operators<'a> {
    /// Names the first operators of the key service in `data`; their keys are in `folder`.
    ///
    /// # Errors
    /// Those of the key service and of the folder.
    pub fn found(data: &Path, folder: &Path, clock: &'a dyn Clock) -> Result<Self, KeysError> {
        let mut chance = SeededEntropy::new(77);
        let passphrase = folder.join("operators.passphrase");
        write_secret(&passphrase)?;
        let mut make = |name: &str| {
            let key = folder.join(format!("{name}.key"));
            let files = (key.as_path(), passphrase.as_path());
            OperatorKey::make(name, files, SlotParams::FLOOR, &mut chance)
        };
        let pair = [make("ada")?, make("ben")?];
        let home = Home::plain(data);
        let first = pair.each_ref().map(OperatorKey::operator);
        found_operators(&home, &first, clock)?;
        Ok(Self {
            home,
            pair,
            clock,
            chance,
        })
    }

    /// One proposes what was asked for, the other approves it; answers what goes back to who asked.
    ///
    /// # Errors
    /// Those of the key service.
    pub fn agree(&mut self, request: &RecoveryRequest) -> Result<Vec<u8>, KeysError> {
        let wanted = Wanted::Recover(Box::new(request.clone()));
        let done = self.decide(&wanted, Shown::Request(request))?;
        Ok(done
            .answer
            .map_or_else(Vec::new, |answer| answer.to_bytes()))
    }

    /// Both destroy the keys of a chart.
    ///
    /// # Errors
    /// Those of the key service.
    pub fn shred(&mut self, chart: ChartId) -> Result<(), KeysError> {
        self.decide(&Wanted::Shred(chart), Shown::Nothing).map(drop)
    }

    fn decide(&mut self, wanted: &Wanted, shown: Shown<'_>) -> Result<Done, KeysError> {
        let (home, chance) = (&self.home, &mut self.chance);
        let [ada, ben] = &self.pair;
        let id = propose(home, ada, wanted, self.clock, chance)?;
        approve(home, ben, (id, shown), self.clock, chance)
    }
}

fn write_secret(path: &Path) -> Result<(), KeysError> {
    use std::io::Write;

    let failed = |source| KeysError::File {
        doing: "writing a passphrase",
        source,
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(b"five long words of it\n").map_err(failed)
}
