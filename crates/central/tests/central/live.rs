//! Live hints over real TLS, in each of the three ways.

use charthold_central::LimitsSection;
use charthold_central_store::WithdrawalReason;
use charthold_domain::{Clock, Role};
use charthold_protocol::{Hint, Hints, RefusalCode};

use crate::listener::{Listener, PATH, WAYS, Way, ask, until_metrics};
use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{Headers, With, get};

#[tokio::test]
async fn what_another_device_pushed_is_hinted_and_what_it_pushed_itself_is_not() {
    for way in WAYS {
        let mut site = Site::open().await;
        let (mut listens, mut writes) = (site.workstation().await, site.workstation().await);
        let facility = listens.facility;
        let mut listener = Listener::open(&site, &mut listens, way).await;
        let own = listens.write(facility);
        listens.push(&site, &[own]).await;
        let foreign = [writes.write(facility), writes.write(facility)];
        writes.push(&site, &foreign).await;
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        let expected = Hint::Chart {
            chart: facility,
            seq: 3,
        };
        assert_eq!(heard.hints, [expected], "{way:?}");
    }
}

#[tokio::test]
async fn a_chart_that_is_not_in_scope_is_never_named() {
    for way in WAYS {
        let mut site = Site::open().await;
        site.person("nfar", Role::Nurse, site.far).await;
        let (near, far) = (site.near, site.far);
        let mut listens = site.workstation_of(near).await;
        let mut writes = site.workstation_of(far).await;
        let mut listener = Listener::open(&site, &mut listens, way).await;
        let token = writes.sign_in(&site, "nfar").await.token;
        let chart = writes.chart(&site, &token, far).await;
        let operation = writes.write(chart);
        writes.push(&site, &[operation]).await;
        let operation = writes.write(writes.facility);
        writes.push(&site, &[operation]).await;
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        let expected = Hint::Chart {
            chart: listens.facility,
            seq: 1,
        };
        assert_eq!(heard.hints, [expected], "{way:?}: the facility log alone");
    }
}

#[tokio::test]
async fn a_scope_that_grows_is_hinted_with_a_chart_or_a_person() {
    for way in WAYS {
        let mut site = Site::open().await;
        site.person("nnear", Role::Nurse, site.near).await;
        site.person("nfar", Role::Nurse, site.far).await;
        let (near, far) = (site.near, site.far);
        let mut listens = site.workstation().await;
        let mut writes = site.workstation().await;
        let mut listener = Listener::open(&site, &mut listens, way).await;
        let token = writes.sign_in(&site, "nnear").await.token;
        writes.chart(&site, &token, near).await;
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        assert_eq!(heard.hints, [Hint::Scope], "{way:?}: a new patient");

        let mut elsewhere = site.workstation_of(far).await;
        let token = elsewhere.sign_in(&site, "nfar").await.token;
        elsewhere.chart(&site, &token, far).await;
        listens.sign_in(&site, "nfar").await;
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        assert_eq!(heard.hints, [Hint::Scope], "{way:?}: somebody of 5A came");
    }
}

/// Nothing is announced in this process, as when a command or another central does it.
#[tokio::test]
async fn a_withdrawn_device_is_told_and_let_go_of() {
    for way in WAYS {
        let mut site = Site::open_with(often()).await;
        let mut listens = site.workstation().await;
        let mut listener = Listener::open(&site, &mut listens, way).await;
        let (id, now) = (listens.id, site.clock.now());
        let withdraw = async {
            until_one_listens(&site, way).await;
            site.store
                .revoke_device(id, WithdrawalReason::Lost, now)
                .await
                .unwrap();
        };
        let (heard, ()) = tokio::join!(listener.hear(&site, &mut listens), withdraw);
        assert_eq!(heard.unwrap().hints, [Hint::Revoked], "{way:?}");
        if way != Way::Poll {
            assert_eq!(listener.hear(&site, &mut listens).await, None, "{way:?}");
        }
        let headers = listens.sign(&site, "GET", PATH, b"", &With::default());
        let again = Answer::to(ask(&site, PATH, &headers, way)).await;
        assert_eq!(again.refused(), RefusalCode::DeviceRefused, "{way:?}");
    }
}

/// As above: whoever may not be let in here any more is known within one look.
#[tokio::test]
async fn a_closed_account_is_a_reason_to_exchange() {
    for way in [Way::WebSocket, Way::Events] {
        let mut site = Site::open_with(often()).await;
        let person = site.person("tberg", Role::Nurse, site.near).await.id;
        let mut listens = site.workstation().await;
        listens.sign_in(&site, "tberg").await;
        let mut listener = Listener::open(&site, &mut listens, way).await;
        let now = site.clock.now();
        site.store
            .disable_person(person, WithdrawalReason::Left, now)
            .await
            .unwrap();
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        assert_eq!(heard.hints, [Hint::Scope], "{way:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_kept_and_still_hears() {
    for way in [Way::WebSocket, Way::Events] {
        let mut site = Site::open_with(often()).await;
        let (mut listens, mut writes) = (site.workstation().await, site.workstation().await);
        let mut listener = Listener::open(&site, &mut listens, way).await;
        // Another central's work: nobody announces it, the next look finds the new epoch.
        site.store.begin_epoch(site.clock.now(), 1).await.unwrap();
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        assert_eq!(heard.hints, [Hint::Epoch], "{way:?}");
        let operation = writes.write(writes.facility);
        let push = charthold_protocol::PushRequest {
            epoch: 2,
            ..crate::workstation::Workstation::push_of(&[operation])
        };
        writes
            .post_cbor(&site, "/v1/sync/push", &push, &With::default())
            .await;
        let heard = listener.hear(&site, &mut listens).await.unwrap();
        assert!(
            matches!(heard.hints[..], [Hint::Chart { seq: 1, .. }]),
            "{way:?}: {heard:?}"
        );
    }
}

#[tokio::test]
async fn without_a_proof_of_its_own_nobody_listens() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    for way in WAYS {
        let none = Answer::to(ask(&site, PATH, &Headers(Vec::new()), way)).await;
        assert_eq!(none.refused(), RefusalCode::DeviceRefused, "{way:?}: none");
        let headers = device.sign(&site, "GET", PATH, b"", &With::default());
        let first = ask(&site, PATH, &headers, way).send().await.unwrap();
        assert!(first.status().as_u16() < 300, "{way:?}");
        let again = Answer::to(ask(&site, PATH, &headers, way)).await;
        assert_eq!(
            again.refused(),
            RefusalCode::DeviceRefused,
            "{way:?}: copied"
        );
        let other = format!("{PATH}?after=x");
        let headers = device.sign(&site, "GET", PATH, b"", &With::default());
        let moved = Answer::to(ask(&site, &other, &headers, way)).await;
        assert_eq!(
            moved.refused(),
            RefusalCode::DeviceRefused,
            "{way:?}: moved"
        );
    }
}

#[tokio::test]
async fn a_place_that_is_not_known_is_answered_with_look_anyway() {
    let mut site = Site::open().await;
    let (mut device, mut writes) = (site.workstation().await, site.workstation().await);
    let mut poll = async |query: &str| -> Answer {
        let path = format!("{PATH}?{query}");
        let headers = device.sign(&site, "GET", &path, b"", &With::default());
        Answer::to(ask(&site, &path, &headers, Way::Poll)).await
    };
    let now: Hints = poll("wait_s=0").await.json();
    assert_eq!(now.hints, [Hint::Resync], "the first time");
    let later: Hints = poll(&format!("after={}&wait_s=0", now.at)).await.json();
    assert_eq!((later.hints, &later.at), (vec![], &now.at), "nothing came");
    let (life, rest) = now.at.split_once('-').unwrap();
    let (_, rest) = rest.split_once('-').unwrap();
    for lost in [
        format!("{life}-99-{rest}"),
        format!("0123-0-{rest}"),
        "x".into(),
    ] {
        let heard: Hints = poll(&format!("after={lost}&wait_s=0")).await.json();
        assert_eq!(heard.hints, [Hint::Resync], "{lost}");
    }
    let operation = writes.write(writes.facility);
    writes.push(&site, &[operation]).await;
    let heard: Hints = poll(&format!("after={}", now.at)).await.json();
    assert!(matches!(heard.hints[..], [Hint::Chart { seq: 1, .. }]));
    assert_eq!(poll("wait_s=x").await.refused(), RefusalCode::Malformed);
}

#[tokio::test]
async fn a_device_has_few_places_and_gets_them_back() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let mut held = Vec::new();
    for way in [Way::Events, Way::WebSocket, Way::Events, Way::WebSocket] {
        held.push(Listener::open(&site, &mut device, way).await);
    }
    let headers = device.sign(&site, "GET", PATH, b"", &With::default());
    let full = Answer::to(ask(&site, PATH, &headers, Way::Events)).await;
    assert_eq!(full.refused(), RefusalCode::HeldOff);
    assert_eq!(full.headers["retry-after"], "30");
    let mut other = site.workstation().await;
    held.push(Listener::open(&site, &mut other, Way::Events).await);
    let metrics = get(&site, "/metrics").await.text();
    assert!(metrics.contains("charthold_live_listeners{way=\"websocket\"} 2"));
    assert!(metrics.contains("charthold_live_listeners{way=\"events\"} 3"));
    assert!(metrics.contains("charthold_live_hints_total{hint=\"resync\"} 5"));
    assert!(!metrics.contains(&device.id.to_string()));

    let none = LimitsSection {
        live_listeners: 0,
        ..LimitsSection::default()
    };
    let mut full = Site::open_with(none).await;
    let mut device = full.workstation().await;
    let headers = device.sign(&full, "GET", PATH, b"", &With::default());
    let answer = Answer::to(ask(&full, PATH, &headers, Way::Events)).await;
    assert_eq!(answer.refused(), RefusalCode::HeldOff, "no place at all");
}

#[tokio::test]
async fn central_that_stops_ends_its_listeners_in_order() {
    for way in WAYS {
        let mut site = Site::open().await;
        let mut device = site.workstation().await;
        let mut listener = Listener::open(&site, &mut device, way).await;
        let (address, handle) = (site.address(), site.handle.take().unwrap());
        let stop = async {
            until_one_listens(&site, way).await;
            handle.stop().await
        };
        let (heard, stopped) = tokio::join!(listener.hear(&site, &mut device), stop);
        assert_eq!(heard, None, "{way:?}");
        stopped.unwrap();
        assert!(std::net::TcpListener::bind(address).is_ok(), "{way:?}");
    }
}

/// Ready when central counts one listener: also a poll is under way then.
async fn until_one_listens(site: &Site, way: Way) {
    let line = match way {
        Way::WebSocket => "charthold_live_listeners{way=\"websocket\"} 1",
        Way::Events => "charthold_live_listeners{way=\"events\"} 1",
        Way::Poll => "charthold_live_listeners{way=\"poll\"} 1",
    };
    until_metrics(site, |text| text.contains(line)).await;
}

/// Listeners are looked at again every second.
fn often() -> LimitsSection {
    LimitsSection {
        live_keepalive_s: 1,
        ..LimitsSection::default()
    }
}
