//! The settings of `serve`: a TOML file, each value of which the environment may replace. Secrets
//! are never settings, only paths of files that hold them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use charthold_protocol::{LIVE_KEEPALIVE_S, Policy};
use serde::Deserialize;

use crate::CentralError;

/// All settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[server]`.
    pub server: ServerSection,
    /// `[store]`.
    pub store: StoreSection,
    /// `[keys]`.
    pub keys: KeysSection,
    /// `[sign_in]`.
    #[serde(default)]
    pub sign_in: SignInSection,
    /// `[single_sign_on]`; absent: people sign in by passwords of central's alone.
    #[serde(default)]
    pub single_sign_on: Option<SingleSignOnSection>,
    /// `[limits]`.
    #[serde(default)]
    pub limits: LimitsSection,
    /// `[policy]`: what workstations are told.
    #[serde(default)]
    pub policy: Policy,
}

/// `[server]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    /// Address and port.
    pub listen: SocketAddr,
    /// The folder made by `init`: signing key and the last epoch served.
    pub data: PathBuf,
    /// Certificate chain, PEM.
    pub tls_cert: PathBuf,
    /// Its private key, PEM.
    pub tls_key: PathBuf,
}

/// `[store]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreSection {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    pub url: String,
}

/// `[keys]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysSection {
    /// Address of the key service, `https://HOST:PORT`.
    pub url: String,
    /// The certificate authority that vouches for it, PEM; no other is believed.
    pub ca: PathBuf,
}

/// `[sign_in]`: what people have to show.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSection {
    /// Who is asked for a code beside the password.
    pub second_factor: SecondFactorRule,
}

/// Who is asked for a code beside the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactorRule {
    /// Nobody, whatever is set up.
    Off,
    /// Everybody for whom one was set.
    #[default]
    IfSet,
    /// Everybody; who has none does not get in.
    Required,
}

/// `[single_sign_on]`: the hospital's OpenID Connect provider, of which central is a client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SingleSignOnSection {
    /// Its issuer identifier, `https://HOST/…`.
    pub issuer: String,
    /// What it knows central as.
    pub client_id: String,
    /// A file with central's secret at it, for a confidential client.
    #[serde(default)]
    pub client_secret: Option<PathBuf>,
    /// The certificate authority that vouches for it, PEM; no other is believed.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// Which of its claims is the username.
    #[serde(default)]
    pub username_claim: UsernameClaim,
    /// Nobody signs in by a password of central's.
    #[serde(default)]
    pub only: bool,
}

/// Which claim is the username (OpenID Connect Core 1.0, 5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsernameClaim {
    /// `preferred_username`.
    #[default]
    PreferredUsername,
    /// `email`, where the provider says that it verified it.
    Email,
    /// `sub`.
    Sub,
}

/// `[limits]`: how much at once.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsSection {
    /// Bytes of one push or pull.
    pub max_bytes: u32,
    /// Operations of one push.
    pub max_ops: u32,
    /// Bytes of operations that are worked on at once: what is more waits its turn.
    pub room_bytes: u32,
    /// Bytes a second that all workstations together may carry; 0: as many as they can.
    pub bytes_per_s: u32,
    /// Devices that listen for live hints at once.
    pub live_listeners: u32,
    /// How often an idle listener is told that central is there, and is looked at again: what another
    /// central or a command changed is found then.
    pub live_keepalive_s: u32,
    /// How often centrals on one PostgreSQL tell each other that they are there; the same at each of
    /// them. Hints are taken for incomplete when three are missing.
    pub live_heartbeat_ms: u32,
}

impl Default for LimitsSection {
    fn default() -> Self {
        Self {
            max_bytes: 4 << 20,
            max_ops: 5_000,
            room_bytes: 256 << 20,
            bytes_per_s: 0,
            live_listeners: 2_000,
            live_keepalive_s: LIVE_KEEPALIVE_S,
            live_heartbeat_ms: 5_000,
        }
    }
}

impl LimitsSection {
    /// Whatever the settings say: a request is held in memory whole.
    const CEILING_BYTES: u32 = 16 << 20;
    /// Less could not carry one scanned letter.
    const FLOOR_BYTES: u32 = 64 << 10;
    const CEILING_OPS: u32 = 50_000;
    const CEILING_LISTENERS: u32 = 100_000;

    /// The limits in force.
    #[must_use]
    pub(crate) fn in_force(self) -> Self {
        Self {
            max_bytes: self.max_bytes.clamp(Self::FLOOR_BYTES, Self::CEILING_BYTES),
            max_ops: self.max_ops.clamp(1, Self::CEILING_OPS),
            room_bytes: self.room_bytes.max(Self::FLOOR_BYTES),
            bytes_per_s: self.bytes_per_s,
            live_listeners: self.live_listeners.min(Self::CEILING_LISTENERS),
            // A workstation takes a line that is silent for longer than that for dead.
            live_keepalive_s: self.live_keepalive_s.clamp(1, LIVE_KEEPALIVE_S),
            live_heartbeat_ms: self.live_heartbeat_ms.clamp(10, 60_000),
        }
    }
}

impl Config {
    /// Reads the settings of `path`; `environment` answers the value of a variable.
    ///
    /// # Errors
    /// [`CentralError::File`], [`CentralError::Settings`]: missing, or not of this shape.
    pub fn load(
        path: &Path,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, CentralError> {
        let text =
            std::fs::read_to_string(path).map_err(CentralError::file("reading the settings"))?;
        Self::read(&text, environment)
    }

    fn read(
        text: &str,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, CentralError> {
        let mut table: toml::Table = text.parse().map_err(CentralError::Settings)?;
        for (section, key, kind) in KEYS {
            let name = format!("CHARTHOLD_{section}_{key}").to_uppercase();
            if let Some(given) = environment(&name) {
                set(&mut table, section, key, kind.read(given)?)?;
            }
        }
        table.try_into().map_err(CentralError::Settings)
    }
}

fn set(
    table: &mut toml::Table,
    section: &str,
    key: &str,
    value: toml::Value,
) -> Result<(), CentralError> {
    let section = table
        .entry(section)
        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let section = section
        .as_table_mut()
        .ok_or(CentralError::Setting("a section is not a table"))?;
    section.insert(key.to_owned(), value);
    Ok(())
}

enum Kind {
    Text,
    Number,
    Switch,
}

impl Kind {
    fn read(&self, given: String) -> Result<toml::Value, CentralError> {
        match self {
            Self::Text => Ok(toml::Value::String(given)),
            Self::Number => given
                .parse()
                .map(toml::Value::Integer)
                .map_err(|_| CentralError::Setting("a variable is not a number")),
            Self::Switch => given
                .parse()
                .map(toml::Value::Boolean)
                .map_err(|_| CentralError::Setting("a variable is neither true nor false")),
        }
    }
}

/// Every setting; a test holds this against the structures.
const KEYS: &[(&str, &str, Kind)] = &[
    ("server", "listen", Kind::Text),
    ("server", "data", Kind::Text),
    ("server", "tls_cert", Kind::Text),
    ("server", "tls_key", Kind::Text),
    ("store", "url", Kind::Text),
    ("keys", "url", Kind::Text),
    ("keys", "ca", Kind::Text),
    ("sign_in", "second_factor", Kind::Text),
    ("single_sign_on", "issuer", Kind::Text),
    ("single_sign_on", "client_id", Kind::Text),
    ("single_sign_on", "client_secret", Kind::Text),
    ("single_sign_on", "ca", Kind::Text),
    ("single_sign_on", "username_claim", Kind::Text),
    ("single_sign_on", "only", Kind::Switch),
    ("limits", "max_bytes", Kind::Number),
    ("limits", "max_ops", Kind::Number),
    ("limits", "room_bytes", Kind::Number),
    ("limits", "bytes_per_s", Kind::Number),
    ("limits", "live_listeners", Kind::Number),
    ("limits", "live_keepalive_s", Kind::Number),
    ("limits", "live_heartbeat_ms", Kind::Number),
    ("policy", "inactivity_limit_s", Kind::Number),
    ("policy", "offline_lease_s", Kind::Number),
    ("policy", "help_desk", Kind::Text),
    ("policy", "pin", Kind::Switch),
];

#[cfg(test)]
mod tests;
