//! Every query that is asked often goes by an index, whatever the statistics say.

use std::fmt::Write;

use charthold_central_store::PostgresStore;
use insta::assert_snapshot;

use crate::cluster::{Cluster, SUPERUSER};

#[tokio::test]
async fn every_hot_query_goes_by_an_index() {
    let cluster = Cluster::start().unwrap();
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    // Plans of a hospital, not of an empty database.
    let filling = include_str!("filled.sql");
    cluster.sql(SUPERUSER, "charthold", filling).unwrap();
    let mut plans = String::new();
    for (name, plan) in store.explain().await.unwrap() {
        assert!(plan.contains("Index"), "{name} goes by no index:\n{plan}");
        assert!(
            !plan.contains("Seq Scan"),
            "{name} reads a whole table:\n{plan}"
        );
        writeln!(plans, "# {name}\n{}\n", shape(&plan)).unwrap();
    }
    assert_snapshot!(plans);
}

/// A plan with every line once and partitions alike: which of them a key falls into is of no account.
fn shape(plan: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in plan.lines() {
        let line = unnumbered(line);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// `entry_3_pkey` and `entry_11_pkey` are both `entry_N_pkey`.
fn unnumbered(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '_' && letters.peek().is_some_and(char::is_ascii_digit) {
            while letters.next_if(char::is_ascii_digit).is_some() {}
            out.push('N');
        }
    }
    out
}
