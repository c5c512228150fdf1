//! What travels when somebody signs in, as JSON: without a code, as programs before second factors send it, with one, and what central
//! refuses it with; and a change of a password.

use charthold_protocol::{
    Base64Bytes, PasswordChange, Problem, RefusalCode, SecondFactorReply, SecondFactorRequest,
    SessionRequest,
};

pub(crate) fn requests() -> (SessionRequest, SessionRequest) {
    let plain = || SessionRequest {
        username: "tberg".into(),
        password: "correct horse battery".into(),
        person_key: Some(Base64Bytes(vec![1, 2, 3])),
        second_factor: None,
    };
    let with_code = SessionRequest {
        person_key: None,
        second_factor: Some("287082".into()),
        ..plain()
    };
    (plain(), with_code)
}

pub(crate) fn change() -> PasswordChange {
    PasswordChange {
        username: "tberg".into(),
        password: "correct horse battery".into(),
        second_factor: Some("287082".into()),
        new_password: "lantern quay 7 mosses".into(),
    }
}

pub(crate) fn set_up() -> (SecondFactorRequest, SecondFactorReply) {
    let request = SecondFactorRequest {
        username: "tberg".into(),
        password: "correct horse battery".into(),
        code: "7K2M-0000-0000-0000-0000-0000-00".into(),
    };
    let link = "otpauth://totp/Riverside:tberg?secret=AEAQCAIB&issuer=Riverside".into();
    (request, SecondFactorReply { link })
}

pub(crate) fn problems() -> [(&'static str, Problem); 4] {
    let problem = |code: RefusalCode, word: &str| Problem {
        problem_type: format!("urn:charthold:problem:{word}"),
        title: code.title().into(),
        status: code.status(),
        code,
        request_id: "01".into(),
        server_time: None,
        because: None,
    };
    let of = |word: &'static str, code| (word, problem(code, word));
    [
        of("password-too-simple", RefusalCode::PasswordTooSimple),
        of("second-factor-unset", RefusalCode::SecondFactorUnset),
        of("second-factor-wanted", RefusalCode::SecondFactorWanted),
        of("second-factor-wrong", RefusalCode::SecondFactorWrong),
    ]
}
