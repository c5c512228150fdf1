//! Project Wycheproof's and the RFCs' vectors for the primitives alone.

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use hmac::{Hmac, KeyInit, Mac};
use wycheproof::{TestResult, aead, hkdf as hkdf_vectors};

use super::{aes_gcm, hkdf};

#[test]
fn aes_256_gcm_agrees_with_wycheproof() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let ours = |group: &&aead::TestGroup| {
        group.key_size == 256 && group.nonce_size == 96 && group.tag_size == 128
    };
    let mut checked = 0;
    for test in set.test_groups.iter().filter(ours).flat_map(|g| &g.tests) {
        let cipher = aes_gcm::Cipher::new(test.key[..].try_into().unwrap());
        let nonce = test.nonce[..].try_into().unwrap();
        let tag = test.tag[..].try_into().unwrap();
        let mut data = test.ct.to_vec();
        let opened = cipher.decrypt(nonce, &test.aad, &mut data, tag);
        assert_eq!(
            opened.is_ok(),
            test.result == TestResult::Valid,
            "{}",
            test.comment
        );
        if opened.is_ok() {
            assert_eq!(data[..], test.pt[..]);
            assert_eq!(&cipher.encrypt(nonce, &test.aad, &mut data), tag);
            assert_eq!(data[..], test.ct[..]);
        } else {
            assert_eq!(data[..], test.ct[..], "refused data is left as it was");
        }
        checked += 1;
    }
    assert!(checked >= 60, "only {checked} vectors");
}

#[test]
fn hkdf_sha256_agrees_with_wycheproof() {
    hkdf_agrees(hkdf_vectors::TestName::HkdfSha256, 255 * 32, |test, out| {
        hkdf::sha256(&test.salt, &test.ikm, &[&test.info], out);
    });
}

#[test]
fn hkdf_expand_sha512_agrees_with_wycheproof() {
    hkdf_agrees(hkdf_vectors::TestName::HkdfSha512, 255 * 64, |test, out| {
        let mut extract = Hmac::<sha2::Sha512>::new_from_slice(&test.salt).unwrap();
        extract.update(&test.ikm);
        let (left, right) = test.info.split_at(test.info.len() / 2);
        hkdf::expand_sha512(&extract.finalize().into_bytes(), &[left, right], out);
    });
}

/// The only invalid vectors ask for more than RFC 5869 allows, which no construction of ours can.
fn hkdf_agrees(
    name: hkdf_vectors::TestName,
    limit_bytes: usize,
    derive: impl Fn(&hkdf_vectors::Test, &mut [u8]),
) {
    let set = hkdf_vectors::TestSet::load(name).unwrap();
    let mut checked = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        assert_eq!(test.size <= limit_bytes, test.result == TestResult::Valid);
        if test.size <= limit_bytes {
            let mut out = vec![0; test.size];
            derive(test, &mut out);
            assert_eq!(out[..], test.okm[..], "{}", test.comment);
            checked += 1;
        }
    }
    assert!(checked >= 70, "only {checked} vectors");
}

#[test]
fn hkdf_sha256_gives_the_first_test_case_of_rfc_5869() {
    let salt: Vec<u8> = (0..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    let mut out = [0; 42];
    hkdf::sha256(&salt, &[0x0b; 22], &[&info], &mut out);
    let mut text = String::new();
    crate::hex::push(&mut text, &out);
    assert_eq!(
        text,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    );
}

#[test]
fn argon2id_gives_the_test_vector_of_rfc_9106_section_5_3() {
    // The vector uses a secret and associated data, which our construction does not: it tests the crate we stand on.
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .output_len(32)
        .build()
        .unwrap();
    let argon =
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut out = [0; 32];
    argon
        .hash_password_into(&[1; 32], &[2; 16], &mut out)
        .unwrap();
    let mut text = String::new();
    crate::hex::push(&mut text, &out);
    assert_eq!(
        text,
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    );
}
