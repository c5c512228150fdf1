//! A private PostgreSQL for one test: its own cluster in a folder of its own, on a Unix socket in
//! that folder, run by an unprivileged account, gone when it is let go of. Waits for no port and
//! no clock: the server says when it is ready. What a store does with it belongs elsewhere.

mod account;
mod error;
mod installation;
mod server;
mod template;

use std::path::Path;

use account::Account;
use installation::Installation;
use server::Server;

pub use error::ClusterError;

/// A running cluster with a database `charthold`, owned by the login `charthold`, who is no
/// superuser and may make roles: what a hospital's database administrator would hand over.
pub struct Cluster {
    // Dropped in this order: the server leaves its folder before the folder goes.
    server: Option<Server>,
    installation: Installation,
    account: Account,
    settings: Vec<String>,
    folder: tempfile::TempDir,
}

impl Cluster {
    /// Makes and starts one.
    ///
    /// # Errors
    /// [`ClusterError::Missing`] when PostgreSQL's server is not installed.
    pub fn start() -> Result<Self, ClusterError> {
        let installation = Installation::find()?;
        let account = Account::unprivileged()?;
        let folder = tempfile::tempdir().map_err(ClusterError::file("making its folder"))?;
        account.give(folder.path())?;
        template::copy(&installation, &account, &folder.path().join(DATA))?;
        let mut cluster = Self {
            server: None,
            installation,
            account,
            settings: Vec::new(),
            folder,
        };
        cluster.run()?;
        cluster.sql(
            SUPERUSER,
            "postgres",
            "CREATE ROLE charthold LOGIN CREATEROLE",
        )?;
        cluster.create_database("charthold")?;
        Ok(cluster)
    }

    /// Makes another database, owned by the login `charthold`.
    ///
    /// # Errors
    /// [`ClusterError::Refused`] when there is one of that name.
    pub fn create_database(&self, name: &str) -> Result<(), ClusterError> {
        let sql = format!("CREATE DATABASE {name} OWNER charthold");
        self.sql(SUPERUSER, "postgres", &sql).map(drop)
    }

    /// Where a store finds `database` as the login `user`.
    #[must_use]
    pub fn url_as(&self, user: &str, database: &str) -> String {
        let folder = self.folder.path().display();
        format!("postgres:///{database}?host={folder}&user={user}")
    }

    /// Where a store finds the database that is there from the start.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_as("charthold", "charthold")
    }

    /// Runs `sql` with `psql`, as somebody at the database's own console; answers what it printed.
    ///
    /// # Errors
    /// [`ClusterError::Refused`] with the server's words.
    pub fn sql(&self, user: &str, database: &str, sql: &str) -> Result<String, ClusterError> {
        self.sql_on(PORT, user, database, sql)
    }

    /// The same, when the port of the socket was set to another.
    ///
    /// # Errors
    /// As [`Self::sql`].
    pub fn sql_on(
        &self,
        port: u16,
        user: &str,
        database: &str,
        sql: &str,
    ) -> Result<String, ClusterError> {
        let mut psql = self.installation.program("psql");
        psql.args([
            "-p",
            &port.to_string(),
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            user,
            "-d",
            database,
        ])
        .args(["-c", sql, "-h"])
        .arg(self.folder.path());
        installation::run(&mut psql, "running psql")
    }

    /// A setting, `name=value`, for when the server is started again.
    pub fn set(&mut self, setting: String) {
        self.settings.push(setting);
    }

    /// Ends the server as a crash does: no checkpoint, every connection cut.
    ///
    /// # Errors
    /// [`ClusterError::File`] when it cannot be signalled.
    pub fn crash(&mut self) -> Result<(), ClusterError> {
        match self.server.take() {
            Some(server) => server.crash(),
            None => Ok(()),
        }
    }

    /// Starts the server again after [`Self::crash`]; it recovers before this returns.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn run(&mut self) -> Result<(), ClusterError> {
        let mut postgres = self.installation.program("postgres");
        postgres
            .arg("-D")
            .arg(self.folder.path().join(DATA))
            .arg("-k")
            .arg(self.folder.path());
        for setting in SETTINGS
            .iter()
            .copied()
            .chain(self.settings.iter().map(String::as_str))
        {
            postgres.args(["-c", setting]);
        }
        self.server = Some(Server::start(&mut self.account.run(postgres))?);
        Ok(())
    }

    /// The server's first process, which the others are children of; while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.server.as_ref().map(Server::process)
    }

    /// The folder of the socket; files laid here can be read by the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Hands a file in [`Self::folder`] to the account the server runs as.
    ///
    /// # Errors
    /// [`ClusterError::File`].
    pub fn give(&self, path: &Path) -> Result<(), ClusterError> {
        self.account.give(path)
    }
}

/// Who may do everything in the cluster.
pub const SUPERUSER: &str = "postgres";

const DATA: &str = "data";
/// Part of the socket's name; nothing listens there.
const PORT: u16 = 5432;
/// Small and quick. A crash of the server loses nothing without fsync; only a crash of the system would.
const SETTINGS: [&str; 6] = [
    "listen_addresses=",
    "fsync=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "lc_messages=C",
    "log_checkpoints=off",
];
