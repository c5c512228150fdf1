use std::path::Path;

use serde_json::Value;

use super::{Announcement, table};

#[test]
fn the_line_has_the_shape_of_the_contract() {
    let said = Announcement::new("https://localhost:1", Path::new("/srv/ca.pem"), "ABCD");
    let text = serde_json::to_string(&said).unwrap();
    assert!(!text.contains('\n'));
    let said: Value = serde_json::from_str(&text).unwrap();
    let mut keys: Vec<_> = said.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["ca_cert", "central", "enrolment_code", "people", "ready"]
    );
    assert_eq!(said["ready"], true);
    assert_eq!(said["ca_cert"], "/srv/ca.pem");
    let berg = said["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["username"] == "tberg")
        .unwrap();
    assert_eq!(berg["role"], "nurse");
    assert_eq!(berg["units"], serde_json::json!(["4B"]));
    assert!(
        berg["password"]
            .as_str()
            .is_some_and(|password| password.len() >= 15)
    );
}

#[test]
fn the_table_names_those_of_the_unit_and_nobody_else() {
    let table = table("4B");
    assert!(table.contains("tberg") && table.contains("skowalski"));
    assert!(!table.contains("mtorres"), "works in ED only");
}
