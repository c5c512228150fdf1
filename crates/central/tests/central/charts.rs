use charthold_domain::{Role, UnitId};
use charthold_protocol::{Base64Bytes, RefusalCode, RegisterChart, RegisterChartReply};

use crate::site::Site;
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

async fn register(
    site: &Site,
    device: &mut Workstation,
    token: &str,
    index: &[u8],
    unit: UnitId,
) -> Answer {
    let id = device.explain(site, None).await;
    let request = RegisterChart {
        blind_index: Base64Bytes(index.to_vec()),
        unit,
    };
    let body = serde_json::to_vec(&request).unwrap();
    device
        .post(site, "/v1/charts", body, &With::both(token, id))
        .await
}

#[tokio::test]
async fn a_patient_has_one_chart_from_wherever_asked() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let (mut one, mut two) = (site.workstation().await, site.workstation().await);
    let (a, b) = (
        one.sign_in(&site, "tberg").await.token,
        two.sign_in(&site, "tberg").await.token,
    );
    let made: RegisterChartReply = register(&site, &mut one, &a, &[5; 32], site.near)
        .await
        .json();
    let found: RegisterChartReply = register(&site, &mut two, &b, &[5; 32], site.near)
        .await
        .json();
    assert!(made.created && !found.created);
    assert_eq!(made.chart, found.chart);
}

#[tokio::test]
async fn a_chart_is_made_in_ones_own_unit_by_those_who_write() {
    let mut site = Site::open().await;
    for role in Role::ALL {
        site.person(role.code(), role, site.near).await;
        let mut device = site.workstation().await;
        let token = device.sign_in(&site, role.code()).await.token;
        let index = charthold_crypto::sha256(&[role.code().as_bytes()]);
        let own = register(&site, &mut device, &token, &index, site.near).await;
        let writes = matches!(role, Role::Physician | Role::Resident | Role::Nurse);
        if writes {
            assert_eq!(own.status, 200, "{role}");
        } else {
            assert_eq!(own.refused(), RefusalCode::NotFound, "{role}");
        }
        for unit in [site.far, UnitId::from_bytes([9; 16])] {
            let answer = register(&site, &mut device, &token, &index, unit).await;
            assert_eq!(
                answer.refused(),
                RefusalCode::NotFound,
                "{role}: not their unit"
            );
        }
        let short = register(&site, &mut device, &token, &[5; 31], site.near).await;
        assert_eq!(short.refused(), RefusalCode::Malformed);
    }
}
