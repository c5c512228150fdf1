use super::{Member, Use, When, check, short};

const ARCHITECTURE: &str = "
# A page

| layer | crate | may use |
| --- | --- | --- |
| 0 | `domain` | nothing of ours |
| 0 | `crypto` | nothing of ours |
| 1 | `audit` | layer 0 |
| 1 | `protocol` | layer 0, `audit` |
| 2 | `store` | layers 0–1 |
| 2 | `vault` | layers 0–1 |
| 3 | `sync` | layers 0–1, `store` |
| dev | `testkit` | anything |

Words between.

| dependency | owners |
| --- | --- |
| `rusqlite` | `store`, `keys` |
| `tauri`, `tauri-plugin-*` | `desktop` |
";

/// Members of a whole workspace, of which `name` uses `used`.
fn with(name: &str, used: &str, when: When) -> Vec<Member> {
    let names = [
        "domain", "crypto", "audit", "protocol", "store", "vault", "sync", "testkit",
    ];
    let uses = |member: &str| {
        let used = Use {
            name: used.to_owned(),
            when,
        };
        if member == name {
            vec![used]
        } else {
            Vec::new()
        }
    };
    names
        .map(|member| Member {
            name: member.to_owned(),
            uses: uses(member),
        })
        .into()
}

fn said(name: &str, used: &str, when: When) -> Vec<String> {
    check(ARCHITECTURE, &with(name, used, when)).unwrap()
}

#[test]
fn the_table_allows_what_it_grants() {
    for (name, used) in [
        ("audit", "crypto"),
        ("protocol", "audit"),
        ("store", "protocol"),
        ("sync", "store"),
    ] {
        assert_eq!(
            said(name, used, When::Always),
            Vec::<String>::new(),
            "{name} → {used}"
        );
    }
}

#[test]
fn an_edge_up_across_or_past_the_grant_is_named() {
    for (name, used) in [
        ("crypto", "audit"),
        ("audit", "protocol"),
        ("vault", "store"),
        ("sync", "vault"),
    ] {
        let said = said(name, used, When::Always);
        assert_eq!(said.len(), 1, "{name} → {used}: {said:?}");
        assert!(
            said[0].starts_with(&format!("{name} (")) && said[0].contains(used),
            "{said:?}"
        );
    }
}

#[test]
fn testkit_is_for_tests_only() {
    assert_eq!(
        said("vault", "testkit", When::InTests),
        Vec::<String>::new()
    );
    assert_eq!(said("vault", "testkit", When::Always).len(), 1);
}

#[test]
fn tests_reach_down_but_never_up() {
    assert_eq!(
        said("sync", "vault", When::InTests),
        Vec::<String>::new(),
        "down, past the grant"
    );
    assert_eq!(said("store", "sync", When::InTests).len(), 1, "up");
    assert_eq!(said("store", "vault", When::InTests).len(), 1, "across");
}

#[test]
fn a_crate_the_table_forgets_or_invents_is_named() {
    let mut members = with("audit", "crypto", When::Always);
    members.retain(|member| member.name != "vault");
    members.push(Member {
        name: "extra".to_owned(),
        uses: Vec::new(),
    });
    let said = check(ARCHITECTURE, &members).unwrap();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.concat().contains("vault") && said.concat().contains("extra"),
        "{said:?}"
    );
}

#[test]
fn a_sharp_dependency_is_for_its_owners() {
    assert_eq!(
        said("store", "rusqlite", When::Always),
        Vec::<String>::new()
    );
    assert_eq!(
        said("sync", "rusqlite", When::Always),
        ["sync names rusqlite, which belongs to keys, store"]
    );
    assert_eq!(
        said("sync", "tauri-plugin-log", When::Always).len(),
        1,
        "by its beginning"
    );
    assert_eq!(
        said("sync", "tauri-build", When::Always),
        Vec::<String>::new(),
        "not listed"
    );
    assert_eq!(
        said("sync", "rusqlite", When::InTests),
        Vec::<String>::new(),
        "tests are free"
    );
}

#[test]
fn a_page_without_the_tables_is_an_error() {
    assert!(
        check("# A page", &[]).is_err(),
        "no table is not an empty table"
    );
    assert!(
        check(
            &ARCHITECTURE.replace("| 2 | `store`", "| two | `store`"),
            &[]
        )
        .is_err()
    );
}

#[test]
fn packages_have_short_names() {
    assert_eq!(short("charthold"), "desktop");
    assert_eq!(short("charthold-central-store"), "central-store");
    assert_eq!(short("rusqlite"), "rusqlite");
}
