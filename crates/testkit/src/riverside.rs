//! A hospital in a box: both servers in this process on loopback, the real ones, over TLS 1.3; and
//! workstations against them through a network plug.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use charthold_central::{
    CentralHandle, Parts, SecondFactorRule, SingleSignOnSection, UsernameClaim, Withdrawing,
    open_store,
};
use charthold_central_store::{CentralStore, Damage, verify};
use charthold_crypto::{Entropy, Secret, SlotParams, Totp};
use charthold_domain::{ChartId, Clock, Timestamp};
use charthold_keys::RunningKeys;
use charthold_protocol::Policy;
use charthold_vault::MemoryKeyring;
use charthold_workstation::{Enrolment, Environment, Patience, Programme, Workstation};
use jiff::tz::TimeZone;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::hospital::{DemoPerson, people};
use crate::{ManualClock, Operators, Plug, Provider, SeededEntropy, Site};

/// The hospital.
pub struct Riverside {
    /// Its disk.
    pub folder: TempDir,
    /// Its servers' settings.
    pub site: Site,
    /// The one clock everybody reads.
    pub clock: Arc<ManualClock>,
    /// Between the workstations and central.
    pub plug: Plug,
    seed: AtomicU64,
    _central: CentralHandle,
    _keys: RunningKeys,
    _keys_stop: oneshot::Sender<()>,
}

impl Riverside {
    /// Opens the hospital under the policy as delivered.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open(now: Timestamp) -> Self {
        Self::open_on(now, None).await
    }

    /// Opens the hospital; its central's store is where `store` says, or a file of its own.
    ///
    /// # Panics
    /// When it cannot: there is nothing to measure then.
    pub async fn open_on(now: Timestamp, store: Option<&str>) -> Self {
        Self::open_under((now, store), Policy::default(), |_| {}).await
    }

    /// Opens the hospital; its central says every so many seconds on each live line that it is there.
    ///
    /// # Panics
    /// When it cannot: there is nothing to measure then.
    pub async fn open_keeping_alive(now: Timestamp, every_s: u32) -> Self {
        let tune = |site: &mut Site| site.central.limits.live_keepalive_s = every_s;
        Self::open_under((now, None), Policy::default(), tune).await
    }

    /// Opens the hospital; its workstations lock after so many seconds without input.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open_locking_after(now: Timestamp, limit_s: u32) -> Self {
        let policy = Policy {
            inactivity_limit_s: limit_s,
            ..Policy::default()
        };
        Self::open_under((now, None), policy, |_| {}).await
    }

    /// Opens the hospital; its people may go so many seconds without central.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open_leasing(now: Timestamp, lease_s: u32) -> Self {
        let policy = Policy {
            offline_lease_s: lease_s,
            ..Policy::default()
        };
        Self::open_under((now, None), policy, |_| {}).await
    }

    /// Opens the hospital; its central wants a code of everybody.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open_requiring_codes(now: Timestamp) -> Self {
        let tune = |site: &mut Site| {
            site.central.sign_in.second_factor = SecondFactorRule::Required;
        };
        Self::open_under((now, None), Policy::default(), tune).await
    }

    /// Opens the hospital; its people sign in at `provider`, too, or there alone.
    ///
    /// # Panics
    /// When it cannot: there is nothing to test then.
    pub async fn open_signing_on(now: Timestamp, provider: &Provider, only: bool) -> Self {
        let tune = |site: &mut Site| {
            site.central.single_sign_on = Some(SingleSignOnSection {
                issuer: provider.issuer().to_owned(),
                client_id: "charthold".to_owned(),
                client_secret: None,
                ca: None,
                username_claim: UsernameClaim::PreferredUsername,
                only,
            });
        };
        Self::open_under((now, None), Policy::default(), tune).await
    }

    #[expect(
        clippy::expect_used,
        reason = "a test without a hospital has nothing to say"
    )]
    async fn open_under(
        (now, store): (Timestamp, Option<&str>),
        policy: Policy,
        tune: impl FnOnce(&mut Site) + Send,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the hospital");
        let clock = Arc::new(ManualClock::at(now));
        let mut entropy = SeededEntropy::new(1);
        let given: (&dyn Clock, &mut dyn Entropy) = (clock.as_ref(), &mut entropy);
        let mut site = Site::make_on(folder.path(), store, given, policy)
            .await
            .expect("a site");
        tune(&mut site);
        let (stop, stopped) = oneshot::channel();
        let keys = charthold_keys::start(
            site.keys.clone(),
            clock.clone(),
            Box::new(SeededEntropy::new(2)),
            listener(site.keys.listen),
            async {
                let _ = stopped.await;
            },
        )
        .await
        .expect("the key service starts");
        let parts = Parts {
            store: open_store(&site.central.store.url)
                .await
                .expect("central's store"),
            clock: clock.clone(),
            entropy: Box::new(SeededEntropy::new(3)),
        };
        let at = site.central.server.listen;
        let central = charthold_central::start(site.central.clone(), parts, listener(at))
            .await
            .expect("central starts");
        let plug = Plug::to(at).await.expect("a plug");
        let seed = AtomicU64::new(100);
        Self {
            folder,
            site,
            clock,
            plug,
            seed,
            _central: central,
            _keys: keys,
            _keys_stop: stop,
        }
    }

    /// Has the key service make the next generation of a chart's keys, as its operator does while it serves.
    ///
    /// # Panics
    /// When it cannot be made.
    #[expect(
        clippy::expect_used,
        reason = "a test without the generation has nothing to say"
    )]
    pub fn make_generation(&self, chart: ChartId) -> u32 {
        let home = charthold_keys::Home::plain(&self.site.keys.data);
        let mut entropy = SeededEntropy::new(self.seed.fetch_add(1, Ordering::Relaxed));
        charthold_keys::make_generation(&home, chart, self.clock.as_ref(), &mut entropy)
            .expect("a chart whose keys were released")
    }

    /// Central's store, beside the central that serves it.
    ///
    /// # Panics
    /// When it cannot be opened.
    #[expect(
        clippy::expect_used,
        reason = "a test without a store has nothing to say"
    )]
    pub async fn store(&self) -> Arc<dyn CentralStore> {
        let store = open_store(&self.site.central.store.url).await;
        store.expect("central's store")
    }

    /// Sets a second factor as an operator does; answers what the person's app makes of it.
    ///
    /// # Panics
    /// When it cannot be set.
    #[expect(
        clippy::expect_used,
        reason = "a test without a factor has nothing to say"
    )]
    pub async fn set_second_factor(&self, username: &str) -> Totp {
        let store = self.store().await;
        let mut entropy = SeededEntropy::new(self.seed.fetch_add(1, Ordering::Relaxed));
        let link = self
            .operating(store.as_ref())
            .set_second_factor(username, &mut entropy)
            .await
            .expect("it is set");
        // EXPOSE: the person's app takes it.
        read_link(link.expose())
    }

    /// Makes a second factor worthless as an operator does; answers the code for another.
    ///
    /// # Panics
    /// When it cannot be reset.
    #[expect(
        clippy::expect_used,
        reason = "a test without a code has nothing to say"
    )]
    pub async fn reset_second_factor(&self, username: &str) -> String {
        let store = self.store().await;
        let mut entropy = SeededEntropy::new(self.seed.fetch_add(1, Ordering::Relaxed));
        let valid = Duration::from_secs(86_400);
        self.operating(store.as_ref())
            .reset_second_factor(username, valid, &mut entropy)
            .await
            .expect("it is reset")
    }

    /// Sets a password as an operator does.
    ///
    /// # Panics
    /// When it cannot be set.
    #[expect(
        clippy::expect_used,
        reason = "a test without a password has nothing to say"
    )]
    pub async fn set_password(&self, username: &str, password: &str) {
        let store = self.store().await;
        let mut entropy = SeededEntropy::new(self.seed.fetch_add(1, Ordering::Relaxed));
        let password = Secret::new(password.to_owned());
        self.operating(store.as_ref())
            .set_password(username, &password, &mut entropy)
            .await
            .expect("it is set");
    }

    /// Two operators of the key service, named now.
    ///
    /// # Panics
    /// When there are some already.
    #[expect(
        clippy::expect_used,
        reason = "a test without operators has nothing to say"
    )]
    pub fn operators(&self) -> Operators<'_> {
        let (data, folder) = (&self.site.keys.data, self.folder.path());
        Operators::found(data, folder, self.clock.as_ref()).expect("they are the first")
    }

    fn operating<'a>(&'a self, store: &'a dyn CentralStore) -> Withdrawing<'a> {
        Withdrawing {
            data: &self.site.central.server.data,
            store,
            clock: self.clock.as_ref(),
        }
    }

    /// Recomputes every chain at central, while it serves; answers what does not hold.
    ///
    /// # Panics
    /// When central's store cannot be read.
    #[expect(
        clippy::expect_used,
        reason = "a test without a store has nothing to say"
    )]
    pub async fn damage_at_central(&self) -> Vec<Damage> {
        let store = self.store().await;
        let found = verify(store.as_ref()).await.expect("it can be read");
        found.damage
    }

    /// A person by username.
    ///
    /// # Panics
    /// When nobody has it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the people of the hospital are known")]
    pub fn person(&self, username: &str) -> DemoPerson {
        people()
            .into_iter()
            .find(|person| person.username == username)
            .expect("a known person")
    }

    /// What a workstation of this hospital gets of the world.
    #[must_use]
    pub fn environment(&self) -> Environment {
        let seed = self.seed.fetch_add(1_000_000, Ordering::SeqCst);
        let count = AtomicU64::new(0);
        Environment {
            programme: Programme {
                name: "journey".into(),
                version: "0.1.0".into(),
            },
            clock: self.clock.clone(),
            entropy: Arc::new(move || {
                let n = count.fetch_add(1, Ordering::SeqCst);
                let entropy: Box<dyn Entropy> = Box::new(SeededEntropy::new(seed + n));
                entropy
            }),
            keyring: Arc::new(MemoryKeyring::new()),
            zone: TimeZone::UTC,
            slot: SlotParams::FLOOR,
            patience: Patience::STANDARD,
        }
    }

    /// An enrolment code for `units`.
    ///
    /// # Panics
    /// When central's store refuses.
    #[expect(
        clippy::expect_used,
        reason = "a test without a code has nothing to say"
    )]
    pub async fn code(&self, units: &[&str]) -> String {
        let mut entropy = SeededEntropy::new(self.seed.fetch_add(1, Ordering::SeqCst));
        let valid = Duration::from_secs(900);
        let clock = self.clock.as_ref();
        self.site
            .make_code(units, 1, valid, clock, &mut entropy)
            .await
            .expect("a code")
    }

    /// A workstation enrolled as `name` for `units`, through the plug, at `home` in the hospital's
    /// folder.
    ///
    /// # Panics
    /// When it cannot be enrolled.
    #[expect(
        clippy::expect_used,
        reason = "a test without a workstation has nothing to say"
    )]
    pub async fn workstation(&self, name: &str, units: &[&str]) -> Workstation {
        let home = self.folder.path().join(name);
        self.workstation_at(&home, name, units, self.environment())
            .await
            .expect("the workstation is enrolled")
    }

    /// As [`Self::workstation`], with a home and an environment of the caller's.
    ///
    /// # Errors
    /// What enrolling fails with.
    pub async fn workstation_at(
        &self,
        home: &Path,
        name: &str,
        units: &[&str],
        environment: Environment,
    ) -> Result<Workstation, charthold_workstation::WorkstationError> {
        let workstation = Workstation::open(home.to_owned(), environment)?;
        workstation
            .enroll(&self.enrolment(name, units).await)
            .await?;
        Ok(workstation)
    }

    /// What is needed to enrol through the plug.
    pub async fn enrolment(&self, name: &str, units: &[&str]) -> Enrolment {
        Enrolment {
            central_url: format!("https://localhost:{}", self.plug.port()),
            ca_pem: self.site.ca_pem.clone(),
            code: self.code(units).await,
            name: name.to_owned(),
        }
    }
}

#[expect(
    clippy::expect_used,
    reason = "a test without a port has nothing to say"
)]
fn listener(at: std::net::SocketAddr) -> std::net::TcpListener {
    std::net::TcpListener::bind(at).expect("the port chosen a moment ago is free")
}

/// What an authenticator app makes of an `otpauth` link.
///
/// # Panics
/// When it is none.
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "a test without an app has nothing to say"
)]
pub fn read_link(link: &str) -> Totp {
    let (_, rest) = link.split_once("secret=").expect("it has a secret");
    let base32 = rest.split('&').next().unwrap_or_default();
    Totp::from_base32(base32).expect("an app can take it")
}
