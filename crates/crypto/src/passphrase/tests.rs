use super::derive_from_passphrase;
use crate::{CryptoError, Secret, SlotParams};

fn derived(passphrase: &str, salt: u8) -> [u8; 32] {
    let passphrase = Secret::new(passphrase.to_owned());
    let key = derive_from_passphrase(&passphrase, &[salt; 16], SlotParams::FLOOR).unwrap();
    *key.expose_bytes()
}

#[test]
fn passphrase_and_salt_make_the_key() {
    let key = derived("correct horse", 1);
    assert_eq!(key, derived("correct horse", 1));
    assert_ne!(key, derived("correct horsf", 1));
    assert_ne!(key, derived("correct horse", 2));
}

#[test]
fn a_cost_below_the_floor_or_above_the_ceiling_is_refused() {
    let passphrase = Secret::new("correct horse".to_owned());
    let cheap = SlotParams {
        memory_kib: 1024,
        ..SlotParams::FLOOR
    };
    let ruinous = SlotParams {
        memory_kib: 2 * 1024 * 1024,
        ..SlotParams::FLOOR
    };
    for params in [cheap, ruinous] {
        let refused = derive_from_passphrase(&passphrase, &[1; 16], params);
        assert_eq!(refused.err(), Some(CryptoError::WeakParameters));
    }
}
