use charthold_workstation::WorkstationError;

use super::{Limit, read};

#[test]
fn an_input_as_large_as_may_be_is_read_and_one_byte_more_is_not() {
    let Limit(most) = Limit::PASSWORD;
    let most = usize::try_from(most).expect("it is small");
    let read = |length: usize| read("x".repeat(length).as_bytes(), Limit::PASSWORD);
    assert_eq!(read(most).expect("it fits").len(), most);
    let refused = read(most + 1);
    assert!(
        matches!(refused, Err(WorkstationError::InvalidInput(_))),
        "{refused:?}"
    );
}

#[test]
fn an_input_without_an_end_is_refused_all_the_same() {
    let refused = read(std::io::repeat(b'x'), Limit::NOTE);
    assert!(
        matches!(refused, Err(WorkstationError::InvalidInput(_))),
        "{refused:?}"
    );
}

#[test]
fn what_is_no_text_is_refused_as_such() {
    let refused = read(&b"caf\xe9"[..], Limit::NOTE);
    assert!(
        matches!(
            refused,
            Err(WorkstationError::InvalidInput(
                "the input is not UTF-8 text"
            ))
        ),
        "{refused:?}"
    );
}
