//! Bad input, wrong passwords, wrong servers: a clear refusal, and nothing half-done.

use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{ImportSource, Secret, Workstation};

use crate::cast::{one_of, riverside, unlock};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_fails_closed_and_is_held_off() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    station.lock().expect("it locks");
    let mut codes = Vec::new();
    for _ in 0..5 {
        let refused = station
            .unlock(nurse.username, Secret::new("wrong".to_owned()))
            .await;
        codes.push(Failure::from(refused.expect_err("it is wrong")).code);
        assert!(station.search("").is_err(), "nobody is in");
    }
    assert_eq!(codes[0], FailureCode::WrongSecret);
    assert_eq!(codes[4], FailureCode::HeldOff);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_code_and_a_wrong_ca_leave_no_home_behind() {
    let hospital = riverside().await;
    let enrolment = hospital.enrolment("WS-4B-03", &["4B"]).await;
    let home = |name: &str| hospital.folder.path().join(name);
    let open = |name: &str| Workstation::open(home(name), hospital.environment()).expect("a path");

    open("first")
        .enroll(&enrolment)
        .await
        .expect("the code is good once");
    let second = open("second");
    let refused = Failure::from(second.enroll(&enrolment).await.expect_err("it is used up"));
    assert_eq!(refused.code, FailureCode::CodeRefused);
    assert!(!home("second").exists(), "nothing is left behind");

    let mut stranger = hospital.enrolment("WS-4B-04", &["4B"]).await;
    stranger.ca_pem = charthold_testkit::Authority::make("another CA")
        .expect("a CA")
        .pem();
    let third = open("third");
    let refused = Failure::from(third.enroll(&stranger).await.expect_err("it is not ours"));
    assert_eq!(refused.code, FailureCode::CentralNotTrusted);
    assert!(!home("third").exists(), "nothing is left behind");

    hospital.plug.pull();
    let fourth = open("fourth");
    let enrolment = hospital.enrolment("WS-4B-05", &["4B"]).await;
    let refused = Failure::from(fourth.enroll(&enrolment).await.expect_err("it is dead"));
    assert_eq!(refused.code, FailureCode::CentralUnreachable);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_imported_is_named_and_the_rest_is() {
    let hospital = riverside().await;
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    unlock(&station, &one_of("nurse", "4B")).await;
    let patient = r#"{"resource":{"resourceType":"Patient","id":"p","name":[{"family":"Ek"}]}}"#;
    let bundle = |more: &str| {
        format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{patient}{more}]}}"#)
    };
    let stray =
        r#",{"resource":{"resourceType":"Basic","id":"x","subject":{"reference":"Patient/q"}}}"#;
    let sources = [
        (
            "truncated",
            "{\"resourceType\":\"Bundle\",\"type\":\"coll".to_owned(),
        ),
        ("no-bundle", "[1,2,3]".to_owned()),
        ("good", bundle("")),
        ("stray", bundle(stray)),
    ]
    .map(|(name, content)| ImportSource::Text {
        name: name.into(),
        content,
    });
    let report = station
        .import(&sources, None)
        .await
        .expect("an import reports");
    assert_eq!((report.imported, report.unchanged), (1, 1), "{report:?}");
    let refused: Vec<&str> = report
        .refused
        .iter()
        .map(|entry| entry.file.as_str())
        .collect();
    assert_eq!(refused, ["truncated", "no-bundle", "stray"]);
}
