//! Each keeper of the master key, from the configuration to the command line.

use crate::program::Program;

const SEALED: &str = "provider = \"sealed-file\"\npassphrase_file = \"HOME/passphrase\"
passphrase_memory_mib = 19";

#[test]
fn a_sealed_master_key_takes_every_command_and_a_new_passphrase() {
    let program = Program::with_master(SEALED);
    program.refused("init", &[], 1);
    program.write_secret("passphrase", "five long words of it");
    program.done("init", &[]);
    assert!(!program.path("keys/master.key").exists());
    assert!(program.done("rotate", &[]).contains("version 2"));
    program.done("rewrap", &[]);
    program.done("verify", &[]);

    let next = program.write_secret("next", "six other long words of it");
    let next = ["--new-passphrase-file", next.to_str().unwrap()];
    program.done("change-passphrase", &next);
    let said = program.refused("verify", &[], 1);
    assert!(
        said.contains("passphrase") && !said.contains("long words"),
        "{said}"
    );
    std::fs::rename(program.path("next"), program.path("passphrase")).unwrap();
    // Founded, kept there, rotated, rewrapped, another passphrase.
    assert!(program.done("verify", &[]).contains("5 log entries"));
}

#[cfg(unix)]
#[test]
fn a_passphrase_that_others_may_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;

    let program = Program::with_master(SEALED);
    let passphrase = program.write_secret("passphrase", "five long words of it");
    std::fs::set_permissions(&passphrase, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = program.refused("init", &[], 1);
    assert!(
        said.contains("chmod 600") && !said.contains("long words"),
        "{said}"
    );
}

#[test]
fn a_plain_file_needs_no_configuration_and_takes_one() {
    let program = Program::with_master("provider = \"file\"");
    program.done("init", &[]);
    program.done("verify", &[]);
    let said = program.refused("change-passphrase", &["--new-passphrase-file", "none"], 1);
    assert!(said.contains("not in a sealed file"), "{said}");
}

#[test]
fn a_master_key_in_a_token_takes_every_command() {
    let program = Program::with_token();
    program.write_secret("pin", "000000");
    let said = program.refused("init", &[], 1);
    assert!(said.contains("refused the PIN"), "{said}");
    program.write_secret("pin", Program::PIN);
    program.done("init", &[]);
    assert!(!program.path("keys/master.key").exists());
    assert!(program.done("rotate", &[]).contains("version 2"));
    program.done("rewrap", &[]);
    assert!(program.done("verify", &[]).contains("4 log entries"));
    assert_eq!(
        program.run("init", &[]).status.code(),
        Some(1),
        "never made over another"
    );
    program.configure(&Program::TOKEN.replace("clinic", "hospital"));
    let said = program.refused("verify", &[], 1);
    assert!(said.contains("another keeper"), "{said}");
    program.configure(&Program::TOKEN.replace("libsofthsm2", "nothing"));
    let said = program.refused("verify", &[], 1);
    assert!(said.contains("master.module"), "{said}");
}
