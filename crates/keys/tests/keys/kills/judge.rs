//! Whether what is left of a key service is whole, and the same.

use super::stage::{Act, Stage};
use super::told::{Keys, tell};

/// A service that opens.
pub(super) struct Whole {
    config: String,
    keys: Keys,
}

/// Finds the configuration that the service is to be opened with, verifies all of it and has it tell its keys.
pub(super) fn judge(stage: &Stage, act: &Act, warrant: u8) -> Result<Whole, String> {
    let mut refusals = String::new();
    for config in ["keys.toml", &act.after] {
        let verified = stage.program.run_with(config, &["verify"]);
        if verified.status.success() {
            let keys = tell(stage, config, warrant)?;
            let config = config.to_owned();
            return Ok(Whole { config, keys });
        }
        refusals.push_str(&String::from_utf8_lossy(&verified.stderr));
    }
    Err(format!("it does not open: {refusals}"))
}

impl Whole {
    /// Whether every key of `before` is here, but those of a chart that `act` shreds, all or none; answers with what to open it.
    pub(super) fn follows(&self, before: &Self, act: &Act) -> Result<String, String> {
        for (place, key) in &before.keys {
            match self.keys.get(place) {
                Some(found) if found == key => {}
                None if act.shredded == Some(place.0) => {}
                Some(_) => return Err(format!("another key of chart {}", place.0)),
                None => return Err(format!("no key of chart {}", place.0)),
            }
        }
        Ok(self.config.clone())
    }

    /// Whether it is as `act` leaves it.
    pub(super) fn is_after(&self, act: &Act) -> Result<(), String> {
        let of_shredded = |place: &(u8, u32)| act.shredded == Some(place.0);
        if self.keys.keys().any(of_shredded) {
            return Err("the chart is not shredded".to_owned());
        }
        // Another passphrase may be put where the old one was, or named.
        if self.config == act.after {
            Ok(())
        } else {
            Err(format!("it is opened with {} still", self.config))
        }
    }
}
