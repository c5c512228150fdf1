//! Whom the server runs as. PostgreSQL refuses to be root, so root hands it to the account that
//! Debian's package made; everybody else runs it as themselves.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use super::ClusterError;
use super::installation;

/// An unprivileged account.
pub(super) struct Account {
    /// Set when this process is root.
    other: Option<(u32, u32)>,
}

impl Account {
    /// This process's own, or, when that is root, the package's.
    pub(super) fn unprivileged() -> Result<Self, ClusterError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { other: None });
        }
        let id = |which| -> Result<u32, ClusterError> {
            let mut command = Command::new("id");
            let said = installation::run(command.args([which, NAME]), "asking for an account");
            said.ok()
                .and_then(|said| said.trim().parse().ok())
                .ok_or(ClusterError::NoAccount)
        };
        let other = Some((id("-u")?, id("-g")?));
        Ok(Self { other })
    }

    /// `command`, run as this account.
    pub(super) fn run(&self, mut command: Command) -> Command {
        if let Some((user, group)) = self.other {
            command.uid(user).gid(group);
        }
        // Where it was started from need not be a place this account may see.
        command.current_dir("/");
        command
    }

    /// Makes the file or folder this account's.
    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        let Some((user, group)) = self.other else {
            return Ok(());
        };
        std::os::unix::fs::chown(path, Some(user), Some(group))
            .map_err(ClusterError::file("handing over its folder"))
    }

    /// Makes the folder and all in it this account's.
    pub(super) fn give_all(&self, path: &Path) -> Result<(), ClusterError> {
        let Some((user, group)) = self.other else {
            return Ok(());
        };
        let mut chown = Command::new("chown");
        chown.arg("-R").arg(format!("{user}:{group}")).arg(path);
        installation::run(&mut chown, "handing over its files").map(drop)
    }
}

const NAME: &str = "postgres";
