//! A bus of the test's own: a real `dbus-daemon`, gone with its owner.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zbus::connection::Builder;

pub(crate) struct Daemon {
    process: Child,
    address: String,
}

impl Daemon {
    /// Starts one whose socket is in `folder`; it takes connections when this returns.
    pub(crate) fn start(folder: &Path) -> Self {
        let config = folder.join("bus.conf");
        std::fs::write(&config, config_for(&address_in(folder))).expect("a file can be written");
        // What a daemon before it left there is not in the way of another.
        let _ = std::fs::remove_file(socket_in(folder));
        let mut process = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed");
        let said = process.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it says its address");
        assert!(!line.is_empty(), "the daemon ended at once");
        Self {
            process,
            address: address_in(folder),
        }
    }

    /// To build a connection of the test's own.
    pub(crate) fn guest(&self) -> Builder<'static> {
        Builder::address(self.address.clone().as_str()).expect("it is an address")
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a daemon of this folder is, or will be.
pub(crate) fn address_in(folder: &Path) -> String {
    format!("unix:path={}", socket_in(folder).display())
}

fn socket_in(folder: &Path) -> std::path::PathBuf {
    folder.join("bus")
}

fn config_for(address: &str) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#
    )
}
