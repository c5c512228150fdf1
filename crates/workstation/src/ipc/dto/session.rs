//! Who is here, whether the workstation is locked, and what it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything the lock screen and the frame need to know. Holds no patient data, ever.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionStatus {
    /// Whether somebody is in.
    pub state: SessionState,
    /// This workstation.
    pub workstation: WorkstationView,
    /// The people who have signed in here before, most recent first.
    pub people: Vec<PersonView>,
    /// Reachability of our own server.
    pub network: Network,
}

/// Locked or unlocked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum SessionState {
    /// No home here: IT must enrol this workstation.
    NotEnrolled {
        /// It was one before, which IT withdrew and which is emptied.
        was_withdrawn: bool,
    },
    /// Nobody is in.
    Locked {
        /// Why.
        reason: LockReason,
        /// When it locked; absent when it has not been unlocked since start.
        #[ts(type = "number | null")]
        at_ms: Option<i64>,
        /// Whose work was open.
        username: Option<String>,
        /// How that person, or whoever was in last, likes the window: a dark ward stays dark.
        preferences: Preferences,
    },
    /// Somebody is in.
    Unlocked {
        /// Who.
        person: PersonView,
        /// Seconds until it locks, if nothing is pressed; input does not move every end.
        locks_in_s: u32,
        /// The longest time without input, in seconds (at most 900).
        limit_s: u32,
        /// What ends the session soon: the strip "Locks in …" is due.
        warning: Option<LockReason>,
        /// Where the person was when it last locked (opaque to Rust; saved by `place_save`).
        place: Option<String>,
        /// How they like the window.
        preferences: Preferences,
    },
}

/// Why a workstation is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LockReason {
    /// The app has just started.
    Start,
    /// The person locked it.
    Person,
    /// No input for the policy's time.
    Inactivity,
    /// The session lasted twelve hours.
    Shift,
    /// What central allows without being asked was over.
    Lease,
    /// Central closed the account.
    Closed,
    /// Central withdrew the workstation.
    Withdrawn,
    /// What is here is older than when it was last used.
    RolledBack,
    /// The computer was locked, put to sleep or handed over.
    System,
}

/// A person as shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// What they sign in with.
    pub username: String,
    /// "Tomas Berg, RN".
    pub display_name: String,
    /// "TB".
    pub initials: String,
    /// The role's code, as "nurse".
    pub role: String,
    /// What a note of theirs is called, as "Nursing note".
    pub note_title: &'static str,
    /// Names of their units.
    pub units: Vec<String>,
    /// Unsigned drafts they left on this workstation.
    pub drafts: u32,
    /// When this person's session here was last locked.
    #[ts(type = "number | null")]
    pub locked_at_ms: Option<i64>,
    /// Whether they may unlock with a PIN.
    pub pin: PinState,
    /// They sign in by the hospital's provider: what they unlock with is a password of this workstation.
    pub sign_on: bool,
}

/// Who came back from the page of the hospital's provider.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedOnView {
    /// "Tomas Berg, RN".
    pub display_name: String,
    /// They were never here, and choose the password of this workstation now.
    pub is_new: bool,
}

/// What stands with a person's PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PinState {
    /// The hospital wants none.
    Off,
    /// None is set, or it is used up or too old.
    Unset,
    /// It unlocks.
    Set,
}

/// This workstation as shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkstationView {
    /// "WS-4B-03"; empty before enrolment.
    pub name: String,
    /// "Riverside General"; empty before enrolment.
    pub hospital: String,
    /// The app's version.
    pub version: String,
    /// Where to call, from policy.
    pub help_desk: Option<String>,
    /// Whether the hospital has a page to sign in at.
    pub sign_on: bool,
}

/// Whether our own server answers.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Network {
    /// It answered last time.
    Online {
        /// When the last full exchange ended.
        #[ts(type = "number | null")]
        synced_at_ms: Option<i64>,
    },
    /// It does not.
    Offline {
        /// Since when.
        #[ts(type = "number")]
        since_ms: i64,
        /// Charts are as of this exchange.
        #[ts(type = "number | null")]
        data_as_of_ms: Option<i64>,
    },
}

/// How a person likes the window.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Light, dark or as the system.
    pub theme: Theme,
    /// Size of text.
    pub text_size: TextSize,
}

/// Colour theme.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Size of text.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TextSize {
    /// 100 %.
    #[default]
    Standard,
    /// 112 %.
    Large,
    /// 125 %.
    Larger,
}
