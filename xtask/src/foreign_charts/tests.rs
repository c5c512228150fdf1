//! Where charts are looked for.

use std::{fs, path::PathBuf};

use super::{archive, source};

#[test]
fn what_is_asked_for_goes_before_what_lies_beside_the_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("checkout");
    fs::create_dir(&root).unwrap();
    assert_eq!(source(&root, None), None, "there is nothing beside it");
    fs::create_dir_all(folder.path().join("shared/data/synthea")).unwrap();
    let beside = folder.path().join("shared/data");
    assert_eq!(source(&root, None), Some(beside));
    assert_eq!(source(&root, Some(PathBuf::new())), None, "to be made");
    let asked = Some(PathBuf::from("charts"));
    assert_eq!(source(&root, asked), Some(root.join("charts")));
}

#[test]
fn only_archives_of_charts_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["synthea", "other"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    for name in [
        "synthea/b.tar.xz",
        "synthea/a.tar.xz",
        "synthea/README.md",
        "other/c.tar.xz",
    ] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let wanted = ["synthea/a.tar.xz", "synthea/b.tar.xz"].map(|name| folder.path().join(name));
    assert_eq!(archive::list(folder.path()).unwrap(), wanted);
}
