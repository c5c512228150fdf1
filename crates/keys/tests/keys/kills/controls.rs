//! That the judge can see: writers that are wrong on purpose are found out.

use super::judge::judge;
use super::killing::{Killed, Points};
use super::row;
use super::stage::{Act, Stage};

/// How many of the places at which a shell command is killed leave a service that is not whole.
fn broken(stage: &Stage, act: &Act, command: &str) -> usize {
    let before = judge(stage, act, 10).expect("it is whole before anything is done");
    let tell = |strace: &mut std::process::Command| {
        strace.args(["sh", "-c", command]);
    };
    let points = Points::seen(stage, tell);
    let mut broken = 0;
    for point in points.all() {
        stage.restore();
        if point.kill_what(tell) == Killed::AtTheWrite
            && judge(stage, act, 11)
                .and_then(|left| left.follows(&before, act))
                .is_err()
        {
            broken += 1;
        }
    }
    broken
}

#[test]
fn a_file_that_is_written_in_place_is_found_out() {
    let stage = Stage::with_sealed_file();
    let act = Act::of(
        "change-passphrase",
        &["--new-passphrase-file", &stage.path("next")],
    )
    .leaving("next.toml");
    // What the command makes, then written over the old file instead of beside it.
    let right = stage.program.run_with("keys.toml", &act.arguments());
    assert!(right.status.success());
    std::fs::copy(stage.path("keys/master.sealed"), stage.path("made")).unwrap();
    let made = std::fs::read(stage.path("made")).unwrap();
    stage.restore();
    std::fs::write(stage.path("made"), made).unwrap();
    stage.save();
    let (made, over) = (stage.path("made"), stage.path("keys/master.sealed"));
    let command = format!("exec dd if={made} of={over} bs=32 status=none");
    assert_seen(broken(&stage, &act, &command));
}

#[test]
fn a_store_that_is_ahead_of_its_master_key_is_found_out() {
    let stage = Stage::with_file();
    let act = Act::of("rotate", &[]);
    // A rotation and its rewrapping, then the store before the key it needs.
    stage.program.done("rotate", &[]);
    stage.program.done("rewrap", &[]);
    let made = ["keys.db", "master.key"].map(|name| {
        let path = stage.program.path("keys").join(name);
        (format!("made-{name}"), std::fs::read(path).unwrap())
    });
    stage.restore();
    for (name, bytes) in made {
        std::fs::write(stage.path(&name), bytes).unwrap();
    }
    stage.save();
    let root = stage.path("");
    let write =
        |name| format!("exec dd if={root}made-{name} of={root}keys/{name} bs=4096 status=none");
    let command = format!("({}); {}", write("keys.db"), write("master.key"));
    assert_seen(broken(&stage, &act, &command));
}

fn assert_seen(broken: usize) {
    assert!(broken > 0, "nothing was seen");
    let broken = u64::try_from(broken).expect("it is a count");
    row(0).against(broken).record();
}
