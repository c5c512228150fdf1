//! The workstation's own listener against central, in each way alone and where a way is barred.

use charthold_central_store::WithdrawalReason;
use std::sync::Arc;

use charthold_crypto::{Signature, SigningSecret};
use charthold_domain::Clock;
use charthold_sync::{Caller, DeviceSigner, LiveEvent, Patience, Transport, WAYS, Way, listen};
use tokio::sync::mpsc;

use crate::site::{Counted, Site};
use crate::workstation::Workstation;

struct Signer(SigningSecret);

impl DeviceSigner for Signer {
    fn sign(&self, label: &'static str, message: &[u8]) -> Signature {
        self.0.sign(label, message)
    }
}

/// Listens for an enrolled device, which signs nothing itself any more.
pub(crate) fn start(
    site: &Site,
    device: Workstation,
    ways: &'static [Way],
) -> mpsc::UnboundedReceiver<LiveEvent> {
    let ca = std::fs::read_to_string(site.folder().join("ca.pem")).unwrap();
    let clock: Arc<dyn Clock> = site.clock.clone();
    let caller = Caller::new(
        Transport::new(&site.url, &ca, Patience::STANDARD).unwrap(),
        device.id,
        Arc::new(Signer(device.signing)),
        clock,
        Box::new(Counted(1 << 50)),
    );
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let tell = move |event| {
            // Whoever heard enough has gone.
            let _ = tell.send(event);
        };
        listen(&caller, ways, &mut Counted(1 << 51), &tell).await;
    });
    told
}

#[tokio::test]
async fn each_way_alone_tells_what_is_new_and_that_it_ended() {
    for ways in [&[Way::WebSocket], &[Way::Events], &[Way::Poll]] {
        let mut site = Site::open().await;
        let (device, mut writes) = (site.workstation().await, site.workstation().await);
        let mut told = start(&site, device, ways);
        let up = told.recv().await;
        assert_eq!(up, Some(LiveEvent::Up { complete: true }), "{ways:?}");
        let operation = writes.write(writes.facility);
        writes.push(&site, &[operation]).await;
        assert_eq!(told.recv().await, Some(LiveEvent::News), "{ways:?}");
        site.handle.take().unwrap().stop().await.unwrap();
        assert_eq!(told.recv().await, Some(LiveEvent::Down), "{ways:?}");
    }
}

#[tokio::test]
async fn a_withdrawn_device_hears_of_it_and_then_nothing() {
    let mut site = Site::open_with(charthold_central::LimitsSection {
        live_keepalive_s: 1,
        ..Default::default()
    })
    .await;
    let device = site.workstation().await;
    let id = device.id;
    let mut told = start(&site, device, WAYS);
    assert!(matches!(told.recv().await, Some(LiveEvent::Up { .. })));
    let now = site.clock.now();
    site.store
        .revoke_device(id, WithdrawalReason::Lost, now)
        .await
        .unwrap();
    assert_eq!(
        told.recv().await,
        Some(LiveEvent::News),
        "it is told to look"
    );
    assert_eq!(told.recv().await, Some(LiveEvent::Down));
}

#[tokio::test]
async fn a_wrong_clock_is_set_right_and_listens() {
    let mut site = Site::open().await;
    let device = site.workstation().await;
    let ca = std::fs::read_to_string(site.folder().join("ca.pem")).unwrap();
    let caller = Caller::new(
        Transport::new(&site.url, &ca, Patience::STANDARD).unwrap(),
        device.id,
        Arc::new(Signer(device.signing)),
        Arc::new(charthold_domain::SystemClock),
        Box::new(Counted(1 << 50)),
    );
    let (tell, mut told) = mpsc::unbounded_channel();
    let tell = move |event| {
        let _ = tell.send(event);
    };
    let mut chance = Counted(1 << 51);
    tokio::select! {
        () = listen(&caller, WAYS, &mut chance, &tell) => unreachable!("it never ends"),
        first = told.recv() => assert_eq!(first, Some(LiveEvent::Up { complete: true })),
    }
}
