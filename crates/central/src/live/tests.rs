use charthold_domain::{ChartId, DeviceId};

use super::hub::Place;
use super::ring::{Ring, Since};
use super::{Live, News, Terms};

fn entry(seq: u64) -> News {
    News::Entries {
        chart: ChartId::from_bytes([1; 16]),
        seq,
        by: DeviceId::from_bytes([2; 16]),
    }
}

#[test]
fn a_ring_gives_what_came_after_a_place() {
    let mut ring = Ring::default();
    assert_eq!(ring.since(0), Since::News(vec![]));
    ring.add([entry(1), entry(2)]);
    assert_eq!(ring.since(0), Since::News(vec![entry(1), entry(2)]));
    assert_eq!(ring.since(1), Since::News(vec![entry(2)]));
    assert_eq!(ring.since(2), Since::News(vec![]));
}

#[test]
fn what_fell_out_of_the_ring_is_lost_and_said_to_be() {
    let mut ring = Ring::default();
    let more = u64::try_from(Ring::CAPACITY).unwrap() + 1;
    assert_eq!(ring.add((1..=more).map(entry)), more);
    assert_eq!(ring.since(0), Since::Lost, "the first is gone");
    let Since::News(kept) = ring.since(1) else {
        panic!("the second is still kept");
    };
    assert_eq!(kept.len(), Ring::CAPACITY);
    assert_eq!(ring.since(more + 1), Since::Lost, "nothing came after that");
}

#[test]
fn a_place_means_nothing_in_another_life_of_central() {
    let terms = || Terms {
        capacity: 1,
        keepalive: std::time::Duration::from_secs(1),
        channel: None,
        heartbeat: std::time::Duration::from_secs(1),
    };
    let live = |life: u8| Live::new(u64::from_be_bytes([life; 8]), terms());
    let place = Place {
        cursor: 7,
        epoch: 2,
        scope: 3,
    };
    let text = live(1).write_place(&place);
    assert_eq!(live(1).read_place(&text), Some(place));
    assert_eq!(live(2).read_place(&text), None);
    for odd in [
        "",
        "-",
        "7",
        "0101010101010101-7",
        &format!("{text}-"),
        "0101010101010101-",
    ] {
        assert_eq!(live(1).read_place(odd), None, "{odd}");
    }
}
