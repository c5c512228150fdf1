//! The two servers of a hospital on one disk: folders, certificates, settings, people. What is made
//! here is what an operator makes by hand following the README of each server.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use charthold_central::{Bootstrap, CentralError, CodeTerms, Initialised, NewPerson, open_store};
use charthold_central::{
    Config, KeysSection, LimitsSection, ServerSection, SignInSection, StoreSection,
};
use charthold_crypto::{Entropy, Secret};
use charthold_domain::{Clock, UnitId};
use charthold_keys::{Home, KeysConfig, KeysError, MasterConfig, TlsFiles};
use charthold_protocol::Policy;

use crate::hospital::{UNITS, people};
use crate::{Authority, settings};

/// A site could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SiteError {
    /// A certificate could not be made.
    #[error("making a certificate")]
    Certificate(#[source] rcgen::Error),
    /// A file could not be written.
    #[error("writing a file of the site")]
    File(#[from] std::io::Error),
    /// Central refused.
    #[error("setting up central")]
    Central(#[from] CentralError),
    /// The key service refused.
    #[error("setting up the key service")]
    Keys(#[from] KeysError),
    /// The settings could not be put into words.
    #[error("writing the settings of the site")]
    Settings(#[from] toml::ser::Error),
    /// Central's store refused.
    #[error("setting up central's store")]
    Store(#[from] charthold_central_store::StoreError),
}

const CA: &str = "ca.pem";
const CENTRAL_SETTINGS: &str = "central.toml";
const KEYS_SETTINGS: &str = "keys.toml";

/// A site that has been set up.
pub struct Site {
    root: PathBuf,
    /// Central's settings.
    pub central: Config,
    /// The key service's settings.
    pub keys: KeysConfig,
    /// The authority's certificate, PEM.
    pub ca_pem: String,
}

impl Site {
    /// Sets "Riverside General" up in `root`, with its units and people, on two free ports.
    ///
    /// # Errors
    /// [`SiteError`].
    pub async fn make(
        root: &Path,
        clock: &dyn Clock,
        entropy: &mut dyn Entropy,
        policy: Policy,
    ) -> Result<Self, SiteError> {
        Self::make_on(root, None, (clock, entropy), policy).await
    }

    /// As [`Self::make`]; central's store is where `store` says, or a file of its own.
    ///
    /// # Errors
    /// As there.
    pub async fn make_on(
        root: &Path,
        store: Option<&str>,
        (clock, entropy): (&dyn Clock, &mut dyn Entropy),
        policy: Policy,
    ) -> Result<Self, SiteError> {
        std::fs::create_dir_all(root)?;
        let authority = Authority::make("Riverside General private CA")?;
        let ca = root.join(CA);
        std::fs::write(&ca, authority.pem())?;
        let tls = |name: &str| -> Result<TlsFiles, SiteError> {
            let issued = authority.issue()?;
            let cert = root.join(format!("{name}.pem"));
            let key = root.join(format!("{name}.key"));
            std::fs::write(&cert, issued.cert_pem)?;
            write_private(&key, &issued.key_pem)?;
            Ok(TlsFiles { cert, key })
        };
        let central_data = root.join("central");
        let made = found((&central_data, store), clock, entropy).await?;
        let keys_data = root.join("keys");
        charthold_keys::init(&Home::plain(&keys_data), clock, entropy)?;
        let (central_at, keys_at) = (free_port()?, free_port()?);
        let keys = KeysConfig {
            listen: keys_at,
            data: keys_data,
            central_verifying_key: made.verifying_key,
            tls: tls("keys-tls")?,
            master: MasterConfig::default(),
        };
        let files = tls("central-tls")?;
        let central = Config {
            server: ServerSection {
                listen: central_at,
                data: central_data,
                tls_cert: files.cert,
                tls_key: files.key,
            },
            store: StoreSection {
                url: made.store_url,
            },
            keys: KeysSection {
                url: format!("https://localhost:{}", keys_at.port()),
                ca,
            },
            sign_in: SignInSection::default(),
            single_sign_on: None,
            limits: LimitsSection::default(),
            policy,
        };
        let site = Self {
            root: root.to_owned(),
            central,
            keys,
            ca_pem: authority.pem(),
        };
        site.populate(clock, entropy).await?;
        // Last: a folder with both files holds a whole site.
        site.write_settings()?;
        Ok(site)
    }

    fn write_settings(&self) -> Result<(), SiteError> {
        let central = settings::of_central(&self.central)?;
        write_private(&self.central_settings_path(), &central)?;
        let keys = settings::of_keys(&self.keys)?;
        write_private(&self.keys_settings_path(), &keys)
    }

    /// The site made in `root` before.
    ///
    /// # Errors
    /// [`SiteError::Central`], [`SiteError::Keys`]: the settings are missing or damaged;
    /// [`SiteError::File`]: the authority's certificate is.
    pub fn load(root: &Path) -> Result<Self, SiteError> {
        let nothing = |_: &str| None;
        Ok(Self {
            central: Config::load(&root.join(CENTRAL_SETTINGS), &nothing)?,
            keys: KeysConfig::load(&root.join(KEYS_SETTINGS), nothing)?,
            ca_pem: std::fs::read_to_string(root.join(CA))?,
            root: root.to_owned(),
        })
    }

    async fn populate(
        &self,
        clock: &dyn Clock,
        entropy: &mut dyn Entropy,
    ) -> Result<(), SiteError> {
        let store = open_store(&self.central.store.url).await?;
        let mut bootstrap = Bootstrap {
            store: store.as_ref(),
            clock,
            entropy,
        };
        let mut units: Vec<(&str, UnitId)> = Vec::new();
        for name in UNITS {
            units.push((name, bootstrap.add_unit(name).await?.id));
        }
        for person in people() {
            let mine = units.iter().filter(|(name, _)| person.units.contains(name));
            bootstrap
                .add_person(NewPerson {
                    username: person.username.to_owned(),
                    display_name: person.display_name.to_owned(),
                    role: person.role,
                    units: mine.map(|(_, id)| *id).collect(),
                    password: Secret::new(person.password.to_owned()),
                })
                .await?;
        }
        Ok(())
    }

    /// An enrolment code for the named units.
    ///
    /// # Errors
    /// [`SiteError`].
    pub async fn make_code(
        &self,
        units: &[&str],
        uses: u32,
        valid: Duration,
        clock: &dyn Clock,
        entropy: &mut dyn Entropy,
    ) -> Result<String, SiteError> {
        let store = open_store(&self.central.store.url).await?;
        let known = store.list_units().await?;
        let wanted = known
            .iter()
            .filter(|unit| units.contains(&unit.name.as_str()));
        let terms = CodeTerms {
            units: wanted.map(|unit| unit.id).collect(),
            uses,
            valid,
        };
        let mut bootstrap = Bootstrap {
            store: store.as_ref(),
            clock,
            entropy,
        };
        Ok(bootstrap.make_code(&terms).await?)
    }

    /// Central's address for workstations.
    #[must_use]
    pub fn central_url(&self) -> String {
        format!("https://localhost:{}", self.central.server.listen.port())
    }

    /// Where the authority's certificate is.
    #[must_use]
    pub fn ca_path(&self) -> PathBuf {
        self.root.join(CA)
    }

    /// What `charthold-central serve --config` takes.
    #[must_use]
    pub fn central_settings_path(&self) -> PathBuf {
        self.root.join(CENTRAL_SETTINGS)
    }

    /// What `charthold-keys serve --config` takes.
    #[must_use]
    pub fn keys_settings_path(&self) -> PathBuf {
        self.root.join(KEYS_SETTINGS)
    }

    /// Central's whole database file.
    #[must_use]
    pub fn central_database(&self) -> PathBuf {
        PathBuf::from(self.central.store.url.trim_start_matches("sqlite:"))
    }
}

async fn found(
    (data, store): (&Path, Option<&str>),
    clock: &dyn Clock,
    entropy: &mut dyn Entropy,
) -> Result<Initialised, CentralError> {
    let name = "Riverside General";
    match store {
        None => charthold_central::init(data, name, clock, entropy).await,
        Some(url) => charthold_central::init_at(data, url, name, clock, entropy).await,
    }
}

fn free_port() -> Result<SocketAddr, SiteError> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

fn write_private(path: &Path, text: &str) -> Result<(), SiteError> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())?;
    Ok(())
}
