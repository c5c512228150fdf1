//! Where capabilities and permissions are, and a page to embed before the UI has been built.

use std::path::Path;

fn main() {
    let page = Path::new("ui/dist/index.html");
    if !page.exists() {
        // `generate_context!` needs a page; `cargo xtask` builds the real one.
        let made = std::fs::create_dir_all("ui/dist")
            .and_then(|()| std::fs::write(page, "<!doctype html><title>Charthold</title>"));
        assert!(made.is_ok(), "ui/dist can be written");
    }
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(
            tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*"),
        );
    let built = tauri_build::try_build(attributes);
    assert!(built.is_ok(), "tauri configuration: {:?}", built.err());
}
