//! The two servers of a site, as an operator runs them.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tokio::net::TcpSocket;

use super::{Doorbell, Program, ProgramError};
use crate::Site;

/// Both servers, running.
pub struct Servers {
    keys: Program,
    central: Program,
    settings: [PathBuf; 2],
    folder: PathBuf,
    doorbell: Doorbell,
    /// Bound and not listened on: while a server is away, nobody else is given its port.
    _ports: [TcpSocket; 2],
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// `charthold-central`.
    Central,
    /// `charthold-keys`.
    Keys,
}

impl Server {
    const fn program(self) -> &'static str {
        match self {
            Self::Central => "charthold-central",
            Self::Keys => "charthold-keys",
        }
    }
}

impl Servers {
    /// Starts both, with their logs in `folder`.
    ///
    /// # Errors
    /// When one cannot be started.
    pub fn start(site: &Site, folder: &Path) -> Result<Self, ProgramError> {
        let settings = [site.central_settings_path(), site.keys_settings_path()];
        let [central, keys] = &settings;
        let ports = [
            hold(Server::Central, site.central.server.listen)?,
            hold(Server::Keys, site.keys.listen)?,
        ];
        Ok(Self {
            keys: serve(Server::Keys, keys, folder, &[])?,
            central: serve(Server::Central, central, folder, &[])?,
            folder: folder.to_owned(),
            doorbell: Doorbell::new(site, folder)?,
            settings,
            _ports: ports,
        })
    }

    /// Central's door, to wait at until both are ready.
    #[must_use]
    pub fn doorbell(&self) -> Doorbell {
        self.doorbell.clone()
    }

    /// The process of one, while it runs.
    #[must_use]
    pub fn process(&self, server: Server) -> Option<u32> {
        match server {
            Server::Central => self.central.process(),
            Server::Keys => self.keys.process(),
        }
    }

    /// Waits until one of them ends, which it should not.
    pub async fn ended(&mut self) -> ProgramError {
        tokio::select! {
            (_, error) = self.keys.ended() => error,
            (_, error) = self.central.ended() => error,
        }
    }

    /// Ends one as a power cut does.
    pub async fn kill(&mut self, server: Server) {
        match server {
            Server::Central => self.central.kill().await,
            Server::Keys => self.keys.kill().await,
        }
    }

    /// Starts one that was killed.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn restart(&mut self, server: Server) -> Result<(), ProgramError> {
        self.restart_by::<&str>(server, &[])
    }

    /// As [`Self::restart`] on a disk on which no file of it may grow beyond so many KiB.
    ///
    /// # Errors
    /// As there.
    pub fn restart_cramped(&mut self, server: Server, kib: u64) -> Result<(), ProgramError> {
        // `sh` counts blocks of 512 bytes.
        let script = format!(r#"trap "" XFSZ; ulimit -f {}; exec "$0" "$@""#, kib * 2);
        self.restart_by(server, &["sh", "-c", &script])
    }

    /// As [`Self::restart`], run by another program that takes it as its last arguments.
    ///
    /// # Errors
    /// As there.
    pub fn restart_by<A: AsRef<OsStr>>(
        &mut self,
        server: Server,
        before: &[A],
    ) -> Result<(), ProgramError> {
        let before: Vec<&OsStr> = before.iter().map(AsRef::as_ref).collect();
        let [central, keys] = &self.settings;
        let (place, settings) = match server {
            Server::Central => (&mut self.central, central),
            Server::Keys => (&mut self.keys, keys),
        };
        *place = serve(server, settings, &self.folder, &before)?;
        Ok(())
    }

    /// Ends both; central first, which asks the other.
    pub async fn stop(self) {
        self.central.stop().await;
        self.keys.stop().await;
    }
}

fn serve(
    server: Server,
    settings: &Path,
    folder: &Path,
    before: &[&OsStr],
) -> Result<Program, ProgramError> {
    let name = server.program();
    let arguments = ["serve", "--config"].map(OsStr::new);
    let arguments = [&arguments[..], &[settings.as_os_str()]].concat();
    Program::start_by(before, name, folder, &arguments, &[])
}

fn hold(server: Server, address: SocketAddr) -> Result<TcpSocket, ProgramError> {
    let held = TcpSocket::new_v4().and_then(|socket| {
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(socket)
    });
    held.map_err(|error| ProgramError::Start(server.program(), error))
}
