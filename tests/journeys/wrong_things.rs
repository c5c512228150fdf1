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

fn person(id: &str, (family, born): (&str, &str), number: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","name":[{{"family":"{family}"}}],"birthDate":"{born}"{number}}}"#
    )
}

fn number(system: &str, value: &str) -> String {
    format!(
        r#","identifier":[{{"type":{{"coding":[{{"code":"MR"}}]}},"system":"{system}","value":"{value}"}}]"#
    )
}

fn allergy(patient: &str) -> String {
    format!(
        r#"{{"resourceType":"AllergyIntolerance","id":"a-{patient}","patient":{{"reference":"Patient/{patient}"}},"code":{{"text":"x"}}}}"#
    )
}

/// The refusals' codes of an import of one bundle.
async fn import(station: &Workstation, resources: &[String]) -> Vec<String> {
    let entries: Vec<String> = resources
        .iter()
        .map(|resource| format!(r#"{{"resource":{resource}}}"#))
        .collect();
    let content = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    );
    let name = "bundle".to_owned();
    let sources = [ImportSource::Text { name, content }];
    let report = station.import(&sources, None).await;
    let refused = report.expect("an import reports").refused;
    refused.into_iter().map(|entry| entry.code).collect()
}

/// Two hospitals number their resources from 1: nobody's allergies go into somebody else's chart by that.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_never_become_one_chart() {
    let hospital = riverside().await;
    let first = hospital.workstation("WS-4B-01", &["4B"]).await;
    unlock(&first, &one_of("nurse", "4B")).await;
    let second = hospital.workstation("WS-4B-02", &["4B"]).await;
    unlock(&second, &one_of("physician", "4B")).await;
    second.sync(None).await.expect("central answers");

    let one = ("First", "1950-03-01");
    let ours = person("1", one, &number("urn:one", "111"));
    let taken = import(&first, &[ours.clone(), allergy("1")]).await;
    assert!(taken.is_empty(), "{taken:?}");
    first.sync(None).await.expect("central answers");
    let other = person("1", ("Second", "2001-09-09"), &number("urn:two", "222"));
    // The second workstation has not heard of the first patient yet.
    for station in [&first, &second] {
        let refused = import(station, &[other.clone(), allergy("1")]).await;
        assert_eq!(refused, ["wrong-patient", "wrong-patient"]);
    }
    let chart = first.chart_of_mrn("111").expect("it is here");
    first.open_chart(chart).expect("it opens");
    let put = first.put_record(chart, &other, None);
    let refused = Failure::from(put.expect_err("it is somebody else"));
    assert_eq!(refused.code, FailureCode::InvalidInput);

    let married = person("1", ("Wed", "1950-03-01"), &number("urn:one", "111"));
    assert!(
        import(&first, &[married]).await.is_empty(),
        "the same person"
    );
    for lost in [number("urn:two", "222"), String::new()] {
        let refused = import(&first, &[person("1", one, &lost)]).await;
        assert_eq!(
            refused,
            ["wrong-patient"],
            "it would take the number's place"
        );
    }
    let doubled = person("9", ("Third", "1980-01-01"), &number("urn:one", "111"));
    let refused = import(&first, &[doubled, allergy("9")]).await;
    assert_eq!(refused, ["duplicate-mrn", "duplicate-mrn"]);

    let unnumbered = person("no-number", ("Ek", "1990-01-01"), "");
    assert!(import(&first, &[unnumbered]).await.is_empty());
    first.chart_of_mrn("no-number").expect("by the id instead");
    assert!(
        first.chart_of_mrn("1").is_err(),
        "who has a number is named by it"
    );
}
