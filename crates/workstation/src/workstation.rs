//! The workstation: one home, one person at a time. Every use case that touches a chart goes through
//! [`Workstation::session`], which passes the gate: a stalled timer or a suspended machine cannot serve a
//! chart, because the clock is read here each time.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use charthold_domain::Timestamp;
use charthold_store::Home;

use crate::enrolled::Enrolled;
use crate::gate::{Gate, Passage};
use crate::leaving::Leaving;
use crate::pace::Pace;
use crate::pins::Pins;
use crate::session::Session;
use crate::{Environment, WorkstationError};

/// A workstation. Clones share it.
#[derive(Clone)]
pub struct Workstation {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) environment: Environment,
    pub(crate) home: Home,
    core: Mutex<Core>,
    pub(crate) network: Mutex<NetworkMemory>,
    /// One exchange or enrolment at a time.
    pub(crate) line: tokio::sync::Mutex<()>,
    /// One person signs in at a time: failed tries are counted.
    pub(crate) door: tokio::sync::Mutex<()>,
    /// For a quick unlock; gone with the process.
    pub(crate) pins: Pins,
    /// The home has just been enrolled, withdrawn or emptied.
    pub(crate) standing_changed: tokio::sync::Notify,
}

/// What changes when somebody enrols, unlocks or locks.
pub(crate) struct Core {
    pub(crate) enrolled: Option<Arc<Enrolled>>,
    /// Central withdrew it: nobody works with what is still here.
    pub(crate) withdrawn: bool,
    /// It is emptied, and central does not know yet.
    pub(crate) leaving: Option<Arc<Leaving>>,
    pub(crate) gate: Gate<Session>,
    /// How many sessions were locked.
    pub(crate) locked: u64,
}

/// What is known of the line to central.
#[derive(Clone, Copy, Default)]
pub(crate) struct NetworkMemory {
    pub(crate) offline_since: Option<Timestamp>,
    pub(crate) synced_at: Option<Timestamp>,
    pub(crate) exchanging: bool,
    /// An exchange ended well since the home was opened.
    pub(crate) met: bool,
    pub(crate) pace: Pace,
}

impl Workstation {
    /// Opens the workstation at `home`, locked; it need not be enrolled yet.
    ///
    /// # Errors
    /// When the home is in use, or its keyring entry or journal cannot be opened. Nothing is ever
    /// re-created over a home that is there.
    pub fn open(home: PathBuf, environment: Environment) -> Result<Self, WorkstationError> {
        let home = Home::at(home);
        let leaving = Leaving::find(&home, &environment)?.map(Arc::new);
        let enrolled = match &leaving {
            Some(_) => None,
            None => Enrolled::open(&home, &environment)?.map(Arc::new),
        };
        let withdrawn = match &enrolled {
            Some(enrolled) => go_on_withdrawing(&home, enrolled)?,
            None => false,
        };
        let synced_at = match &enrolled {
            Some(enrolled) => last_synced(enrolled)?,
            None => None,
        };
        let offline_since = Some(environment.clock.now());
        let network = NetworkMemory {
            synced_at,
            offline_since,
            exchanging: false,
            met: false,
            pace: Pace::default(),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                environment,
                home,
                core: Mutex::new(Core {
                    enrolled,
                    withdrawn,
                    leaving,
                    gate: Gate::locked(),
                    locked: 0,
                }),
                network: Mutex::new(network),
                line: tokio::sync::Mutex::new(()),
                door: tokio::sync::Mutex::new(()),
                pins: Pins::default(),
                standing_changed: tokio::sync::Notify::new(),
            }),
        })
    }

    pub(crate) fn environment(&self) -> &Environment {
        &self.inner.environment
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.environment.clock.now()
    }

    pub(crate) fn core(&self) -> MutexGuard<'_, Core> {
        self.inner
            .core
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn network(&self) -> MutexGuard<'_, NetworkMemory> {
        self.inner
            .network
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The open home, for people to work with.
    pub(crate) fn enrolled(&self) -> Result<Arc<Enrolled>, WorkstationError> {
        if self.core().withdrawn {
            return Err(WorkstationError::Withdrawn);
        }
        self.kept()
    }

    /// The open home, whether or not anybody may work with it: what it holds is brought to central in any case.
    pub(crate) fn kept(&self) -> Result<Arc<Enrolled>, WorkstationError> {
        self.core()
            .enrolled
            .clone()
            .ok_or(WorkstationError::NotEnrolled)
    }

    /// What is left of a home that is being emptied.
    pub(crate) fn leaving(&self) -> Option<Arc<Leaving>> {
        self.core().leaving.clone()
    }

    /// Runs `work` for the person who is in.
    ///
    /// Invariant: this is the only way to a [`Session`], and it locks first when the session is over.
    pub(crate) fn session<R>(
        &self,
        work: impl FnOnce(&Enrolled, &mut Session) -> Result<R, WorkstationError>,
    ) -> Result<R, WorkstationError> {
        let now = self.environment().clock.boot_time();
        let mut core = self.core();
        let enrolled = core.enrolled.clone().ok_or(WorkstationError::NotEnrolled)?;
        match core.gate.pass(now) {
            Passage::In(session) => {
                return match work(&enrolled, session) {
                    Err(WorkstationError::Store(error)) => {
                        Err(self.mend(&enrolled, session, error))
                    }
                    other => other,
                };
            }
            Passage::Locked => {}
            Passage::Over(reason) => self.lock_held(core, reason)?,
        }
        Err(WorkstationError::Locked)
    }

    /// Locks when the session is over. Called on every command and by a ticking shell.
    ///
    /// # Errors
    /// When the lock could not be written to the audit chain; it is locked all the same.
    pub fn lock_if_due(&self) -> Result<bool, WorkstationError> {
        let now = self.environment().clock.boot_time();
        let mut core = self.core();
        match core.gate.pass(now) {
            Passage::In(_) | Passage::Locked => Ok(false),
            Passage::Over(reason) => self.lock_held(core, reason).map(|()| true),
        }
    }
}

/// Of a workstation that was withdrawn nothing opens a chart, whenever it was cut short.
fn go_on_withdrawing(home: &Home, enrolled: &Enrolled) -> Result<bool, WorkstationError> {
    let withdrawn = enrolled.journal.with(|journal| {
        let withdrawn = journal.is_withdrawn()?;
        if withdrawn {
            journal.forget_what_opens_charts()?;
        }
        Ok(withdrawn)
    })?;
    if withdrawn {
        home.remove_projections()?;
    }
    Ok(withdrawn)
}

fn last_synced(enrolled: &Enrolled) -> Result<Option<Timestamp>, WorkstationError> {
    let text = enrolled
        .journal
        .with(|journal| journal.setting("synced_at"))?;
    Ok(text.and_then(|text| text.parse().ok()))
}
