use charthold_central_store::{BlobPiece, BodyPart};
use charthold_domain::DeviceId;

use crate::world::World;

const BLOB: [u8; 32] = [7; 32];
const OTHER: [u8; 32] = [8; 32];

async fn add(
    world: &World<'_>,
    device: DeviceId,
    (blob, from): ([u8; 32], u32),
    text: &str,
) -> u32 {
    let piece = BlobPiece {
        device,
        blob,
        from,
        bytes: text.as_bytes().to_vec(),
        at: world.now,
    };
    world.store.add_to_blob(piece).await.unwrap()
}

pub(crate) async fn a_blob_grows_by_what_follows(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let [one, two] = [world.enrol(&[unit]).await.id, world.enrol(&[unit]).await.id];
    assert_eq!(add(world, one, (BLOB, 3), "def").await, 0, "not the first");
    assert_eq!(add(world, one, (BLOB, 0), "").await, 0, "a question");
    assert_eq!(add(world, one, (BLOB, 0), "abc").await, 3);
    assert_eq!(add(world, one, (BLOB, 0), "abc").await, 3, "twice is once");
    assert_eq!(add(world, one, (BLOB, 4), "ef").await, 3, "a gap");
    assert_eq!(add(world, two, (BLOB, 0), "xy").await, 2, "another's");
    assert_eq!(add(world, one, (BLOB, 3), "def").await, 6);
    assert_eq!(world.store.find_blob(one, BLOB).await.unwrap(), b"abcdef");
    assert_eq!(world.store.find_blob(two, BLOB).await.unwrap(), b"xy");
}

pub(crate) async fn a_device_brings_one_blob_at_a_time(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let device = world.enrol(&[unit]).await.id;
    add(world, device, (BLOB, 0), "abc").await;
    assert_eq!(add(world, device, (OTHER, 0), "").await, 0);
    assert_eq!(add(world, device, (BLOB, 3), "d").await, 4, "only asked");
    assert_eq!(add(world, device, (OTHER, 0), "xyz").await, 3);
    assert!(
        world
            .store
            .find_blob(device, BLOB)
            .await
            .unwrap()
            .is_empty()
    );
    world.store.drop_blob(device).await.unwrap();
    assert!(
        world
            .store
            .find_blob(device, OTHER)
            .await
            .unwrap()
            .is_empty()
    );
}

pub(crate) async fn a_body_is_given_in_pieces(world: &mut World<'_>) {
    let unit = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let mut author = world.enrol(&[unit]).await;
    let operation = author.write(chart);
    world.push(author.id, &[&operation]).await;
    let body = &operation.envelope().body;
    let size = u32::try_from(body.len()).unwrap();
    let part = async |seq, from, most| {
        let read = world.store.read_body(chart, seq, (from, most));
        read.await.unwrap()
    };
    let bytes = |range: std::ops::Range<usize>| {
        let bytes = body[range].to_vec();
        Some(BodyPart { size, bytes })
    };
    assert_eq!(part(1, 0, 10).await, bytes(0..10));
    assert_eq!(part(1, 10, u32::MAX).await, bytes(10..body.len()));
    assert_eq!(part(1, size, 10).await, bytes(0..0));
    assert_eq!(part(1, u32::MAX, u32::MAX).await, bytes(0..0));
    assert_eq!(part(2, 0, 10).await, None);

    let reader = world.enrol(&[unit]).await.id;
    let mut wanted = World::wanted(reader, &[(chart, charthold_chartlog::Head::EMPTY)]);
    for (above, comes) in [(size, body.clone()), (size - 1, Vec::new())] {
        wanted.apart_above = Some(above);
        let pulled = world.store.pull(&wanted).await.unwrap();
        let entry = &pulled.frames[0].entries[0];
        assert_eq!(entry.operation.as_ref().unwrap().body, comes);
        assert_eq!(entry.op_hash, operation.hash());
    }
}
