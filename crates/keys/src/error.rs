//! What the key service refuses and what can fail in it. No variant holds an id, a key or a path.

use charthold_protocol::SignedError;

/// A refusal or a failure of the key service.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The request is not what the endpoint takes.
    #[error("reading a request: it is malformed")]
    Malformed,
    /// The request is longer than the endpoint takes, or asks for too much at once.
    #[error("reading a request: it is too large")]
    TooLarge,
    /// There is no such endpoint.
    #[error("finding an endpoint: there is none of that name")]
    NoSuchEndpoint,
    /// Central did not sign the admission.
    #[error("admitting a device: central did not sign it")]
    AdmissionRefused,
    /// The device was admitted with other keys before.
    #[error("admitting a device: it has other keys already")]
    DeviceKeysTaken,
    /// The device is unknown, its certificate has run out, or it did not sign this.
    #[error("checking a device: it is unknown or did not sign the request")]
    DeviceRefused,
    /// The person signs with another key on this device already.
    #[error("registering a person's key: there is another one already")]
    PersonKeyTaken,
    /// The person has no key on this device, or did not sign this.
    #[error("checking a person: they did not sign the request")]
    PersonRefused,
    /// There is no warrant, or central did not sign it.
    #[error("checking a warrant: central did not sign one")]
    WarrantRefused,
    /// The warrant has run out, is not valid yet, or is valid for longer than any may be.
    #[error("checking a warrant: it is not valid at this time")]
    WarrantExpired,
    /// The warrant was used before.
    #[error("checking a warrant: it was used before")]
    WarrantSpent,
    /// The warrant is for another hospital, device, person or purpose.
    #[error("checking a warrant: it is not for this request")]
    WarrantDisagrees,
    /// Warrant and request name different audit events.
    #[error("checking a warrant: it names another audit event")]
    AuditDisagrees,
    /// A key is wanted that the warrant does not name.
    #[error("checking a warrant: it does not name every key wanted")]
    KeyNotWarranted,
    /// The request was made too long ago, or in the future.
    #[error("checking a request: its time is too far from ours")]
    RequestTooOld,
    /// The store failed.
    #[error("using the store while {doing}")]
    Store {
        /// What was being attempted.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<rusqlite::Error>,
    },
    /// A later version of the program made the store.
    #[error("opening the store: a later version made it (schema {found}, known {known})")]
    NewerSchema {
        /// The store's version.
        found: u32,
        /// What this program knows.
        known: u32,
    },
    /// Something stored does not verify.
    #[error("verifying: {what} does not hold")]
    Damaged {
        /// Which part.
        what: &'static str,
    },
    /// The master key has no such version here.
    #[error("unwrapping a key: the master key has no version {version}")]
    MasterVersionMissing {
        /// The version wanted.
        version: u32,
    },
    /// Others than the owner may read a file with a secret.
    #[error("reading {what}: others may read its file (chmod 600)")]
    Exposed {
        /// What it holds.
        what: &'static str,
    },
    /// The file of a passphrase or PIN does not hold one line of text.
    #[error("reading {what}: its file has to hold one line of text and nothing else")]
    SecretUnusable {
        /// What it holds.
        what: &'static str,
    },
    /// A file does not open with this passphrase.
    #[error(
        "opening a sealed file: it does not open with this passphrase; look whether the right passphrase file is named, \
         and whether the passphrase was changed since (a changed byte in the sealed file looks the same)"
    )]
    PassphraseRefused,
    /// There is not the memory that the passphrase's hash takes.
    #[error("opening a sealed file: not enough memory for its passphrase's hash (256 MiB)")]
    PassphraseMemory,
    /// The command is for another keeper of the master key.
    #[error("changing the passphrase: the master key is not in a sealed file")]
    NotSealed,
    /// Too early a version of the master key.
    #[error(
        "unwrapping a key: it is under version {version} of the master key, and the least is {minimum}"
    )]
    BelowMinimum {
        /// The wrap's version.
        version: u32,
        /// The earliest that unwraps.
        minimum: u32,
    },
    /// The master key is kept elsewhere than the configuration says.
    #[error(
        "opening the key service: another keeper has its master key than master.provider names; look for the configuration it was moved to"
    )]
    KeptElsewhere,
    /// Nobody was named an operator yet.
    #[error("proposing or approving: there are no operators yet (found-operators names the first)")]
    NoOperators,
    /// The first operators were named before.
    #[error("naming the first operators: there are some already, who propose and approve others")]
    AlreadyFounded,
    /// A name or a key is no operator's.
    #[error(
        "naming an operator: NAME=KEY with a word and the key that operator-key printed, no name or key twice, two people at least"
    )]
    OperatorUnusable,
    /// A proposal or an approval is not an operator's of this service.
    #[error("checking an operator: it is nobody's who is one here, or not for this service")]
    OperatorRefused,
    /// Two would be left with fewer than two.
    #[error("removing an operator: fewer than two would be left; add another first")]
    TooFewOperators,
    /// Who proposes does not approve.
    #[error("approving: another person than the one who proposed it has to")]
    SamePerson,
    /// There is no such proposal.
    #[error("approving: there is no proposal of that number")]
    NoSuchProposal,
    /// It was done already.
    #[error("approving: it was approved and done before")]
    ProposalDone,
    /// Nobody approved it in time.
    #[error(
        "approving: it was proposed more than a day ago, or the clock was set back since; propose it anew"
    )]
    ProposalExpired,
    /// What the master key is moved to is not what was proposed.
    #[error("approving: the configuration given (--to) is not the one that was proposed")]
    TargetDiffers,
    /// What is to be recovered is not what was proposed.
    #[error("approving: the request given (--request) is not the one that was proposed")]
    RequestDiffers,
    /// A file is no request of a workstation's.
    #[error("reading a recovery request: the file is none, or was cut short")]
    RequestUnusable,
    /// The escrow was not sealed to this service's recovery key, or was changed.
    #[error("opening an escrow: it was not sealed for this key service, or was changed")]
    EscrowUnusable,
    /// Not a version that the minimum can be raised to.
    #[error("raising the minimum: it is {minimum} now, and goes up, to the newest version at most")]
    MinimumUnusable {
        /// The present one.
        minimum: u32,
    },
    /// Some keys are under an earlier version.
    #[error("raising the minimum: {older} keys are under an earlier version; rewrap first")]
    OlderWraps {
        /// How many.
        older: u64,
    },
    /// No key of the chart is here.
    #[error("looking for a chart: no key of it is here")]
    ChartUnknown,
    /// The chart's keys were destroyed.
    #[error("looking for a chart: its keys were destroyed")]
    Shredded,
    /// What was destroyed is still in a file.
    #[error(
        "emptying the write-ahead log: the chart is shredded, but pages of before are in the log as long as another process reads; restart the service"
    )]
    RemnantsLeft,
    /// The security module's library cannot be loaded.
    #[error("loading the security module: its library is not there or is none (master.module)")]
    ModuleUnusable,
    /// No slot of the module has a token of this label.
    #[error("looking for the token: no slot has one of that label (master.token)")]
    TokenMissing,
    /// The token refused the PIN; it is not tried again.
    #[error(
        "logging in to the token: it refused the PIN, which is not tried again (master.pin_file)"
    )]
    TokenPinRefused,
    /// One try is left before the token locks: it is a person's.
    #[error(
        "logging in to the token: one try is left before it locks; log in once with the vendor's tool, which gives the others back"
    )]
    TokenPinLastTry,
    /// The token is locked.
    #[error("logging in to the token: its PIN is locked; the security officer unlocks it")]
    TokenPinLocked,
    /// The key in the token could leave it.
    #[error("using the master key: the token would give it away, so that it is not used")]
    TokenKeyExtractable,
    /// The security module failed.
    #[error("using the security module while {doing}")]
    Token {
        /// What was being attempted.
        doing: &'static str,
        /// What the module answered.
        #[source]
        source: Box<cryptoki::error::Error>,
    },
    /// There is no key service in this folder.
    #[error("opening the key service: there is none here (init makes one)")]
    NotInitialised,
    /// There is a key service in this folder already.
    #[error("initialising: there is a key service here already")]
    AlreadyInitialised,
    /// A file could not be used.
    #[error("using a file while {doing}")]
    File {
        /// What was being attempted.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// The configuration cannot be used.
    #[error("reading the configuration: {reason}")]
    Config {
        /// What is wrong with it.
        reason: String,
    },
    /// Certificate or key for TLS cannot be used.
    #[error("setting up TLS: certificate or key cannot be used")]
    Tls,
    /// Work was given up, as when the service ends.
    #[error("answering a request: the work was given up")]
    Interrupted,
}

impl KeysError {
    /// Maps an error of the file system.
    pub(crate) fn file(doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { doing, source }
    }

    /// Maps an error of the store. What SQLite calls corrupt, and what it reads back in another shape than was
    /// written, is damage.
    pub(crate) fn store(doing: &'static str) -> impl Fn(rusqlite::Error) -> Self {
        move |source| match source {
            rusqlite::Error::SqliteFailure(failure, _)
                if matches!(
                    failure.code,
                    rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase
                ) =>
            {
                Self::Damaged {
                    what: "the store's file",
                }
            }
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Self::Damaged {
                what: "a stored value",
            },
            source => Self::Store {
                doing,
                source: Box::new(source),
            },
        }
    }

    /// Maps an unusable signed statement: `refused` when somebody else signed it.
    pub(crate) fn signed(refused: Self) -> impl FnOnce(SignedError) -> Self {
        move |error| match error {
            SignedError::Malformed => Self::Malformed,
            _ => refused,
        }
    }

    /// Whether something stored was found damaged.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::BelowMinimum { .. })
    }
}
