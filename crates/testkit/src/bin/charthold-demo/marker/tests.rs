use charthold_domain::Timestamp;

use super::Marker;
use crate::arguments::Filling;

#[test]
fn a_marker_is_found_as_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Marker::find(folder.path()).unwrap(), None);
    let now = Timestamp::from_millis(1_795_357_920_000);
    for filling in [
        Filling::Generated {
            patients: 6,
            seed: 4,
        },
        Filling::Imported {
            folder: "/srv/charts".into(),
        },
    ] {
        let mut marker = Marker::new(filling, now);
        assert!(!marker.seeded);
        marker.seeded = true;
        marker.save(folder.path()).unwrap();
        assert_eq!(Marker::find(folder.path()).unwrap(), Some(marker.clone()));
        assert_eq!(marker.made_at(), now);
    }
}

#[test]
fn a_file_of_somebody_else_is_no_marker() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.json");
    std::fs::write(&file, r#"{"theme":"dark"}"#).unwrap();
    Marker::find(folder.path()).unwrap_err();
    let other = r#"{"made_by":"a shop","filling":{"generated":{"patients":1,"seed":1}},"made_at_ms":0,"seeded":true}"#;
    std::fs::write(&file, other).unwrap();
    Marker::find(folder.path()).unwrap_err();
}
