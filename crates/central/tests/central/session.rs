use charthold_central_store::{IncidentKind, WithdrawalReason};
use charthold_crypto::SigningSecret;
use charthold_domain::{Clock, Role};
use charthold_protocol::{Because, RefusalCode, SessionReply};

use crate::site::{PASSWORD, Site};

#[tokio::test]
async fn the_right_password_gives_a_token_for_ten_minutes() {
    let mut site = Site::open().await;
    let person = site.person("TBerg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let reply = device.sign_in(&site, " tberg ").await;
    assert_eq!(reply.person, person);
    assert_eq!(reply.expires_at.since(site.clock.now()).as_secs(), 600);
    assert!(!reply.person_key_registered);
    assert!(reply.token.len() >= 43, "256 bits");
}

#[tokio::test]
async fn nobody_and_a_wrong_password_look_the_same() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let wrong = device.try_sign_in(&site, "tberg", "wrong password").await;
    let nobody = device.try_sign_in(&site, "nobody", "wrong password").await;
    assert_eq!(wrong.refused(), RefusalCode::WrongPassword);
    assert_eq!(nobody.refused(), RefusalCode::WrongPassword);
    assert_eq!(wrong.problem().title, nobody.problem().title);
}

#[tokio::test]
async fn guessing_climbs_the_ladder_and_success_leaves_it() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    for _ in 0..3 {
        let answer = device.try_sign_in(&site, "tberg", "wrong password").await;
        assert_eq!(answer.refused(), RefusalCode::WrongPassword);
    }
    let held = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(
        held.refused(),
        RefusalCode::HeldOff,
        "even the right one has to wait"
    );
    assert_eq!(held.headers["retry-after"], "1");
    let nobody = device.try_sign_in(&site, "nobody", "wrong password").await;
    assert_eq!(
        nobody.refused(),
        RefusalCode::WrongPassword,
        "others do not"
    );
    site.clock.pass(1);
    device.sign_in(&site, "tberg").await;
    let after = device.try_sign_in(&site, "tberg", "wrong password").await;
    assert_eq!(
        after.refused(),
        RefusalCode::WrongPassword,
        "success forgets the failures"
    );
}

#[tokio::test]
async fn a_persons_key_is_registered_once() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let key = device.registration(&site, person.id);
    for _ in 0..2 {
        let answer = device
            .try_session(&site, "tberg", PASSWORD, Some(key.clone()))
            .await;
        assert!(answer.json::<SessionReply>().person_key_registered);
    }
    assert!(
        device.sign_in(&site, "tberg").await.person_key_registered,
        "it is remembered"
    );

    device.person_key = SigningSecret::make(&mut device.chance);
    let other = device.registration(&site, person.id);
    let answer = device
        .try_session(&site, "tberg", PASSWORD, Some(other))
        .await;
    assert!(
        !answer.json::<SessionReply>().person_key_registered,
        "not this key"
    );
    let incidents = site.store.list_incidents(10).await.unwrap();
    assert_eq!(incidents[0].kind, IncidentKind::PersonKeyConflict);
}

#[tokio::test]
async fn a_key_for_another_person_or_device_is_malformed() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let other_person = site.person("other", Role::Nurse, site.near).await;
    let (mut device, other) = (site.workstation().await, site.workstation().await);
    let keys = [
        device.registration(&site, other_person.id),
        other.registration(&site, person.id),
    ];
    for key in keys {
        let answer = device
            .try_session(&site, "tberg", PASSWORD, Some(key))
            .await;
        assert_eq!(answer.refused(), RefusalCode::Malformed);
    }
}

#[tokio::test]
async fn signing_in_does_not_need_the_key_service() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let key = device.registration(&site, person.id);
    site.keys.set_down(true);
    let answer = device
        .try_session(&site, "tberg", PASSWORD, Some(key.clone()))
        .await;
    assert!(!answer.json::<SessionReply>().person_key_registered);
    site.keys.set_down(false);
    let answer = device
        .try_session(&site, "tberg", PASSWORD, Some(key))
        .await;
    assert!(answer.json::<SessionReply>().person_key_registered);
}

#[tokio::test]
async fn a_closed_account_signs_nobody_in() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    site.store
        .disable_person(person.id, WithdrawalReason::Left, site.clock.now())
        .await
        .unwrap();
    // As often as they like: who knows the password guesses nothing.
    for _ in 0..5 {
        let answer = device.try_sign_in(&site, "tberg", PASSWORD).await;
        assert_eq!(answer.refused(), RefusalCode::WrongPassword);
        assert_eq!(answer.problem().because, Some(Because::AccountClosed));
    }
    let wrong = device.try_sign_in(&site, "tberg", "wrong password").await;
    let nobody = device.try_sign_in(&site, "nobody", "wrong password").await;
    for answer in [wrong, nobody] {
        assert_eq!(answer.refused(), RefusalCode::WrongPassword);
        assert_eq!(answer.problem().because, None, "to a guesser it is none");
    }
}
