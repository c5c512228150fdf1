//! What is installed, and when again.

use std::fs;

use super::{CHART_MAKERS, SQLCIPHER_READER, is_current};

#[test]
fn every_package_is_pinned_to_one_version() {
    for environment in [SQLCIPHER_READER, CHART_MAKERS] {
        let lines = environment.requirements().lines();
        let packages: Vec<&str> = lines.filter(|line| !line.starts_with('#')).collect();
        assert!(!packages.is_empty(), "the list names something");
        for package in packages {
            let pinned = package.split_once("==");
            assert!(
                pinned.is_some_and(|(name, version)| !name.is_empty() && !version.contains('*')),
                "{package} is pinned"
            );
        }
    }
}

#[test]
fn an_environment_is_current_only_with_the_versions_of_its_list() {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    assert!(!is_current(&note, "a==1\n"), "nothing was installed");
    fs::write(&note, "a==1\n").unwrap();
    assert!(is_current(&note, "a==1\n"));
    assert!(!is_current(&note, "a==2\n"), "the list has moved on");
}
