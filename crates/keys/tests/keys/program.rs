//! The program as an operator runs it: a folder, a configuration, and commands.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with a configuration in it.
pub(crate) struct Program {
    pub(crate) home: TempDir,
}

impl Program {
    pub(crate) const PIN: &str = "482913";
    /// The section `[master]` of a service whose master key is in a token of SoftHSM.
    pub(crate) const TOKEN: &str = "provider = \"pkcs11\"\n\
        module = \"/usr/lib/softhsm/libsofthsm2.so\"\ntoken = \"clinic\"\npin_file = \"HOME/pin\"";

    /// With a token of its own.
    pub(crate) fn with_token() -> Self {
        let program = Self::with_master(Self::TOKEN);
        program.make_token();
        program
    }

    /// Makes the token and its PIN's file.
    pub(crate) fn make_token(&self) {
        let tokens = self.path("tokens");
        std::fs::create_dir(&tokens).unwrap();
        let text = format!(
            "directories.tokendir = {}\nlog.level = ERROR\n",
            tokens.display()
        );
        std::fs::write(self.path("softhsm2.conf"), text).unwrap();
        let made = Command::new("softhsm2-util")
            .env("SOFTHSM2_CONF", self.path("softhsm2.conf"))
            .args(["--init-token", "--free", "--label", "clinic"])
            .args(["--so-pin", "93847561", "--pin", Self::PIN])
            .output()
            .expect("softhsm2-util (cargo xtask setup installs it)");
        assert!(made.status.success(), "{}", said(&made));
        self.write_secret("pin", Self::PIN);
    }

    /// With this section `[master]`, in which `HOME` stands for the folder.
    pub(crate) fn with_master(section: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let program = Self { home };
        program.configure(section);
        program
    }

    /// Writes the configuration anew.
    pub(crate) fn configure(&self, section: &str) {
        self.write_config(&self.path("keys.toml"), section);
    }

    pub(crate) fn write_config(&self, path: &Path, section: &str) {
        let root = self.home.path().to_str().unwrap();
        let section = section.replace("HOME", root);
        let text = format!("data = \"{root}/keys\"\n[master]\n{section}\n");
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A file with one line that only its owner may read.
    pub(crate) fn write_secret(&self, name: &str, line: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;

        let path = self.path(name);
        std::fs::write(&path, format!("{line}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Adds the program with this configuration and these arguments to what is to be run.
    pub(crate) fn tell(&self, command: &mut Command, config: &str, arguments: &[&str]) {
        let (name, more) = arguments.split_first().unwrap();
        command
            .arg(env!("CARGO_BIN_EXE_charthold-keys"))
            .arg(name)
            .arg("--config")
            .arg(self.path(config))
            .args(more)
            .env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
    }

    /// Runs a command with this configuration.
    pub(crate) fn run_with(&self, config: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new("env");
        self.tell(&mut command, config, arguments);
        command.output().unwrap()
    }

    /// The command, not yet run, on the configured service.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_charthold-keys"));
        command
            .arg(name)
            .arg("--config")
            .arg(self.path("keys.toml"))
            .env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
        command
    }

    /// Runs a command with more arguments.
    pub(crate) fn run(&self, name: &str, more: &[&str]) -> Output {
        self.command(name).args(more).output().unwrap()
    }

    /// What a command says that is to succeed.
    pub(crate) fn done(&self, name: &str, more: &[&str]) -> String {
        let output = self.run(name, more);
        assert!(output.status.success(), "{name}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command says that is to fail with `code`.
    pub(crate) fn refused(&self, name: &str, more: &[&str], code: i32) -> String {
        let output = self.run(name, more);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{name}: {}",
            said(&output)
        );
        let said = said(&output);
        let home = self.home.path().to_str().unwrap();
        assert!(!said.contains(home), "a path is told: {said}");
        said
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
