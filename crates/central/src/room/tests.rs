use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use charthold_domain::{BootTime, Clock, Timestamp};
use charthold_protocol::RefusalCode;

use super::{PATIENCE, Room};

const MIB: u32 = 1 << 20;

/// Seconds since boot.
struct Seconds(AtomicU64);

impl Clock for Seconds {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(0)
    }

    fn boot_time(&self) -> BootTime {
        BootTime(Duration::from_secs(self.0.load(Ordering::SeqCst)))
    }
}

fn room(bytes: u32) -> (Arc<Room>, Arc<Seconds>) {
    let clock = Arc::new(Seconds(AtomicU64::new(0)));
    let shared: Arc<dyn Clock> = Arc::<Seconds>::clone(&clock);
    (Room::for_bytes(bytes, shared), clock)
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_room_waits_in_turn_and_is_then_held_off() {
    let (room, _) = room(4 * MIB);
    let first = room.enter(3 * MIB).await.expect("it is empty");
    let began = tokio::time::Instant::now();
    let refused = room.enter(2 * MIB).await.map(drop).expect_err("it is full");
    assert_eq!(refused.code(), RefusalCode::HeldOff);
    assert_eq!(began.elapsed(), PATIENCE);
    let next = tokio::spawn({
        let room = Arc::clone(&room);
        async move { room.enter(2 * MIB).await.map(drop) }
    });
    tokio::task::yield_now().await;
    drop(first);
    next.await.expect("it ends").expect("there is room again");
    assert!(room.start_after(7).is_none(), "nobody waits any more");
}

#[tokio::test(start_paused = true)]
async fn what_is_larger_than_the_room_has_it_alone() {
    let (room, _) = room(MIB);
    let large = room.enter(17 * MIB).await.expect("it is empty");
    assert!(room.enter(1).await.is_err());
    drop(large);
    room.enter(1).await.map(drop).expect("it is empty again");
}

#[tokio::test(start_paused = true)]
async fn those_who_come_while_others_wait_are_spread_over_what_these_will_take() {
    let (room, clock) = room(MIB);
    for _ in 0..40 {
        let stay = room.enter(MIB).await.expect("it is empty");
        clock.0.fetch_add(3, Ordering::SeqCst);
        drop(stay);
    }
    assert_eq!(room.start_after(u64::MAX), None);
    let _stay = room.enter(MIB).await.expect("it is empty");
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let room = Arc::clone(&room);
            tokio::spawn(async move { room.enter(MIB).await.map(drop).is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    let spread = (0..1_000).filter_map(|n| room.start_after(n * 7_919));
    let longest = spread.max().expect("others wait");
    // Four stays of nearly three seconds and the one that goes on, twice.
    let wanted = Duration::from_secs(25)..Duration::from_secs(31);
    assert!(wanted.contains(&longest), "{longest:?}");
    for one in waiting {
        assert!(!one.await.expect("it ends"), "the room stays full");
    }
    assert_eq!(room.start_after(1), None, "who gave up waits no more");
}

#[tokio::test]
async fn a_line_is_shared_by_those_who_exchange_and_each_gets_on() {
    let (room, _) = room(16 * MIB);
    assert_eq!(room.share(8 * MIB), 8 * MIB);
    let mut stays = Vec::new();
    for _ in 0..4 {
        stays.push(room.enter(MIB).await.expect("there is room"));
    }
    assert_eq!(room.share(8 * MIB), 2 * MIB);
    assert_eq!(room.share(1), 64 << 10);
    drop(stays);
    assert_eq!(room.share(8 * MIB), 8 * MIB);
}
