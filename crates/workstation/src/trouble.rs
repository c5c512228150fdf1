//! What central, or the anchor, found wrong with this workstation itself, kept until it is found well, and told wherever somebody asks how
//! things stand: an exchange that nobody watched may have been the one that was told.

use charthold_store::{Journal, StoreError};

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Central withdrew it.
    Withdrawn,
    /// There are two of it.
    Copied,
    /// What is here is older than when it was last used.
    RolledBack,
}

/// What to do about a clock that central's certificate is not valid by.
pub(crate) const CLOCK_REMEDY: &str = "Set date and time of this machine, then try again. What you write is saved here and sent \
     when they are right. If they are right, have IT renew the certificate.";

const SETTING: &str = "trouble";

impl Trouble {
    /// What happened.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Withdrawn => "This workstation was withdrawn by IT.",
            Self::Copied => {
                "There are two of this workstation: it was copied, or put back from a copy."
            }
            Self::RolledBack => {
                "What is on this workstation is older than when it was last used: it was put back from a copy, or its disk is failing. \
                 Something that was charted may be missing."
            }
        }
    }

    /// What to do.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Withdrawn => {
                "Use another one. Leave this one on and connected: what was written here is brought to the central record and kept \
                 aside for review, and then it empties itself. IT can enrol it anew after that."
            }
            Self::Copied => {
                "Stop writing here and call IT, who enrol it anew. What was written here is kept aside at the central record for review."
            }
            Self::RolledBack => {
                "Chart at another workstation and call IT, who enrol this one anew. What is here stays, and goes to the central record."
            }
        }
    }

    /// What the last exchange that got through found.
    pub(crate) fn load(journal: &Journal) -> Result<Option<Self>, StoreError> {
        let kept = journal.setting(SETTING)?;
        Ok([Self::Withdrawn, Self::Copied, Self::RolledBack]
            .into_iter()
            .find(|trouble| kept.as_deref() == Some(trouble.code())))
    }

    /// Keeps what an exchange found. No exchange makes an old journal a new one.
    pub(crate) fn keep(journal: &mut Journal, found: Option<Self>) -> Result<(), StoreError> {
        let kept = Self::load(journal)?;
        if kept == found || kept == Some(Self::RolledBack) && found != Some(Self::Withdrawn) {
            return Ok(());
        }
        journal.set_setting(SETTING, found.map_or("none", Self::code))
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Copied => "copied",
            Self::RolledBack => "rolled-back",
        }
    }
}
