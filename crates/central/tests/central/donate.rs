//! What a central that was put back from a copy takes back, and from whose word.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_central_store::{IncidentKind, WithdrawalReason};
use charthold_crypto::{Secret, SigningSecret};
use charthold_domain::{ChartId, Clock, UnitId};
use charthold_protocol::{
    ChartRegistration, Donation, DonationReply, RefusalCode, Signed, SignedChartRegistration,
};

use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

/// Central's own key, as it lies in its data folder.
fn signing_key(site: &Site) -> SigningSecret {
    let text = std::fs::read_to_string(site.folder().join("central/central-signing-key")).unwrap();
    let seed = STANDARD.decode(text.trim()).unwrap();
    SigningSecret::from_secret(Secret::new(seed.try_into().unwrap()))
}

async fn word(site: &Site, unit: UnitId) -> ChartRegistration {
    let hospital = site.store.find_hospital().await.unwrap().unwrap();
    ChartRegistration {
        tenant: hospital.tenant,
        chart: ChartId::from_bytes([9; 16]),
        blind_index: [7; 32],
        unit,
        registered_at: site.clock.now(),
    }
}

fn donation(charts: Vec<SignedChartRegistration>) -> Donation {
    Donation {
        epoch: 1,
        charts,
        devices: Vec::new(),
    }
}

async fn donate(site: &Site, device: &mut Workstation, donation: &Donation) -> Answer {
    device
        .post_cbor(site, "/v1/sync/donate", donation, &With::default())
        .await
}

#[tokio::test]
async fn a_chart_that_central_lost_is_taken_back_once() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let said = word(&site, site.near).await;
    let signed = Signed::make(&said, &signing_key(&site));
    for charts in [1, 0] {
        let answer = donate(&site, &mut device, &donation(vec![signed.clone()])).await;
        let reply: DonationReply = answer.cbor();
        assert_eq!((reply.charts, reply.devices), (charts, 0));
    }
    let known = site.store.list_charts(&[said.chart]).await.unwrap();
    assert_eq!(
        (known[0].unit, known[0].at),
        (Some(site.near), said.registered_at)
    );
}

#[tokio::test]
async fn what_cannot_be_taken_is_an_incident_and_keeps_nothing_else_from_coming_back() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let key = signing_key(&site);
    let good = word(&site, site.near).await;
    let of = |change: fn(&mut ChartRegistration)| {
        let mut said = good.clone();
        change(&mut said);
        said
    };
    let forged = Signed::make(&good, &SigningSecret::make(&mut site.chance));
    let another_hospitals =
        of(|said| said.tenant = charthold_domain::TenantId::from_bytes([1; 16]));
    let unit_unknown = of(|said| said.unit = UnitId::from_bytes([1; 16]));
    let same_patient = of(|said| said.chart = ChartId::from_bytes([8; 16]));
    let charts = vec![
        forged,
        Signed::make(&another_hospitals, &key),
        Signed::make(&unit_unknown, &key),
        Signed::make(&good, &key),
        Signed::make(&same_patient, &key),
    ];
    let certificate = site
        .store
        .find_device(device.id)
        .await
        .unwrap()
        .unwrap()
        .certificate;
    let nobodys = Signed::make(
        &certificate.dangerous_read().unwrap(),
        &SigningSecret::make(&mut site.chance),
    );
    let given = Donation {
        devices: vec![certificate, nobodys],
        ..donation(charts)
    };
    let reply: DonationReply = donate(&site, &mut device, &given).await.cbor();
    assert_eq!((reply.charts, reply.devices), (1, 0));
    let incidents = site.store.list_incidents(9).await.unwrap();
    let not_taken = incidents
        .iter()
        .filter(|incident| incident.kind == IncidentKind::DonationNotTaken);
    assert_eq!(not_taken.count(), 5);
}

#[tokio::test]
async fn only_a_device_in_use_that_knows_the_epoch_gives_back() {
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let stale = Donation {
        epoch: 7,
        ..donation(Vec::new())
    };
    let answer = donate(&site, &mut device, &stale).await;
    assert_eq!(answer.refused(), RefusalCode::StaleEpoch);
    let now = site.clock.now();
    site.store
        .revoke_device(device.id, WithdrawalReason::Lost, now)
        .await
        .unwrap();
    let answer = donate(&site, &mut device, &donation(Vec::new())).await;
    assert_eq!(answer.status, 401);
}
