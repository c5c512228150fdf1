use charthold_crypto::OsEntropy;

use super::*;

const LABEL: &[u8] = b"a test";

fn passphrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn sealed() -> Vec<u8> {
    let key = PassphraseKey::make(&passphrase("right"), SlotParams::FLOOR, &mut OsEntropy).unwrap();
    key.seal(LABEL, b"what it holds", &mut OsEntropy)
}

fn opened(bytes: &[u8], text: &str, label: &[u8]) -> Result<Vec<u8>, KeysError> {
    let file = SealedFile::from_bytes(bytes)?;
    let key = PassphraseKey::of(&passphrase(text), &file)?;
    assert!(key.fits(&file));
    // EXPOSE: a test compares.
    key.open(label, &file).map(|bytes| bytes.expose().clone())
}

#[test]
fn it_opens_with_its_passphrase_and_label_only() {
    let bytes = sealed();
    assert_eq!(opened(&bytes, "right", LABEL).unwrap(), b"what it holds");
    for (text, label) in [("wrong", LABEL), ("right", b"another")] {
        let refused = opened(&bytes, text, label).unwrap_err();
        assert!(matches!(refused, KeysError::PassphraseRefused), "{refused}");
    }
}

#[test]
fn a_changed_byte_anywhere_never_opens() {
    let bytes = sealed();
    for at in (0..bytes.len()).filter(|at| *at < 40 || at % 16 == 0) {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 1;
        assert!(opened(&spoilt, "right", LABEL).is_err(), "byte {at}");
    }
    assert!(opened(&bytes[..bytes.len() - 1], "right", LABEL).is_err());
    assert!(opened(&[bytes.as_slice(), &[0]].concat(), "right", LABEL).is_err());
}

#[test]
fn a_cost_that_is_cheap_or_ruinous_is_damage() {
    let mut file = SealedFile::from_bytes(&sealed()).unwrap();
    for memory_kib in [8, 8 * 1024 * 1024] {
        file.params.memory_kib = memory_kib;
        assert!(
            opened(&file.to_bytes(), "right", LABEL)
                .unwrap_err()
                .is_damage()
        );
    }
}
