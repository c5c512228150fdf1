use charthold_crypto::purpose::{Chart, Database, User};
use charthold_crypto::{CryptoError, Key, open, seal, unwrap, wrap};

use crate::fixtures::{Scripted, Seeded, bytes, key, vectors};

fn user_key() -> Key<User> {
    Key::make(&mut Seeded::new(1))
}

fn chart_key() -> Key<Chart> {
    Key::make(&mut Seeded::new(2))
}

#[test]
fn wrapping_gives_the_bytes_an_independent_implementation_gives() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/wrap.json"
    )) {
        let under: Key<User> = key(&vector, "under");
        let wrapped_key: Key<Chart> = key(&vector, "key");
        let context = bytes(&vector, "context");
        let mut salt = Scripted::new(&bytes(&vector, "salt"));

        let wrapped = wrap(&under, &context, &wrapped_key, &mut salt);

        salt.assert_spent();
        assert_eq!(wrapped, bytes(&vector, "wrapped"));
        assert_eq!(wrapped.len(), 104);
        let opened: Key<Chart> = unwrap(&under, &context, &wrapped).unwrap();
        // EXPOSE: compared with what was wrapped.
        assert_eq!(opened.expose_bytes(), wrapped_key.expose_bytes());
    }
}

#[test]
fn a_wrapped_key_does_not_open_as_data_nor_data_as_a_key() {
    let wrapped = wrap(&user_key(), b"c", &chart_key(), &mut Seeded::new(3));
    assert!(open(&user_key(), b"c", &wrapped).is_err());
    let sealed = seal(&user_key(), b"c", &[9; 32], &mut Seeded::new(4));
    let unwrapped: Result<Key<Chart>, _> = unwrap(&user_key(), b"c", &sealed);
    assert!(unwrapped.is_err());
}

#[test]
fn another_context_or_key_does_not_unwrap() {
    let wrapped = wrap(
        &user_key(),
        b"generation 1",
        &chart_key(),
        &mut Seeded::new(5),
    );
    let moved: Result<Key<Chart>, _> = unwrap(&user_key(), b"generation 2", &wrapped);
    assert!(matches!(moved, Err(CryptoError::NotOpened)));
    let stranger: Key<User> = Key::make(&mut Seeded::new(6));
    let opened: Result<Key<Chart>, _> = unwrap(&stranger, b"generation 1", &wrapped);
    assert!(matches!(opened, Err(CryptoError::NotOpened)));
}

#[test]
fn wrapped_bytes_of_another_length_are_not_a_key() {
    // Sealed in the wrapping domain, as only a holder of the key could, but not 32 bytes long.
    let sealed = seal(
        &user_key(),
        b"charthold/wrap/v1\0c",
        &[1; 31],
        &mut Seeded::new(7),
    );
    let unwrapped: Result<Key<Database>, _> = unwrap(&user_key(), b"c", &sealed);
    assert!(matches!(unwrapped, Err(CryptoError::NotOpened)));
}
