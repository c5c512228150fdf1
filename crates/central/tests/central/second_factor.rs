//! A code beside the password: who is asked for one, which is taken, and how often.

use std::path::PathBuf;

use charthold_central::{LimitsSection, SecondFactorRule, Withdrawing};
use charthold_crypto::Totp;
use charthold_domain::{Clock, PersonId, Role};
use charthold_protocol::{
    RefusalCode, SessionRenewal, SessionReply, SessionRequest, SignedSessionRenewal,
};

use crate::cluster::Cluster;
use crate::command::{run, stdout};
use crate::site::{Counted, PASSWORD, Site};
use crate::workstation::{With, Workstation};

const STEP_S: i64 = 30;

pub(crate) fn data(site: &Site) -> PathBuf {
    site.folder().join("central")
}

pub(crate) fn now_s(site: &Site) -> u64 {
    u64::try_from(site.clock.now().as_millis() / 1_000).unwrap()
}

/// What an authenticator app makes of a link.
pub(crate) fn app(link: &str) -> Totp {
    let (_, rest) = link.split_once("secret=").unwrap();
    Totp::from_base32(rest.split('&').next().unwrap()).unwrap()
}

/// Sets one as an operator does; answers the person's app.
pub(crate) async fn set(site: &Site, username: &str) -> Totp {
    let data = data(site);
    let withdrawing = Withdrawing {
        data: &data,
        store: site.store.as_ref(),
        clock: site.clock.as_ref(),
    };
    let link = withdrawing
        .set_second_factor(username, &mut Counted(now_s(site)))
        .await
        .unwrap();
    app(link.expose())
}

/// Somebody with an app, and a workstation they were not at yet.
pub(crate) async fn with_app(site: &mut Site) -> (Workstation, PersonId, Totp) {
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let device = site.workstation().await;
    let app = set(site, "tberg").await;
    (device, person, app)
}

/// A code that no step near now has.
pub(crate) fn wrong(site: &Site, app: &Totp) -> String {
    let near = [-1_i64, 0, 1].map(|step| {
        let at = now_s(site).checked_add_signed(step * STEP_S).unwrap();
        app.code_at(at)
    });
    let other = (0..9).map(|n| format!("{n:06}"));
    other.into_iter().find(|code| !near.contains(code)).unwrap()
}

#[tokio::test]
async fn a_code_is_asked_for_beside_the_right_password_alone() {
    let mut site = Site::open().await;
    let (mut device, _, app) = with_app(&mut site).await;
    let wanted = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(wanted.refused(), RefusalCode::SecondFactorWanted);
    assert_eq!(wanted.status, 401);
    let code = app.code_at(now_s(&site));
    let nobody = device.try_sign_in(&site, "nobody", "wrong password").await;
    let bare = device.try_sign_in(&site, "tberg", "wrong password").await;
    let both = device
        .try_both(&site, "tberg", ("wrong password", &code))
        .await;
    for answer in [bare, both] {
        assert_eq!(answer.refused(), RefusalCode::WrongPassword);
        assert_eq!(answer.problem().title, nobody.problem().title);
    }
    let reply: SessionReply = device.try_code(&site, "TBerg", &code).await.json();
    assert_eq!(reply.person.username, "tberg");
}

#[tokio::test]
async fn a_code_is_taken_once_and_none_before_it() {
    let mut site = Site::open().await;
    let (mut device, _, app) = with_app(&mut site).await;
    let (before, code) = (app.code_at(now_s(&site) - 30), app.code_at(now_s(&site)));
    assert_eq!(device.try_code(&site, "tberg", &code).await.status, 200);
    for used in [&code, &before] {
        let answer = device.try_code(&site, "tberg", used).await;
        assert_eq!(answer.refused(), RefusalCode::SecondFactorWrong);
    }
    site.clock.pass(2 * STEP_S);
    let next = app.code_at(now_s(&site));
    assert_eq!(device.try_code(&site, "tberg", &next).await.status, 200);
}

/// How many of two tries with one code at the same time, at either central, get in.
async fn both_at_once(one: &Site, two: &Site, devices: &mut [Workstation; 2], app: &Totp) -> usize {
    let code = app.code_at(now_s(one));
    let [here, there] = devices;
    let (first, second) = tokio::join!(
        here.try_code(one, "tberg", &code),
        there.try_code(two, "tberg", &code)
    );
    [first, second]
        .iter()
        .filter(|answer| answer.status == 200)
        .count()
}

#[tokio::test]
async fn of_two_who_come_at_once_with_one_code_one_gets_in() {
    let mut site = Site::open().await;
    let (device, _, app) = with_app(&mut site).await;
    let mut devices = [device, site.workstation().await];
    for _ in 0..5 {
        assert_eq!(both_at_once(&site, &site, &mut devices, &app).await, 1);
        site.clock.pass(2 * STEP_S);
    }
}

#[tokio::test]
async fn of_two_who_come_to_two_centrals_at_once_one_gets_in() {
    let cluster = Cluster::start().unwrap();
    let mut site = Site::open_on(LimitsSection::default(), Some(cluster.url())).await;
    let (device, _, app) = with_app(&mut site).await;
    let mut devices = [device, site.workstation().await];
    let beside = site.beside().await;
    for _ in 0..5 {
        assert_eq!(both_at_once(&site, &beside, &mut devices, &app).await, 1);
        site.clock.pass(2 * STEP_S);
    }
}

#[tokio::test]
async fn wrong_codes_climb_the_ladder_of_passwords_and_asking_for_one_does_not() {
    let mut site = Site::open().await;
    let (mut device, _, app) = with_app(&mut site).await;
    for _ in 0..3 {
        for _ in 0..3 {
            let wanted = device.try_sign_in(&site, "tberg", PASSWORD).await;
            assert_eq!(wanted.refused(), RefusalCode::SecondFactorWanted);
        }
        let code = wrong(&site, &app);
        let answer = device.try_code(&site, "tberg", &code).await;
        assert_eq!(answer.refused(), RefusalCode::SecondFactorWrong);
    }
    let code = app.code_at(now_s(&site));
    let held = device.try_code(&site, "tberg", &code).await;
    assert_eq!(held.refused(), RefusalCode::HeldOff);
    let held = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(held.refused(), RefusalCode::HeldOff, "nor without one");
    site.clock.pass(1);
    assert_eq!(device.try_code(&site, "tberg", &code).await.status, 200);
    let wanted = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(
        wanted.refused(),
        RefusalCode::SecondFactorWanted,
        "success forgets the failures"
    );
}

#[tokio::test]
async fn whom_the_hospital_asks_is_its_rule() {
    for (rule, with, without) in [
        (SecondFactorRule::Off, None, None),
        (
            SecondFactorRule::IfSet,
            Some(RefusalCode::SecondFactorWanted),
            None,
        ),
        (
            SecondFactorRule::Required,
            Some(RefusalCode::SecondFactorWanted),
            Some(RefusalCode::SecondFactorUnset),
        ),
    ] {
        let mut site = Site::open_wanting(rule, None).await;
        let (mut device, _, _) = with_app(&mut site).await;
        site.person("arahman", Role::Physician, site.near).await;
        for (username, refused) in [("tberg", with), ("arahman", without)] {
            // As often as they like: who knows the password guesses nothing.
            for _ in 0..5 {
                let answer = device.try_sign_in(&site, username, PASSWORD).await;
                match refused {
                    None => assert_eq!(answer.status, 200, "{rule:?} {username}"),
                    Some(code) => assert_eq!(answer.refused(), code, "{rule:?} {username}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_token_of_theirs_stands_for_a_code_and_makes_no_lease_longer() {
    let mut site = Site::open().await;
    let (mut device, person, app) = with_app(&mut site).await;
    let mut other = site.workstation().await;
    let code = app.code_at(now_s(&site));
    let reply: SessionReply = device.try_code(&site, "tberg", &code).await.json();
    let first = site.store.find_use(device.id, person).await.unwrap();
    site.clock.pass(60);
    let request = SessionRequest {
        username: "tberg".into(),
        password: PASSWORD.into(),
        person_key: Some(device.registration(&site, person)),
        second_factor: None,
    };
    let body = serde_json::to_vec(&request).unwrap();
    let with = With {
        token: Some(reply.token),
        audit: None,
    };
    let path = "/v1/session";
    let again = device.post(&site, path, body.clone(), &with).await;
    assert!(again.json::<SessionReply>().person_key_registered);
    let then = site.store.find_use(device.id, person).await.unwrap();
    let at =
        |known: &Option<charthold_central_store::KnownUse>| known.as_ref().unwrap().signed_in_at;
    assert_eq!(at(&then), at(&first));

    let stolen = other.post(&site, path, body.clone(), &with).await;
    assert_eq!(stolen.refused(), RefusalCode::SecondFactorWanted);
    site.clock.pass(600);
    let late = device.post(&site, path, body, &with).await;
    assert_eq!(late.refused(), RefusalCode::SecondFactorWanted, "it ended");
}

#[tokio::test]
async fn one_that_is_set_ends_what_was_open_before() {
    let mut site = Site::open().await;
    let person = site.person("tberg", Role::Nurse, site.near).await.id;
    let mut device = site.workstation().await;
    let key = device.registration(&site, person);
    let reply = device
        .try_session(&site, "tberg", PASSWORD, Some(key))
        .await;
    let token = reply.json::<SessionReply>().token;
    let app = set(&site, "tberg").await;
    let id = device.explain(&site, None).await;
    let with = With::both(&token, id);
    let asked = device.post(&site, "/v1/charts", Vec::new(), &with).await;
    assert_eq!(asked.refused(), RefusalCode::Unauthenticated, "the session");
    let said = SessionRenewal {
        tenant: device.tenant,
        device: device.id,
        person,
        at: site.clock.now(),
    };
    let said = SignedSessionRenewal::make(&said, &device.person_key).to_bytes();
    let path = "/v1/session/renew";
    let renewed = device
        .post(&site, path, said.clone(), &With::default())
        .await;
    assert_eq!(renewed.refused(), RefusalCode::Unauthenticated, "the lease");
    let code = app.code_at(now_s(&site));
    assert_eq!(device.try_code(&site, "tberg", &code).await.status, 200);
    let renewed = device.post(&site, path, said, &With::default()).await;
    assert_eq!(renewed.status, 200, "a code was shown since");
}

#[tokio::test]
async fn operators_set_list_reset_and_remove_one_under_a_central_that_serves() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let data = data(&site);
    let done = |words: &[&str]| {
        let output = run(&[&["second-factor"], words].concat(), &data);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {output:?}");
        stdout(&output).trim().to_owned()
    };
    assert_eq!(done(&["list"]), "tberg\tnone");
    let link = done(&["set", "TBerg"]);
    let issuer = "otpauth://totp/Riverside%20General:tberg?secret=";
    assert!(link.starts_with(issuer), "{link}");
    assert_eq!(done(&["list"]), "tberg\tset up");
    let code = app(&link).code_at(now_s(&site));
    assert_eq!(device.try_code(&site, "tberg", &code).await.status, 200);

    let log = std::fs::read(data.join("operator-log")).unwrap();
    let secret = app(&link).base32();
    let mut opened = store_bytes(&data);
    opened.extend(log);
    let bytes = app(&link).expose_bytes().to_vec();
    for needle in [secret.expose().as_bytes(), &bytes] {
        let found = opened.windows(needle.len()).any(|part| part == needle);
        assert!(!found, "neither store nor log has it in clear");
    }

    let set_up = done(&["reset", "tberg"]);
    assert_eq!(set_up.len(), 32, "{set_up}");
    assert_eq!(done(&["list"]), "tberg\twanted, not set up");
    let code = app(&link).code_at(now_s(&site));
    let reset = device.try_code(&site, "tberg", &code).await;
    assert_eq!(reset.refused(), RefusalCode::SecondFactorUnset);
    done(&["remove", "tberg"]);
    assert_eq!(done(&["list"]), "tberg\tnone");
    device.sign_in(&site, "tberg").await;
    let nobody = run(&["second-factor", "set", "nobody"], &data);
    assert_eq!(nobody.status.code(), Some(2));
}

/// The store's file and its log, as they are on disk.
fn store_bytes(data: &std::path::Path) -> Vec<u8> {
    let names = ["central.db", "central.db-wal"];
    let files = names.map(|name| std::fs::read(data.join(name)).unwrap_or_default());
    files.concat()
}
