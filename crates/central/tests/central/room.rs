//! What a hello says of the room there is, and that who waits has a turn.

use charthold_central::LimitsSection;
use charthold_protocol::{HelloReply, PullReply};

use crate::exchange::{from_nothing, hello, pull};
use crate::site::Site;
use crate::workstation::With;

#[tokio::test]
async fn a_hello_names_the_share_of_the_line() {
    for (bytes_per_s, told) in [(0, None), (1 << 20, Some(1 << 20)), (1, Some(64 << 10))] {
        let mut site = Site::open_with(LimitsSection {
            bytes_per_s,
            ..LimitsSection::default()
        })
        .await;
        let mut device = site.workstation().await;
        let with = With::default();
        let (path, hello) = ("/v1/sync/hello", hello(1));
        let reply = device.post_cbor(&site, path, &hello, &with).await;
        let reply: HelloReply = reply.cbor();
        assert_eq!(reply.limits.bytes_per_s, told);
        assert_eq!(reply.start_after_ms, None, "nobody waits");
    }
}

#[tokio::test]
async fn those_for_whom_there_is_no_room_at_once_are_served_in_turn() {
    let mut site = Site::open_with(LimitsSection {
        room_bytes: 0,
        ..LimitsSection::default()
    })
    .await;
    let mut devices = Vec::new();
    for _ in 0..4 {
        devices.push(site.workstation().await);
    }
    let facility = devices[0].facility;
    let written: Vec<_> = (0..3)
        .map(|_| devices[0].write_of(facility, 20_000))
        .collect();
    assert_eq!(devices[0].push(&site, &written).await.status, 200);
    let request = from_nothing(&[facility]);
    let [one, two, three, four] = devices.as_mut_slice() else {
        panic!("there are four");
    };
    let answers = tokio::join!(
        pull(&site, one, &request),
        pull(&site, two, &request),
        pull(&site, three, &request),
        pull(&site, four, &request),
    );
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        let reply: PullReply = answer.cbor();
        assert_eq!(reply.frames[0].entries.len(), 3);
    }
}
