use super::{CloseStep, Closing};

fn asked(closing: &mut Closing) -> super::CloseRequest {
    match closing.request(true) {
        CloseStep::AskPage(request) => request,
        CloseStep::Close => panic!("somebody is in"),
    }
}

#[test]
fn a_window_with_nobody_in_closes_at_once() {
    assert_eq!(Closing::default().request(false), CloseStep::Close);
}

#[test]
fn a_page_that_says_nothing_does_not_keep_the_window() {
    let mut closing = Closing::default();
    let request = asked(&mut closing);
    assert!(!closing.is_heard(request));
}

#[test]
fn a_page_that_heard_decides() {
    let mut closing = Closing::default();
    let request = asked(&mut closing);
    closing.heard();
    assert!(closing.is_heard(request));
}

#[test]
fn each_request_is_to_be_heard_because_the_page_may_have_died_since() {
    let mut closing = Closing::default();
    let first = asked(&mut closing);
    closing.heard();
    let second = asked(&mut closing);
    assert!(closing.is_heard(first), "its person is being asked");
    assert!(!closing.is_heard(second), "nobody answered this one");
    closing.heard();
    assert!(closing.is_heard(second));
}

#[test]
fn one_answer_is_good_for_all_that_were_asked_before_it() {
    let mut closing = Closing::default();
    let (first, second) = (asked(&mut closing), asked(&mut closing));
    closing.heard();
    assert!(closing.is_heard(first) && closing.is_heard(second));
}
