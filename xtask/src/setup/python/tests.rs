//! What is installed, and when again.

use std::fs;

use super::{CHART_MAKERS, NOTE, SQLCIPHER_READER, is_current};

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
    let folder = made("a==1\n");
    assert!(is_current(folder.path(), "a==1\n"));
    assert!(
        !is_current(folder.path(), "a==2\n"),
        "the list has moved on"
    );
    let empty = tempfile::tempdir().unwrap();
    assert!(!is_current(empty.path(), "a==1\n"), "nothing was installed");
}

#[cfg(unix)]
#[test]
fn an_environment_whose_python_is_gone_is_not_current() {
    let folder = made("a==1\n");
    let python = folder.path().join("bin/python");
    fs::remove_file(&python).unwrap();
    std::os::unix::fs::symlink("/nonexistent/python3", &python).unwrap();
    assert!(!is_current(folder.path(), "a==1\n"));
}

fn made(requirements: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(NOTE), requirements).unwrap();
    fs::create_dir(folder.path().join("bin")).unwrap();
    fs::write(folder.path().join("bin/python"), "").unwrap();
    folder
}
