//! What a key is for, as a type. The markers have no values; they only keep one kind of key from the place of another.

mod sealed {
    pub trait Sealed {}
}

/// A marker in this module. Sealed: a new purpose is a change to the key hierarchy and is made here.
pub trait KeyPurpose: sealed::Sealed {}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl KeyPurpose for $name {}
    )+};
}

purposes! {
    /// DSK: what the OS keyring holds for one person on one workstation; one of the two secrets of a password slot.
    DeviceSecret;
    /// UK: a person's own key on one workstation; wraps their other keys there.
    User;
    /// KEK of a password slot: derived from password and device secret, wraps the user key, never stored.
    Slot;
    /// KEK of a passphrase: derived, seals a file that the passphrase alone opens, never stored.
    Passphrase;
    /// PDK: seals one compartment of one patient's chart in one generation.
    Chart;
    /// Raw key of a SQLCipher file.
    Database;
    /// Seals keystroke-level drafts for their author alone.
    Draft;
    /// Blind index of identifiers at central.
    Index;
    /// Evolving MAC key of an audit chain.
    Audit;
    /// Key service's master key: wraps chart keys.
    Master;
    /// Central's root for what it keeps sealed in its own store: the seed of its signing key, which is in no store.
    CentralRoot;
    /// Seals people's second factors in central's store.
    SecondFactor;
}
