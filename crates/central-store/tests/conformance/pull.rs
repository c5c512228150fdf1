use charthold_central_store::{StoreError, Wanted};
use charthold_chartlog::{ChainEntry, Head, extend};
use charthold_domain::{ChartId, DeviceId, UnitId};

use crate::world::{Says, Workstation, World};

/// A chart in which `author` wrote `count` operations, and a device that reads.
async fn written(world: &mut World<'_>, count: usize) -> (ChartId, Workstation, DeviceId) {
    let unit: UnitId = world.unit("4B").await;
    let chart = world.chart(unit).await;
    let (mut author, reader) = (world.enrol(&[unit]).await, world.enrol(&[unit]).await);
    let operations: Vec<_> = (0..count).map(|_| author.write(chart)).collect();
    world
        .push(author.id, &operations.iter().collect::<Vec<_>>())
        .await;
    (chart, author, reader.id)
}

pub(crate) async fn a_pull_gives_the_suffix(world: &mut World<'_>) {
    let (chart, author, reader) = written(world, 4).await;
    let wanted = World::wanted(reader, &[(chart, Head::EMPTY)]);
    let all = world.store.pull(&wanted).await.unwrap();
    assert_eq!(
        (all.frames.len(), all.more, all.diverged.len()),
        (1, false, 0)
    );
    assert_eq!(all.authors, [author.id]);
    assert_eq!(all.frames[0].server_seq, 4);
    let mut heads = vec![Head::EMPTY];
    for entry in &all.frames[0].entries {
        let entry = ChainEntry {
            seq: entry.seq,
            op_hash: entry.op_hash,
            void: entry.void,
        };
        heads.push(extend(heads.last().unwrap(), &entry).unwrap());
    }
    for (held, head) in heads.iter().enumerate() {
        let wanted = World::wanted(reader, &[(chart, *head)]);
        let pulled = world.store.pull(&wanted).await.unwrap();
        let got: usize = pulled.frames.iter().map(|frame| frame.entries.len()).sum();
        assert_eq!(got, 4 - held, "any prefix and its suffix are the whole");
        assert!(pulled.diverged.is_empty());
    }
}

pub(crate) async fn own_operations_come_as_stubs(world: &mut World<'_>) {
    let (chart, author, reader) = written(world, 1).await;
    let stub = world
        .store
        .pull(&World::wanted(author.id, &[(chart, Head::EMPTY)]))
        .await;
    let stub = stub.unwrap();
    assert_eq!(stub.frames[0].entries[0].operation, None);
    assert!(stub.authors.is_empty());
    let whole = world
        .store
        .pull(&World::wanted(reader, &[(chart, Head::EMPTY)]))
        .await
        .unwrap();
    assert!(whole.frames[0].entries[0].operation.is_some());
    assert_eq!(
        whole.frames[0].entries[0].op_hash,
        stub.frames[0].entries[0].op_hash
    );
}

pub(crate) async fn own_operations_that_are_lacking_come_whole(world: &mut World<'_>) {
    let (chart, author, _) = written(world, 2).await;
    let wanted = Wanted {
        lacking: vec![chart],
        ..World::wanted(author.id, &[(chart, Head::EMPTY)])
    };
    let whole = world.store.pull(&wanted).await.unwrap();
    assert!(
        whole.frames[0]
            .entries
            .iter()
            .all(|entry| entry.operation.is_some())
    );
    assert_eq!(whole.authors, [author.id]);
}

pub(crate) async fn a_small_answer_says_there_is_more(world: &mut World<'_>) {
    let (chart, mut author, reader) = written(world, 10).await;
    let facility = world.facts.facility_chart;
    let other = author.write(facility);
    world.push(author.id, &[&other]).await;
    let mut head = Head::EMPTY;
    let mut rounds = 0;
    loop {
        let heads = [(chart, head), (facility, Head::EMPTY)];
        let mut wanted = World::wanted(reader, &heads);
        wanted.max_bytes = 1_500;
        let pulled = world.store.pull(&wanted).await.unwrap();
        rounds += 1;
        for frame in &pulled.frames {
            assert_eq!(frame.chart, if head.seq < 10 { chart } else { frame.chart });
            for entry in frame.entries.iter().filter(|_| frame.chart == chart) {
                let entry = ChainEntry {
                    seq: entry.seq,
                    op_hash: entry.op_hash,
                    void: entry.void,
                };
                head = extend(&head, &entry).unwrap();
            }
        }
        if !pulled.more {
            break;
        }
    }
    assert_eq!(head.seq, 10);
    assert!(rounds > 2, "1,500 bytes hold a few operations only");
}

pub(crate) async fn one_large_entry_is_given_anyway(world: &mut World<'_>) {
    let (chart, mut author, reader) = written(world, 1).await;
    let noise: String = (0..9_000_u32)
        .map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761)))
        .collect();
    let large = author.say(
        chart,
        Says {
            text: noise,
            ..Says::default()
        },
    );
    world.push(author.id, &[&large]).await;
    let page = world.store.read_log(chart, 0, 1).await.unwrap();
    let held = Head {
        seq: 1,
        hash: page.entries[0].chain_hash,
    };
    let mut wanted = World::wanted(reader, &[(chart, held)]);
    wanted.max_bytes = 10;
    let pulled = world.store.pull(&wanted).await.unwrap();
    assert_eq!((pulled.frames[0].entries.len(), pulled.more), (1, false));
}

pub(crate) async fn a_foreign_head_diverges(world: &mut World<'_>) {
    let (chart, _, reader) = written(world, 3).await;
    for foreign in [
        Head {
            seq: 2,
            hash: [9; 32],
        },
        Head {
            seq: 3,
            hash: [9; 32],
        },
        Head {
            seq: 4,
            hash: [9; 32],
        },
        Head {
            seq: 0,
            hash: [9; 32],
        },
    ] {
        let pulled = world
            .store
            .pull(&World::wanted(reader, &[(chart, foreign)]))
            .await
            .unwrap();
        assert_eq!(pulled.diverged, [chart], "{foreign:?}");
        assert!(pulled.frames.is_empty());
    }
}

pub(crate) async fn an_unknown_chart_is_absent(world: &mut World<'_>) {
    let reader = world.enrol(&[]).await;
    let chart = ChartId::from_bytes([9; 16]);
    let wanted = World::wanted(reader.id, &[(chart, Head::EMPTY)]);
    assert!(matches!(
        world.store.pull(&wanted).await,
        Err(StoreError::Absent { .. })
    ));
    let page = world.store.read_log(chart, 0, 1).await;
    assert!(matches!(page, Err(StoreError::Absent { .. })));
}

pub(crate) async fn heads_are_of_every_chart_asked_about(world: &mut World<'_>) {
    let (chart, _, reader) = written(world, 3).await;
    let unit = world.unit("5A").await;
    let empty = world.chart(unit).await;
    let heads = world.store.heads(&[chart, empty]).await.unwrap();
    assert_eq!(heads.len(), 2);
    assert_eq!((heads[&chart].seq, heads[&empty]), (3, Head::EMPTY));
    let there = World::wanted(reader, &[(chart, heads[&chart])]);
    let pulled = world.store.pull(&there).await.unwrap();
    assert!(pulled.frames.is_empty() && pulled.diverged.is_empty());
    let unknown = ChartId::from_bytes([99; 16]);
    let refused = world.store.heads(&[chart, unknown]).await;
    assert!(matches!(refused, Err(StoreError::Absent { .. })));
}
