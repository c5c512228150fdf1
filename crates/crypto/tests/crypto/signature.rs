use charthold_crypto::{CryptoError, Secret, Signature, SigningSecret, VerifyingKey};

use crate::fixtures::{Seeded, bytes, hex, label, vectors};

fn device() -> SigningSecret {
    SigningSecret::make(&mut Seeded::new(1))
}

#[test]
fn signing_gives_the_bytes_an_independent_implementation_gives() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/signature.json"
    )) {
        let seed: [u8; 32] = bytes(&vector, "seed").try_into().unwrap();
        let secret = SigningSecret::from_secret(Secret::new(seed));
        let (label, message) = (label(&vector), bytes(&vector, "message"));

        let signature = secret.sign(label, &message);

        assert_eq!(secret.public().0.to_vec(), bytes(&vector, "public"));
        assert_eq!(signature.0.to_vec(), bytes(&vector, "signature"));
        assert_eq!(secret.public().verify(label, &message, &signature), Ok(()));
    }
}

#[test]
fn the_public_keys_of_rfc_8032_belong_to_its_secret_keys() {
    for (seed, public) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        ),
    ] {
        let secret = SigningSecret::from_secret(Secret::new(hex(seed).try_into().unwrap()));
        assert_eq!(secret.public().0.to_vec(), hex(public));
        // EXPOSE: compared with the seed it was made from.
        assert_eq!(secret.expose_bytes().to_vec(), hex(seed));
    }
}

#[test]
fn a_signature_is_for_one_key_label_and_message() {
    let signature = device().sign("charthold/op/1", b"message");
    let public = device().public();
    let stranger = SigningSecret::make(&mut Seeded::new(2)).public();
    assert_eq!(
        public.verify("charthold/op/1", b"message", &signature),
        Ok(())
    );
    for refused in [
        stranger.verify("charthold/op/1", b"message", &signature),
        public.verify("charthold/op/2", b"message", &signature),
        public.verify("charthold/op/1", b"massage", &signature),
        public.verify("charthold/op/", b"1\0message", &signature),
        public.verify("charthold/op/1message", b"", &signature),
    ] {
        assert_eq!(refused, Err(CryptoError::BadSignature));
    }
}

#[test]
fn any_flipped_bit_of_a_signature_is_refused() {
    let public = device().public();
    let signature = device().sign("l/1", b"message");
    for bit in 0..512 {
        let mut flipped = signature;
        flipped.0[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(
            public.verify("l/1", b"message", &flipped),
            Err(CryptoError::BadSignature)
        );
    }
}

#[test]
fn a_key_of_small_order_verifies_nothing() {
    // The identity point with R the identity and s zero satisfies the plain equation for every message.
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut universal = [0; 64];
    universal[0] = 1;
    assert_eq!(
        VerifyingKey(identity).verify("l/1", b"anything", &Signature(universal)),
        Err(CryptoError::BadSignature)
    );
}

#[test]
fn keys_and_signatures_are_cbor_byte_strings_of_their_length() {
    let public = device().public();
    let signature = device().sign("l/1", b"");
    let encoded = minicbor::to_vec((public, signature)).unwrap();
    let decoded: (VerifyingKey, Signature) = minicbor::decode(&encoded).unwrap();
    assert_eq!(decoded, (public, signature));
    assert_eq!(encoded[..3], [0x82, 0x58, 32]);
    assert!(minicbor::decode::<Signature>(&encoded[1..]).is_err());
    assert!(minicbor::decode::<VerifyingKey>(&encoded[35..]).is_err());
    assert_eq!(
        Signature::from_slice(&[0; 63]),
        Err(CryptoError::BadEncoding)
    );
    assert_eq!(
        VerifyingKey::from_slice(&[0; 33]),
        Err(CryptoError::BadEncoding)
    );
}

#[test]
fn public_values_print_as_hexadecimal() {
    let mut bytes = [0; 32];
    bytes[..3].copy_from_slice(&[0x09, 0xaf, 0x10]);
    let expected = format!("VerifyingKey(09af10{})", "00".repeat(29));
    assert_eq!(format!("{:?}", VerifyingKey(bytes)), expected);
}
