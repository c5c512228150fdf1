//! A person changes their password at a workstation: central has it, all workstations take it, and what is cut short loses nothing.

use charthold_crypto::Totp;
use charthold_testkit::hospital::DemoPerson;
use charthold_testkit::{Fault, Mishap, Riverside, Way};
use charthold_workstation::ipc::dto::PinState;
use charthold_workstation::ipc::{Failure, FailureCode};
use charthold_workstation::{Clock as _, NewPassword, Secret, Typed, Workstation};

use crate::cast::{desk, note, riverside};

const NEXT: &str = "lantern quay 7 mosses";

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn change(
    station: &Workstation,
    (password, new, code): (&str, &str, Option<String>),
) -> Result<(), FailureCode> {
    let (password, new, code) = (secret(password), secret(new), code.map(Secret::new));
    let changed = station.change_password(NewPassword {
        password,
        new,
        code,
    });
    changed.await.map_err(|error| Failure::from(error).code)
}

async fn try_in(
    station: &Workstation,
    nurse: &DemoPerson,
    (password, previous): (&str, Option<&str>),
) -> Result<(), FailureCode> {
    let typed = Typed {
        password: secret(password),
        previous: previous.map(secret),
        code: None,
    };
    let tried = station.let_in(nurse.username, typed).await;
    tried.map_err(|error| Failure::from(error).code)
}

/// What the app shows now.
fn shown(hospital: &Riverside, app: &Totp) -> Option<String> {
    let at = hospital.clock.now().as_millis() / 1_000;
    Some(app.code_at(u64::try_from(at).expect("after 1970")))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_one_is_good_at_every_desk_and_the_old_one_at_none() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    let other = hospital.workstation("WS-4B-02", &["4B"]).await;
    assert_eq!(try_in(&other, &nurse, (nurse.password, None)).await, Ok(()));
    other.lock().expect("it locks");
    station
        .set_pin(secret(nurse.password), secret("135790"))
        .await
        .expect("it is set");
    station
        .save_draft(chart, None, &note("Under the old one"))
        .expect("it is saved");

    let stranger = change(&station, ("a guess", NEXT, None)).await;
    assert_eq!(stranger, Err(FailureCode::WrongSecret));
    for simple in ["short", "passwordpassword", nurse.username] {
        let simple = change(&station, (nurse.password, simple, None)).await;
        assert_eq!(simple, Err(FailureCode::PasswordTooSimple));
    }
    assert_eq!(change(&station, (nurse.password, NEXT, None)).await, Ok(()));
    station.view_chart(chart).expect("she is still in");
    station.sync(None).await.expect("her new session is good");
    let people = station.session_status().expect("it can be shown").people;
    assert!(
        people.iter().all(|each| each.pin == PinState::Unset),
        "a PIN ends by it"
    );
    station.lock().expect("it locks");

    hospital.plug.pull();
    let old = try_in(&station, &nurse, (nurse.password, None)).await;
    assert_eq!(old, Err(FailureCode::WrongSecret));
    assert_eq!(try_in(&station, &nurse, (NEXT, None)).await, Ok(()));
    station.open_chart(chart).expect("it opens");
    let draft = station
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    assert_eq!(draft.text.sections[0].text, "Under the old one");
    hospital.plug.put_back();

    let there = try_in(&other, &nurse, (NEXT, None)).await;
    assert_eq!(
        there,
        Err(FailureCode::PasswordChanged),
        "its slot is under the old one"
    );
    let both = (NEXT, Some(nurse.password));
    assert_eq!(try_in(&other, &nurse, both).await, Ok(()));
    let events = station.list_audit(None, None, 100).expect("it can be read");
    assert_eq!(
        events
            .iter()
            .filter(|event| event.what == "password-changed")
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_central_nothing_changes() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    hospital.plug.pull();
    let unsure = change(&station, (nurse.password, NEXT, None)).await;
    assert_eq!(unsure, Err(FailureCode::CentralUnreachable));
    station.lock().expect("it locks");
    assert_eq!(
        try_in(&station, &nurse, (NEXT, None)).await,
        Err(FailureCode::WrongSecret)
    );
    hospital.plug.put_back();
    assert_eq!(
        try_in(&station, &nurse, (nurse.password, None)).await,
        Ok(())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_app_a_code_is_wanted_though_she_is_in() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    let app = hospital.set_second_factor(nurse.username).await;
    let bare = change(&station, (nurse.password, NEXT, None)).await;
    assert_eq!(bare, Err(FailureCode::SecondFactorWanted));
    let wrong = change(&station, (nurse.password, NEXT, Some("000000".into()))).await;
    assert_eq!(wrong, Err(FailureCode::SecondFactorWrong));
    let code = shown(&hospital, &app);
    let simple = change(&station, (nurse.password, "short", code.clone())).await;
    assert_eq!(simple, Err(FailureCode::PasswordTooSimple));
    // The code is still good. Fewer characters are enough beside an app.
    assert_eq!(
        change(&station, (nurse.password, "vK3#qz!9fW", code)).await,
        Ok(())
    );
    station.lock().expect("it locks");
    assert_eq!(
        try_in(&station, &nurse, ("vK3#qz!9fW", None)).await,
        Ok(()),
        "her key stands for a code"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_comes_meanwhile_leaves_it_changed_and_in_the_audit() {
    let hospital = riverside().await;
    let (station, nurse, _) = desk(&hospital).await;
    // The first runs until it waits for central; then the lid is closed.
    let present = (nurse.password, NEXT, None);
    let (changed, locked) = tokio::join!(biased; change(&station, present), async {
        station.lock_with_system()
    });
    assert!(locked.expect("nothing fails"), "she was in");
    assert_eq!(changed, Ok(()));
    assert_eq!(try_in(&station, &nurse, (NEXT, None)).await, Ok(()));
    let events = station.list_audit(None, None, 100);
    let events = events.expect("it can be read");
    let told = events
        .iter()
        .filter(|event| event.what == "password-changed");
    assert_eq!(told.count(), 1);
}

/// Where in central's answer the line is cut: from the handshake to behind it.
const CUTS: std::ops::Range<u64> = 0..24;
const CUT_BYTES: u64 = 150;

#[tokio::test(flavor = "multi_thread")]
async fn wherever_the_answer_is_cut_one_of_the_two_opens_and_nothing_is_lost() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    station
        .save_draft(chart, None, &note("Typed before"))
        .expect("it is saved");
    let mut present = nurse.password.to_owned();
    let (mut taken, mut refused) = (0, 0);
    for cut in CUTS {
        let next = format!("lantern quay {cut} mosses");
        let fault = Fault {
            way: Way::ToWorkstation,
            after: cut * CUT_BYTES,
            mishap: Mishap::Close,
        };
        hospital.plug.go_wrong([fault]);
        let changed = change(&station, (&present, &next, None)).await;
        hospital.plug.go_wrong([]);
        station.lock().expect("it locks");
        let before = try_in(&station, &nurse, (&present, None)).await;
        if changed.is_err() && before.is_ok() {
            refused += 1;
            continue;
        }
        assert_eq!(before, Err(FailureCode::WrongSecret), "cut {cut}");
        let asked = try_in(&station, &nurse, (&next, None)).await;
        if changed.is_err() {
            taken += 1;
            assert_eq!(asked, Err(FailureCode::PasswordChanged), "cut {cut}");
            let both = (next.as_str(), Some(present.as_str()));
            assert_eq!(try_in(&station, &nurse, both).await, Ok(()), "cut {cut}");
        } else {
            assert_eq!(asked, Ok(()), "cut {cut}");
        }
        present = next;
    }
    assert!(
        taken > 0 && refused > 0,
        "{taken} taken, {refused} not: too little was cut"
    );
    station.open_chart(chart).expect("it opens");
    let draft = station
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    assert_eq!(draft.text.sections[0].text, "Typed before");
}
