//! What is in a backup, and what a device lacks of its own.

use charthold_domain::{ChartId, Clock};
use charthold_protocol::{Durable, HelloReply, HelloRequest, KnownBackup, PullReply, PullRequest};

use crate::exchange::{from_nothing, hello, pull};
use crate::site::Site;
use crate::workstation::With;

#[tokio::test]
async fn hello_says_what_is_durable_after_each_backup() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let written = [device.write(facility), device.write(facility)];
    device.push(&site, &written).await;
    let extent = site.store.measure().await.unwrap();
    let noted = site.store.note_backup(&extent, site.clock.now()).await;
    assert_eq!(noted.unwrap(), 1);
    let knows = |number| HelloRequest {
        backups: Some(KnownBackup {
            number,
            outside: vec![ChartId::from_bytes([9; 16])],
        }),
        ..hello(1)
    };
    let durable = Durable {
        backup: 1,
        charts: vec![(facility, 2)],
    };
    let cases = [
        (knows(0), Some(durable)),
        (knows(1), None),
        (hello(1), None),
    ];
    for (request, told) in cases {
        let answer = device
            .post_cbor(&site, "/v1/sync/hello", &request, &With::default())
            .await;
        assert_eq!(answer.cbor::<HelloReply>().durable, told);
    }
}

#[tokio::test]
async fn what_a_device_lacks_of_its_own_comes_whole() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let written = [device.write(facility)];
    device.push(&site, &written).await;
    for (lacking, comes) in [(None, false), (Some(vec![facility]), true)] {
        let request = PullRequest {
            lacking,
            ..from_nothing(&[facility])
        };
        let reply: PullReply = pull(&site, &mut device, &request).await.cbor();
        let entry = &reply.frames[0].entries[0];
        assert_eq!(entry.operation.is_some(), comes);
    }
}
