//! Finding patients.

use charthold_domain::{ChartId, Compartment, UnitId};
use charthold_store::{Directory, DirectoryEntry};

use crate::fixture::{Desk, Draft, Keys, UNIT, key, record};

fn entry(n: u8, family: &str, given: &str) -> DirectoryEntry {
    DirectoryEntry {
        chart: ChartId::from_bytes([n; 16]),
        fhir_id: format!("p{n}"),
        family: Some(family.into()),
        given: Some(given.into()),
        prefix: None,
        nickname: None,
        mrn: Some(format!("00{n}4711")),
        born: Some(format!("1961-08-{n:02}")),
        sex: Some("female".into()),
        unit: Some(UNIT),
        bed: Some(format!("4B-{n}")),
    }
}

fn directory(desk: &Desk, entries: &[DirectoryEntry]) -> Directory {
    let path = desk.home.directory_path();
    let mut directory = Directory::open_or_create(&path, &key(4)).expect("it is new");
    directory.put(entries).expect("there is room");
    directory
}

fn found(directory: &Directory, text: &str) -> Vec<String> {
    let entries = directory.search(text, 20).expect("it is whole");
    entries.into_iter().map(|entry| entry.fhir_id).collect()
}

#[test]
fn every_typed_word_begins_a_part_of_the_name_whatever_its_case_or_accents() {
    let desk = Desk::new();
    let mut called = entry(3, "O'Brien-Smith", "Mary Jane");
    called.nickname = Some("Minnie".into());
    let entries = [
        entry(1, "García Márquez", "José"),
        entry(2, "Garland", "Josephine"),
        called,
        entry(4, "Łukasiewicz", "Søren"),
    ];
    let directory = directory(&desk, &entries);
    for (text, expected) in [
        ("gar", vec!["p1", "p2"]),
        ("GARCIA", vec!["p1"]),
        ("garcía", vec!["p1"]),
        ("jos gar", vec!["p1", "p2"]),
        ("marq jose", vec!["p1"]),
        ("jose garl", vec!["p2"]),
        ("o'brien", vec!["p3"]),
        ("obrien", vec!["p3"]),
        ("smith jane", vec!["p3"]),
        ("minn", vec!["p3"]),
        ("lukas soren", vec!["p4"]),
        ("arcia", vec![]),
        ("gar xyz", vec![]),
        ("", vec![]),
        (" ' ", vec![]),
    ] {
        assert_eq!(found(&directory, text), expected, "{text}");
    }
}

#[test]
fn numbers_and_dates_of_birth_are_found_as_they_are_typed() {
    let desk = Desk::new();
    let mut lettered = entry(2, "Berg", "Ana");
    lettered.mrn = Some("MRN-2006".into());
    let directory = directory(&desk, &[entry(1, "Ruiz", "Eva"), lettered]);
    for (text, expected) in [
        ("0014711", vec!["p1"]),
        ("0014", vec!["p1"]),
        ("14711", vec!["p1"]),
        ("4711", vec![]),
        ("mrn-2006", vec!["p2"]),
        ("2006", vec!["p2"]),
        ("1961-08-01", vec!["p1"]),
        ("1-Aug-1961", vec!["p1"]),
        ("02-aug-1961", vec!["p2"]),
        ("1961-08", vec!["p2", "p1"]),
        ("1961 ruiz", vec!["p1"]),
        ("31-Foo-1961", vec![]),
    ] {
        assert_eq!(found(&directory, text), expected, "{text}");
    }
    let limited = directory.search("1961", 1).expect("it is whole");
    assert_eq!(limited.len(), 1);
}

#[test]
fn a_patient_who_changed_is_found_by_the_new_name_only() {
    let desk = Desk::new();
    let mut directory = directory(&desk, &[entry(1, "Ruiz", "Eva")]);
    directory
        .put(&[entry(1, "Berg", "Eva")])
        .expect("there is room");
    assert!(found(&directory, "ruiz").is_empty());
    assert_eq!(found(&directory, "berg"), ["p1"]);
    assert_eq!(directory.count().expect("it is"), 1);
    let chart = ChartId::from_bytes([1; 16]);
    let entry = directory.find(chart).expect("it is");
    let numbered = directory.find_by_mrn(" 0014711 ").expect("it is");
    assert_eq!(numbered, Vec::from_iter(entry.clone()));
    assert_eq!(directory.find_by_fhir_id("p1").expect("it is"), entry);
    assert_eq!(
        directory.find_by_mrn("0014").expect("it is"),
        [],
        "never by a part"
    );
}

#[test]
fn a_unit_is_listed_in_the_order_of_its_beds() {
    let desk = Desk::new();
    let mut entries: Vec<_> = [10, 9, 2, 1].map(|n| entry(n, "Ruiz", "Eva")).to_vec();
    entries[3].bed = None;
    entries.push(DirectoryEntry {
        unit: Some(UnitId::from_bytes([8; 16])),
        ..entry(7, "X", "Y")
    });
    let directory = directory(&desk, &entries);
    let beds: Vec<_> = directory
        .by_unit(UNIT)
        .expect("it is")
        .into_iter()
        .map(|entry| entry.bed)
        .collect();
    let expected = [Some("4B-2"), Some("4B-9"), Some("4B-10"), None];
    assert_eq!(beds, expected.map(|bed| bed.map(str::to_owned)));
}

#[test]
fn the_directory_is_made_of_the_facilitys_log() {
    let mut desk = Desk::new();
    let facility = ChartId::from_bytes([3; 16]);
    let first = entry(1, "Ruiz", "Eva");
    let listed = first.to_record();
    assert_eq!(DirectoryEntry::from_record(&listed), Some(first.clone()));
    let admitted = Draft {
        chart: facility,
        compartment: Compartment::Summary,
        ..Draft::new(record(1), &listed)
    };
    let admitted = desk.author.operation(&admitted);
    let other = r#"{"resourceType":"Basic","id":"x","code":{"text":"something else"}}"#;
    let other = Draft {
        chart: facility,
        compartment: Compartment::Summary,
        ..Draft::new(record(2), other)
    };
    let other = desk.author.operation(&other);
    desk.write(&[admitted.clone(), other]);
    let mut directory = directory(&desk, &[]);
    let keys = Keys::of(&[Compartment::Summary]);
    assert_eq!(
        directory
            .project(&desk.journal, facility, &keys)
            .expect("it folds"),
        2
    );
    assert_eq!(found(&directory, "ruiz"), ["p1"]);
    let moved = DirectoryEntry {
        bed: Some("4B-12".into()),
        ..first
    }
    .to_record();
    let revision = Draft {
        chart: facility,
        compartment: Compartment::Summary,
        ..Draft::revision(&admitted, &listed, &moved)
    };
    let revision = desk.author.operation(&revision);
    desk.write(&[revision]);
    assert_eq!(
        directory
            .project(&desk.journal, facility, &keys)
            .expect("it folds"),
        1
    );
    let row = directory
        .find(ChartId::from_bytes([1; 16]))
        .expect("it is")
        .expect("it is there");
    assert_eq!(row.bed.as_deref(), Some("4B-12"));
    assert_eq!(
        directory
            .project(&desk.journal, facility, &keys)
            .expect("it folds"),
        0
    );
}
