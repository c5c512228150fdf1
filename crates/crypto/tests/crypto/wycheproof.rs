//! Project Wycheproof's vectors through the public API. Those for single primitives are beside the primitives.

use charthold_crypto::purpose::{Audit, Chart};
use charthold_crypto::{Key, hmac_sha256, open};
use wycheproof::{TestResult, chunked_encryption, mac};

#[test]
fn cobblestone_256_opens_what_is_valid_and_refuses_the_rest() {
    let set =
        chunked_encryption::TestSet::load(chunked_encryption::TestName::Cobblestone256).unwrap();
    let mut valid = 0;
    let mut refused = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let sealed = miniz_oxide::inflate::decompress_to_vec_zlib(&test.ct).unwrap();
        let opened =
            Key::<Chart>::from_slice(&test.key).and_then(|key| open(&key, &test.ctx, &sealed));
        match (opened, test.result) {
            (Ok(opened), TestResult::Valid) => {
                use sha2::Digest;
                // EXPOSE: compared with the vector.
                let opened = opened.expose();
                assert_eq!(Some(opened.len()), test.msg_length, "{}", test.comment);
                let digest = sha2::Sha512::digest(opened);
                let expected = test.msg_sha512.as_ref().unwrap();
                assert_eq!(digest.as_slice(), expected.as_ref(), "{}", test.comment);
                valid += 1;
            }
            (Err(_), TestResult::Invalid) => refused += 1,
            (_, expected) => panic!("{}: expected {expected:?}", test.comment),
        }
    }
    assert!(valid >= 10 && refused >= 20, "{valid} valid, {refused} not");
}

#[test]
fn hmac_sha256_agrees_for_every_key_of_our_length() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let mut checked = 0;
    for group in set.test_groups.iter().filter(|group| group.key_size == 256) {
        for test in &group.tests {
            let key: Key<Audit> = Key::from_slice(&test.key).unwrap();
            let tag = hmac_sha256(&key, &[&test.msg]);
            // Some vectors truncate the tag.
            let same = tag.starts_with(&test.tag);
            assert_eq!(same, test.result == TestResult::Valid, "{}", test.comment);
            checked += 1;
        }
    }
    assert!(checked >= 80, "only {checked} vectors");
}
