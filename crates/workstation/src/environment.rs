//! What a workstation needs from the world, as parameters: clocks, chance, the keyring. Product
//! shells use [`Environment::system`]; tests bring their own.

use std::path::PathBuf;
use std::sync::Arc;

use charthold_crypto::{Entropy, OsEntropy, SlotParams};
use charthold_domain::{Clock, FreshId, SystemClock, uuid_v7};
use charthold_sync::Patience;
use charthold_vault::{Keyring, MemoryKeyring, OsKeyring};
use jiff::tz::TimeZone;

use crate::WorkstationError;

/// The program a workstation runs in, for the lock file and audit events.
#[derive(Clone, Debug)]
pub struct Programme {
    /// "charthold", "chartholdctl".
    pub name: String,
    /// "0.1.0".
    pub version: String,
}

/// Clocks, chance and keyring of a workstation.
#[derive(Clone)]
pub struct Environment {
    /// The program.
    pub programme: Programme,
    /// Its clocks.
    pub clock: Arc<dyn Clock>,
    /// Makes a source of randomness.
    pub entropy: Arc<dyn Fn() -> Box<dyn Entropy> + Send + Sync>,
    /// Where the device secret is.
    pub keyring: Arc<dyn Keyring>,
    /// The zone times are shown in.
    pub zone: TimeZone,
    /// Cost of a password slot.
    pub slot: SlotParams,
    /// How long to wait for central.
    pub patience: Patience,
}

impl Environment {
    /// The machine's own.
    #[must_use]
    pub fn system(programme: Programme) -> Self {
        Self {
            programme,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(|| Box::new(OsEntropy)),
            keyring: Arc::new(OsKeyring::new()),
            zone: TimeZone::system(),
            slot: SlotParams::STANDARD,
            patience: Patience::STANDARD,
        }
    }

    /// As [`Self::system`], of a workstation that ends with its process: its secret is in memory alone, so that nobody
    /// can open its home afterwards, whatever password slot is in it. Many of them fit into one process for want of
    /// Argon2id's memory: the slot costs the least there is. No person works at one.
    #[must_use]
    pub fn ending_with_the_process(programme: Programme) -> Self {
        Self {
            keyring: Arc::new(MemoryKeyring::new()),
            slot: SlotParams::FLOOR,
            ..Self::system(programme)
        }
    }

    /// An id nobody has used.
    pub(crate) fn fresh(&self) -> FreshId {
        let mut random = [0; 10];
        (self.entropy)().fill(&mut random);
        uuid_v7(self.clock.now(), random)
    }
}

/// Where a workstation's home is when nothing else is said: `CHARTHOLD_HOME`, else `charthold` in the
/// platform's data directory.
///
/// # Errors
/// When neither is known.
pub fn default_home() -> Result<PathBuf, WorkstationError> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(home) = set("CHARTHOLD_HOME") {
        return Ok(home);
    }
    let data = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")))
    };
    let data = data.ok_or(WorkstationError::InvalidInput(
        "say where the home is: CHARTHOLD_HOME",
    ))?;
    Ok(data.join("charthold"))
}
