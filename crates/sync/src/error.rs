//! What can go wrong on the way to central, sorted by whose fault it is.

use std::time::Duration;

use charthold_protocol::{Problem, RefusalCode};
use charthold_store::StoreError;

/// An exchange or a single request did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// Address or certificate given for central cannot be used at all.
    #[error("preparing a connection: {0}")]
    BadSettings(&'static str),
    /// Central does not answer.
    #[error("reaching central")]
    Unreachable(#[source] reqwest::Error),
    /// Central took longer than somebody could wait.
    #[error("reaching central: it does not answer in time")]
    TimedOut,
    /// What answers is not central, although it has its certificate: a proxy before it, or central is ill.
    #[error("reaching central: status {0}, and not in its words")]
    NotCentral(u16),
    /// Something answers that is not our central.
    #[error("reaching central: its certificate is not ours")]
    NotTrusted(#[source] reqwest::Error),
    /// By this machine's clock central's certificate is not valid yet, or not any more.
    #[error("reaching central: its certificate is not valid at this machine's time")]
    NotInItsTime(#[source] reqwest::Error),
    /// What answers does not speak TLS 1.3.
    #[error("reaching central: what answers does not speak TLS 1.3")]
    OldTls(#[source] reqwest::Error),
    /// Central said no.
    #[error("asking central: refused with {:?}", .0.code)]
    Refused(Problem),
    /// Central said no, and when to ask again.
    #[error("asking central: refused with {:?}, to be asked again later", .problem.code)]
    HeldOff {
        /// What it said.
        problem: Problem,
        /// Not before this is over.
        wait: Duration,
    },
    /// Central answered something this program does not understand.
    #[error("asking central: unreadable {0}")]
    Garbled(&'static str),
    /// What central sent does not verify; nothing of it was kept.
    #[error("checking what central sent: {0}")]
    Damaged(&'static str),
    /// Central has other events in the places of this workstation's: there are two of it. Its operations were sent, and are kept
    /// aside there.
    #[error("exchanging with central: it holds other audit events of this device")]
    Forked,
    /// Central holds less than it confirmed: it was put back from a copy, and the epoch of that is not known here yet. The
    /// next exchange sends it again.
    #[error("exchanging with central: it holds less than it confirmed")]
    Behind,
    /// The journal could not be read or written.
    #[error("exchanging with central")]
    Store(#[from] StoreError),
}

impl SyncError {
    /// The code central refused with.
    #[must_use]
    pub const fn refusal(&self) -> Option<RefusalCode> {
        match self {
            Self::Refused(problem) | Self::HeldOff { problem, .. } => Some(problem.code),
            _ => None,
        }
    }

    /// How long central asked to wait.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::HeldOff { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// Whether the cause is the connection, so that the workstation counts as offline.
    #[must_use]
    pub const fn is_offline(&self) -> bool {
        matches!(
            self,
            Self::NotCentral(_)
                | Self::NotInItsTime(_)
                | Self::NotTrusted(_)
                | Self::OldTls(_)
                | Self::TimedOut
                | Self::Unreachable(_)
        )
    }
}

impl From<reqwest::Error> for SyncError {
    fn from(error: reqwest::Error) -> Self {
        match fault_of_tls(&error) {
            None => Self::Unreachable(error),
            Some(
                rustls::Error::AlertReceived(rustls::AlertDescription::ProtocolVersion)
                | rustls::Error::PeerIncompatible(_),
            ) => Self::OldTls(error),
            Some(rustls::Error::InvalidCertificate(why)) if is_of_time(why) => {
                Self::NotInItsTime(error)
            }
            Some(_) => Self::NotTrusted(error),
        }
    }
}

/// Whether a certificate was refused for the time it is, and for nothing else that was looked at.
const fn is_of_time(why: &rustls::CertificateError) -> bool {
    use rustls::CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    matches!(
        why,
        Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. }
    )
}

/// Why TLS itself refused the peer, or was refused, as against the network failing under it. I/O errors wrap
/// one another without naming what they wrap as their source.
fn fault_of_tls(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        if let Some(fault) = next.downcast_ref::<rustls::Error>() {
            return Some(fault);
        }
        let wrapped = next
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        cause = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => next.source(),
        };
    }
    None
}
