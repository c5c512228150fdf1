//! F18, `totp`: somebody who has the password and guesses at codes, as fast as they are let and for as long as they like, over
//! restarts of central.

use std::time::Duration;

use charthold_central_store::Attempt;
use charthold_domain::Clock;
use charthold_protocol::RefusalCode;
use charthold_scoreboard::Row;

use crate::guesses::restart;
use crate::second_factor::{now_s, with_app, wrong};
use crate::site::Site;
use crate::workstation::Workstation;

const GUESSES: u64 = 500;
/// NIST SP 800-63B: in a row, however long that takes.
const MOST: u64 = 100;
/// The last rung of the ladder: a day of guessing has no more than 288 of these.
const LAST_RUNG_S: i64 = 300;

#[derive(Default)]
struct Tally {
    tried: u64,
    held_off: u64,
    worthless: u64,
}

impl Tally {
    /// One guess. Whoever is held off comes back on the second.
    async fn guess(&mut self, site: &Site, device: &mut Workstation, code: &str) {
        let answer = device.try_code(site, "tberg", code).await;
        match answer.refused() {
            RefusalCode::SecondFactorWrong => self.tried += 1,
            RefusalCode::SecondFactorUnset => self.worthless += 1,
            RefusalCode::HeldOff => {
                self.held_off += 1;
                let wait = answer.headers["retry-after"].to_str().unwrap();
                let wait: i64 = wait.parse().unwrap();
                assert!((1..=LAST_RUNG_S).contains(&wait), "{wait} s");
                site.clock.pass(wait - 1);
                let early = device.try_code(site, "tberg", code).await;
                assert_eq!(early.refused(), RefusalCode::HeldOff, "a second early");
                site.clock.pass(1);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn five_hundred_wrong_codes_are_a_hundred_tries_at_most() {
    let mut site = Site::open().await;
    let (mut device, person, app) = with_app(&mut site).await;
    let began = site.clock.now();
    let mut tally = Tally::default();
    for guess in 0..GUESSES {
        if guess % 90 == 89 {
            restart(&mut site).await;
        }
        let code = wrong(&site, &app);
        tally.guess(&site, &mut device, &code).await;
    }
    assert_eq!(tally.tried, MOST, "{} held off", tally.held_off);
    let took = site.clock.now().since(began);
    let rungs = Duration::from_secs(300) * 90;
    assert!(took > rungs, "the ladder holds over restarts: {took:?}");
    let code = app.code_at(now_s(&site));
    let right = device.try_code(&site, "tberg", &code).await;
    assert_eq!(right.refused(), RefusalCode::SecondFactorUnset, "too late");
    assert_eq!(tally.worthless + tally.held_off + MOST, GUESSES);

    // The same guesses where nothing counts them.
    let mut uncounted = 0;
    for _ in 0..GUESSES {
        let attempt = site
            .store
            .begin_attempt([9; 32], &[], site.clock.now())
            .await;
        let begun = site.store.begin_code(person, u32::MAX).await;
        uncounted += u64::from(attempt.unwrap() == Attempt::Allowed && begun.unwrap());
    }
    let control = uncounted - MOST;
    assert!(control > 0, "without them, guesses are tried");
    Row::held("F18", "totp", GUESSES).against(control).record();
}
