//! Which word of the operating system means that the seat is left. Pure: what was said comes in, a [`Leaving`] comes out.

use crate::Leaving;

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// logind, of the machine.
    Manager,
    /// logind, of our own session.
    Session,
    /// The screen saver of the desktop.
    Saver,
}

/// What a signal means; `flag` is its first argument, when that is a truth value.
pub(crate) fn of_signal(speaker: Speaker, member: &str, flag: Option<bool>) -> Option<Leaving> {
    match (speaker, member, flag) {
        (Speaker::Manager, "PrepareForSleep", Some(true)) => Some(Leaving::Sleeping),
        (Speaker::Session, "Lock", _) => Some(Leaving::ScreenLocked),
        (Speaker::Saver, "ActiveChanged", Some(true)) => Some(Leaving::ScreenLocked),
        _ => None,
    }
}

/// The properties of logind that are followed, as last heard. What was never heard counts as "not left": the first word of having left is one.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    lid_closed: bool,
    locked: bool,
    taken: bool,
}

impl Standing {
    /// The property is `value`; answers what that means, if it changed to it.
    pub(crate) fn hear(&mut self, property: Property, value: bool) -> Option<Leaving> {
        let (left, before, meaning) = match property {
            Property::LidClosed => (value, &mut self.lid_closed, Leaving::LidClosed),
            Property::LockedHint => (value, &mut self.locked, Leaving::ScreenLocked),
            Property::Active => (!value, &mut self.taken, Leaving::SeatTaken),
        };
        let new = left && !*before;
        *before = left;
        new.then_some(meaning)
    }
}

/// A property that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Property {
    /// Of the machine: the lid is closed.
    LidClosed,
    /// Of our session: the desktop says it is locked.
    LockedHint,
    /// Of our session: it has the screen.
    Active,
}

impl Property {
    /// Those that `speaker` has.
    pub(crate) fn of(speaker: Speaker) -> &'static [Self] {
        match speaker {
            Speaker::Manager => &[Self::LidClosed],
            Speaker::Session => &[Self::LockedHint, Self::Active],
            Speaker::Saver => &[],
        }
    }

    /// As it is called on the bus.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LidClosed => "LidClosed",
            Self::LockedHint => "LockedHint",
            Self::Active => "Active",
        }
    }
}

#[cfg(test)]
mod tests;
