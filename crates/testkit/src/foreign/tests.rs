//! Finding and sampling.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::{Amount, BulkExport, ForeignCharts, spread};

#[test]
fn a_sample_has_both_ends_and_no_item_twice() {
    assert_eq!(spread((0..101).collect(), 5), [0, 25, 50, 75, 100]);
    assert_eq!(spread(vec!['a', 'b', 'c'], 9), ['a', 'b', 'c']);
    assert_eq!(spread(vec![1, 2], 1), [1]);
    assert!(spread(Vec::<u8>::new(), 3).is_empty());
}

#[test]
fn bundles_are_found_by_folder_smallest_first_and_exports_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a", "b", "b/export"] {
        fs::create_dir_all(at(name)).unwrap();
    }
    for (name, text) in [
        ("a/large.json", "{\"x\":1}"),
        ("a/small.json", "{}"),
        ("a/README.txt", "no chart"),
        ("b/export/Patient.ndjson", "{}"),
        ("b/export/manifest.json", "{}"),
    ] {
        fs::write(at(name), text).unwrap();
    }
    let mut found = ForeignCharts {
        bundles: BTreeMap::new(),
        exports: Vec::new(),
    };
    found.look_in(folder.path()).unwrap();
    let wanted = vec![at("a/small.json"), at("a/large.json")];
    assert_eq!(found.bundles, BTreeMap::from([(at("a"), wanted)]));
    assert_eq!(found.exports, [at("b/export")]);
}

#[test]
fn part_of_an_export_has_its_patients_lines_and_what_is_nobodys() {
    let patient = |id: &str| format!("{{\"resourceType\": \"Patient\", \"id\": \"{id}\"}}");
    let flag = |id: &str, whose: &str| {
        format!(
            "{{\"resourceType\":\"Flag\",\"id\":\"{id}\",\"subject\":{{\"reference\":\"Patient/{whose}\"}}}}"
        )
    };
    let nobodys = "{\"resourceType\":\"Location\",\"id\":\"l\"}".to_owned();
    let export = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: &[String]| {
        fs::write(export.path().join(name), lines.join("\n")).unwrap();
    };
    write(
        "Patient.ndjson",
        &[patient("p1"), patient("p2"), patient("p3")],
    );
    write(
        "Flag.ndjson",
        &[flag("f2", "p2"), flag("f3", "p3"), flag("f33", "p3")],
    );
    write("Location.ndjson", std::slice::from_ref(&nobodys));
    let part = tempfile::tempdir().unwrap();
    let read = BulkExport::read(export.path()).unwrap();
    let part = read.write_part(Amount::Sample(2), part.path()).unwrap();
    let charts = BTreeMap::from([
        ("p1".to_owned(), vec![patient("p1")]),
        (
            "p3".to_owned(),
            vec![flag("f3", "p3"), flag("f33", "p3"), patient("p3")],
        ),
    ]);
    assert_eq!(part.charts, charts);
    assert_eq!(part.shared, [("Location.ndjson".to_owned(), 0, nobodys)]);
    let names: Vec<PathBuf> = part
        .files
        .iter()
        .map(|file| PathBuf::from(file.file_name().unwrap()))
        .collect();
    assert_eq!(
        names,
        ["Flag.ndjson", "Location.ndjson", "Patient.ndjson"].map(PathBuf::from)
    );
}
