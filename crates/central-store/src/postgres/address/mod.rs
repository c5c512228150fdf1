//! Where a hospital's PostgreSQL is: the URL of the settings, and the rule that nothing leaves this
//! machine without TLS. Connecting is the pool's work.

use std::net::IpAddr;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::StoreError;

/// A parsed `postgres:` URL.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) config: Config,
    /// The authority that vouches for the server; with it the connection is TLS, always.
    pub(super) authority: Option<PathBuf>,
    /// The file whose first line is the password.
    pub(super) password_file: Option<PathBuf>,
}

impl Address {
    /// Reads `postgres://USER@HOST/DATABASE?…`; besides the driver's own keys there are
    /// `sslrootcert` and `passfile`.
    ///
    /// # Errors
    /// [`StoreError::Address`]: not such a URL, a password in it, or a remote host without TLS.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let (place, keys) = url.split_once('?').unwrap_or((url, ""));
        let mut ours = Ours::default();
        let theirs: Vec<&str> = keys
            .split('&')
            .filter(|key| !key.is_empty() && !ours.take(key))
            .collect();
        let mut config: Config = format!("{place}?{}", theirs.join("&"))
            .parse()
            .map_err(|_| refused("it is no URL of a PostgreSQL database"))?;
        if config.get_password().is_some() {
            // Settings are printed, copied and backed up.
            return Err(refused("a password belongs in a file, named by passfile"));
        }
        if ours.authority.is_some() {
            config.ssl_mode(SslMode::Require);
        } else if is_remote(&config) {
            return Err(refused(
                "another machine is reached by TLS only, with sslrootcert",
            ));
        } else {
            config.ssl_mode(SslMode::Disable);
        }
        Ok(Self {
            config,
            authority: ours.authority,
            password_file: ours.password_file,
        })
    }
}

/// The keys the driver does not know.
#[derive(Default)]
struct Ours {
    authority: Option<PathBuf>,
    password_file: Option<PathBuf>,
}

impl Ours {
    fn take(&mut self, key: &str) -> bool {
        match key.split_once('=') {
            Some(("sslrootcert", path)) => self.authority = Some(path.into()),
            Some(("passfile", path)) => self.password_file = Some(path.into()),
            // What is written here says how safe the line is; it is not to be said differently.
            Some(("sslmode", _)) => {}
            _ => return false,
        }
        true
    }
}

fn is_remote(config: &Config) -> bool {
    let by_name = config.get_hosts().iter().any(|host| match host {
        Host::Tcp(name) => name != "localhost" && !name.parse().is_ok_and(is_loopback),
        #[cfg(unix)]
        Host::Unix(_) => false,
    });
    let by_number = config
        .get_hostaddrs()
        .iter()
        .any(|number| !is_loopback(*number));
    by_name || by_number
}

fn is_loopback(number: IpAddr) -> bool {
    number.is_loopback()
}

fn refused(why: &'static str) -> StoreError {
    StoreError::Address { why }
}

#[cfg(test)]
mod tests;
