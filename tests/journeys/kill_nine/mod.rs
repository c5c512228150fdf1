//! Kill -9, anywhere, any of the three programs: what was acknowledged is there afterwards, once;
//! the audit chain holds; and everything comes together again. The programs are the real ones, with
//! the keyring of the operating system.

mod busy;
mod chance;
mod desk;
mod ledger;
mod shift;
mod ward;

use charthold_scoreboard::Row;
use charthold_testkit::programs::Server;

use busy::Script;
use chance::Chance;
use desk::BusyDesk;
use shift::Shift;
use ward::Ward;

use crate::torture;

const WORKSTATION_KILLS: u32 = 30;
const SERVER_KILLS: u32 = 10;
const ENROLMENT_KILLS: u32 = 4;
/// Kills come too late now and then; so many do only when something is wrong with the test.
const ROUNDS_AT_MOST: u32 = 200;
/// Charts are looked at after every so many rounds, and at the end.
const LOOK_EVERY: u32 = 10;

/// Kills of a desk that writes and exchanges, and of one without central.
const ONLINE_KILLS: u32 = 150;
const OFFLINE_KILLS: u32 = 150;
/// Kills of a server that a busy desk exchanges with.
const BUSY_SERVER_KILLS: u32 = 50;
/// A desk says this much at most before it is killed: that it is open and in, and of each write that it is begun and done.
const SAID_AT_MOST: u64 = 16;
const LOOK_AT_DESK_EVERY: u32 = 25;

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

#[tokio::test(flavor = "multi_thread")]
async fn no_kill_of_a_busy_desk_loses_or_doubles_an_acknowledged_write() {
    if let Some(script) = Script::of_this_process() {
        script.perform().await;
    }
    let mut ward = Ward::open().await;
    kill_desks(&mut ward, torture::times(ONLINE_KILLS)).await;
    ward.come_together().await;
    Row::held("F1", "online", torture::times(ONLINE_KILLS).into()).record();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kill_of_a_busy_desk_without_central_loses_or_doubles_an_acknowledged_write() {
    let mut ward = Ward::open().await;
    ward.kill(Server::Central).await;
    kill_desks(&mut ward, torture::times(OFFLINE_KILLS)).await;
    ward.bring_back(Server::Central).await;
    ward.come_together().await;
    Row::held("F1", "offline", torture::times(OFFLINE_KILLS).into()).record();
}

fn hear(desk: &mut BusyDesk, ward: &mut Ward, times: u64) {
    for _ in 0..times {
        assert!(desk.hear(&mut ward.books), "it goes on until it is killed");
    }
}

async fn kill_desks(ward: &mut Ward, kills: u32) {
    let mut chance = Chance::of_this_run();
    for round in 0..kills {
        let mut desk = ward.begin(&mut chance, false);
        hear(&mut desk, ward, chance.below(SAID_AT_MOST));
        desk.kill(&mut chance, &mut ward.books);
        if round % LOOK_AT_DESK_EVERY == LOOK_AT_DESK_EVERY - 1 {
            ward.look().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kill_of_a_server_under_a_busy_desk_loses_or_doubles_an_acknowledged_write() {
    let mut ward = Ward::open().await;
    let mut chance = Chance::of_this_run();
    let mut desk = ward.begin(&mut chance, true);
    for _ in 0..torture::times(BUSY_SERVER_KILLS) {
        let server = match chance.below(5) {
            0 | 1 => Server::Keys,
            _ => Server::Central,
        };
        hear(&mut desk, &mut ward, chance.below(SAID_AT_MOST));
        ward.kill(server).await;
        hear(&mut desk, &mut ward, chance.below(SAID_AT_MOST));
        ward.bring_back(server).await;
    }
    desk.kill(&mut chance, &mut ward.books);
    ward.come_together().await;
    Row::held("F6", "servers", torture::times(BUSY_SERVER_KILLS).into()).record();
}
