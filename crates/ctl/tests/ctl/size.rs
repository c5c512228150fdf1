//! Size: what is large is taken, what is too large is refused before it fills the memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Duration;

use charthold_testkit::programs::{Run, Said};
use serde_json::{Value, json};

use crate::desk::{CANARY, Desk, answer};
use crate::machine::noise;

const MIB: usize = 1 << 20;
/// The memory `chartholdctl` may take to refuse something: the password alone takes 256 MiB.
const REFUSING_KIB: u64 = 300 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_of_three_hundred_megabytes_is_refused_unread() {
    let desk = Desk::open().await;
    let before = desk.chart().await;
    let path = desk.path("huge.json");
    let mut file = BufWriter::new(File::create(&path).expect("there is room"));
    let entry = format!(r#"{{"resource":{}}}"#, desk.resource("many", &desk.subject));
    let head = br#"{"resourceType":"Bundle","type":"collection","entry":["#;
    file.write_all(head).expect("there is room");
    for _ in 0..300 * MIB / (entry.len() + 1) {
        file.write_all(entry.as_bytes()).expect("there is room");
        file.write_all(b",").expect("there is room");
    }
    write!(file, "{entry}]}}").expect("there is room");
    drop(file);
    let huge = crate::desk::text_of(&path);

    let (said, peak_kib) = measured(desk.begin(&["import", &huge])).await;
    assert_eq!(said.code, Some(1), "{said:?}");
    let report: Value = serde_json::from_str(&said.out).expect("a report is JSON");
    assert_eq!(
        report["refused"],
        json!([{"file": "huge.json", "entry": null, "code": "too-large"}])
    );
    desk.assert_hushed("a huge bundle", &said);
    println!("import of 300 MB: peak {peak_kib} KiB");
    assert!(
        peak_kib < REFUSING_KIB,
        "{peak_kib} KiB were needed to refuse"
    );

    for arguments in [["put", &desk.mrn, &huge], ["put", &desk.mrn, "/dev/zero"]] {
        let (said, peak_kib) = measured(desk.begin(&arguments)).await;
        desk.assert_refused("a huge resource", &said, (1, "invalid-input"));
        assert!(
            peak_kib < REFUSING_KIB,
            "{peak_kib} KiB were needed to refuse"
        );
    }
    let (said, peak_kib) = measured(desk.begin(&["import", "/dev/zero"])).await;
    assert_eq!(said.code, Some(1), "{said:?}");
    println!("import of something endless: peak {peak_kib} KiB");
    assert_eq!(desk.chart().await, before, "nothing is half-done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_of_eight_megabytes_is_imported_and_sent() {
    let desk = Desk::open().await;
    let subject = &desk.subject;
    let mut entries: Vec<String> = (0..80)
        .map(|n| {
            let text = noise(30 << 10);
            let resource = desk.resource(&format!("part-{n}"), subject);
            let resource = resource.replacen('{', &format!(r#"{{"implicitRules":"{text}","#), 1);
            format!(r#"{{"resource":{resource}}}"#)
        })
        .collect();
    // One scanned letter that is larger than what is usually sent at once.
    let scan = desk.resource("scan", subject);
    let scan = scan.replacen(
        '{',
        &format!(r#"{{"implicitRules":"{}","#, noise(12 * MIB)),
        1,
    );
    entries.push(format!(r#"{{"resource":{scan}}}"#));
    let bundle = format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    );
    assert!(bundle.len() > 8 * MIB);
    let file = desk.file("large.json", &bundle);
    let (said, peak_kib) = measured(desk.begin(&["import", &file])).await;
    println!("import of {} bytes: peak {peak_kib} KiB", bundle.len());
    let report = answer(&said);
    assert_eq!(report["imported"], entries.len(), "{report}");
    answer(&desk.station.run(&["sync"]).await.expect("it starts"));
    let status = answer(&desk.station.run(&["status"]).await.expect("it starts"));
    assert_eq!(status["ops_unconfirmed"], 0, "all of it is at central");
    assert!(desk.chart().await.contains(CANARY));
}

/// Lets it come to its end, and answers with the most memory it was seen to hold.
async fn measured(mut run: Run) -> (Said, u64) {
    let id = run.id().expect("it runs");
    let mut peak_kib = 0;
    while !run.ends_within(Duration::from_millis(2)).await {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        peak_kib = peak.unwrap_or(peak_kib);
    }
    assert!(peak_kib > 0, "its memory was seen");
    (run.end().await.expect("it ends"), peak_kib)
}
