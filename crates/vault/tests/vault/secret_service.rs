//! The OS keyring against a real Secret Service: each test runs itself again in a process of its own, under a private
//! session bus with gnome-keyring and private XDG folders, so that nobody's real keyring is touched.

use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use charthold_crypto::{OsEntropy, Secret};
use charthold_vault::{DeviceKeys, Keyring, OsKeyring, VaultError};

/// Set in the process that has the bus.
const INSIDE: &str = "CHARTHOLD_TEST_INSIDE_SESSION";

/// Unlocks a keyring, runs the test binary given as arguments, and ends the daemon with the bus.
const SESSION: &str = r#"
mkdir -p -m 700 "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
printf 'test-password\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
"#;

/// Another keyring takes the place of the one that runs, as after a crash of it.
const REPLACED: &str = "printf 'test-password\\n' | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null 2>&1";

#[test]
fn a_real_secret_service_keeps_and_forgets_the_device_keys() {
    const NAME: &str = "secret_service::a_real_secret_service_keeps_and_forgets_the_device_keys";
    if std::env::var_os(INSIDE).is_some() {
        keeps_and_forgets();
        return;
    }
    passes_in_a_session(NAME);
}

fn keeps_and_forgets() {
    let keyring = OsKeyring::new();
    assert!(DeviceKeys::load(&keyring, "ws-1").unwrap().is_none());

    let keys = DeviceKeys::make(&mut OsEntropy);
    keys.save(&keyring, "ws-1").unwrap();
    DeviceKeys::make(&mut OsEntropy)
        .save(&keyring, "ws-2")
        .unwrap();
    let loaded = DeviceKeys::load_enrolled(&keyring, "ws-1").unwrap();
    assert_eq!(loaded.verifying_key(), keys.verifying_key());

    // Replaced, not added to.
    let newer = DeviceKeys::make(&mut OsEntropy);
    newer.save(&keyring, "ws-1").unwrap();
    let loaded = DeviceKeys::load_enrolled(&keyring, "ws-1").unwrap();
    assert_eq!(loaded.verifying_key(), newer.verifying_key());

    // What is not base64 of ours is refused, not decoded to something.
    keyring::Entry::new("org.charthold.workstation", "ws-1")
        .unwrap()
        .set_password("*")
        .unwrap();
    assert_eq!(keyring.load("ws-1").err(), Some(VaultError::Damaged));

    // Wiped: the keyring answers, and has nothing.
    keyring.delete("ws-1").unwrap();
    keyring.delete("ws-1").unwrap();
    assert_eq!(
        DeviceKeys::load_enrolled(&keyring, "ws-1").err(),
        Some(VaultError::KeyringWiped)
    );
    assert!(DeviceKeys::load(&keyring, "ws-2").unwrap().is_some());
}

#[test]
fn a_keyring_that_ended_is_asked_again_once_it_is_back() {
    const NAME: &str = "secret_service::a_keyring_that_ended_is_asked_again_once_it_is_back";
    if std::env::var_os(INSIDE).is_some() {
        survives_another();
        return;
    }
    passes_in_a_session(NAME);
}

fn survives_another() {
    let keyring = OsKeyring::new();
    let keys = DeviceKeys::make(&mut OsEntropy);
    keys.save(&keyring, "ws-1").unwrap();
    for turn in 0..3 {
        // Whatever this process agreed on with the one before, this one knows nothing of.
        let replaced = Command::new("bash").args(["-c", REPLACED]).status();
        assert!(replaced.unwrap().success());
        match turn {
            0 => {
                let loaded = DeviceKeys::load_enrolled(&keyring, "ws-1").unwrap();
                assert_eq!(loaded.verifying_key(), keys.verifying_key());
            }
            1 => keys.save(&keyring, "ws-2").unwrap(),
            _ => keyring.delete("ws-2").unwrap(),
        }
    }
    assert!(DeviceKeys::load(&keyring, "ws-1").unwrap().is_some());
    assert!(DeviceKeys::load(&keyring, "ws-2").unwrap().is_none());
}

#[test]
fn no_session_bus_is_said_at_once_and_nothing_is_kept_elsewhere() {
    const NAME: &str =
        "secret_service::no_session_bus_is_said_at_once_and_nothing_is_kept_elsewhere";
    if std::env::var_os(INSIDE).is_some() {
        refuses(&OsKeyring::new());
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(
        "DBUS_SESSION_BUS_ADDRESS",
        "unix:path=/nonexistent/charthold-no-bus",
    );
    assert_passed(&inside(&mut command, NAME, home.path()));
    assert_eq!(
        home.path().read_dir().unwrap().count(),
        0,
        "a fallback left something behind"
    );
}

#[test]
fn a_bus_that_never_answers_is_given_up() {
    const NAME: &str = "secret_service::a_bus_that_never_answers_is_given_up";
    if std::env::var_os(INSIDE).is_some() {
        refuses(&OsKeyring::with_patience(Duration::from_millis(200)));
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let socket = home.path().join("bus");
    // The kernel accepts connections into the backlog; nobody ever reads them.
    let _silent = UnixListener::bind(&socket).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(
        "DBUS_SESSION_BUS_ADDRESS",
        format!("unix:path={}", socket.display()),
    );
    assert_passed(&inside(&mut command, NAME, home.path()));
}

fn refuses(keyring: &OsKeyring) {
    // More calls than threads may wait: the last ones are refused without one.
    for _ in 0..3 {
        assert_eq!(
            keyring.load("ws-1").err(),
            Some(VaultError::KeyringUnavailable)
        );
        let secret = Secret::new(vec![1, 2, 3]);
        assert_eq!(
            keyring.save("ws-1", &secret),
            Err(VaultError::KeyringUnavailable)
        );
        assert_eq!(keyring.delete("ws-1"), Err(VaultError::KeyringUnavailable));
    }
}

/// Runs this binary's test `name` under a private bus, with an unlocked keyring.
fn passes_in_a_session(name: &str) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", SESSION, "bash"]);
    command.arg(std::env::current_exe().unwrap());
    assert_passed(&inside(&mut command, name, home.path()));
}

/// Runs this binary's test `name` with everything of a session in `home`.
fn inside(command: &mut Command, name: &str, home: &Path) -> Output {
    command
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn assert_passed(output: &Output) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success() && out.contains("1 passed"),
        "{out}\n{err}"
    );
}
