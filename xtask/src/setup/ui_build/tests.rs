use std::fs;

use super::{sources, stamp};

#[test]
fn the_stamp_changes_with_a_source_and_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    let seen = |text: &str, name: &str| {
        fs::write(folder.path().join("src").join(name), text).unwrap();
        let stamped = stamp(&sources(folder.path()).unwrap());
        fs::remove_file(folder.path().join("src").join(name)).unwrap();
        stamped
    };
    assert_eq!(
        seen("one", "a.ts"),
        seen("one", "a.ts"),
        "the same tree has the same stamp"
    );
    assert_ne!(seen("one", "a.ts"), seen("two", "a.ts"), "the text counts");
    assert_ne!(seen("one", "a.ts"), seen("one", "b.ts"), "the name counts");
}

#[test]
fn installed_packages_and_built_pages_are_not_sources() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["node_modules", "dist", "src"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("x.js"), name).unwrap();
    }
    let found = sources(folder.path()).unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), ["src/x.js"]);
}
