use charthold_crypto::purpose::Audit;
use charthold_crypto::{Key, constant_time_eq, hmac_sha256, sha256};

use crate::fixtures::hex;

#[test]
fn sha256_gives_the_digests_of_fips_180_4() {
    assert_eq!(
        sha256(&[]).to_vec(),
        hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    );
    assert_eq!(
        sha256(&[b"a", b"", b"bc"]).to_vec(),
        hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    );
}

#[test]
fn a_mac_is_of_the_concatenated_parts_under_one_key() {
    let key: Key<Audit> = Key::from_slice(&[1; 32]).unwrap();
    let other: Key<Audit> = Key::from_slice(&[2; 32]).unwrap();
    let whole = hmac_sha256(&key, &[b"one event"]);
    assert_eq!(whole, hmac_sha256(&key, &[b"one ", b"event"]));
    assert_ne!(whole, hmac_sha256(&other, &[b"one event"]));
}

#[test]
fn comparison_in_constant_time_still_compares() {
    assert!(constant_time_eq(b"token", b"token"));
    assert!(!constant_time_eq(b"token", b"tokem"));
    assert!(!constant_time_eq(b"token", b"toke"));
    assert!(constant_time_eq(b"", b""));
}
