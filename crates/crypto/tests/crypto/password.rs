use charthold_crypto::{CryptoError, ServerPasswordParams, hash_password, verify_password};

use crate::fixtures::{Seeded, secret};

/// Written by the Argon2 reference implementation (`argon2-cffi`) for the password "correct horse".
const REFERENCE: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$0AuQxA+RjPiJeA19Op7DwrFxnfh9xeTU2T6mFj2wThc";

fn phc() -> String {
    let params = ServerPasswordParams::STANDARD;
    hash_password(&secret("correct horse"), params, &mut Seeded::new(1)).unwrap()
}

#[test]
fn the_password_verifies_and_another_does_not() {
    let phc = phc();
    assert_eq!(verify_password(&phc, &secret("correct horse")), Ok(true));
    assert_eq!(verify_password(&phc, &secret("correct house")), Ok(false));
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[test]
fn a_hash_of_the_reference_implementation_verifies() {
    assert_eq!(
        verify_password(REFERENCE, &secret("correct horse")),
        Ok(true)
    );
    assert_eq!(verify_password(REFERENCE, &secret("")), Ok(false));
}

#[test]
fn the_same_password_is_never_stored_the_same_way_twice() {
    let params = ServerPasswordParams::STANDARD;
    let entropy = &mut Seeded::new(2);
    let one = hash_password(&secret("p"), params, entropy).unwrap();
    let other = hash_password(&secret("p"), params, entropy).unwrap();
    assert_ne!(one, other);
}

#[test]
fn too_little_and_too_much_work_are_refused_on_both_sides() {
    let standard = ServerPasswordParams::STANDARD;
    let cheap = ServerPasswordParams {
        memory_kib: 19 * 1024 - 1,
        ..standard
    };
    assert_eq!(
        hash_password(&secret("p"), cheap, &mut Seeded::new(3)),
        Err(CryptoError::WeakParameters)
    );
    for stored in ["m=8,t=1,p=1", "m=19456,t=1,p=1", "m=4000000,t=2,p=1"] {
        let phc = phc().replace("m=19456,t=2,p=1", stored);
        assert_eq!(
            verify_password(&phc, &secret("correct horse")),
            Err(CryptoError::WeakParameters)
        );
    }
}

#[test]
fn what_is_no_argon2id_hash_is_an_error_and_not_a_wrong_password() {
    let good = phc();
    let without_hash = good.rsplit_once('$').unwrap().0.to_owned();
    for phc in [
        String::new(),
        "correct horse".to_owned(),
        good.replace("argon2id", "argon2i"),
        good.replace("v=19", "v=16"),
        without_hash,
    ] {
        assert_eq!(
            verify_password(&phc, &secret("correct horse")),
            Err(CryptoError::BadEncoding)
        );
    }
}
