//! One id type per thing, so that a chart can never be passed where a person is meant.
//! All are UUIDs; new ones are version 7 (RFC 9562) from an [`IdSource`].

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::{Clock, Timestamp};

/// The text was no UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID")]
pub struct ParseIdError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The id with these bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The sixteen bytes of the id, as in RFC 9562.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// The id in `bytes`, when there are exactly sixteen.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Uuid::from_bytes(self.0).hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                Uuid::parse_str(text).map(|id| Self(id.into_bytes())).map_err(|_| ParseIdError)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                Self::from_slice(d.bytes()?)
                    .ok_or_else(|| minicbor::decode::Error::message("an id has sixteen bytes"))
            }
        }

        impl From<FreshId> for $name {
            fn from(fresh: FreshId) -> Self {
                Self(fresh.0)
            }
        }
    )*};
}

ids! {
    /// One audit event.
    AuditEventId;
    /// One chart: a patient's log, or the facility's directory log.
    ChartId;
    /// One workstation (or other enrolled device).
    DeviceId;
    /// One thing a person asked for; the same intent is carried out once.
    IntentId;
    /// One operation.
    OpId;
    /// One person with an account.
    PersonId;
    /// One record of a chart.
    RecordId;
    /// One stretch of one person's use of one workstation, from unlock to lock.
    SessionId;
    /// One hospital or clinic.
    TenantId;
    /// One unit (ward, department) of a hospital.
    UnitId;
    /// One warrant for the release of patient keys.
    WarrantId;
}

/// An id nobody has used yet; turns into the id type wanted.
#[derive(Debug)]
pub struct FreshId([u8; 16]);

/// Makes version 7 ids: the moment from a clock, the rest from given random bytes.
pub trait IdSource: Send + Sync {
    /// A new id.
    fn fresh(&self) -> FreshId;
}

/// A version 7 UUID (RFC 9562 §5.7) of `moment` and ten random bytes.
#[must_use]
pub fn uuid_v7(moment: Timestamp, random: [u8; 10]) -> FreshId {
    let millis = u64::try_from(moment.as_millis()).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    FreshId(id.into_bytes())
}

/// An id source over a clock and a source of random bytes.
pub struct ClockedIds<C, R> {
    clock: C,
    random: R,
}

impl<C, R> ClockedIds<C, R> {
    /// Ids from `clock` and `random`, which fills the array it is given.
    pub const fn new(clock: C, random: R) -> Self {
        Self { clock, random }
    }
}

impl<C: Clock, R: Fn(&mut [u8; 10]) + Send + Sync> IdSource for ClockedIds<C, R> {
    fn fresh(&self) -> FreshId {
        let mut random = [0; 10];
        (self.random)(&mut random);
        uuid_v7(self.clock.now(), random)
    }
}
