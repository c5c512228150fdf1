//! Bodies in pieces: what comes apart is one operation with the other way, and nothing of it is believed before.

use charthold_chartlog::{Envelope, Operation};
use charthold_domain::Role;
use charthold_protocol::{
    BlobPull, BlobPullReply, BlobPush, BlobPushReply, OpOutcome, PullReply, PushReply, RefusalCode,
};

use crate::exchange::{from_nothing, pull};
use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

const LARGE: usize = 300 << 10;

async fn bring(site: &Site, device: &mut Workstation, push: BlobPush) -> u32 {
    let with = With::default();
    let answer = device.post_cbor(site, "/v1/blobs/push", &push, &with).await;
    answer.cbor::<BlobPushReply>().held
}

fn number(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap()
}

fn piece(operation: &Operation, from: usize, to: usize) -> BlobPush {
    let envelope = operation.envelope();
    BlobPush {
        blob: envelope.named_body().unwrap().sha256,
        from: u32::try_from(from).unwrap(),
        piece: envelope.body[from..to].to_vec(),
    }
}

async fn push(
    site: &Site,
    device: &mut Workstation,
    push: &charthold_protocol::PushRequest,
) -> Answer {
    let with = With::default();
    device.post_cbor(site, "/v1/sync/push", push, &with).await
}

fn without_body(operation: &Operation) -> charthold_protocol::PushRequest {
    let mut push = Workstation::push_of(std::slice::from_ref(operation));
    for envelope in push
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.operations)
    {
        envelope.body = Vec::new();
    }
    push
}

#[tokio::test]
async fn a_body_comes_and_goes_in_pieces() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let large = device.write_of(facility, LARGE);
    let whole = large.envelope().body.len();
    let early = push(&site, &mut device, &without_body(&large)).await;
    assert_eq!(early.refused(), RefusalCode::NotFound);

    let half = whole / 2;
    assert_eq!(
        bring(&site, &mut device, piece(&large, 0, half)).await,
        number(half)
    );
    let early = push(&site, &mut device, &without_body(&large)).await;
    assert_eq!(early.refused(), RefusalCode::NotFound);
    let held = bring(&site, &mut device, piece(&large, half, whole)).await;
    assert_eq!(held, number(whole), "what came before the refusal is kept");
    let taken = push(&site, &mut device, &without_body(&large)).await;
    let taken: PushReply = taken.cbor();
    assert_eq!(taken.results[0].outcome, OpOutcome::Accepted { seq: 1 });
    assert_eq!(
        bring(&site, &mut device, piece(&large, 0, 0)).await,
        0,
        "it is in its log"
    );

    let mut reader = site.workstation().await;
    let mut request = from_nothing(&[facility]);
    request.apart_above = Some(256 << 10);
    let reply: PullReply = pull(&site, &mut reader, &request).await.cbor();
    let mut entry = reply.frames[0].entries[0].operation.clone().unwrap();
    assert!(entry.body.is_empty());
    while entry.body.len() < whole {
        let from = u32::try_from(entry.body.len()).unwrap();
        let wanted = BlobPull {
            chart: facility,
            seq: 1,
            from,
            most: 100_000,
        };
        let got: BlobPullReply = fetch(&site, &mut reader, &wanted).await.cbor();
        assert!(!got.piece.is_empty() && got.piece.len() <= 100_000);
        assert_eq!(got.size, number(whole));
        entry.body.extend_from_slice(&got.piece);
    }
    assert_eq!(&entry, large.envelope());
    let reply: PullReply = pull(&site, &mut reader, &from_nothing(&[facility]))
        .await
        .cbor();
    assert_eq!(
        reply.frames[0].entries[0].operation.as_ref(),
        Some(large.envelope())
    );
}

async fn fetch(site: &Site, device: &mut Workstation, wanted: &BlobPull) -> Answer {
    let id = device.explain(site, None).await;
    let with = With::audit(id);
    device
        .post_cbor(site, "/v1/blobs/pull", wanted, &with)
        .await
}

#[tokio::test]
async fn what_is_not_the_body_its_header_names_is_forgotten() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let large = device.write_of(facility, LARGE);
    let whole = large.envelope().body.len();
    let mut wrong = piece(&large, 0, whole);
    wrong.piece[1_000] ^= 1;
    bring(&site, &mut device, wrong).await;
    let again = without_body(&large);
    let refused = push(&site, &mut device, &again).await;
    assert_eq!(refused.refused(), RefusalCode::NotFound);
    let held = bring(&site, &mut device, piece(&large, 0, whole)).await;
    assert_eq!(held, number(whole), "it can be brought again");
    let taken = push(&site, &mut device, &again).await;
    let taken: PushReply = taken.cbor();
    assert_eq!(taken.results[0].outcome, OpOutcome::Accepted { seq: 1 });
}

#[tokio::test]
async fn a_body_that_is_no_seal_is_refused_as_one_that_came_whole() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let text = "allergies: penicillin. ".repeat(20_000).into_bytes();
    let blob = charthold_crypto::sha256(&[&text]);
    let mut again = Workstation::push_of(&[device.write(facility)]);
    let push_text = BlobPush {
        blob,
        from: 0,
        piece: text.clone(),
    };
    bring(&site, &mut device, push_text).await;
    again.groups[0].operations[0] = Envelope {
        header: header_naming(&again.groups[0].operations[0], &text),
        body: Vec::new(),
        ..again.groups[0].operations[0].clone()
    };
    let refused = push(&site, &mut device, &again).await;
    assert_eq!(refused.refused(), RefusalCode::UnsealedContent);
}

/// The envelope's header, naming `body` as its own.
fn header_naming(envelope: &Envelope, body: &[u8]) -> Vec<u8> {
    let named = envelope.named_body().unwrap();
    // Length and hash stand together at its end.
    let naming = |length: u32, hash: [u8; 32]| {
        let length = minicbor::to_vec(length).unwrap();
        [&length[..], &[0x58, 32], &hash].concat()
    };
    let before = naming(named.len, named.sha256);
    let length = u32::try_from(body.len()).unwrap();
    let after = naming(length, charthold_crypto::sha256(&[body]));
    let core = envelope.header.strip_suffix(&before[..]).unwrap();
    [core, &after].concat()
}

#[tokio::test]
async fn pieces_of_a_chart_out_of_scope_are_nobodys_to_know_of() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let token = device.sign_in(&site, "tberg").await.token;
    let near = site.near;
    let chart = device.chart(&site, &token, near).await;
    let wanted = |seq| BlobPull {
        chart,
        seq,
        from: 0,
        most: 10,
    };
    let written = device.write(chart);
    device.push(&site, &[written]).await;
    assert_eq!(fetch(&site, &mut device, &wanted(1)).await.status, 200);
    assert_eq!(
        fetch(&site, &mut device, &wanted(2)).await.refused(),
        RefusalCode::NotFound
    );
    let (path, with) = ("/v1/blobs/pull", With::default());
    let unexplained = device.post_cbor(&site, path, &wanted(1), &with).await;
    assert_eq!(unexplained.refused(), RefusalCode::AuditTrailRequired);
    let mut stranger = site.workstation_of(site.far).await;
    assert_eq!(
        fetch(&site, &mut stranger, &wanted(1)).await.refused(),
        RefusalCode::NotFound
    );
}
