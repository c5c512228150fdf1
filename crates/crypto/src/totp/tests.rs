use super::Totp;
use crate::{Entropy, Secret};

/// RFC 6238, appendix B, has eight digits; these are the last six of them.
const VECTORS: [(u64, &str); 6] = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
];

fn of_the_rfc() -> Totp {
    Totp::from_secret(&Secret::new(b"12345678901234567890".to_vec())).unwrap()
}

#[test]
fn the_vectors_of_rfc_6238_hold() {
    let totp = of_the_rfc();
    for (at, code) in VECTORS {
        assert_eq!(totp.code_at(at), code, "at {at}");
        assert_eq!(totp.find_step(code, at), Some(at / 30), "at {at}");
    }
}

#[test]
fn a_step_before_and_one_after_are_taken_and_no_more() {
    let totp = of_the_rfc();
    let at = 1_111_111_111;
    let step = at / 30;
    for (other, taken) in [
        (step - 2, false),
        (step - 1, true),
        (step, true),
        (step + 1, true),
        (step + 2, false),
    ] {
        let code = totp.code_at(other * 30);
        assert_eq!(totp.find_step(&code, at), taken.then_some(other));
    }
}

#[test]
fn only_six_digits_are_a_code() {
    let totp = of_the_rfc();
    let at = 59;
    assert_eq!(totp.find_step(" 287 082\t", at), Some(1), "as apps show it");
    for typed in [
        "",
        "28708",
        "2870821",
        "94287082",
        "+28708",
        "-28708",
        "28708x",
        "２８７０８２",
        "0x2870",
    ] {
        assert_eq!(totp.find_step(typed, at), None, "{typed}");
    }
}

#[test]
fn what_is_kept_is_what_was_made_and_an_app_can_take_it() {
    struct Ones;
    impl Entropy for Ones {
        fn fill(&mut self, out: &mut [u8]) {
            out.fill(1);
        }
    }
    let made = Totp::make(&mut Ones);
    assert_eq!(made.expose_bytes(), [1; 20]);
    assert_eq!(made.base32().expose(), "AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIB");
    let kept = Totp::from_secret(&Secret::new(made.expose_bytes().to_vec())).unwrap();
    assert_eq!(kept.code_at(59), made.code_at(59));
    let in_an_app = Totp::from_base32(made.base32().expose()).unwrap();
    assert_eq!(in_an_app.code_at(59), made.code_at(59));
    for text in ["", "AEAQCAIB", "AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAI1"] {
        assert!(Totp::from_base32(text).is_err(), "{text}");
    }
    for length in [0, 19, 21, 32] {
        assert!(Totp::from_secret(&Secret::new(vec![1; length])).is_err());
    }
}
