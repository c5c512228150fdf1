//! What a hello leaves out because the workstation has it.

use charthold_central_store::WithdrawalReason;
use charthold_chartlog::{Head, heads_digest};
use charthold_domain::{ChartId, Clock, Role};
use charthold_protocol::{HelloReply, HelloRequest, Known, NotModified};

use crate::exchange::hello;
use crate::site::Site;
use crate::workstation::{With, Workstation};

async fn ask(site: &Site, device: &mut Workstation, request: &HelloRequest) -> HelloReply {
    let with = With::default();
    let answer = device.post_cbor(site, "/v1/sync/hello", request, &with);
    answer.await.cbor()
}

fn knows(validator: [u8; 32], heads: &[(ChartId, Head)]) -> HelloRequest {
    HelloRequest {
        known: Some(Known {
            validator,
            heads: heads_digest(&heads.iter().copied().collect()),
        }),
        ..hello(1)
    }
}

#[tokio::test]
async fn what_a_device_has_is_not_told_again() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let facility = device.facility;
    let whole = ask(&site, &mut device, &hello(1)).await;
    assert_eq!((whole.scope.len(), whole.not_modified), (1, None));
    let validator = whole.validator.unwrap();

    let idle = knows(validator, &[(facility, Head::EMPTY)]);
    let reply = ask(&site, &mut device, &idle).await;
    assert_eq!(reply.not_modified, Some(NotModified::ScopeAndLogs));
    assert_eq!(reply.validator, Some(validator));
    assert!(reply.scope.is_empty() && reply.units.is_empty() && reply.policy.is_empty());

    let written = [device.write(facility)];
    device.push(&site, &written).await;
    let reply = ask(&site, &mut device, &idle).await;
    assert_eq!(reply.not_modified, Some(NotModified::Scope));

    let head = site.store.heads(&[facility]).await.unwrap()[&facility];
    let other = Head {
        hash: [1; 32],
        ..head
    };
    for (held, is_held) in [(head, true), (other, false)] {
        let request = knows(validator, &[(facility, held)]);
        let reply = ask(&site, &mut device, &request).await;
        let all = reply.not_modified == Some(NotModified::ScopeAndLogs);
        assert_eq!(all, is_held, "the same number is not the same chain");
    }
}

#[tokio::test]
async fn what_is_another_now_is_told_whole() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let whole = ask(&site, &mut device, &hello(1)).await;
    let facility = (device.facility, Head::EMPTY);
    let known = knows(whole.validator.unwrap(), &[facility]);

    let of_another_epoch = HelloRequest {
        epoch: 0,
        ..known.clone()
    };
    let reply = ask(&site, &mut device, &of_another_epoch).await;
    assert_eq!((reply.scope.len(), reply.not_modified), (1, None));

    site.person("tberg", Role::Nurse, site.near).await;
    let reply = ask(&site, &mut device, &known).await;
    assert_eq!((reply.people.len(), reply.not_modified), (1, None));
    assert_ne!(reply.validator, whole.validator);

    let now = site.clock.now();
    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, now)
        .await
        .unwrap();
    let reply = ask(&site, &mut device, &known).await;
    assert_eq!((reply.validator, reply.not_modified), (None, None));
}
