use charthold_crypto::purpose::{Chart, Draft};
use charthold_crypto::{CryptoError, Key, open, seal, sha256};
use proptest::prelude::*;

use crate::fixtures::{Scripted, Seeded, bytes, hex, key, number, vectors};

const HEADER_BYTES: usize = 56;
const SEALED_CHUNK_BYTES: usize = 16 * 1024 + 16;

fn chart_key() -> Key<Chart> {
    Key::make(&mut Seeded::new(1))
}

#[test]
fn sealing_gives_the_bytes_an_independent_implementation_gives() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/seal.json"
    )) {
        let key: Key<Chart> = key(&vector, "key");
        let context = bytes(&vector, "context");
        let plaintext: Vec<u8> = (0..number(&vector, "plaintext_bytes"))
            .map(|i| u8::try_from((7 * i + 3) % 251).unwrap())
            .collect();
        let mut salt = Scripted::new(&bytes(&vector, "salt"));

        let sealed = seal(&key, &context, &plaintext, &mut salt);

        salt.assert_spent();
        assert!(sealed.starts_with(&bytes(&vector, "sealed_start")[..72]));
        assert_eq!(
            u32::try_from(sealed.len()),
            Ok(number(&vector, "sealed_bytes"))
        );
        assert_eq!(sha256(&[&sealed]).to_vec(), bytes(&vector, "sealed_sha256"));
        // EXPOSE: compared with what was sealed.
        assert_eq!(open(&key, &context, &sealed).unwrap().expose(), &plaintext);
    }
}

#[test]
fn another_key_does_not_open() {
    let sealed = seal(&chart_key(), b"c", b"text", &mut Seeded::new(2));
    let other: Key<Chart> = Key::make(&mut Seeded::new(3));
    assert!(matches!(
        open(&other, b"c", &sealed),
        Err(CryptoError::NotOpened)
    ));
}

#[test]
fn the_same_text_is_never_sealed_the_same_way_twice() {
    let mut entropy = Seeded::new(4);
    let first = seal(&chart_key(), b"c", b"text", &mut entropy);
    let second = seal(&chart_key(), b"c", b"text", &mut entropy);
    assert_ne!(first, second);
}

#[test]
fn chunks_cut_swapped_repeated_or_added_at_their_edges_are_refused() {
    let key = chart_key();
    let sealed = seal(&key, b"c", &[7; 40 * 1024], &mut Seeded::new(5));
    let (header, body) = sealed.split_at(HEADER_BYTES);
    let chunks: Vec<&[u8]> = body.chunks(SEALED_CHUNK_BYTES).collect();
    let [first, second, last] = chunks[..] else {
        panic!("40 KiB are three chunks")
    };
    let wrong: [&[&[u8]]; 8] = [
        &[],
        &[first],
        &[first, second],
        &[first, last],
        &[last],
        &[second, first, last],
        &[first, first, second, last],
        &[first, second, last, last],
    ];
    for order in wrong {
        let forged = [header, &order.concat()].concat();
        assert!(open(&key, b"c", &forged).is_err());
    }
    let right = [header, first, second, last].concat();
    assert!(open(&key, b"c", &right).is_ok());
}

#[test]
fn the_header_of_one_message_does_not_fit_the_body_of_another() {
    // Header of one message before the body of another: each is genuine, together they are nothing.
    let key = chart_key();
    let one = seal(&key, b"c", b"one", &mut Seeded::new(6));
    let two = seal(&key, b"c", b"two", &mut Seeded::new(7));
    let mixed = [&one[..HEADER_BYTES], &two[HEADER_BYTES..]].concat();
    assert!(open(&key, b"c", &mixed).is_err());
    let salt_of_one = [&one[..24], &two[24..]].concat();
    assert!(open(&key, b"c", &salt_of_one).is_err());
}

#[test]
fn a_purpose_is_a_type_and_not_part_of_the_bytes() {
    // Separation of purposes is by derivation; two keys with the same bytes are the same key.
    let bytes = hex("0101010101010101010101010101010101010101010101010101010101010101");
    let chart: Key<Chart> = Key::from_slice(&bytes).unwrap();
    let draft: Key<Draft> = Key::from_slice(&bytes).unwrap();
    let sealed = seal(&chart, b"c", b"text", &mut Seeded::new(8));
    assert!(open(&draft, b"c", &sealed).is_ok());
}

/// Lengths around every edge as well as between them.
fn plaintext() -> impl Strategy<Value = Vec<u8>> {
    let length = prop_oneof![
        4 => 0..300_usize,
        2 => 16_380..16_390_usize,
        1 => 32_766..32_770_usize,
        1 => 300..50_000_usize,
    ];
    (length, any::<u8>()).prop_map(|(length, seed)| {
        let ramp = (0..251_u8).map(|byte| seed.wrapping_add(byte));
        ramp.cycle().take(length).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_sealed_opens_to_itself(
        plaintext in plaintext(),
        context in proptest::collection::vec(any::<u8>(), 0..100),
        seed: u64,
    ) {
        let sealed = seal(&chart_key(), &context, &plaintext, &mut Seeded::new(seed));
        let chunks = plaintext.len() / (16 * 1024) + 1;
        prop_assert_eq!(sealed.len(), plaintext.len() + HEADER_BYTES + 16 * chunks);
        let opened = open(&chart_key(), &context, &sealed).unwrap();
        // EXPOSE: compared with what was sealed.
        prop_assert_eq!(opened.expose(), &plaintext);
    }

    #[test]
    fn any_flipped_bit_is_refused(plaintext in plaintext(), at: prop::sample::Index, bit in 0..8_u32) {
        let mut sealed = seal(&chart_key(), b"c", &plaintext, &mut Seeded::new(9));
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(open(&chart_key(), b"c", &sealed).is_err());
    }

    #[test]
    fn any_cut_is_refused(plaintext in plaintext(), at: prop::sample::Index) {
        let sealed = seal(&chart_key(), b"c", &plaintext, &mut Seeded::new(10));
        prop_assert!(open(&chart_key(), b"c", &sealed[..at.index(sealed.len())]).is_err());
        prop_assert!(open(&chart_key(), b"c", &sealed[1..]).is_err());
    }

    #[test]
    fn anything_added_is_refused(
        plaintext in plaintext(),
        added in proptest::collection::vec(any::<u8>(), 1..40),
    ) {
        let mut sealed = seal(&chart_key(), b"c", &plaintext, &mut Seeded::new(11));
        sealed.extend_from_slice(&added);
        prop_assert!(open(&chart_key(), b"c", &sealed).is_err());
    }

    #[test]
    fn another_context_does_not_open(
        left in proptest::collection::vec(any::<u8>(), 0..40),
        right in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        prop_assume!(left != right);
        let sealed = seal(&chart_key(), &left, b"text", &mut Seeded::new(12));
        prop_assert!(open(&chart_key(), &right, &sealed).is_err());
    }

    #[test]
    fn arbitrary_bytes_are_refused_and_nothing_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        prop_assert!(open(&chart_key(), b"c", &bytes).is_err());
    }
}
