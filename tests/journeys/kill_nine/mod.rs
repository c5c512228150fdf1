//! Kill -9, anywhere, any of the three programs: what was acknowledged is there afterwards, once;
//! the audit chain holds; and everything comes together again. The programs are the real ones, with
//! the keyring of the operating system.

mod chance;
mod ledger;
mod shift;

use charthold_testkit::programs::Server;

use chance::Chance;
use shift::Shift;

use crate::torture;

const WORKSTATION_KILLS: u32 = 30;
const SERVER_KILLS: u32 = 10;
const ENROLMENT_KILLS: u32 = 4;
/// Kills come too late now and then; so many do only when something is wrong with the test.
const ROUNDS_AT_MOST: u32 = 200;
/// Charts are looked at after every so many rounds, and at the end.
const LOOK_EVERY: u32 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn no_kill_of_any_program_loses_or_doubles_an_acknowledged_write() {
    let mut chance = Chance::of_this_run();
    let mut shift = Shift::begin(&mut chance, torture::times(ENROLMENT_KILLS)).await;
    let mut left = [WORKSTATION_KILLS, SERVER_KILLS, SERVER_KILLS].map(torture::times);
    for round in 0..torture::times(ROUNDS_AT_MOST) {
        let [workstation, central, keys] = &mut left;
        let all = *workstation + *central + *keys;
        if all == 0 {
            break;
        }
        let drawn = chance.below(all.into());
        if drawn < (*workstation).into() {
            *workstation -= u32::from(shift.kill_the_workstation(&mut chance).await);
        } else if drawn < (*workstation + *central).into() {
            *central -= u32::from(shift.kill_a_server(Server::Central, &mut chance).await);
        } else {
            *keys -= u32::from(shift.kill_a_server(Server::Keys, &mut chance).await);
        }
        if round % LOOK_EVERY == LOOK_EVERY - 1 {
            shift.look().await;
        }
    }
    assert_eq!(left, [0, 0, 0], "so many kills never met a running program");
    shift.come_together().await;
}
