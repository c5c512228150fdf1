//! A machine that is not well: a disk that is full, a home that may not be written, a server that is
//! away. What was there stays; what was asked for is done when the machine is well again.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use charthold_testkit::programs::{Said, Server, Station};
use serde_json::Value;

use crate::desk::{Desk, answer, assert_failure};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_a_write_whole_and_takes_it_once_there_is_room() {
    let desk = Desk::open().await;
    let before = desk.chart().await;
    let resource = desk.resource("full", &desk.subject);
    let noise = noise(3 << 20);
    let large = resource.replacen('{', &format!(r#"{{"implicitRules":"{noise}","#), 1);
    let file = desk.file("large.json", large);
    let largest = largest_file(desk.station.home());
    let full = with_room_for(&desk.station, largest.div_ceil(512) + 512);
    let said = full.run(&["doctor"]).await.expect("it starts");
    let findings: Value = serde_json::from_str(&said.out).expect("an answer is JSON");
    assert_eq!(failing(&findings), ["disk space"], "{findings}");
    let put = desk.arguments(&["put", &desk.mrn, &file]);
    let said = full.run(&put).await.expect("it starts");
    assert_told_of_the_disk("a full disk", &said);
    desk.assert_hushed("a full disk", &said);
    assert_eq!(desk.chart().await, before, "nothing is half-done");
    let verified = desk.station.run(&["audit", "verify"]).await;
    answer(&verified.expect("it starts"));
    answer(&desk.station.run(&put).await.expect("it starts"));
    assert_ne!(desk.chart().await, before, "now it is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_may_not_be_written_is_named_as_such_and_stays_as_it_is() {
    let desk = Desk::open().await;
    let home = desk.station.home().to_owned();
    let before = desk.chart().await;
    let file = desk.file("put.json", desk.resource("shut", &desk.subject));
    let shut = without_rights(&desk.station);
    for (folder, mode) in [("charts", 0o500), ("", 0o500)] {
        set_mode(&home.join(folder), mode);
    }
    for name in ["journal.db", "lock"] {
        set_mode(&home.join(name), 0o400);
    }
    let put = desk.arguments(&["put", &desk.mrn, &file]);
    let others = [vec!["sync".into()], vec!["status".into()]];
    for arguments in [put.clone()].iter().chain(&others) {
        let said = shut.run(arguments).await.expect("it starts");
        desk.assert_refused("a read-only home", &said, (1, "home-not-writable"));
    }
    let said = shut.run(&["doctor"]).await.expect("it starts");
    assert_eq!(said.code, Some(1), "{said:?}");
    desk.assert_hushed("a read-only home", &said);
    let findings: Value = serde_json::from_str(&said.out).expect("an answer is JSON");
    assert_eq!(failing(&findings), ["home"], "{findings}");
    for name in ["journal.db", "lock"] {
        set_mode(&home.join(name), 0o600);
    }
    for folder in ["", "charts"] {
        set_mode(&home.join(folder), 0o700);
    }
    assert_eq!(desk.chart().await, before, "nothing is half-done");
    answer(&desk.station.run(&put).await.expect("it starts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_said_where_it_is_needed_and_nowhere_else() {
    let mut desk = Desk::open().await;
    desk.premises.servers.kill(Server::Central).await;
    let said = desk.station.run(&["sync"]).await.expect("it starts");
    desk.assert_refused("sync", &said, (5, "central-unreachable"));
    let file = desk.file("put.json", desk.resource("away", &desk.subject));
    answer(&desk.run(&["put", &desk.mrn, &file]).await);
    let status = answer(&desk.station.run(&["status"]).await.expect("it starts"));
    assert_eq!(status["reachable"], false);
    let waiting = status["ops_unconfirmed"].as_u64();
    assert!(waiting > Some(0), "what was written waits: {status}");
    let verified = answer(
        &desk
            .station
            .run(&["audit", "verify"])
            .await
            .expect("it starts"),
    );
    assert_eq!(verified["central_agrees"], Value::Null);
    let stranger = desk.path("stranger.password");
    fs::write(&stranger, desk.nurse.password).expect("there is room");
    let stranger = crate::desk::text_of(&stranger);
    let first = ["--user", "pnair", "--password-file", &stranger, "search"];
    let said = desk.station.run(&first).await.expect("it starts");
    desk.assert_refused("a first sign-in", &said, (5, "central-unreachable"));

    desk.premises
        .servers
        .restart(Server::Central)
        .expect("it starts");
    let ready = desk.premises.servers.doorbell().wait_until_ready().await;
    ready.expect("it comes back");
    let sent = answer(&desk.station.run(&["sync"]).await.expect("it starts"));
    assert_eq!(sent["pushed"].as_u64(), waiting, "all of it arrives");
}

/// The station with files of at most `blocks` × 512 bytes: the fullest disk one can have without
/// rights.
pub(crate) fn with_room_for(station: &Station, blocks: u64) -> Station {
    let script = format!(r#"trap "" XFSZ; ulimit -f {blocks}; exec "$0" "$@""#);
    station.run_by(&["sh", "-c", &script])
}

/// The station run by somebody whom permissions bind. They do not bind root, who therefore gives
/// that up here.
pub(crate) fn without_rights(station: &Station) -> Station {
    let probe = tempfile::tempdir().expect("a folder");
    set_mode(probe.path(), 0o500);
    let bound = fs::write(probe.path().join("probe"), "").is_err();
    set_mode(probe.path(), 0o700);
    if bound {
        station.run_by::<&str>(&[])
    } else {
        station.run_by(&["setpriv", "--bounding-set", "-dac_override", "--"])
    }
}

/// SQLite tells a file that may not grow from a disk that may not only for one errno of several.
pub(crate) fn assert_told_of_the_disk(what: &str, said: &Said) {
    let told = serde_json::from_str::<Value>(&said.out).expect("a failure is JSON");
    let code = told["code"].as_str().expect("a failure has a code");
    assert!(
        ["disk-full", "home-not-writable"].contains(&code),
        "{what}: {said:?}"
    );
    assert_failure(what, said, (1, code));
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

/// Text that cannot be compressed much.
pub(crate) fn noise(length: usize) -> String {
    let mut state = 1_u64;
    let mut text = String::with_capacity(length + 16);
    while text.len() < length {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        text.push_str(&format!("{:016x}", state ^ (state >> 29)));
    }
    text
}

fn largest_file(home: &Path) -> u64 {
    let folders = [home.to_owned(), home.join("charts")];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("it is there"));
    let sizes = files.map(|file| {
        file.expect("it is there")
            .metadata()
            .expect("it is there")
            .len()
    });
    sizes.max().expect("there are files")
}

/// What doctor found that does not work.
fn failing(findings: &Value) -> Vec<&str> {
    let findings = findings.as_array().into_iter().flatten();
    findings
        .filter(|finding| finding["state"] == "fail")
        .filter_map(|finding| finding["what"].as_str())
        .collect()
}
