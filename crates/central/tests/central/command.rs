//! The program itself: its commands and exit codes.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use charthold_audit::Subtype;
use charthold_central::{Bootstrap, CodeTerms, init, open_store};
use charthold_domain::SystemClock;

use crate::site::Counted;
use crate::transport::{Authority, client};

pub(crate) fn central(arguments: &[&str], data: Option<&Path>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_charthold-central"));
    command.args(arguments);
    if let Some(data) = data {
        command.arg("--data").arg(data);
    }
    command
}

pub(crate) fn run(arguments: &[&str], data: &Path) -> Output {
    central(arguments, Some(data))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn add_person(data: &Path, password: &str) -> Output {
    let arguments = [
        "add-person",
        "--username",
        "tberg",
        "--display-name",
        "Tomas Berg, RN",
        "--role",
        "nurse",
        "--unit",
        "4B",
        "--password-stdin",
    ];
    let mut child = central(&arguments, Some(data))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(password.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_hospital_is_set_up_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("central");
    let made = run(&["init", "--hospital", "Riverside General"], &data);
    assert!(made.status.success());
    assert!(stdout(&made).contains("Next:"));
    assert_eq!(run(&["init"], &data).status.code(), Some(1), "once");

    assert!(run(&["add-unit", "4B"], &data).status.success());
    assert!(add_person(&data, "a password of twelve\n").status.success());
    assert_eq!(add_person(&data, "short\n").status.code(), Some(2));
    let unknown = run(&["code", "--unit", "9Z"], &data);
    assert_eq!(unknown.status.code(), Some(2));
    let code = run(&["code", "--unit", "4B", "--uses", "2"], &data);
    assert_eq!(stdout(&code).trim().len(), 32, "128 bits in groups");
    let verified = run(&["verify"], &data);
    assert_eq!(verified.status.code(), Some(0));
    assert!(stdout(&verified).contains("1 charts with 0 entries"));

    let nowhere = folder.path().join("mistyped");
    assert_eq!(run(&["verify"], &nowhere).status.code(), Some(1));
    assert!(!nowhere.exists(), "a mistyped folder makes no new store");
}

#[cfg(unix)]
#[test]
fn the_signing_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("central");
    assert!(run(&["init"], &data).status.success());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("central-signing-key")), 0o600);
    assert_eq!(mode(&data.join("central.db")), 0o600);
}

#[test]
fn the_description_is_printed_as_json() {
    let output = central(&["openapi"], None).output().unwrap();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}

#[tokio::test]
async fn damage_ends_verify_with_seven() {
    let mut site = crate::site::Site::open().await;
    let mut device = site.workstation().await;
    let operation = device.write(device.facility);
    device.push(&site, std::slice::from_ref(&operation)).await;
    device.explain(&site, None).await;
    assert_eq!(
        site.store
            .count_events(device.id, Subtype::Exchange)
            .await
            .unwrap(),
        1
    );
    // A copy nobody else has open: what `verify` read is then in the file itself.
    let data = site.folder().join("copy");
    std::fs::create_dir(&data).unwrap();
    for file in ["central.db", "central.db-wal"] {
        std::fs::copy(site.folder().join("central").join(file), data.join(file)).unwrap();
    }
    assert_eq!(run(&["verify"], &data).status.code(), Some(0));

    let path = data.join("central.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let body = &operation.envelope().body;
    let at = bytes
        .windows(body.len())
        .position(|window| window == body)
        .unwrap();
    bytes[at + 60] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let verified = run(&["verify"], &data);
    assert_eq!(verified.status.code(), Some(7), "{}", stdout(&verified));
    assert!(stdout(&verified).contains("at entry 1"));
}

/// A founded hospital with settings to serve it.
pub(crate) struct Founded {
    folder: tempfile::TempDir,
    authority: Authority,
    store_url: String,
}

impl Founded {
    pub(crate) async fn make() -> Self {
        Self::of(Counted(1)).await
    }

    /// A hospital that has nothing to do with the first.
    pub(crate) async fn make_another() -> Self {
        Self::of(Counted(1_000)).await
    }

    async fn of(mut chance: Counted) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::make(folder.path());
        let data = folder.path().join("central");
        let made = init(&data, "Riverside General", &SystemClock, &mut chance)
            .await
            .unwrap();
        let store_url = made.store_url;
        let text = format!(
            "[server]\nlisten = \"127.0.0.1:0\"\ndata = {data:?}\ntls_cert = {:?}\n\
             tls_key = {:?}\n[store]\nurl = {store_url:?}\n\
             [keys]\nurl = \"https://localhost:1\"\nca = {:?}\n",
            authority.cert, authority.key, authority.ca
        );
        std::fs::write(folder.path().join("central.toml"), text).unwrap();
        Self {
            folder,
            authority,
            store_url,
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("central")
    }

    /// A place beside the data folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn serve(&self) -> Command {
        let mut command = central(&["serve", "--config"], None);
        command.arg(self.folder.path().join("central.toml"));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

#[tokio::test]
async fn the_server_takes_its_settings_and_stops_in_order() {
    let founded = Founded::make().await;
    let mut child = founded.serve().spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap();
    let http = client(&founded.authority.ca);
    let answer = http.get(format!("{url}/healthz")).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert!(child.wait().unwrap().success());
}

#[tokio::test]
async fn a_store_older_than_what_was_served_is_not_served() {
    let founded = Founded::make().await;
    std::fs::write(founded.folder.path().join("central").join("epoch"), "7").unwrap();
    let refused = founded.serve().output().unwrap();
    assert_eq!(refused.status.code(), Some(7));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("epoch"), "{said}");
}

#[tokio::test]
async fn a_code_is_for_somebody() {
    let founded = Founded::make().await;
    let store = open_store(&founded.store_url).await.unwrap();
    let mut chance = Counted(2);
    let mut bootstrap = Bootstrap {
        store: store.as_ref(),
        clock: &SystemClock,
        entropy: &mut chance,
    };
    let valid = std::time::Duration::from_secs(1);
    let terms = CodeTerms {
        units: Vec::new(),
        uses: 0,
        valid,
    };
    assert!(bootstrap.make_code(&terms).await.is_err());
}
