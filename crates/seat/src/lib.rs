#![doc = include_str!("../README.md")]

mod buses;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(target_os = "linux", test))]
mod sign;

use std::future::Future;

pub use buses::Buses;

/// The person has left the seat, or is about to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The desktop was locked, or its screen saver covers it.
    ScreenLocked,
    /// The machine goes to sleep.
    Sleeping,
    /// The lid was closed.
    LidClosed,
    /// Somebody else's session has the screen.
    SeatTaken,
}

/// Calls back each time the seat is left; goes on for as long as it is polled. Sleep waits for the callback, within what logind allows.
///
/// On other systems than Linux it never calls back.
pub async fn watch<F, Carried>(buses: Buses, on_leaving: F)
where
    F: Fn(Leaving) -> Carried + Send + Sync,
    Carried: Future<Output = ()> + Send,
{
    #[cfg(target_os = "linux")]
    linux::watch(&buses, &on_leaving).await;
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (buses, on_leaving);
        std::future::pending::<()>().await;
    }
}
