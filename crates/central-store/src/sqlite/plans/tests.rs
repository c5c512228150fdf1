use std::fmt::Write;

use insta::assert_snapshot;

use crate::SqliteStore;

#[tokio::test]
async fn every_hot_query_goes_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("central.db")).unwrap();
    let mut plans = String::new();
    for (name, plan) in store.explain().await.unwrap() {
        let reads_a_table = |step: &str| step.starts_with("SCAN") && !step.contains("USING");
        assert!(
            !plan.lines().any(reads_a_table),
            "{name} reads a whole table:\n{plan}"
        );
        writeln!(plans, "# {name}\n{plan}\n").unwrap();
    }
    assert_snapshot!(plans);
}
