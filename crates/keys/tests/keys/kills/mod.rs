//! A command that changes how keys are kept is killed at one of its writes, at random, many times. After each kill the service
//! opens, all of it verifies, every key that was not shredded is the same, and the command can be given again. What
//! strace sees written is where it is killed, so that no kill is between two writes for nothing.

mod controls;
mod judge;
mod killing;
mod stage;
mod told;

use charthold_scoreboard::Row;

use self::judge::judge;
use self::killing::{Killed, Points};
use self::stage::{Act, Stage};

/// Kills for each act in a test run; ten acts.
const KILLS: usize = 8;

/// Kills `act` at random writes of it and looks at what is left each time.
fn survives(stage: &Stage, act: &Act) {
    let before = judge(stage, act, 10).expect("it is whole before anything is done");
    let points = Points::of(stage, act);
    let chosen = points.chosen(KILLS);
    assert!(chosen.len() >= KILLS, "only {} kills", chosen.len());
    for point in chosen {
        stage.restore();
        assert_eq!(point.kill(stage, act), Killed::AtTheWrite, "{point}");
        let after = judge(stage, act, 11);
        let whole = after.and_then(|left| left.follows(&before, act));
        let config = whole.unwrap_or_else(|why| panic!("killed at {point}: {why}"));

        // Who sees that it was cut short gives the command again.
        let again = stage.program.run_with(&config, &act.arguments());
        let said = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(
            again.status.success() || said.contains("done before"),
            "{point}: {said}"
        );
        let whole = judge(stage, act, 12).and_then(|left| {
            left.follows(&before, act)?;
            left.is_after(act)
        });
        whole.unwrap_or_else(|why| panic!("given again after {point}: {why}"));
    }
    row(KILLS).record();
}

/// The row of the test that runs.
fn row(tried: usize) -> Row {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or_default();
    let part = test.rsplit("::").next().unwrap_or_default();
    let tried = u64::try_from(tried).expect("it is a count");
    Row::held("F15", &format!("keys-{part}"), tried)
}

#[test]
fn rotating() {
    survives(&Stage::with_file(), &Act::of("rotate", &[]));
}

#[test]
fn rotating_in_a_sealed_file() {
    survives(&Stage::with_sealed_file(), &Act::of("rotate", &[]));
}

#[test]
fn rotating_in_a_token() {
    survives(&Stage::with_token(), &Act::of("rotate", &[]));
}

#[test]
fn rewrapping() {
    let stage = Stage::with_file();
    stage.program.done("rotate", &[]);
    stage.save();
    survives(&stage, &Act::of("rewrap", &[]));
}

#[test]
fn another_generation() {
    let chart = stage::chart(7);
    let act = Act::of("new-generation", &["--chart", &chart]);
    survives(&Stage::with_file(), &act);
}

#[test]
fn another_passphrase() {
    let stage = Stage::with_sealed_file();
    let next = stage.path("next");
    let act = Act::of("change-passphrase", &["--new-passphrase-file", &next]).leaving("next.toml");
    survives(&stage, &act);
}

#[test]
fn raising_the_minimum() {
    let stage = Stage::with_file();
    let old = stage.wraps();
    stage.program.done("rotate", &[]);
    stage.program.done("rewrap", &[]);
    let act = stage.proposed(&["raise-minimum", "2"]);
    survives(&stage, &act);
    // The last one stands: what was wrapped before opens no more, though version 1 is still there.
    stage.put_back(&old);
    stage.program.refused("verify", &[], 7);
}

#[test]
fn shredding() {
    let stage = Stage::with_file();
    let chart = stage::chart(8);
    let act = stage.proposed(&["shred", "--chart", &chart]).shredding(8);
    survives(&stage, &act);
}

#[test]
fn moving_from_a_file_to_a_sealed_one() {
    let stage = Stage::with_file();
    let to = stage.path("sealed.toml");
    let act = stage
        .proposed(&["move-master", "--to", &to])
        .moving("sealed.toml", &to);
    survives(&stage, &act);
}

#[test]
fn moving_from_a_sealed_file_to_a_token() {
    let stage = Stage::with_sealed_file();
    let to = stage.path("token.toml");
    let act = stage
        .proposed(&["move-master", "--to", &to])
        .moving("token.toml", &to);
    survives(&stage, &act);
}
