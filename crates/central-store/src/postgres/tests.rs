use super::migration;

#[test]
fn every_migration_file_is_applied() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../migrations/central-postgres"
    );
    let files = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(migration::MIGRATIONS.len(), files);
}
