//! What is left of a patient after a lock, in the app as it ships: nothing in the web process, because
//! that is another one; nothing on disk outside the home. What the app's own heap
//! still holds is said when it fails, and is not yet held to nothing.

use std::ffi::OsStr;
use std::path::Path;

use charthold_testkit::hospital::{GeneratedPatient, bundle};
use serde_json::{Value, json};

use crate::bare::Bare;
use crate::hospital::Ward;
use crate::process::core_dump_limits;

/// Names that nothing else in any process is likely to contain.
const FAMILY: &str = "Quetzalwhistle";
pub(crate) const PROBLEM: &str = "Marmalade umbra of the left hand";
const CANARIES: [&str; 2] = [FAMILY, PROBLEM];

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_ends_the_web_process_and_leaves_no_patient_in_another_or_on_disk() {
    let ward = Ward::with_changed(2, with_canaries).await;
    let alone = ward.first().eq_ignore_ascii_case(FAMILY);
    assert!(alone, "the one patient of the ward");
    let bare = Bare::start(&ward.home).await;
    bare.sign_in(&ward.nurse);
    bare.see(FAMILY).await;
    // The ward takes the keyboard when it is drawn, with its first row chosen.
    bare.see_after(PROBLEM, || bare.desk.press_enter()).await;
    let before = bare.web_process().expect("something shows the chart");
    assert_eq!(core_dump_limits(before), ["0", "0"], "of the page");
    let shown = bare.copies(&CANARIES);
    assert!(
        shown.web > 0,
        "a chart that is shown is in memory: {shown:?}"
    );

    bare.desk.press_control('l');
    bare.another_web_process(before).await;
    bare.see_the_lock_screen().await;
    let left = bare.copies(&CANARIES);
    let browser = (left.web, left.network);
    assert_eq!(browser, (0, 0), "patient text after a lock: {left:?}");

    // One password, and the chart is back where it was.
    bare.desk.type_text(ward.nurse.password);
    bare.desk.press_enter();
    bare.see(PROBLEM).await;
    bare.desk.press_control('l');
    bare.see_the_lock_screen().await;
    for file in bare.files() {
        assert!(is_expected(&file), "it wrote outside its home: {file:?}");
        let bytes = std::fs::read(&file).expect("a file it left can be read");
        for text in CANARIES {
            let held = memchr::memmem::find(&bytes, text.as_bytes());
            assert!(held.is_none(), "patient text on disk: {file:?}");
        }
    }
    bare.close().await;
}

/// What WebKit and the graphics driver leave of themselves, before any page: random salts, an empty
/// list of hosts, compiled shaders.
fn is_expected(file: &Path) -> bool {
    let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let shaders = file.iter().any(|part| part == "mesa_shader_cache");
    shaders || name == "salt" || name.starts_with("hsts-storage.sqlite")
}

/// The chart with a family name of our own, and a problem that only the open chart shows.
pub(crate) fn with_canaries(patient: &GeneratedPatient) -> String {
    let mut bundle: Value = serde_json::from_str(&bundle(patient)).expect("a bundle is JSON");
    let entries = bundle["entry"].as_array_mut().expect("it has entries");
    let is = |entry: &Value, kind: &str| entry["resource"]["resourceType"] == kind;
    for entry in entries.iter_mut().filter(|entry| is(entry, "Patient")) {
        entry["resource"]["name"][0]["family"] = FAMILY.into();
    }
    let mut problem = entries
        .iter()
        .find(|entry| is(entry, "Condition"))
        .expect("everybody has a problem")
        .clone();
    let resource = &mut problem["resource"];
    resource["id"] = "problem-of-the-test".into();
    resource["code"] = json!({ "text": PROBLEM });
    resource["category"] = json!([{ "coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/condition-category",
        "code": "problem-list-item",
    }]}]);
    entries.push(problem);
    bundle.to_string()
}
