//! What "the same resource" means when a chart is compared before and after: every element, decimals as
//! they were written. Read by `fhirkit`, not by the product's reader, which is to be judged.

use std::collections::BTreeMap;

use fhirkit::json::Json;
use fhirkit::r4::Resource;

/// Every resource of `before` is in the bundle `exported`, and no other; and `fhirkit` finds fault with
/// what came out exactly where it finds fault with what went in.
pub(crate) fn assert_same(before: &[Json], exported: &str) {
    let exported = Json::parse(exported).expect("the export is JSON");
    let after = resources_of(&exported);
    let mut by_name: BTreeMap<String, &Json> = before
        .iter()
        .map(|resource| (name(resource), resource))
        .collect();
    assert_eq!(by_name.len(), before.len(), "no name is there twice");
    let mut in_order = Vec::with_capacity(after.len());
    for resource in after {
        let name = name(resource);
        let was = by_name.remove(&name);
        let was = was.expect("nothing comes out that did not go in, or twice");
        assert!(was.same_as(resource), "a {} is as it was", kind(resource));
        in_order.push(was.clone());
    }
    let lost: Vec<&String> = by_name.keys().collect();
    assert!(lost.is_empty(), "nothing is lost: {lost:?}");
    let faults_before = faults(&bundle_of(in_order));
    assert_eq!(
        faults(&exported),
        faults_before,
        "an export has the faults of what went in and no others"
    );
}

/// What `fhirkit` has to say about a resource, each with its place.
fn faults(resource: &Json) -> Vec<String> {
    let (_, issues) = fhirkit::decode_json::<Resource>(resource);
    issues.iter().map(ToString::to_string).collect()
}

/// The resources of a bundle, in order.
pub(crate) fn resources_of(bundle: &Json) -> Vec<&Json> {
    let entries = items(bundle, "entry");
    let resources = entries.iter().map(|entry| entry.get("resource"));
    resources
        .map(|resource| resource.expect("every entry has a resource"))
        .collect()
}

/// The items of an element that repeats.
pub(crate) fn items<'a>(of: &'a Json, element: &str) -> &'a [Json] {
    match of.get(element) {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

pub(crate) fn name(resource: &Json) -> String {
    format!("{}/{}", kind(resource), text(resource, "id"))
}

pub(crate) fn kind(resource: &Json) -> &str {
    text(resource, "resourceType")
}

pub(crate) fn text<'a>(of: &'a Json, element: &str) -> &'a str {
    of.get(element).and_then(Json::as_str).unwrap_or_default()
}

fn bundle_of(resources: Vec<Json>) -> Json {
    let text = |text: &str| Json::String(text.to_owned());
    let entries = resources
        .into_iter()
        .map(|resource| Json::Object(vec![("resource".to_owned(), resource)]));
    Json::Object(vec![
        ("resourceType".to_owned(), text("Bundle")),
        ("type".to_owned(), text("collection")),
        ("entry".to_owned(), Json::Array(entries.collect())),
    ])
}
