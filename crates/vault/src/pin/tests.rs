use super::*;

fn chosen(text: &str) -> bool {
    Pin::choose(Secret::new(text.to_owned())).is_ok()
}

fn slot() -> PinSlot {
    PinSlot::new(vec![1], BootTime(Duration::from_secs(100)))
}

fn at(seconds: u64) -> BootTime {
    BootTime(Duration::from_secs(seconds))
}

#[test]
fn a_pin_is_six_to_twelve_digits_that_nobody_tries_first() {
    for good in [
        "135790",
        "112233",
        "123457",
        "654320",
        "121212",
        "902134782315",
    ] {
        assert!(chosen(good), "{good}");
    }
    for bad in [
        "",
        "12345",
        "1357913579135",
        "13579a",
        " 135790",
        "١٣٥٧٩٠",
        "000000",
        "777777777",
        "123456",
        "890123",
        "987654",
        "210987",
    ] {
        assert!(!chosen(bad), "{bad}");
    }
}

#[test]
fn three_wrong_ones_end_it_however_each_of_them_ends() {
    let mut slot = slot();
    for left in [2, 1, 0] {
        assert!(slot.take_try(at(101)).is_ok());
        assert_eq!(slot.tries_left(), left);
    }
    assert_eq!(slot.take_try(at(101)).err(), Some(VaultError::PinGone));
    assert!(!slot.is_good(at(101)));
}

#[test]
fn a_right_one_forgives_the_slips_before_it() {
    let mut slot = slot();
    slot.take_try(at(101)).unwrap();
    slot.take_try(at(101)).unwrap();
    slot.forgive();
    assert_eq!(slot.tries_left(), PIN_TRIES);
}

#[test]
fn it_is_good_for_a_shift_of_boot_time_and_not_before_it_was_made() {
    let mut slot = slot();
    let end = 100 + PinSlot::LIFE.as_secs();
    assert!(slot.is_good(at(end - 1)));
    assert!(!slot.is_good(at(end)));
    assert!(
        !slot.is_good(at(99)),
        "a clock that began anew is another start of the machine"
    );
    assert_eq!(slot.take_try(at(end)).err(), Some(VaultError::PinGone));
    assert_eq!(
        slot.tries_left(),
        PIN_TRIES,
        "one that may not be tried costs no try"
    );
}
