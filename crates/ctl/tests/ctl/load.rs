//! `load`: the real program with three workstations against the real servers.

use std::time::Duration;

use charthold_testkit::hospital::{DemoPerson, people};
use charthold_testkit::programs::{Premises, Said, Station};
use serde_json::Value;

use crate::desk::{Desk, assert_failure, keys, text_of};

const HOUR: Duration = Duration::from_secs(3_600);
/// Twelve sets.
const SMALL: [&str; 8] = [
    "--workstations",
    "3",
    "--rate",
    "6",
    "--for",
    "2",
    "--patients",
    "2",
];

/// What is asked of a hospital: the code, the unit, and more.
fn words(premises: &Premises, (central, code): (&str, &str), more: &[&str]) -> Vec<String> {
    let ca = text_of(&premises.site.ca_path());
    let own = [
        "load",
        "--central",
        central,
        "--ca",
        &ca,
        "--code",
        code,
        "--unit",
        "4B",
    ];
    own.iter()
        .chain(more)
        .map(|word| (*word).to_owned())
        .collect()
}

async fn run(station: &Station, words: &[String]) -> Said {
    let nurse = people().into_iter().find(is_nurse).expect("4B has nurses");
    let mut all = station.sign_in(&nurse).expect("there is room").to_vec();
    all.extend(words.iter().map(Into::into));
    station.run(&all).await.expect("it ends")
}

fn is_nurse(person: &DemoPerson) -> bool {
    person.role.code() == "nurse" && person.units.contains(&"4B")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_test_says_what_it_took_and_that_nothing_was_lost() {
    let premises = Premises::open().await;
    let station = premises.station("load").expect("it was built");
    let url = premises.site.central_url();
    let code = premises.code(3, HOUR).await;
    let said = run(&station, &words(&premises, (&url, &code), &SMALL)).await;
    assert_eq!(said.code, Some(0), "{said:?}");
    assert_eq!(said.err, "", "nothing is said beside the answer");
    let report: Value = serde_json::from_str(&said.out).expect("an answer is JSON");
    assert_eq!(
        keys(&report),
        [
            "exchange",
            "interrupted",
            "patients",
            "proof",
            "save",
            "seconds",
            "seen",
            "sets_due",
            "sets_saved",
            "workstations"
        ]
    );
    let sizes = ["workstations", "patients", "sets_due", "sets_saved"].map(|key| &report[key]);
    assert_eq!(sizes, [3, 2, 12, 12], "{report}");
    assert_eq!(report["interrupted"], false);
    for (kind, count) in [("save", 12), ("seen", 12)] {
        assert_eq!(report[kind]["count"], count, "{kind}: {report}");
    }
    for kind in ["save", "exchange", "seen"] {
        let figures = &report[kind];
        let named = ["p50_ms", "p90_ms", "p99_ms", "max_ms"];
        let spans = named.map(|key| figures[key].as_f64().expect("a number"));
        assert!(spans.is_sorted() && spans[0] > 0.0, "{kind}: {report}");
        assert!(
            figures["per_second"].as_f64() > Some(0.0),
            "{kind}: {report}"
        );
        assert_eq!(figures["errors"], serde_json::json!({}), "{kind}: {report}");
    }
    let proof = &report["proof"];
    assert_eq!(
        proof["records"],
        12 * 8,
        "each set is eight records: {report}"
    );
    for fault in ["lost", "doubled", "strange", "differing", "unconfirmed"] {
        assert_eq!(proof[fault], 0, "{fault}: {report}");
    }
    assert!(!station.home().exists(), "the homes are gone");
    let verified = premises.verify_central().await.expect("it ends");
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_test_is_refused_where_anybody_else_is() {
    let desk = Desk::open().await;
    let said = desk.run(&["sync"]).await;
    assert_eq!(said.code, Some(0), "the patient is at central: {said:?}");
    let before = desk.chart().await;
    let station = desk.premises.station("load").expect("it was built");
    let url = desk.premises.site.central_url();
    let code = desk.premises.code(3, HOUR).await;
    let said = run(&station, &words(&desk.premises, (&url, &code), &SMALL)).await;
    desk.assert_refused("a ward with a patient", &said, (1, "invalid-input"));
    assert!(!station.home().exists(), "the homes are gone");
    assert_eq!(desk.run(&["sync"]).await.code, Some(0));
    assert_eq!(desk.chart().await, before, "nobody wrote there");
    let found = desk.run(&["search", "LOADTEST"]).await;
    assert_eq!(
        found.out.trim(),
        r#"{"patients":[]}"#,
        "nobody was brought in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_load_test_cannot_begin_with_is_said_and_leaves_nothing_behind() {
    let mut premises = Premises::open().await;
    let station = premises.station("load").expect("it was built");
    let url = premises.site.central_url();
    let code = premises.code(3, HOUR).await;
    for wrong in [
        ["--workstations", "1"],
        ["--rate", "0"],
        ["--for", "0"],
        ["--patients", "0"],
    ] {
        let mut small = SMALL;
        let at = small
            .iter()
            .position(|word| *word == wrong[0])
            .expect("it is one of them");
        small[at + 1] = wrong[1];
        let said = run(&station, &words(&premises, (&url, &code), &small)).await;
        assert_eq!(
            (said.code, said.out.as_str()),
            (Some(2), ""),
            "{wrong:?}: {said:?}"
        );
    }
    std::fs::create_dir(station.home()).expect("there is room");
    let own = station.home().join("journal.db");
    std::fs::write(&own, b"somebody's").expect("there is room");
    let said = run(&station, &words(&premises, (&url, &code), &SMALL)).await;
    assert_failure("a folder in use", &said, (1, "invalid-input"));
    assert_eq!(
        std::fs::read(&own).expect("it is there"),
        b"somebody's",
        "nothing is touched"
    );

    let fresh = premises.station("fresh").expect("it was built");
    let said = run(&fresh, &words(&premises, (&url, "wrong"), &SMALL)).await;
    assert_failure("a wrong code", &said, (3, "code-refused"));
    premises
        .servers
        .kill(charthold_testkit::programs::Server::Central)
        .await;
    let said = run(&fresh, &words(&premises, (&url, &code), &SMALL)).await;
    assert_failure("central is away", &said, (5, "central-unreachable"));
    assert!(!fresh.home().exists(), "no home is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_test_that_is_stopped_ends_in_order() {
    let premises = Premises::open().await;
    let station = premises.station("load").expect("it was built");
    let url = premises.site.central_url();
    let code = premises.code(500, HOUR).await;
    let long = ["--workstations", "500", "--rate", "1", "--for", "3600"];
    let nurse = people().into_iter().find(is_nurse).expect("4B has nurses");
    let mut all = station.sign_in(&nurse).expect("there is room").to_vec();
    all.extend(
        words(&premises, (&url, &code), &long)
            .iter()
            .map(Into::into),
    );
    let mut run = station.begin(&all).expect("it starts");
    let id = run.id().expect("it runs").to_string();
    while !station.home().join("LOADTEST-002").exists() {
        assert!(
            !run.ends_within(Duration::from_millis(2)).await,
            "it goes on"
        );
    }
    let told = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(told.expect("there is a shell's kill").success());
    let said = run.end().await.expect("it ends");
    assert_eq!(said.code, Some(1), "{said:?}");
    let report: Value = serde_json::from_str(&said.out).expect("an answer is JSON");
    assert_eq!(report["interrupted"], true);
    assert_eq!(
        (&report["sets_saved"], &report["proof"]),
        (&0.into(), &Value::Null)
    );
    assert!(!station.home().exists(), "the homes are gone");
}
