use super::*;

#[test]
fn what_is_written_is_read_and_the_last_word_of_a_test_counts() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("rows");
    assert_eq!(read_from(&folder).unwrap(), []);
    let row = Row::held("F16", "gate", 1_000).against(7);
    Row::held("F16", "gate", 10).write_to(&folder).unwrap();
    row.write_to(&folder).unwrap();
    assert_eq!(read_from(&folder).unwrap(), [row]);
}

#[test]
fn a_file_that_is_no_row_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("F1-x.json"), "{}").unwrap();
    assert!(read_from(home.path()).is_err());
}
