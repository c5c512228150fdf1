//! Why a device was withdrawn or an account closed: a closed set, so that nobody writes about a person or a patient there.

use std::str::FromStr;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WithdrawalReason {
    /// A device that cannot be found.
    Lost,
    /// A device that somebody took.
    Stolen,
    /// A device that goes out of use.
    Replaced,
    /// A device of which there are two.
    Copied,
    /// A device that central knew nothing of after it was put back from a copy.
    Restored,
    /// A person who works here no more.
    Left,
    /// A person who may not work for a time.
    Suspended,
    /// A device or an account that somebody else may be using.
    Compromised,
    /// Anything else.
    Other,
}

impl WithdrawalReason {
    /// What may be said of a device.
    pub const OF_DEVICES: [Self; 6] = [
        Self::Lost,
        Self::Stolen,
        Self::Replaced,
        Self::Copied,
        Self::Compromised,
        Self::Other,
    ];
    /// What may be said of an account.
    pub const OF_ACCOUNTS: [Self; 4] =
        [Self::Left, Self::Suspended, Self::Compromised, Self::Other];
    const ALL: [Self; 9] = [
        Self::Lost,
        Self::Stolen,
        Self::Replaced,
        Self::Copied,
        Self::Restored,
        Self::Left,
        Self::Suspended,
        Self::Compromised,
        Self::Other,
    ];

    /// Its word in the store and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Stolen => "stolen",
            Self::Replaced => "replaced",
            Self::Copied => "copied",
            Self::Restored => "restored",
            Self::Left => "left",
            Self::Suspended => "suspended",
            Self::Compromised => "compromised",
            Self::Other => "other",
        }
    }
}

/// The word is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such reason")]
pub struct UnknownReason;

impl FromStr for WithdrawalReason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.code() == text)
            .ok_or(UnknownReason)
    }
}
