//! Opening a store: schema, versions, who may, and what is said when it cannot be.

use std::error::Error;

use charthold_central_store::{Hospital, People, PostgresStore, StoreError};
use charthold_domain::{Person, PersonId, Role, Timestamp};

use crate::cluster::Cluster;

async fn refused(url: &str) -> StoreError {
    match PostgresStore::open(url).await {
        Err(refused) => refused,
        Ok(_) => panic!("{url} must be refused"),
    }
}

fn words(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

#[tokio::test]
async fn centrals_that_start_at_once_make_one_schema() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.url();
    let (one, two, three) = tokio::join!(
        PostgresStore::open(&url),
        PostgresStore::open(&url),
        PostgresStore::open(&url)
    );
    for store in [one, two, three] {
        assert_eq!(store.unwrap().find_hospital().await.unwrap(), None);
    }
    let applied = "SELECT count(*) FROM schema_migration";
    let applied = cluster.sql("charthold", "charthold", applied).unwrap();
    assert_eq!(applied.trim(), "7", "each file was applied once");
}

#[tokio::test]
async fn logs_are_divided_by_chart_and_by_device() {
    let cluster = Cluster::start().unwrap();
    PostgresStore::open(&cluster.url()).await.unwrap();
    for (table, key) in [
        ("entry", "HASH (chart)"),
        ("effective_signature", "HASH (chart)"),
        ("quarantine", "HASH (chart)"),
        ("audit_event", "HASH (device)"),
    ] {
        let sql = format!(
            "SELECT pg_get_partkeydef('{table}'::regclass), count(*) FROM pg_inherits
             WHERE inhparent = '{table}'::regclass"
        );
        let said = cluster.sql("charthold", "charthold", &sql).unwrap();
        assert_eq!(said.trim(), format!("{key}|16"), "{table}");
    }
}

#[tokio::test]
async fn a_schema_of_a_newer_program_is_left_alone() {
    let cluster = Cluster::start().unwrap();
    PostgresStore::open(&cluster.url()).await.unwrap();
    let newer = "INSERT INTO schema_migration (number, sha256) VALUES (8, sha256(''))";
    cluster.sql("charthold", "charthold", newer).unwrap();
    let refused = refused(&cluster.url()).await;
    assert!(
        matches!(refused, StoreError::NewerSchema { found: 8, known: 7 }),
        "{refused}"
    );
}

#[tokio::test]
async fn a_schema_made_by_other_files_is_refused() {
    let cluster = Cluster::start().unwrap();
    PostgresStore::open(&cluster.url()).await.unwrap();
    let other = "UPDATE schema_migration SET sha256 = sha256('') WHERE number = 2";
    cluster.sql("charthold", "charthold", other).unwrap();
    let refused = refused(&cluster.url()).await;
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
}

#[tokio::test]
async fn a_login_that_may_only_serve_makes_no_schema() {
    let cluster = Cluster::start().unwrap();
    PostgresStore::open(&cluster.url()).await.unwrap();
    let serving = "CREATE ROLE serving LOGIN IN ROLE charthold_app";
    cluster.sql("postgres", "postgres", serving).unwrap();
    cluster.create_database("empty").unwrap();
    let refused = refused(&cluster.url_as("serving", "empty")).await;
    assert!(matches!(refused, StoreError::Database { .. }), "{refused}");
}

#[tokio::test]
async fn nobody_there_is_said_to_pass() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "postgres:///charthold?host={}&user=charthold",
        folder.path().display()
    );
    let refused = refused(&url).await;
    assert!(
        matches!(refused, StoreError::Unavailable { .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn no_message_quotes_a_row_or_a_login() {
    let cluster = Cluster::start().unwrap();
    let store = PostgresStore::open(&cluster.url()).await.unwrap();
    let person = Person {
        id: PersonId::from_bytes([1; 16]),
        username: "Tomas.Berg".to_owned(),
        display_name: "Tomas Berg, RN".to_owned(),
        role: Role::Nurse,
        units: Vec::new(),
    };
    let now = Timestamp::from_millis(1);
    let refused_row = store.add_person(&person, "hash", now).await.unwrap_err();
    let said = words(&refused_row);
    assert!(
        said.contains("23514 on person"),
        "a check was broken: {said}"
    );
    assert!(!said.contains("Berg"), "{said}");
    let refused_login = refused(&cluster.url_as("tomas_berg", "charthold")).await;
    assert!(!words(&refused_login).contains("berg"), "{refused_login}");
}
