use charthold_crypto::purpose::{DeviceSecret, User};
use charthold_crypto::{CryptoError, Key, PasswordSlot, SlotParams};

use crate::fixtures::{Scripted, Seeded, bytes, field, key, number, secret, vectors};

const CONTEXT: &[u8] = b"device 1, person 2";

fn device() -> Key<DeviceSecret> {
    Key::make(&mut Seeded::new(1))
}

fn user_key() -> Key<User> {
    Key::make(&mut Seeded::new(2))
}

fn slot() -> PasswordSlot {
    make(SlotParams::FLOOR).unwrap()
}

fn make(params: SlotParams) -> Result<PasswordSlot, CryptoError> {
    let password = secret("a good password");
    let entropy = &mut Seeded::new(3);
    PasswordSlot::make(&password, &device(), CONTEXT, &user_key(), params, entropy)
}

#[test]
fn a_slot_has_the_bytes_an_independent_implementation_gives() {
    for vector in vectors(include_str!(
        "../../../../tests/fixtures/vectors/crypto/slot.json"
    )) {
        let password = secret(field(&vector, "password"));
        let device: Key<DeviceSecret> = key(&vector, "device");
        let user_key: Key<User> = key(&vector, "user_key");
        let context = bytes(&vector, "context");
        let params = SlotParams {
            memory_kib: number(&vector, "memory_kib"),
            passes: number(&vector, "passes"),
            lanes: number(&vector, "lanes"),
        };
        let mut entropy = Scripted::new(&bytes(&vector, "entropy"));

        let slot = PasswordSlot::make(
            &password,
            &device,
            &context,
            &user_key,
            params,
            &mut entropy,
        )
        .unwrap();

        entropy.assert_spent();
        assert_eq!(slot.to_bytes(), bytes(&vector, "slot"));
        let read = PasswordSlot::from_bytes(&bytes(&vector, "slot")).unwrap();
        assert_eq!(read.params(), params);
        let opened = read.open(&password, &device, &context).unwrap();
        // EXPOSE: compared with what was put in.
        assert_eq!(opened.expose_bytes(), user_key.expose_bytes());
    }
}

#[test]
fn a_wrong_password_device_or_context_fails_closed() {
    let slot = slot();
    let right = secret("a good password");
    let other_device: Key<DeviceSecret> = Key::make(&mut Seeded::new(4));
    let refused = [
        slot.open(&secret("a good passwore"), &device(), CONTEXT),
        slot.open(&secret(""), &device(), CONTEXT),
        slot.open(&right, &other_device, CONTEXT),
        slot.open(&right, &device(), b"device 1, person 3"),
    ];
    for result in refused {
        assert!(matches!(result, Err(CryptoError::NotOpened)));
    }
    assert!(slot.open(&right, &device(), CONTEXT).is_ok());
}

#[test]
fn too_little_and_too_much_work_are_refused() {
    let floor = SlotParams::FLOOR;
    let memory_kib = |memory_kib| SlotParams {
        memory_kib,
        ..floor
    };
    let passes = |passes| SlotParams { passes, ..floor };
    let lanes = |lanes| SlotParams { lanes, ..floor };
    for params in [
        memory_kib(floor.memory_kib - 1),
        memory_kib(1024 * 1024 + 1),
        passes(1),
        passes(17),
        lanes(0),
        lanes(17),
    ] {
        assert!(matches!(make(params), Err(CryptoError::WeakParameters)));
    }
}

#[test]
fn a_slot_made_cheap_on_disk_is_refused_before_any_work() {
    // 19456 KiB is 19 4c 00 in CBOR; one KiB less is 19 4b ff.
    let mut bytes = slot().to_bytes();
    let at = bytes.windows(3).position(|w| w == [0x19, 0x4c, 0x00]);
    bytes[at.unwrap() + 1..at.unwrap() + 3].copy_from_slice(&[0x4b, 0xff]);
    let slot = PasswordSlot::from_bytes(&bytes).unwrap();
    assert!(matches!(
        slot.open(&secret("a good password"), &device(), CONTEXT),
        Err(CryptoError::WeakParameters)
    ));
}

#[test]
fn only_its_own_encoding_is_read() {
    let good = slot().to_bytes();
    assert_eq!(PasswordSlot::from_bytes(&good).unwrap(), slot());
    for cut in 0..good.len() {
        assert_eq!(
            PasswordSlot::from_bytes(&good[..cut]),
            Err(CryptoError::BadEncoding)
        );
    }
    let longer = [good.as_slice(), &[0]].concat();
    // The map's length written in two bytes means the same in CBOR, and is not the same slot.
    let verbose = [&[0xb8, 6], &good[1..]].concat();
    // Six fields announced as seven.
    let seven = [&[0xa7], &good[1..]].concat();
    for bytes in [longer, verbose, seven] {
        assert_eq!(
            PasswordSlot::from_bytes(&bytes),
            Err(CryptoError::BadEncoding)
        );
    }
}

#[test]
fn a_later_version_is_told_apart_from_damage() {
    let mut bytes = slot().to_bytes();
    assert_eq!(bytes[..3], [0xa6, 0, 1]);
    bytes[2] = 2;
    assert_eq!(
        PasswordSlot::from_bytes(&bytes),
        Err(CryptoError::UnsupportedVersion)
    );
}

#[test]
fn the_products_own_costs_are_accepted() {
    for params in [SlotParams::FALLBACK, SlotParams::STANDARD] {
        let slot = make(params).unwrap();
        assert!(
            slot.open(&secret("a good password"), &device(), CONTEXT)
                .is_ok()
        );
    }
}
