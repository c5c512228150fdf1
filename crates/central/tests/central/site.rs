//! A hospital of two units with central, a key service and a clock that tests set.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use charthold_central::{
    Bootstrap, CentralError, CentralHandle, CodeTerms, Config, KeysSection, LimitsSection,
    NewPerson, Parts, SecondFactorRule, ServerSection, SignInSection, SingleSignOnSection,
    StoreSection, init_at, open_store, start,
};
use charthold_central_store::CentralStore;
use charthold_crypto::{Entropy, Secret, VerifyingKey, sha256};
use charthold_domain::{BootTime, Clock, Person, Role, Timestamp, UnitId};
use charthold_protocol::Policy;

use crate::key_service::KeyService;
use crate::transport::{Authority, client};
use crate::workstation::Workstation;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A clock that stands still until it is moved.
pub(crate) struct SetClock(AtomicI64);

impl SetClock {
    pub(crate) fn pass(&self, seconds: i64) {
        self.pass_ms(seconds * 1000);
    }

    pub(crate) fn pass_ms(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn boot_time(&self) -> BootTime {
        BootTime(Duration::from_millis(
            self.0.load(Ordering::SeqCst).unsigned_abs(),
        ))
    }
}

/// Bytes that are the same in every run.
pub(crate) struct Counted(pub(crate) u64);

impl Entropy for Counted {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&sha256(&[&self.0.to_be_bytes()])[..chunk.len()]);
        }
    }
}

pub(crate) struct Site {
    pub(crate) clock: Arc<SetClock>,
    pub(crate) store: Arc<dyn CentralStore>,
    pub(crate) keys: KeyService,
    pub(crate) central_key: VerifyingKey,
    pub(crate) url: String,
    pub(crate) http: reqwest::Client,
    pub(crate) near: UnitId,
    pub(crate) far: UnitId,
    pub(crate) chance: Counted,
    /// Absent once somebody took it to stop central.
    pub(crate) handle: Option<CentralHandle>,
    config: Config,
    folder: tempfile::TempDir,
}

impl Site {
    pub(crate) async fn open() -> Self {
        Self::open_with(LimitsSection::default()).await
    }

    pub(crate) async fn open_with(limits: LimitsSection) -> Self {
        Self::open_on(limits, None).await
    }

    /// On another store than a file of its own.
    pub(crate) async fn open_on(limits: LimitsSection, store_url: Option<String>) -> Self {
        Self::open_as((limits, SignInSection::default(), None), store_url).await
    }

    /// Where a code is wanted as `second_factor` says.
    pub(crate) async fn open_wanting(
        second_factor: SecondFactorRule,
        store_url: Option<String>,
    ) -> Self {
        let sign_in = SignInSection { second_factor };
        Self::open_as((LimitsSection::default(), sign_in, None), store_url).await
    }

    /// Where people sign in by `provider`.
    pub(crate) async fn open_signing_on(provider: SingleSignOnSection) -> Self {
        let by = (
            LimitsSection::default(),
            SignInSection::default(),
            Some(provider),
        );
        Self::open_as(by, None).await
    }

    async fn open_as(
        (limits, sign_in, single_sign_on): (
            LimitsSection,
            SignInSection,
            Option<SingleSignOnSection>,
        ),
        store_url: Option<String>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::make(folder.path());
        let clock = Arc::new(SetClock(AtomicI64::new(1_700_000_000_000)));
        let mut chance = Counted(1);
        let data = folder.path().join("central");
        let file = format!("sqlite:{}", data.join("central.db").display());
        let store_url = store_url.unwrap_or(file);
        let name = "Riverside General";
        let made = init_at(&data, &store_url, name, clock.as_ref(), &mut chance)
            .await
            .unwrap();
        let keys = KeyService::start(&authority, made.verifying_key, clock.clone());
        let store = open_store(&made.store_url).await.unwrap();
        let config = Config {
            server: ServerSection {
                listen: SocketAddr::from(([127, 0, 0, 1], 0)),
                data,
                tls_cert: authority.cert.clone(),
                tls_key: authority.key.clone(),
            },
            store: StoreSection {
                url: made.store_url,
            },
            keys: KeysSection {
                url: keys.url.clone(),
                ca: authority.ca.clone(),
            },
            sign_in,
            single_sign_on,
            limits,
            policy: Policy::default(),
        };
        let handle = serve(&config, &store, &clock, 1 << 40).await;
        let mut site = Self {
            url: format!("https://localhost:{}", handle.address().port()),
            http: client(&authority.ca),
            near: UnitId::from_bytes([0; 16]),
            far: UnitId::from_bytes([0; 16]),
            central_key: made.verifying_key,
            folder,
            clock,
            store,
            keys,
            chance,
            handle: Some(handle),
            config,
        };
        site.near = site.bootstrap().add_unit("4B").await.unwrap().id;
        site.far = site.bootstrap().add_unit("5A").await.unwrap().id;
        site
    }

    /// Another central on the same store: with a copy of the data folder and chance of its own.
    pub(crate) async fn beside(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = self.config.clone();
        config.server.data = folder.path().join("central");
        std::fs::create_dir(&config.server.data).unwrap();
        for file in std::fs::read_dir(&self.config.server.data).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), config.server.data.join(file.file_name())).unwrap();
        }
        let ca = folder.path().join("ca.pem");
        std::fs::copy(&self.config.keys.ca, &ca).unwrap();
        let store = open_store(&config.store.url).await.unwrap();
        let handle = serve(&config, &store, &self.clock, 1 << 41).await;
        Self {
            url: format!("https://localhost:{}", handle.address().port()),
            http: client(&ca),
            near: self.near,
            far: self.far,
            central_key: self.central_key,
            folder,
            clock: self.clock.clone(),
            store,
            keys: self.keys.clone(),
            chance: Counted(1 << 42),
            handle: Some(handle),
            config,
        }
    }

    /// Central once more, after it was stopped.
    pub(crate) async fn serve_again(&self) -> Result<CentralHandle, CentralError> {
        try_serve(&self.config, &self.store, &self.clock, 1 << 43).await
    }

    pub(crate) fn bootstrap(&mut self) -> Bootstrap<'_> {
        Bootstrap {
            store: self.store.as_ref(),
            clock: self.clock.as_ref(),
            entropy: &mut self.chance,
        }
    }

    pub(crate) async fn code(&mut self, uses: u32) -> String {
        self.code_for(self.near, uses).await
    }

    async fn code_for(&mut self, unit: UnitId, uses: u32) -> String {
        let units = vec![unit];
        let terms = CodeTerms {
            units,
            uses,
            valid: Duration::from_secs(900),
        };
        self.bootstrap().make_code(&terms).await.unwrap()
    }

    pub(crate) async fn person(&mut self, username: &str, role: Role, unit: UnitId) -> Person {
        let new = NewPerson {
            username: username.to_owned(),
            display_name: username.to_owned(),
            role,
            units: vec![unit],
            password: Secret::new(PASSWORD.to_owned()),
        };
        self.bootstrap().add_person(new).await.unwrap()
    }

    /// An enrolled workstation of the near unit.
    pub(crate) async fn workstation(&mut self) -> Workstation {
        self.workstation_of(self.near).await
    }

    /// An enrolled workstation of a unit.
    pub(crate) async fn workstation_of(&mut self, unit: UnitId) -> Workstation {
        let code = self.code_for(unit, 1).await;
        let mut candidate = Workstation::candidate(&mut self.chance);
        candidate.enrol(self, &code).await.unwrap();
        candidate
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.handle.as_ref().unwrap().address()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

async fn serve(
    config: &Config,
    store: &Arc<dyn CentralStore>,
    clock: &Arc<SetClock>,
    seed: u64,
) -> CentralHandle {
    try_serve(config, store, clock, seed).await.unwrap()
}

async fn try_serve(
    config: &Config,
    store: &Arc<dyn CentralStore>,
    clock: &Arc<SetClock>,
    seed: u64,
) -> Result<CentralHandle, CentralError> {
    let listener = TcpListener::bind(config.server.listen).unwrap();
    let parts = Parts {
        store: store.clone(),
        clock: clock.clone(),
        entropy: Box::new(Counted(seed)),
    };
    start(config.clone(), parts, listener).await
}
