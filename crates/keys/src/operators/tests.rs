use charthold_crypto::{OsEntropy, SlotParams};

use super::*;
use crate::data_dir::write_private;

#[test]
fn an_operator_is_written_and_read_back() {
    let ada = Operator {
        name: "ada.king".to_owned(),
        key: VerifyingKey([7; 32]),
    };
    assert_eq!(ada.to_string().parse::<Operator>().unwrap(), ada);
    for wrong in [
        "",
        "ada",
        "=AAAA",
        "ada king=AAAA",
        "ada=AAAA",
        "ada=not base64",
    ] {
        let refused = wrong.parse::<Operator>().unwrap_err();
        assert!(matches!(refused, KeysError::OperatorUnusable), "{wrong}");
    }
}

#[test]
fn a_key_file_opens_with_its_passphrase_alone_and_is_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ada.key");
    let (right, wrong) = (home.path().join("right"), home.path().join("wrong"));
    write_private(&right, b"five long words of it").unwrap();
    write_private(&wrong, b"four long words of it").unwrap();
    let make = || OperatorKey::make("ada", (&path, &right), SlotParams::FLOOR, &mut OsEntropy);
    let made = make().unwrap();
    let opened = OperatorKey::open(&path, &right).unwrap();
    assert_eq!(opened.operator(), made.operator());
    let refused = OperatorKey::open(&path, &wrong).err().unwrap();
    assert!(matches!(refused, KeysError::PassphraseRefused), "{refused}");
    assert!(matches!(make().err(), Some(KeysError::AlreadyInitialised)));
}
