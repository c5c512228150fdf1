//! Where to listen. Tests bring buses of their own; programs take the environment's.

use std::time::Duration;

/// The two buses, our session in logind's words, and how long a bus that is away is left alone.
#[derive(Debug, Clone)]
pub struct Buses {
    /// Address of the bus with logind; `None` is the system's.
    pub system: Option<String>,
    /// Address of the bus with the screen saver; `None` is this session's.
    pub session: Option<String>,
    /// The id of our session, as in `XDG_SESSION_ID`.
    pub login_session: Option<String>,
    /// How long after a bus was not there, or went away, it is looked for again.
    pub wait: Duration,
}

impl Buses {
    /// Those the environment names.
    #[must_use]
    pub fn of_environment() -> Self {
        Self {
            system: None,
            session: None,
            login_session: std::env::var("XDG_SESSION_ID").ok(),
            wait: WAIT,
        }
    }
}

/// Seldom enough to cost nothing, soon enough for a bus that is started again.
const WAIT: Duration = Duration::from_secs(5);
