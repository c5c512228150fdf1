use crate::fixture::*;
use charthold_domain::{ChartId, RecordId};
use charthold_store::{Directory, DirectoryEntry};
use std::time::Instant;
#[test]
fn speed() {
    let mut desk = Desk::new();
    let mut random = Seeded(5);
    let entries: Vec<_> = (0..20_000u32)
        .map(|n| {
            let mut name = |len: u64| -> String {
                let l = 3 + random.next() % len;
                (0..l)
                    .map(|_| char::from(b'a' + (random.next() % 20) as u8))
                    .collect()
            };
            DirectoryEntry {
                chart: ChartId::from_bytes(Seeded(u64::from(n)).id()),
                fhir_id: format!("p{n}"),
                family: Some(name(6)),
                given: Some(format!("{} {}", name(5), name(4))),
                prefix: None,
                nickname: None,
                mrn: Some(format!("{:08}", n * 7)),
                born: Some(format!(
                    "19{:02}-{:02}-{:02}",
                    n % 80 + 10,
                    n % 12 + 1,
                    n % 28 + 1
                )),
                sex: None,
                unit: Some(UNIT),
                bed: None,
            }
        })
        .collect();
    let t = Instant::now();
    let mut directory = Directory::open_or_create(&desk.home.directory_path(), &key(4)).unwrap();
    for chunk in entries.chunks(1000) {
        directory.put(chunk).unwrap();
    }
    println!("put 100k {:?}", t.elapsed());
    for text in [
        "a",
        "ab",
        "abc",
        "a b",
        "ab cd",
        "abc d",
        "1961",
        "1961-08-14",
        "0001",
        "s j q",
        "zz",
    ] {
        let t = Instant::now();
        let mut n = 0;
        for _ in 0..20 {
            n = directory.search(text, 20).unwrap().len();
        }
        println!("search {text:?} {n} hits {:?}", t.elapsed() / 20);
    }
    return;
    #[expect(unreachable_code, reason = "x")]
    let operations: Vec<_> = (0..5000).map(|n| {
        let id = RecordId::from_bytes(desk.author.random.id());
        let json = format!(r#"{{"resourceType":"Observation","id":"o{n}","status":"final","category":[{{"coding":[{{"code":"vital-signs"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}}]}},"subject":{{"reference":"Patient/p1"}},"effectiveDateTime":"2026-10-05T08:00:00Z","valueQuantity":{{"value":{n},"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"}},"text":{{"status":"generated","div":"<div>Heart rate {n} beats per minute, measured at rest by the nurse of the early shift.</div>"}}}}"#);
        desk.author.operation(&Draft::new(id, &json))
    }).collect();
    let t = Instant::now();
    desk.write(&operations);
    println!("write 5000 {:?}", t.elapsed());
    let t = Instant::now();
    for n in 0..200u8 {
        let e = desk.event(charthold_audit::Subtype::Locked);
        desk.journal.record(&e, &desk.author.secret).unwrap();
        let _ = n;
    }
    println!("record one {:?}", t.elapsed() / 200);
    let mut charts = desk.charts();
    let t = Instant::now();
    charts
        .project(&desk.journal, CHART, &Keys::all(), PERSON)
        .unwrap();
    println!("project 5000 {:?}", t.elapsed());
    let access = desk.access(CHART);
    let t = Instant::now();
    let rows = charts.read(&access).unwrap();
    println!("read {} warm {:?}", rows.len(), t.elapsed());
    drop(charts);
    let t = Instant::now();
    let charts = desk.charts();
    println!("open {:?}", t.elapsed());
    let t = Instant::now();
    let rows = charts.read(&access).unwrap();
    println!("read {} cold {:?}", rows.len(), t.elapsed());
    let t = Instant::now();
    let applied = desk
        .journal
        .apply_entries(
            CHART,
            5000,
            &operations
                .iter()
                .zip(1..)
                .map(|(o, n)| stub(n, o, None))
                .collect::<Vec<_>>(),
        )
        .unwrap();
    println!("confirm {} {:?}", applied.head.seq, t.elapsed());
    let t = Instant::now();
    desk.journal.forget_chains().unwrap();
    println!("forget {:?}", t.elapsed());
    let t = Instant::now();
    desk.journal.verify_audit(&desk.signer().public()).unwrap();
    println!("verify 202 {:?}", t.elapsed());
}
