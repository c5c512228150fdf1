use super::channel::{name, writer};
use super::migration;
use crate::Writer;

#[test]
fn every_migration_file_is_applied() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../migrations/central-postgres"
    );
    let files = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(migration::MIGRATIONS.len(), files);
}

#[test]
fn a_connection_is_its_centrals_by_name() {
    assert_eq!(writer(&name(0xfe)), Writer::Life(0xfe));
    assert_eq!(writer(&name(u64::MAX)), Writer::Life(u64::MAX));
    let older = "charthold-central";
    for other in [older, "charthold-central x", "charthold-central1"] {
        assert_eq!(writer(other), Writer::Unnamed, "{other}");
    }
}
