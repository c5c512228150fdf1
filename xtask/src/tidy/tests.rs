use super::{check, tree::Tree};

/// What tidy says about one file: `line: sentence` of each finding.
fn said(path: &str, text: &str) -> Vec<String> {
    check(&Tree::of(&[(path, text)]))
        .iter()
        .map(|f| format!("{}: {}", f.line, f.sentence))
        .collect()
}

fn lines(path: &str, text: &str) -> Vec<usize> {
    check(&Tree::of(&[(path, text)]))
        .iter()
        .map(|finding| finding.line)
        .collect()
}

#[test]
fn a_file_of_450_lines_is_fine_and_one_more_is_not() {
    assert!(
        said("xtask/src/a.rs", &"x\n".repeat(450)).is_empty(),
        "450 is the limit, not over it"
    );
    assert!(
        said("xtask/src/a.rs", &"x\n".repeat(451))
            .concat()
            .contains("451 lines")
    );
    assert!(
        said("docs/a.md", &"x\n".repeat(451)).is_empty(),
        "prose has no limit"
    );
}

#[test]
fn an_exposed_secret_needs_a_reason_right_above() {
    let at = "crates/vault/src/a.rs";
    assert!(lines(at, "// EXPOSE: SQLCipher takes it as text.\nkey.expose();").is_empty());
    assert!(lines(at, "key.expose_bytes() // EXPOSE: the keyring keeps bytes").is_empty());
    assert!(
        lines(
            at,
            "// EXPOSE: a reason that\n// takes two lines.\nkey.expose();"
        )
        .is_empty()
    );
    assert!(
        lines(
            at,
            "// EXPOSE: why\nlet seed = seed\n    .expose()\n    .len();"
        )
        .is_empty(),
        "a chain"
    );
    assert_eq!(lines(at, "key.expose();"), [1]);
    assert_eq!(
        lines(at, "// EXPOSE: why\nf(a.expose(),\n  b.expose());"),
        [3],
        "one reason, one call"
    );
    assert_eq!(
        lines(at, "// EXPOSE: why\nlet a = 1;\nkey.expose_bytes();"),
        [3],
        "not right above"
    );
    assert_eq!(
        lines(at, "// EXPOSE:\nkey.expose();"),
        [2],
        "an empty reason is none"
    );
}

#[test]
fn tests_and_the_wrapper_itself_may_expose() {
    assert!(said("crates/vault/src/slot/tests.rs", "key.expose();").is_empty());
    assert!(said("crates/vault/tests/vault/main.rs", "key.expose();").is_empty());
    assert!(said("crates/crypto/src/secret.rs", "self.expose();").is_empty());
}

#[test]
fn notes_of_unfinished_work_are_found_as_words_only() {
    let note = concat!("// TO", "DO: later");
    assert_eq!(lines("crates/a/src/a.rs", note), [1]);
    assert_eq!(
        lines("migrations/keys/0001_a.sql", concat!("-- FIX", "ME")),
        [1]
    );
    assert!(said("crates/a/src/a.rs", concat!("let MY_TO", "DO_LIST = 1;")).is_empty());
}

#[test]
fn names_of_the_workplace_are_found_in_any_text() {
    let folder = concat!("see /wo", "rk/main for it");
    assert_eq!(lines("docs/a.md", folder), [1]);
    assert_eq!(
        lines("ui/a.json", concat!("{\"a\": \".lib", "rary/x\"}")),
        [1]
    );
    assert!(
        said(
            "docs/a.md",
            concat!("https://host.example/net", "/wo", "rking")
        )
        .is_empty()
    );
    assert!(
        said("ui/src/a.ts", concat!("chart.lib", "rary.open()")).is_empty(),
        "a property"
    );
}

#[test]
fn skipped_and_lonely_tests_are_found() {
    assert_eq!(
        lines(
            "crates/a/src/tests.rs",
            concat!("#[igno", "re = \"slow\"]\nfn a() {}")
        ),
        [1]
    );
    assert_eq!(
        lines("ui/src/a.test.tsx", "describe.skip('x', () => {})"),
        [1]
    );
    assert_eq!(
        lines("ui/src/a.test.ts", "it('a', f);\nit.only('b', f);"),
        [2]
    );
    assert!(
        said("ui/src/a.ts", "parser.skip(3)").is_empty(),
        "only tests are meant"
    );
}

#[test]
fn drawers_are_not_modules() {
    for path in [
        "crates/a/src/utils.rs",
        "crates/a/src/common/mod.rs",
        "ui/src/helpers/a.ts",
    ] {
        assert_eq!(lines(path, ""), [0], "{path} is a drawer");
    }
    assert_eq!(lines("crates/a/src/a.rs", "pub(crate) mod types {"), [1]);
    assert!(
        said(
            "crates/a/src/commonly.rs",
            "// the service\nlet mod_types = 1;"
        )
        .is_empty()
    );
}

#[test]
fn colours_belong_to_the_tokens() {
    let at = "ui/src/design/Button/Button.module.css";
    assert_eq!(lines(at, "a {\n  color: #fff;\n}"), [2]);
    assert_eq!(lines(at, "a { border: 1px solid #16202b80 }"), [1]);
    assert!(said(at, "/* as in\n #123 */\n#face { color: var(--ink) }").is_empty());
    assert!(said("ui/src/design/tokens.css", "a { --ink: #141d27 }").is_empty());
}

#[test]
fn only_ipc_imports_tauri() {
    let import = "import { invoke } from '@tauri-apps/api/core';";
    assert_eq!(lines("ui/src/features/lock/Lock.tsx", import), [1]);
    assert!(said("ui/src/ipc/client.ts", import).is_empty());
}

#[test]
fn a_crate_introduces_itself() {
    let manifest = ("crates/a/Cargo.toml", "");
    let shown = (
        "crates/a/src/lib.rs",
        "#![doc = include_str!(\"../README.md\")]",
    );
    assert_eq!(
        check(&Tree::of(&[manifest, shown, ("crates/a/README.md", "# a")])),
        []
    );
    assert_eq!(
        check(&Tree::of(&[manifest, shown])).len(),
        1,
        "the README is missing"
    );
    let silent = ("crates/a/src/lib.rs", "mod a;");
    assert_eq!(
        check(&Tree::of(&[manifest, silent, ("crates/a/README.md", "")])).len(),
        1
    );
}

#[test]
fn a_folder_of_tests_is_a_target() {
    let main = ("tests/journeys/main.rs", "mod lock;");
    assert_eq!(
        check(&Tree::of(&[main, ("Cargo.toml", "[package]")])).len(),
        1
    );
    let named = (
        "Cargo.toml",
        "[[test]]\nname = \"journeys\"\npath = \"tests/journeys/main.rs\"",
    );
    assert_eq!(check(&Tree::of(&[main, named])), []);
}

#[test]
fn migrations_count_up_from_one_in_each_folder() {
    let fine = [
        "migrations/README.md",
        "migrations/a/0001_x.sql",
        "migrations/a/0002_y_2.sql",
    ];
    assert_eq!(check(&Tree::of(&fine.map(|path| (path, "")))), []);
    let gap = [
        "migrations/a/0001_x.sql",
        "migrations/a/0003_z.sql",
        "migrations/a/0004_w.sql",
    ];
    assert_eq!(
        check(&Tree::of(&gap.map(|path| (path, "")))).len(),
        1,
        "0003 is one finding"
    );
    let double = ["migrations/b/0001_x.sql", "migrations/b/0001_y.sql"];
    assert_eq!(check(&Tree::of(&double.map(|path| (path, "")))).len(), 1);
    assert_eq!(lines("migrations/a/1_x.sql", ""), [0]);
    assert_eq!(lines("migrations/a/0001_X.sql", ""), [0]);
}

#[test]
fn a_generated_file_says_so() {
    assert_eq!(
        lines("ui/src/ipc/generated/Chart.ts", "export type Chart = {};"),
        [1]
    );
    let marked = format!(
        "// Generated by cargo xtask bindings.\n{}",
        "x\n".repeat(900)
    );
    assert!(
        said("ui/src/ipc/generated/Chart.ts", &marked).is_empty(),
        "and may be long"
    );
}

#[test]
fn lock_files_fetch_from_public_registries() {
    let public = "\"resolved\": \"https://registry.npmjs.org/a/-/a-1.tgz\",";
    assert!(said("ui/package-lock.json", public).is_empty());
    assert_eq!(
        lines(
            "ui/package-lock.json",
            "  \"resolved\": \"https://mirror.example/a.tgz\""
        ),
        [1]
    );
    assert_eq!(
        lines("Cargo.lock", "source = \"git+https://host.example/a\""),
        [1]
    );
}
