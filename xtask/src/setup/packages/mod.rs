//! Debian packages: which are missing, and installing them where that is allowed.
//!
//! Only what a build or a test really opens is listed. Packages for releasing do not belong here.

use std::{fmt, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{terminal, workspace};

/// Needed to compile.
pub(crate) const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
];

/// Needed to drive the real window with a real keyring, by tests written in Python, and as a client
/// that speaks an older TLS.
pub(crate) const WINDOW: &[&str] = &[
    "openssl",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "gnome-keyring",
    "python3-venv",
];

/// Needed to run our programs at another time than it is, and to record what they do to files.
pub(crate) const FAULTS: &[&str] = &["faketime", "strace"];

/// Needed to start a private PostgreSQL for a test; the cluster Debian makes beside it is not used.
pub(crate) const DATABASE: &[&str] = &["postgresql"];

/// Needed to keep a master key in a token, as a hospital's security module does.
pub(crate) const TOKEN: &[&str] = &["softhsm2"];

/// Packages are missing and this account may not install them.
#[derive(Debug)]
pub(crate) struct PackagesMissing {
    names: String,
}

impl fmt::Display for PackagesMissing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "system packages are missing; run:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
            self.names
        )
    }
}

impl std::error::Error for PackagesMissing {}

/// Installs those of `wanted` that are missing.
///
/// # Errors
/// `PackagesMissing` when only a person can; otherwise when apt fails.
pub(crate) fn ensure(wanted: &[&str]) -> Result<()> {
    let asked = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Abbrev}\n"])
        .args(wanted)
        .output();
    let Ok(asked) = asked else {
        terminal::complain("dpkg-query is not here, so system packages were not looked at");
        return Ok(());
    };
    let missing = missing(wanted, &String::from_utf8_lossy(&asked.stdout));
    if missing.is_empty() {
        return Ok(());
    }
    if is_root()? {
        install(|| Command::new("apt-get"), &missing)
    } else if has_sudo() {
        install(sudo_apt_get, &missing)
    } else {
        bail!(PackagesMissing {
            names: missing.join(" ")
        })
    }
}

fn install(apt_get: impl Fn() -> Command, missing: &[&str]) -> Result<()> {
    terminal::step(&format!("installing {}", missing.join(" ")));
    workspace::run(apt_get().arg("update"))?;
    workspace::run(
        apt_get()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn sudo_apt_get() -> Command {
    let mut command = Command::new("sudo");
    command.args(["-n", "apt-get"]);
    command
}

fn is_root() -> Result<bool> {
    let asked = Command::new("id")
        .arg("-u")
        .output()
        .context("asking who runs this")?;
    Ok(asked.stdout.trim_ascii() == b"0")
}

fn has_sudo() -> bool {
    Command::new("sudo")
        .args(["-n", "true"])
        .output()
        .is_ok_and(|asked| asked.status.success())
}

/// Those of `wanted` that dpkg does not call installed. Its answer has a line `name status` per package it knows,
/// where the second letter of the status is `i` for installed; one it never heard of has no line.
fn missing<'a>(wanted: &[&'a str], answer: &str) -> Vec<&'a str> {
    let is_installed = |name: &str| {
        answer
            .lines()
            .filter_map(|line| line.split_once(' '))
            .any(|(known, status)| known == name && status.chars().nth(1) == Some('i'))
    };
    wanted
        .iter()
        .copied()
        .filter(|name| !is_installed(name))
        .collect()
}

#[cfg(test)]
mod tests;
