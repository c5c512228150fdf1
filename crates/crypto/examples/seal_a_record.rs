//! From a password to a sealed record and back: what a workstation does, with this crate alone.

use charthold_crypto::purpose::{Chart, DeviceSecret, User};
use charthold_crypto::{
    CryptoError, Key, OsEntropy, PasswordSlot, Secret, SlotParams, open, seal, unwrap, wrap,
};

fn main() -> Result<(), CryptoError> {
    let entropy = &mut OsEntropy;
    let password = Secret::new("four plain english words".to_owned());

    // Enrolment: the keyring gets the device secret; the disk gets the slot and the wrapped chart key.
    let device: Key<DeviceSecret> = Key::make(entropy);
    let user: Key<User> = Key::make(entropy);
    let chart: Key<Chart> = Key::make(entropy);
    let whose = b"workstation 1, person 2";
    let which = b"patient 3, summary, generation 1";
    let slot = PasswordSlot::make(
        &password,
        &device,
        whose,
        &user,
        SlotParams::FALLBACK,
        entropy,
    )?;
    let on_disk = (slot.to_bytes(), wrap(&user, which, &chart, entropy));

    // A record is sealed with its header as context.
    let header = b"patient 3, record 4, version 1";
    let sealed = seal(&chart, header, b"Allergy: penicillin", entropy);

    // Later: password and keyring together give the keys back.
    let slot = PasswordSlot::from_bytes(&on_disk.0)?;
    let user = slot.open(&password, &device, whose)?;
    let chart: Key<Chart> = unwrap(&user, which, &on_disk.1)?;
    let record = open(&chart, header, &sealed)?;
    // EXPOSE: shown to the reader of the chart.
    assert_eq!(record.expose(), b"Allergy: penicillin");

    // Moved to another version's place, the record does not open.
    assert!(open(&chart, b"patient 3, record 4, version 2", &sealed).is_err());
    Ok(())
}
