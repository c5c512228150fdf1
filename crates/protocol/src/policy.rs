//! What IT decided, within ceilings that are in the code.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Policy of a workstation. Unknown fields are ignored, missing ones take their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Seconds without input until it locks.
    pub inactivity_limit_s: u32,
    /// Seconds a person may go on without central.
    pub offline_lease_s: u32,
    /// Where to call.
    pub help_desk: Option<String>,
    /// Whether a person may unlock with a PIN for some hours after they did with their password; when absent, they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<bool>,
    /// Whether people sign in by the hospital's provider; when absent, they do not. Central says so, whatever its settings say here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single_sign_on: Option<bool>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            inactivity_limit_s: 900,
            offline_lease_s: 3 * 86_400,
            help_desk: None,
            pin: None,
            single_sign_on: None,
        }
    }
}

impl Policy {
    /// 45 CFR 164.312(a)(2)(iii): never longer, whatever the policy says.
    const MAX_INACTIVITY_S: u32 = 900;
    /// A shorter one could not be worked with.
    const MIN_INACTIVITY_S: u32 = 30;
    const MAX_LEASE_S: u32 = 7 * 86_400;

    /// The inactivity limit in force.
    #[must_use]
    pub fn inactivity_limit(&self) -> Duration {
        let seconds = self
            .inactivity_limit_s
            .clamp(Self::MIN_INACTIVITY_S, Self::MAX_INACTIVITY_S);
        Duration::from_secs(u64::from(seconds))
    }

    /// Whether a PIN may be used.
    #[must_use]
    pub fn allows_pin(&self) -> bool {
        self.pin.unwrap_or(true)
    }

    /// Whether people may sign in by the hospital's provider.
    #[must_use]
    pub fn has_single_sign_on(&self) -> bool {
        self.single_sign_on.unwrap_or(false)
    }

    /// The offline lease in force.
    #[must_use]
    pub fn offline_lease(&self) -> Duration {
        Duration::from_secs(u64::from(self.offline_lease_s.min(Self::MAX_LEASE_S)))
    }
}
