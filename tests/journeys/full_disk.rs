//! A disk that fills up under a program, here or at central: what is answered as saved is saved, and what is answered as not done was not.

use std::path::Path;
use std::time::Duration;

use charthold_testkit::hospital::bundle;
use charthold_testkit::programs::{Premises, Server, Station};
use serde_json::Value;

use crate::cast::{one_of, patient_today};

/// Limits on the size of a file, KiB: the fullest disk one can have without rights. What is shown has its journal beside it and
/// keeps it while it cannot be tidied away, so that at 512 there is room for what is written and soon none to show it.
const ROOM_KIB: [u32; 10] = [64, 256, 448, 512, 512, 512, 512, 576, 640, 4096];

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_there_when_and_only_when_it_was_answered_as_saved() {
    let premises = Premises::open().await;
    let code = premises.code(1, Duration::from_secs(3_600)).await;
    let station = premises.station("WS-4B-01").expect("it was built");
    // Where there is no room the code, which is good once, is not used up.
    let cramped = station.run_by(&["sh", "-c", &limited(1_024)]);
    for (station, code_of_exit) in [(&cramped, Some(1)), (&station, Some(0))] {
        let run = premises.enrol(station, "WS-4B-01", &code);
        let said = run.expect("it starts").end().await.expect("it ends");
        assert_eq!(said.code, code_of_exit, "{said:?}");
        let is_full = said.out.contains("disk-full");
        assert_eq!(is_full, code_of_exit == Some(1), "{said:?}");
    }
    let mrn = admit(&station, &premises.folder.path().join("patient.json")).await;
    let text = premises.folder.path().join("note.txt");
    std::fs::write(&text, noise()).expect("there is room");

    let (mut kept, mut refused) = (0, 0);
    let mut before = waiting(&station).await;
    for room in ROOM_KIB {
        let station_in_need = station.run_by(&["sh", "-c", &limited(room)]);
        let said = answer(
            &station_in_need,
            &[
                "note",
                &mrn,
                "--text-file",
                &text.to_string_lossy(),
                "--sign",
            ],
        )
        .await;
        let now = waiting(&station).await;
        let wanted = u64::from(said.0 == Some(0));
        assert_eq!(now - before, wanted, "with {room} KiB: {said:?}");
        (kept, refused) = (kept + wanted, refused + 1 - wanted);
        before = now;
    }
    assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
    let chart = answer(&station, &["chart", &mrn]).await;
    assert_eq!(chart.0, Some(0), "{chart:?}");
    let shown = chart.1.to_string().matches("Composition\"").count();
    assert!(
        shown >= usize::try_from(kept).expect("a few"),
        "{shown} of {kept} are shown"
    );
    let audit = answer(&station, &["audit", "verify"]).await;
    assert_eq!(audit.0, Some(0), "{audit:?}");
}

/// Central's disk fills up: it says so, what it took stays, and what it did not take waits on the workstation.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_central_does_not_take_waits_and_arrives_once_there_is_room() {
    let mut premises = Premises::open().await;
    let code = premises.code(1, Duration::from_secs(3_600)).await;
    let station = premises.station("WS-4B-01").expect("it was built");
    let run = premises.enrol(&station, "WS-4B-01", &code);
    let said = run.expect("it starts").end().await.expect("it ends");
    assert_eq!(said.code, Some(0), "{said:?}");
    let mrn = admit(&station, &premises.folder.path().join("patient.json")).await;
    let text = premises.folder.path().join("note.txt");
    std::fs::write(&text, noise()).expect("there is room");
    let note = [
        "note",
        &mrn,
        "--text-file",
        &text.to_string_lossy(),
        "--sign",
    ];
    exchange(&station).await.expect("there is room");

    premises.servers.kill(Server::Central).await;
    let largest = largest_file(&premises.site.central.server.data);
    let cramped = premises
        .servers
        .restart_cramped(Server::Central, largest.div_ceil(1024) + 256);
    cramped.expect("it starts");
    let ready = premises.servers.doorbell().wait_until_ready().await;
    ready.expect("a full disk keeps nobody from starting");
    let mut written = 0;
    let refusal = loop {
        assert_eq!(
            answer(&station, &note).await.0,
            Some(0),
            "offline is enough"
        );
        written += 1;
        match exchange(&station).await {
            Ok(()) => assert!(written < 100, "it never fills up"),
            Err(refusal) => break refusal,
        }
    };
    assert_eq!(refusal, (Some(5), "central-unreachable".to_owned()));
    assert!(waiting(&station).await > 0, "what was not taken waits");
    assert_eq!(answer(&station, &note).await.0, Some(0), "work goes on");

    premises.servers.kill(Server::Central).await;
    let restarted = premises.servers.restart(Server::Central);
    restarted.expect("it starts");
    let ready = premises.servers.doorbell().wait_until_ready().await;
    ready.expect("now there is room");
    exchange(&station).await.expect("now there is room");
    assert_eq!(waiting(&station).await, 0, "everything arrived");
    let verified = premises.verify_central().await.expect("it starts");
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

/// An exchange, or its exit code and the code of its failure.
async fn exchange(station: &Station) -> Result<(), (Option<i32>, String)> {
    let said = station.run(&["sync"]).await.expect("it starts");
    let answer: Value = serde_json::from_str(&said.out).expect("it is JSON");
    match said.code {
        Some(0) => Ok(()),
        code => Err((code, answer["code"].as_str().unwrap_or_default().to_owned())),
    }
}

fn largest_file(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).expect("it is there");
    let sizes = files.map(|file| {
        file.expect("it is there")
            .metadata()
            .expect("it has a size")
    });
    sizes.map(|size| size.len()).max().unwrap_or_default()
}

/// A shell that lets no file of what it runs grow beyond so many KiB; `sh` counts blocks of 512 bytes.
fn limited(kib: u32) -> String {
    let blocks = kib * 2;
    format!(r#"trap "" XFSZ; ulimit -f {blocks}; exec "$0" "$@""#)
}

async fn admit(station: &Station, file: &Path) -> String {
    let admitted = patient_today(0);
    std::fs::write(file, bundle(&admitted)).expect("there is room");
    let imported = answer(station, &["import", &file.to_string_lossy()]).await;
    assert_eq!(imported.0, Some(0), "{imported:?}");
    admitted.mrn
}

/// Text of 120 kB that hardly gets smaller when it is compressed.
fn noise() -> String {
    let mut state = 7_u64;
    let mut text = String::new();
    while text.len() < 120_000 {
        // Knuth's MMIX generator.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:x} ", state >> 20));
    }
    text
}

async fn waiting(station: &Station) -> u64 {
    let status = station.run(&["status"]).await.expect("it starts");
    let status: Value = serde_json::from_str(&status.out).expect("it is JSON");
    status["ops_unconfirmed"].as_u64().expect("a number")
}

/// The exit code and the answer of a command given by a nurse.
async fn answer(station: &Station, words: &[&str]) -> (Option<i32>, Value) {
    let mut arguments: Vec<std::ffi::OsString> = words.iter().map(Into::into).collect();
    arguments.extend(station.sign_in(&one_of("nurse", "4B")).expect("room"));
    let said = station.run(&arguments).await.expect("it starts");
    let out = if said.out.trim().is_empty() {
        &said.err
    } else {
        &said.out
    };
    (said.code, serde_json::from_str(out).unwrap_or(Value::Null))
}
