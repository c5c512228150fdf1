use charthold_crypto::{AgreementPublic, AgreementSecret, CryptoError, Secret};

use crate::fixtures::{Scripted, Seeded, bytes, vectors};

fn device() -> AgreementSecret {
    AgreementSecret::make(&mut Seeded::new(1))
}

fn sealed() -> Vec<u8> {
    device()
        .public()
        .seal_to(b"info", b"aad", b"text", &mut Seeded::new(2))
        .unwrap()
}

#[test]
fn sealing_to_a_key_gives_the_bytes_of_rfc_9180() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/agreement.json"
    )) {
        let secret: [u8; 32] = bytes(&vector, "secret").try_into().unwrap();
        let secret = AgreementSecret::from_secret(Secret::new(secret));
        let public = AgreementPublic::from_slice(&bytes(&vector, "public")).unwrap();
        assert_eq!(secret.public(), public);
        let (info, aad) = (bytes(&vector, "info"), bytes(&vector, "aad"));
        let plaintext = bytes(&vector, "plaintext");
        let mut entropy = Scripted::new(&bytes(&vector, "entropy"));

        let sealed = public
            .seal_to(&info, &aad, &plaintext, &mut entropy)
            .unwrap();

        entropy.assert_spent();
        assert_eq!(sealed, bytes(&vector, "sealed"));
        let opened = secret.open_sealed(&info, &aad, &sealed).unwrap();
        // EXPOSE: compared with what was sealed.
        assert_eq!(opened.expose(), &plaintext);
    }
}

#[test]
fn only_the_same_key_info_and_aad_open() {
    let sealed = sealed();
    let stranger = AgreementSecret::make(&mut Seeded::new(3));
    for result in [
        stranger.open_sealed(b"info", b"aad", &sealed),
        device().open_sealed(b"inf", b"oaad", &sealed),
        device().open_sealed(b"info", b"", &sealed),
        device().open_sealed(b"", b"aad", &sealed),
    ] {
        assert!(matches!(result, Err(CryptoError::NotOpened)));
    }
    assert!(device().open_sealed(b"info", b"aad", &sealed).is_ok());
}

#[test]
fn any_flipped_bit_and_any_cut_is_refused() {
    let sealed = sealed();
    assert_eq!(sealed.len(), 32 + 4 + 16);
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        assert!(device().open_sealed(b"info", b"aad", &flipped).is_err());
        assert!(
            device()
                .open_sealed(b"info", b"aad", &sealed[..at])
                .is_err()
        );
    }
}

#[test]
fn nothing_is_sealed_to_a_point_of_small_order() {
    // RFC 7748 §6.1: these make the agreement all zero, the same for everybody.
    let mut one = [0; 32];
    one[0] = 1;
    for point in [[0; 32], one] {
        assert_eq!(
            AgreementPublic(point).seal_to(b"", b"", b"text", &mut Seeded::new(4)),
            Err(CryptoError::BadEncoding)
        );
    }
}

#[test]
fn a_public_key_is_a_cbor_byte_string_of_32_bytes() {
    let public = device().public();
    let encoded = minicbor::to_vec(public).unwrap();
    assert_eq!(encoded[..2], [0x58, 32]);
    assert_eq!(encoded[2..], public.0);
    assert_eq!(
        minicbor::decode::<AgreementPublic>(&encoded).unwrap(),
        public
    );
    let short = minicbor::to_vec(minicbor::bytes::ByteVec::from(vec![0; 31])).unwrap();
    assert!(minicbor::decode::<AgreementPublic>(&short).is_err());
}
