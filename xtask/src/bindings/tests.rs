use super::{Files, differing};

fn files(named: &[(&str, &str)]) -> Files {
    named
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn equal_folders_do_not_differ() {
    let both = files(&[("a.ts", "1"), ("b/c.ts", "2")]);
    assert!(
        differing(&both, &both.clone()).is_empty(),
        "the same files are current"
    );
}

#[test]
fn a_changed_a_new_and_a_left_over_binding_are_each_named() {
    let wanted = files(&[("changed.ts", "new"), ("new.ts", ""), ("same.ts", "s")]);
    let committed = files(&[("changed.ts", "old"), ("left.ts", ""), ("same.ts", "s")]);
    assert_eq!(
        differing(&wanted, &committed),
        ["changed.ts", "new.ts", "left.ts"]
    );
}
