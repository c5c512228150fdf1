//! What travels when somebody signs in, as JSON: without a code, as programs before second factors send it, with one, and what central
//! refuses it with; a change of a password; and signing on by the hospital's provider.

use charthold_protocol::{
    Base64Bytes, PasswordChange, PersonKeyOffer, PersonKeyReply, Problem, RefusalCode,
    SecondFactorReply, SecondFactorRequest, SessionRequest, SignOnProof, SignOnReply,
    SignOnRequest,
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

pub(crate) fn sign_on() -> (SignOnRequest, SignOnReply, SignOnProof) {
    let redirect_uri = "http://127.0.0.1:40123/charthold";
    let request = SignOnRequest {
        redirect_uri: redirect_uri.into(),
        state: "a state".into(),
        nonce: "a nonce".into(),
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into(),
    };
    let reply = SignOnReply {
        url: "https://sso.riverside.example/auth?state=a+state".into(),
    };
    let proof = SignOnProof {
        code: "a code".into(),
        code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
        redirect_uri: redirect_uri.into(),
        nonce: "a nonce".into(),
    };
    (request, reply, proof)
}

pub(crate) fn person_key() -> (PersonKeyOffer, PersonKeyReply) {
    let offer = PersonKeyOffer {
        registration: Base64Bytes(vec![1, 2, 3]),
    };
    (offer, PersonKeyReply { registered: true })
}

pub(crate) fn problems() -> [(&'static str, Problem); 7] {
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
        of("sign-on-refused", RefusalCode::SignOnRefused),
        of("sign-on-unavailable", RefusalCode::SignOnUnavailable),
        of("sign-on-wanted", RefusalCode::SignOnWanted),
    ]
}
