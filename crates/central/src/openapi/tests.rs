use std::collections::BTreeSet;

use super::document;

#[test]
fn every_message_that_is_named_is_described() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let text = document["paths"].to_string();
    let names: BTreeSet<&str> = text
        .split("#/components/schemas/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(names.len() > 10, "the endpoints name their messages");
    for name in names {
        assert!(schemas[name].is_object(), "{name} has no schema");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let mut ids = BTreeSet::new();
    for path in paths.values() {
        for operation in path.as_object().unwrap().values() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
        }
    }
    assert!(ids.contains("post_sync_push"));
}
