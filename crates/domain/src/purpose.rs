//! Why a chart is opened, and into which parts it is divided for keys.

/// The number stands for nothing known to this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code this version does not know")]
pub struct UnknownCode;

/// The part of a chart a record belongs to; each has keys of its own.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[serde(rename_all = "kebab-case")]
#[cbor(index_only)]
pub enum Compartment {
    /// Allergies, medications, problems, directives, demographics.
    #[n(1)]
    Summary,
    /// Everything else that is not restricted.
    #[n(2)]
    Normal,
    /// Psychotherapy notes and 42 CFR Part 2 records.
    #[n(3)]
    Restricted,
}

impl Compartment {
    /// Every compartment.
    pub const ALL: [Self; 3] = [Self::Summary, Self::Normal, Self::Restricted];

    /// Its number in operation headers and key requests.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Summary => 1,
            Self::Normal => 2,
            Self::Restricted => 3,
        }
    }
}

impl TryFrom<u8> for Compartment {
    type Error = UnknownCode;

    fn try_from(code: u8) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|part| part.code() == code)
            .ok_or(UnknownCode)
    }
}

/// Purpose of use, after HL7 v3 PurposeOfUse.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    minicbor::Encode,
    minicbor::Decode,
)]
#[cbor(index_only)]
pub enum Purpose {
    /// Treatment (TREAT).
    #[n(1)]
    #[serde(rename = "TREAT")]
    Treatment,
    /// Emergency treatment under break-glass (BTG).
    #[n(2)]
    #[serde(rename = "BTG")]
    BreakGlass,
    /// Running the hospital's records (HOPERAT).
    #[n(3)]
    #[serde(rename = "HOPERAT")]
    Operations,
}

impl Purpose {
    /// The v3 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Treatment => "TREAT",
            Self::BreakGlass => "BTG",
            Self::Operations => "HOPERAT",
        }
    }
}
