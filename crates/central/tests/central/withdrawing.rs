//! Devices and accounts out of use: the operator's commands against a central that serves, and a store put back from a copy.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use charthold_central::{Gathered, LimitsSection, Withdrawing, open_store};
use charthold_central_store::WithdrawalReason;
use charthold_chartlog::QuarantineReason;
use charthold_domain::{Clock, Role};
use charthold_protocol::{OpOutcome, PushReply, RefusalCode};

use crate::cluster::{Cluster, SUPERUSER};
use crate::command::{central, run, stdout};
use crate::site::{PASSWORD, Site};
use crate::workstation::With;

fn data(site: &Site) -> PathBuf {
    site.folder().join("central")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn done(arguments: &[&str], data: &Path) -> String {
    let output = run(arguments, data);
    assert_eq!(code(&output), Some(0), "{arguments:?}: {output:?}");
    stdout(&output)
}

fn set_password(data: &Path, username: &str, password: &str) -> Output {
    let mut child = central(&["set-password", username, "--password-stdin"], Some(data))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(password.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn a_device_is_withdrawn_under_a_central_that_serves() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let (mut device, other) = (site.workstation().await, site.workstation().await);
    let token = device.sign_in(&site, "tberg").await.token;
    let (lost, id) = (device.id.to_string(), device.explain(&site, None).await);

    let listed = done(&["devices"], &data(&site));
    let line = listed.lines().find(|line| line.starts_with(&lost)).unwrap();
    assert!(line.contains("\tWS-4B-03\tenrolled 2023-11-14T"), "{line}");
    assert!(line.ends_with("\tin use"), "{line}");
    let command = ["withdraw-device", &lost, "--reason", "stolen"];
    assert!(done(&command, &data(&site)).contains("WS-4B-03 is withdrawn"));

    let with = With::both(&token, id);
    let next = device.post(&site, "/v1/charts", Vec::new(), &with).await;
    assert_eq!(next.refused(), RefusalCode::DeviceRefused);
    let written = device.write(device.facility);
    let reply: PushReply = device.push(&site, &[written]).await.cbor();
    let reason = QuarantineReason::DeviceRevoked;
    assert_eq!(reply.results[0].outcome, OpOutcome::Quarantined { reason });
    device.explain(&site, None).await;
    let listed = done(&["devices"], &data(&site));
    let of = |id: &str| {
        listed
            .lines()
            .find(|line| line.starts_with(id))
            .unwrap()
            .to_owned()
    };
    assert!(
        of(&lost).contains("\twithdrawn 20") && of(&lost).ends_with("(stolen)"),
        "{listed}"
    );
    assert!(of(&other.id.to_string()).ends_with("\tin use"), "{listed}");
}

#[tokio::test]
async fn an_account_is_closed_and_opened_under_a_central_that_serves() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let id = device.explain(&site, None).await;
    done(
        &["close-account", "TBerg", "--reason", "suspended"],
        &data(&site),
    );
    let with = With::both(&token, id);
    let next = device.post(&site, "/v1/charts", Vec::new(), &with).await;
    assert_eq!(next.refused(), RefusalCode::Unauthenticated);
    let closed = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(closed.refused(), RefusalCode::WrongPassword);
    done(&["open-account", "tberg"], &data(&site));
    device.sign_in(&site, "tberg").await;
}

#[tokio::test]
async fn a_password_is_set_under_a_central_that_serves() {
    const NEW: &str = "another one of twelve";
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let id = device.explain(&site, None).await;
    for _ in 0..4 {
        device.try_sign_in(&site, "tberg", "wrong password").await;
    }
    let set = set_password(&data(&site), "tberg", &format!("{NEW}\n"));
    assert_eq!(code(&set), Some(0), "{set:?}");
    let with = With::both(&token, id);
    let next = device.post(&site, "/v1/charts", Vec::new(), &with).await;
    assert_eq!(next.refused(), RefusalCode::Unauthenticated);
    let now = device.try_sign_in(&site, "tberg", NEW).await;
    assert_eq!(now.status, 200, "nobody is held off: {}", now.text());
    let old = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(old.refused(), RefusalCode::WrongPassword);
    assert_eq!(
        code(&set_password(&data(&site), "tberg", "short\n")),
        Some(2)
    );
    assert_eq!(code(&set_password(&data(&site), "nobody", NEW)), Some(2));
}

#[tokio::test]
async fn what_is_not_there_or_no_reason_is_a_mistake_in_the_command() {
    let mut site = Site::open().await;
    let id = site.workstation().await.id.to_string();
    let nobody = "01940000-0000-7000-8000-000000000001";
    for words in [
        &["withdraw-device", nobody, "--reason", "lost"][..],
        &["withdraw-device", "x", "--reason", "lost"],
        &["withdraw-device", &id],
        &["withdraw-device", &id, "--reason", "Mrs Smith"],
        &["withdraw-device", &id, "--reason", "restored"],
        &["close-account", "nobody", "--reason", "left"],
        &["close-account", "nobody", "--reason", "stolen"],
        &["open-account", "nobody"],
    ] {
        assert_eq!(code(&run(words, &data(&site))), Some(2), "{words:?}");
    }
    assert!(done(&["devices"], &data(&site)).ends_with("\tin use\n"));
}

/// A hospital with a device and a person, of which a copy was made before both were put out of use; central has stopped.
async fn withdrawn_since_the_copy() -> (Site, PathBuf) {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let id = site.workstation().await.id.to_string();
    let copy = site.folder().join("backup");
    done(&["backup", "--to", &copy.to_string_lossy()], &data(&site));
    done(
        &["withdraw-device", &id, "--reason", "stolen"],
        &data(&site),
    );
    done(
        &["close-account", "tberg", "--reason", "left"],
        &data(&site),
    );
    site.handle.take().unwrap().stop().await.unwrap();
    (site, copy)
}

/// Whether device and person are out of use, as the store at `url` has it.
async fn are_out(url: &str) -> (bool, bool) {
    let store = open_store(url).await.unwrap();
    let device = store.list_devices().await.unwrap().remove(0);
    let account = store.find_account("tberg").await.unwrap().unwrap();
    (
        device.revoked_why == Some(WithdrawalReason::Stolen),
        account.disabled_at.is_some(),
    )
}

#[tokio::test]
async fn what_was_withdrawn_since_the_copy_stays_withdrawn() {
    let (site, copy) = withdrawn_since_the_copy().await;
    let data = data(&site);
    let url = format!("sqlite:{}", data.join("central.db").display());
    let from = copy.to_string_lossy();
    let told = done(&["restore", "--from", &from], &data);
    assert!(told.contains("and so again: 2."), "{told}");
    assert_eq!(are_out(&url).await, (true, true));

    // Without the log the copy is believed, and the operator is told.
    fs::remove_file(data.join("operator-log")).unwrap();
    let told = done(&["restore", "--from", &from], &data);
    assert!(told.contains("There was no operator log"), "{told}");
    assert_eq!(are_out(&url).await, (false, false));
}

#[tokio::test]
async fn a_damaged_log_puts_nothing_back_and_serves_nothing() {
    let (site, copy) = withdrawn_since_the_copy().await;
    let data = data(&site);
    let log = data.join("operator-log");
    let text = fs::read_to_string(&log).unwrap();
    let (_, without_first) = text.split_once('\n').unwrap();
    fs::write(&log, without_first).unwrap();
    for words in [
        &["restore", "--from", &copy.to_string_lossy()][..],
        &["close-account", "tberg", "--reason", "left"],
    ] {
        let refused = run(words, &data);
        assert_eq!(code(&refused), Some(7), "{refused:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(
            said.contains("operator log: line 1") && said.contains("put the file"),
            "{said}"
        );
    }
    assert!(
        !data.join("central.db.before-2").exists(),
        "nothing was put back"
    );
    let again = site.serve_again().await;
    assert!(again.is_err(), "it is not served");
}

#[tokio::test]
async fn a_store_put_back_by_its_own_tools_is_withdrawn_from_again() {
    let cluster = Cluster::start().unwrap();
    let mut site = Site::open_on(LimitsSection::default(), Some(cluster.url())).await;
    site.person("tberg", Role::Nurse, site.near).await;
    let id = site.workstation().await.id.to_string();
    let (data, url) = (data(&site), cluster.url());
    let place = ["--store", &url];
    done(
        &[&["withdraw-device", &id, "--reason", "stolen"], &place[..]].concat(),
        &data,
    );
    done(
        &[&["close-account", "tberg", "--reason", "left"], &place[..]].concat(),
        &data,
    );
    assert_eq!(are_out(&url).await, (true, true));
    // As an older copy has it.
    let older = "UPDATE device SET revoked_at = NULL, revoked_why = NULL;
        UPDATE person SET disabled_at = NULL, disabled_why = NULL";
    cluster.sql(SUPERUSER, "charthold", older).unwrap();
    assert_eq!(are_out(&url).await, (false, false));
    let told = done(&[&["restore"], &place[..]].concat(), &data);
    assert!(told.contains("and so again: 2."), "{told}");
    assert_eq!(are_out(&url).await, (true, true));

    // Also when nobody said that it was put back, and central is simply started.
    cluster.sql(SUPERUSER, "charthold", older).unwrap();
    let beside = site.beside().await;
    assert_eq!(are_out(&url).await, (true, true));
    drop(beside);
}

#[tokio::test]
async fn an_old_installation_begins_its_log_from_the_store() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let id = site.workstation().await.id;
    let now = site.clock.now();
    site.store
        .revoke_device(id, WithdrawalReason::Lost, now)
        .await
        .unwrap();
    site.store
        .disable_person(person, WithdrawalReason::Left, now)
        .await
        .unwrap();
    let data = data(&site);
    fs::remove_file(data.join("operator-log")).unwrap();
    let withdrawing = Withdrawing {
        data: &data,
        store: site.store.as_ref(),
        clock: site.clock.as_ref(),
    };
    let of = |is_new, noted| Gathered {
        is_new,
        enforced: 0,
        noted,
    };
    assert_eq!(withdrawing.gather().await.unwrap(), of(true, 2));
    assert_eq!(withdrawing.gather().await.unwrap(), of(false, 0));

    // One that a central with a log of its own opened since stays open.
    site.clock.pass(60);
    site.store
        .enable_person(person, site.clock.now())
        .await
        .unwrap();
    assert_eq!(withdrawing.gather().await.unwrap(), of(false, 0));
    assert!(site.store.find_person(person).await.unwrap().is_some());
}
