//! Against a real SoftHSM. Where its tokens are it learns from the environment of its process alone, so that each test
//! runs itself once more as a process of its own that has a token.

use std::path::{Path, PathBuf};
use std::process::Command;

use charthold_crypto::OsEntropy;
use cryptoki::object::{Attribute, AttributeType, ObjectClass};

use super::super::tests::{Kind, conform, opened};
use super::*;

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const HOME: &str = "CHARTHOLD_TEST_TOKEN_HOME";
const PIN: &str = "482913";
const KEY: [u8; 32] = [7; 32];

/// Runs `test`, which is called `name`, in a process with a token of its own; the folder is the token's.
fn with_token(name: &str, test: fn(&Path)) {
    if let Some(home) = std::env::var_os(HOME) {
        return test(Path::new(&home));
    }
    let home = tempfile::tempdir().unwrap();
    let tokens = home.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let config = home.path().join("softhsm2.conf");
    let text = format!(
        "directories.tokendir = {}\nlog.level = ERROR\n",
        tokens.display()
    );
    std::fs::write(&config, text).unwrap();
    let made = Command::new("softhsm2-util")
        .env("SOFTHSM2_CONF", &config)
        .args([
            "--init-token",
            "--free",
            "--label",
            "clinic",
            "--so-pin",
            "93847561",
            "--pin",
            PIN,
        ])
        .output()
        .expect("softhsm2-util (cargo xtask setup installs it)");
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    write_pin(home.path(), PIN);
    let ran = Command::new(std::env::current_exe().unwrap())
        .env("SOFTHSM2_CONF", &config)
        .env(HOME, home.path())
        .args([
            "--exact",
            &format!("master::pkcs11::tests::{name}"),
            "--nocapture",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let complained = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}\n{complained}");
    assert!(said.contains("1 passed"), "it did not run: {said}");
}

fn write_pin(home: &Path, pin: &str) {
    crate::data_dir::write_private(&home.join("pin"), pin.as_bytes()).unwrap();
}

fn place(home: &Path) -> TokenPlace {
    TokenPlace {
        module: PathBuf::from(MODULE),
        token: "clinic".to_owned(),
        pin_file: home.join("pin"),
    }
}

fn made(home: &Path) -> TokenMaster {
    TokenMaster::make(place(home), "0123456789abcdef").unwrap()
}

fn refused(place: TokenPlace) -> KeysError {
    TokenMaster::open(place, "0123456789abcdef").err().unwrap()
}

#[test]
fn a_token_conforms() {
    with_token("a_token_conforms", |home| {
        conform(&Kind {
            make: &|| Ok(Box::new(TokenMaster::make(place(home), "a1")?)),
            open: &|| Ok(Box::new(TokenMaster::open(place(home), "a1")?)),
        });
        // Another key service on the same token has keys of its own.
        conform(&Kind {
            make: &|| Ok(Box::new(TokenMaster::make(place(home), "a")?)),
            open: &|| Ok(Box::new(TokenMaster::open(place(home), "a")?)),
        });
    });
}

#[test]
fn a_master_key_never_leaves_the_token() {
    with_token("a_master_key_never_leaves_the_token", |home| {
        let master = made(home);
        let (values, found) = master
            .token
            .with_session(|open| {
                let key = master.find(open, 1)?;
                let found = open.session.get_attributes(
                    key,
                    &[
                        AttributeType::NeverExtractable,
                        AttributeType::AlwaysSensitive,
                    ],
                )?;
                Ok((
                    open.session.get_attributes(key, &[AttributeType::Value]),
                    found,
                ))
            })
            .unwrap();
        let told = values.is_ok_and(|values| {
            values
                .iter()
                .any(|value| matches!(value, Attribute::Value(bytes) if !bytes.is_empty()))
        });
        assert!(!told, "the token gave its key away");
        assert!(found.contains(&Attribute::NeverExtractable(true)));
        assert!(found.contains(&Attribute::AlwaysSensitive(true)));
    });
}

#[test]
fn a_key_that_could_leave_the_token_is_not_used() {
    with_token("a_key_that_could_leave_the_token_is_not_used", |home| {
        let master = made(home);
        let planted = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(cryptoki::object::KeyType::AES),
            Attribute::Token(true),
            Attribute::Sensitive(false),
            Attribute::Extractable(true),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::Value(vec![9; 32]),
            Attribute::Label(b"charthold-master-0123456789abcdef-v2".to_vec()),
        ];
        let plant = |open: &Open| Ok(open.session.create_object(&planted)?);
        master.token.with_session(plant).unwrap();
        assert_eq!(master.newest().unwrap(), 2);
        let refused = master.wrap(2, b"place", &KEY, &mut OsEntropy).unwrap_err();
        assert!(
            matches!(refused, KeysError::TokenKeyExtractable),
            "{refused}"
        );
        // Twice the same name: which one is meant cannot be told.
        master.token.with_session(plant).unwrap();
        assert!(
            master
                .wrap(2, b"place", &KEY, &mut OsEntropy)
                .unwrap_err()
                .is_damage()
        );
    });
}

#[test]
fn a_token_that_goes_away_and_comes_back_is_used_again() {
    with_token(
        "a_token_that_goes_away_and_comes_back_is_used_again",
        |home| {
            let master = made(home);
            let wrapped = master.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
            // Its session ends under it, as when a card is drawn.
            let module = session::load(Path::new(MODULE)).ok().unwrap();
            session::restart(&module).unwrap();
            assert!(opened(&master, 1, b"place", &wrapped), "no new session");

            let (tokens, away) = (home.join("tokens"), home.join("away"));
            std::fs::rename(&tokens, &away).unwrap();
            std::fs::create_dir(&tokens).unwrap();
            session::restart(&module).unwrap();
            let missing = master.unwrap(1, b"place", &wrapped).err().unwrap();
            assert!(matches!(missing, KeysError::TokenMissing), "{missing}");
            std::fs::remove_dir_all(&tokens).unwrap();
            std::fs::rename(&away, &tokens).unwrap();
            assert!(opened(&master, 1, b"place", &wrapped), "not found again");
        },
    );
}

#[test]
fn a_wrong_pin_is_tried_once_and_never_to_the_lock() {
    with_token("a_wrong_pin_is_tried_once_and_never_to_the_lock", |home| {
        drop(made(home));
        let module = session::load(Path::new(MODULE)).ok().unwrap();
        session::restart(&module).unwrap();
        write_pin(home, "000000");
        let wrong = TokenMaster::of(place(home), "0123456789abcdef");
        let refused = wrong.newest().unwrap_err();
        assert!(matches!(refused, KeysError::TokenPinRefused), "{refused}");
        assert!(!refused.to_string().contains("000000"));

        // Were it asked again, the token would take it now.
        let slot = session::find_slot(&module, "clinic")
            .ok()
            .flatten()
            .unwrap();
        let person = module.open_rw_session(slot).unwrap();
        let [old, new] = [PIN, "000000"].map(cryptoki::types::AuthPin::from);
        person
            .login(cryptoki::session::UserType::User, Some(&old))
            .unwrap();
        person.set_pin(&old, &new).unwrap();
        drop(person);
        session::restart(&module).unwrap();
        let again = wrong.newest().unwrap_err();
        assert!(matches!(again, KeysError::TokenPinRefused), "{again}");
        let fresh = TokenMaster::of(place(home), "0123456789abcdef");
        assert_eq!(fresh.newest().unwrap(), 1, "whoever starts anew asks once");
        session::restart(&module).unwrap();
        write_pin(home, PIN);
        let other = wrong.newest().unwrap_err();
        assert!(
            matches!(other, KeysError::TokenPinRefused),
            "another is tried: {other}"
        );
        write_pin(home, "000000");
        assert_eq!(
            wrong.newest().unwrap(),
            1,
            "the one refused last is another"
        );
    });
}

#[test]
fn what_is_missing_is_said() {
    with_token("what_is_missing_is_said", |home| {
        let missing = refused(place(home));
        assert!(
            matches!(missing, KeysError::MasterVersionMissing { version: 1 }),
            "{missing}"
        );
        let elsewhere = TokenPlace {
            token: "hospital".to_owned(),
            ..place(home)
        };
        assert!(matches!(refused(elsewhere), KeysError::TokenMissing));
        for module in ["/nowhere/module.so", "/etc/hostname"] {
            let broken = TokenPlace {
                module: PathBuf::from(module),
                ..place(home)
            };
            let said = refused(broken);
            assert!(matches!(said, KeysError::ModuleUnusable), "{said}");
            assert!(!said.to_string().contains(module));
        }
        let without = TokenPlace {
            pin_file: home.join("none"),
            ..place(home)
        };
        session::restart(&session::load(Path::new(MODULE)).ok().unwrap()).unwrap();
        assert!(matches!(refused(without), KeysError::File { .. }));
    });
}

#[test]
fn a_rotation_by_another_process_is_noticed() {
    const ROTATE: &str = "CHARTHOLD_TEST_TOKEN_ROTATE";
    const NAME: &str = "a_rotation_by_another_process_is_noticed";
    with_token(NAME, |home| {
        if std::env::var_os(ROTATE).is_some() {
            let other = TokenMaster::open(place(home), "0123456789abcdef").unwrap();
            assert_eq!(other.rotate(&mut OsEntropy).unwrap(), 2);
            return;
        }
        let serving = made(home);
        let before = serving.wrap(1, b"place", &KEY, &mut OsEntropy).unwrap();
        let other = Command::new(std::env::current_exe().unwrap())
            .env(ROTATE, "1")
            .args(["--exact", &format!("master::pkcs11::tests::{NAME}")])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&other.stdout);
        assert!(other.status.success(), "{said}");
        assert_eq!(serving.newest().unwrap(), 2);
        let after = serving.wrap(2, b"place", &KEY, &mut OsEntropy).unwrap();
        assert!(opened(&serving, 1, b"place", &before));
        assert!(opened(&serving, 2, b"place", &after));
    });
}
