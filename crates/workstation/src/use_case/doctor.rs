//! What may be wrong with a home, a line each, and what to do about it.

use std::borrow::Cow;

use charthold_crypto::KeyMemory;
use charthold_store::StoreError;
use serde::Serialize;

use crate::ipc::Failure;
use crate::trouble::{CLOCK_REMEDY, Trouble};
use crate::{Environment, Workstation, WorkstationError};

/// One thing looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// How it is.
    pub state: FindingState,
    /// What to do; empty when it is well.
    pub remedy: Cow<'static, str>,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingState {
    /// Well.
    Ok,
    /// Works, and should be seen to.
    Warn,
    /// Does not work.
    Fail,
}

impl Finding {
    const fn ok(what: &'static str) -> Self {
        Self {
            what,
            state: FindingState::Ok,
            remedy: Cow::Borrowed(""),
        }
    }

    const fn bad(what: &'static str, state: FindingState, remedy: &'static str) -> Self {
        Self {
            what,
            state,
            remedy: Cow::Borrowed(remedy),
        }
    }
}

/// What can be said of a home that could not be opened, for the reason `why`.
#[must_use]
pub fn doctor_of_closed_home(environment: &Environment, why: WorkstationError) -> Vec<Finding> {
    let Failure { what, remedy, .. } = Failure::from(why);
    let home = Finding {
        what: "home",
        state: FindingState::Fail,
        remedy: Cow::Owned(format!("{what} {remedy}")),
    };
    vec![keyring_finding(environment), home]
}

/// Whether the operating system's keyring answers; needs no home.
fn keyring_finding(environment: &Environment) -> Finding {
    match environment.keyring.load("doctor") {
        Ok(_) => Finding::ok("OS keyring"),
        Err(_) => Finding::bad(
            "OS keyring",
            FindingState::Fail,
            "Start a Secret Service (GNOME Keyring or KWallet) in this login and unlock it.",
        ),
    }
}

/// Whether keys can come into the swap space.
fn key_memory() -> Finding {
    match charthold_crypto::key_memory() {
        KeyMemory::Locked => Finding::ok("key memory"),
        KeyMemory::Partly => Finding::bad(
            "key memory",
            FindingState::Warn,
            "Raise the limit of locked memory for this login (ulimit -l), or encrypt the swap space.",
        ),
    }
}

impl Workstation {
    /// Looks at keyring, files, permissions, clock, disk encryption, memory of keys, TLS and versions.
    ///
    /// # Errors
    /// When the journal cannot be read at all.
    pub async fn doctor(&self) -> Result<Vec<Finding>, WorkstationError> {
        let mut findings = vec![keyring_finding(self.environment())];
        let Ok(enrolled) = self.kept() else {
            if let Some(emptied) = self.emptied() {
                findings.push(Finding::bad(
                    "workstation",
                    FindingState::Warn,
                    emptied.what(),
                ));
            }
            findings.push(Finding::bad(
                "enrolment",
                FindingState::Fail,
                "Ask IT for an enrolment code and run `chartholdctl enroll`.",
            ));
            return Ok(findings);
        };
        findings.push(Finding::ok("enrolment"));
        findings.push(permissions(&self.inner.home));
        findings.push(room(&self.inner.home));
        findings.push(disk_encryption(&self.inner.home));
        findings.push(key_memory());
        let own = enrolled.keys.verifying_key();
        findings.push(
            match enrolled.journal.with(|journal| journal.verify_audit(&own)) {
                Ok(_) => Finding::ok("audit chain"),
                Err(_) => Finding::bad(
                    "audit chain",
                    FindingState::Fail,
                    "Do not use this workstation; call IT: its records were changed.",
                ),
            },
        );
        findings.push(standing(self.home_status()?.trouble));
        findings.extend(self.line_findings().await);
        Ok(findings)
    }

    async fn line_findings(&self) -> Vec<Finding> {
        let Ok(enrolled) = self.kept() else {
            return Vec::new();
        };
        match enrolled.caller.audit_head().await {
            Ok(_) => {
                let skew = enrolled.caller.central_time().as_millis() - self.now().as_millis();
                let clock = if skew.abs() <= 60_000 {
                    Finding::ok("clock")
                } else {
                    Finding::bad(
                        "clock",
                        FindingState::Warn,
                        "Set this machine's clock (NTP).",
                    )
                };
                vec![Finding::ok("central"), clock]
            }
            Err(charthold_sync::SyncError::NotInItsTime(_)) => {
                vec![Finding::bad("clock", FindingState::Fail, CLOCK_REMEDY)]
            }
            Err(charthold_sync::SyncError::NotTrusted(_)) => vec![Finding::bad(
                "central",
                FindingState::Fail,
                "Something answers that is not our central. Check the address and the CA file.",
            )],
            Err(charthold_sync::SyncError::OldTls(_)) => vec![Finding::bad(
                "central",
                FindingState::Fail,
                "What answers for central does not speak TLS 1.3. Check what stands between.",
            )],
            Err(error) if error.is_offline() => vec![Finding::bad(
                "central",
                FindingState::Warn,
                "Central does not answer. Work goes on here; what is written is sent later.",
            )],
            Err(_) => vec![Finding::bad(
                "central",
                FindingState::Fail,
                "Central refuses this workstation. Ask IT whether it was revoked.",
            )],
        }
    }
}

/// What central last said of this workstation itself.
fn standing(trouble: Option<Trouble>) -> Finding {
    const WHAT: &str = "workstation";
    match trouble {
        None => Finding::ok(WHAT),
        Some(trouble) => Finding {
            what: WHAT,
            state: FindingState::Fail,
            remedy: Cow::Owned(format!("{} {}", trouble.what(), trouble.remedy())),
        },
    }
}

fn permissions(home: &charthold_store::Home) -> Finding {
    match home.is_private() {
        Ok(true) => Finding::ok("permissions"),
        _ => Finding::bad(
            "permissions",
            FindingState::Warn,
            "Others can reach the home folder; set it to mode 0700 and its files to 0600.",
        ),
    }
}

/// Whether a note could be written, and the audit event of reading one.
fn room(home: &charthold_store::Home) -> Finding {
    const WHAT: &str = "disk space";
    match home.demand_room() {
        Ok(()) => Finding::ok(WHAT),
        Err(StoreError::DiskFull) => Finding::bad(
            WHAT,
            FindingState::Fail,
            "The disk is full. Make room; until then nothing new can be saved here.",
        ),
        Err(_) => Finding::bad(
            WHAT,
            FindingState::Fail,
            "The home folder cannot be written. Let its owner write to it, or have IT check the disk.",
        ),
    }
}

/// Whether the disk below the home is encrypted, as far as the system says without rights.
fn disk_encryption(home: &charthold_store::Home) -> Finding {
    match home.is_on_encrypted_disk() {
        Some(true) => Finding::ok("disk encryption"),
        _ => Finding::bad(
            "disk encryption",
            FindingState::Warn,
            "No disk encryption was found below the home; swap and hibernation need it.",
        ),
    }
}
