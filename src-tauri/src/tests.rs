use std::collections::BTreeSet;

use charthold_workstation::ipc::{COMMANDS, Reach};

use crate::command_table::NAMES;

#[test]
fn the_shell_answers_exactly_the_commands_of_the_contract() {
    let contract: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let answered: BTreeSet<&str> = NAMES.iter().copied().collect();
    assert_eq!(answered, contract);
}

#[test]
fn the_permission_file_names_exactly_the_commands_of_the_contract() {
    let file = include_str!("../permissions/commands.toml");
    let (locked, clinician) = file
        .split_once("identifier = \"clinician\"")
        .expect("two sets");
    for (text, reach) in [(locked, Reach::Locked), (clinician, Reach::Unlocked)] {
        let named: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
            .collect();
        let wanted: BTreeSet<&str> = COMMANDS
            .iter()
            .filter(|command| command.reach == reach)
            .map(|command| command.name)
            .collect();
        assert_eq!(named, wanted, "{reach:?}");
    }
}

#[test]
fn the_capability_is_for_the_one_window_only() {
    let capability = include_str!("../capabilities/main.json");
    assert!(capability.contains(r#""windows": ["main"]"#));
    assert!(
        !capability.contains("core:default"),
        "only what is used is granted"
    );
}
