//! A web process that dies under a person's hands: another takes its place, and nobody types a password.

use rustix::process::{Pid, Signal, kill_process};

use crate::bare::Bare;
use crate::hospital::Ward;

#[tokio::test(flavor = "multi_thread")]
async fn a_web_process_that_dies_is_replaced_and_shows_the_ward_again() {
    let ward = Ward::with(2).await;
    let bare = Bare::start(&ward.home).await;
    bare.sign_in(&ward.nurse);
    bare.see(ward.first()).await;
    let before = bare.web_process().expect("something shows the ward");
    let pid = i32::try_from(before).ok().and_then(Pid::from_raw);
    kill_process(pid.expect("a process has a number"), Signal::KILL).expect("it can be killed");
    bare.another_web_process(before).await;
    bare.see(ward.first()).await;
    bare.close().await;
}
