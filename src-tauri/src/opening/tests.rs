use std::sync::atomic::{AtomicUsize, Ordering};

use super::Opening;

type Home = Opening<&'static str, &'static str>;

#[tokio::test]
async fn a_home_that_did_not_open_at_start_opens_later() {
    let home = Home::tried(Err("full"));
    let refused = home.again(async { Err("in use") }, |_| panic!("nothing opened"));
    assert_eq!(refused.await, Err("in use"), "the newest reason is told");
    assert_eq!(home.last(), Err("in use"));
    let opened = home.again(async { Ok("home") }, |_| ());
    assert_eq!(opened.await, Ok("home"));
    assert_eq!(home.last(), Ok("home"));
}

#[tokio::test]
async fn a_home_is_opened_and_begun_once_however_many_ask() {
    let home = Home::tried(Err("full"));
    let (opened, begun) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let ask = async || {
        let open = async {
            opened.fetch_add(1, Ordering::Relaxed);
            // Lets the others ask meanwhile.
            tokio::task::yield_now().await;
            Ok("home")
        };
        home.again(open, |_| {
            begun.fetch_add(1, Ordering::Relaxed);
        })
        .await
    };
    let answers = tokio::join!(ask(), ask(), ask());
    assert_eq!(answers, (Ok("home"), Ok("home"), Ok("home")));
    let counts = (
        opened.load(Ordering::Relaxed),
        begun.load(Ordering::Relaxed),
    );
    assert_eq!(counts, (1, 1), "opened, begun");
}

#[tokio::test]
async fn a_home_that_opened_at_start_is_not_opened_again() {
    let home = Home::tried(Ok("home"));
    let asked = home.again(async { panic!("it is open") }, |_| panic!("it has begun"));
    assert_eq!(asked.await, Ok("home"));
}
