use charthold_crypto::purpose::{Chart, Database, DeviceSecret, Draft, User};
use charthold_crypto::{CryptoError, Key, OsEntropy, Secret};

use crate::fixtures::{Seeded, bytes, key, label, vectors};

#[test]
fn deriving_gives_the_bytes_an_independent_implementation_gives() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/derive.json"
    )) {
        let parent: Key<User> = key(&vector, "key");
        let derived: Key<Draft> = parent.derive(label(&vector), &bytes(&vector, "context"));
        // EXPOSE: compared with the vector.
        assert_eq!(derived.expose_bytes().to_vec(), bytes(&vector, "derived"));
    }
}

#[test]
fn label_and_context_cannot_be_traded_against_each_other() {
    let parent: Key<User> = Key::make(&mut Seeded::new(1));
    let one: Key<Draft> = parent.derive("draft/1", b"0");
    let other: Key<Draft> = parent.derive("draft/10", b"");
    // EXPOSE: compared with each other.
    assert_ne!(one.expose_bytes(), other.expose_bytes());
}

#[test]
fn a_key_is_exactly_32_bytes() {
    for length in [0, 16, 31, 33, 64] {
        assert!(matches!(
            Key::<Chart>::from_slice(&vec![1; length]),
            Err(CryptoError::BadEncoding)
        ));
    }
    let adopted: Key<Chart> = Key::from_secret(Secret::new([5; 32]));
    // EXPOSE: compared with what was adopted.
    assert_eq!(adopted.expose_bytes(), &[5; 32]);
}

#[test]
fn the_operating_system_gives_a_new_key_each_time() {
    let one: Key<DeviceSecret> = Key::make(&mut OsEntropy);
    let other: Key<DeviceSecret> = Key::make(&mut OsEntropy);
    // EXPOSE: compared with each other and with an unfilled buffer.
    assert_ne!(one.expose_bytes(), other.expose_bytes());
    // EXPOSE: as above.
    assert_ne!(one.expose_bytes(), &[0; 32]);
}

#[test]
fn a_database_key_is_written_as_sqlciphers_raw_key() {
    let ramp: Vec<u8> = (0..32).map(|i| i * 8 + 7).collect();
    let key: Key<Database> = Key::from_slice(&ramp).unwrap();
    let digits: String = ramp.iter().map(|byte| format!("{byte:02x}")).collect();
    let literal = key.sqlcipher_literal();
    // EXPOSE: compared with the expected literal.
    assert_eq!(literal.expose(), &format!("x'{digits}'"));
    // EXPOSE: only its capacity is read: a string that had grown would have left digits behind.
    assert_eq!(literal.expose().capacity(), 67);
}
