//! F18, `online` and `enrolment`: somebody guesses at a password, or at enrolment codes, as fast as they are let, over restarts of central.
//! Codes of an app are `second_factor_guesses`'s.

use std::time::Duration;

use charthold_domain::{Clock, Role, Timestamp};
use charthold_protocol::RefusalCode;
use charthold_scoreboard::Row;

use crate::site::{PASSWORD, Site};
use crate::transport::Answer;
use crate::workstation::Workstation;

const GUESSES: u64 = 500;
const GUESSES_A_START: u64 = 90;
/// The last rung of the ladder of passwords.
const RUNG: Duration = Duration::from_secs(300);
/// The rungs before it, one try each.
const FIRST_TRIES: u32 = 10;
/// Of enrolment codes, from one address.
const CODES_A_MINUTE: u64 = 10;

/// How guesses went.
struct Tally {
    began: Timestamp,
    tried: u32,
    /// Came before their time.
    held_off: u64,
}

impl Tally {
    fn begin(site: &Site) -> Self {
        let began = site.clock.now();
        Self {
            began,
            tried: 0,
            held_off: 0,
        }
    }

    /// Who is held off comes back when they may.
    fn count(&mut self, site: &Site, answer: &Answer, wrong: RefusalCode) {
        if answer.refused() == RefusalCode::HeldOff {
            self.held_off += 1;
            let wait = answer.headers["retry-after"].to_str().unwrap();
            site.clock.pass(wait.parse().unwrap());
        } else {
            assert_eq!(answer.refused(), wrong);
            self.tried += 1;
        }
    }

    fn took(&self, site: &Site) -> Duration {
        site.clock.now().since(self.began)
    }
}

#[tokio::test]
async fn a_password_is_guessed_at_as_the_ladder_lets_over_restarts() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let mut tally = Tally::begin(&site);
    for guess in 0..GUESSES {
        if guess % GUESSES_A_START == GUESSES_A_START - 1 {
            restart(&mut site).await;
        }
        let answer = device
            .try_sign_in(&site, "tberg", &format!("guess {guess}"))
            .await;
        tally.count(&site, &answer, RefusalCode::WrongPassword);
    }
    let least = RUNG * (tally.tried - FIRST_TRIES);
    let took = tally.took(&site);
    assert!(took >= least, "{} tries in {took:?}", tally.tried);
    assert!(tally.held_off > 0);
    site.clock.pass(300);
    let right = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(right.status, 200, "nobody is locked out for good");
    Row::held("F18", "online", GUESSES)
        .against(tally.held_off)
        .record();
}

#[tokio::test]
async fn ten_enrolment_codes_are_tried_a_minute() {
    let mut site = Site::open().await;
    let mut machine = Workstation::candidate(&mut site.chance);
    let mut tally = Tally::begin(&site);
    let mut starts = 1;
    for guess in 0..GUESSES {
        if guess % GUESSES_A_START == GUESSES_A_START - 1 {
            restart(&mut site).await;
            starts += 1;
        }
        let code = format!("{guess:04}-0000-0000-0000-0000-0000-00");
        let answer = machine.enrol(&site, &code).await.unwrap_err();
        tally.count(&site, &answer, RefusalCode::CodeRefused);
    }
    // What is counted of addresses is forgotten when central starts: a code has 128 bits.
    let minutes = tally.took(&site).as_secs() / 60 + starts;
    let most = CODES_A_MINUTE * minutes;
    assert!(
        u64::from(tally.tried) <= most,
        "{} in {minutes} minutes",
        tally.tried
    );
    assert!(tally.held_off > 0);
    Row::held("F18", "enrolment", GUESSES)
        .against(tally.held_off)
        .record();
}

pub(crate) async fn restart(site: &mut Site) {
    site.handle.take().unwrap().stop().await.unwrap();
    let again = site.serve_again().await.unwrap();
    site.url = format!("https://localhost:{}", again.address().port());
    site.handle = Some(again);
}
