//! Releasing keys.

use charthold_domain::{AuditEventId, ChartId, Clock, Compartment, Person, Purpose, Role};
use charthold_protocol::{
    KeyRequest, KeysReply, KeysRequest, RefusalCode, SessionReply, SignedKeyRequest, Statement,
    WantedKey, key_context,
};

use crate::key_service::PATIENT_KEY;
use crate::site::{PASSWORD, Site};
use crate::transport::Answer;
use crate::workstation::{With, Workstation};

/// A person signed in on a device, with a registered key.
struct SignedIn {
    device: Workstation,
    person: Person,
    token: String,
}

async fn signed_in(site: &mut Site, username: &str, role: Role) -> SignedIn {
    let person = site.person(username, role, site.near).await;
    let mut device = site.workstation().await;
    let key = device.registration(site, person.id);
    let answer = device
        .try_session(site, username, PASSWORD, Some(key))
        .await;
    let token = answer.json::<SessionReply>().token;
    SignedIn {
        device,
        person,
        token,
    }
}

impl SignedIn {
    async fn request(&mut self, site: &Site, charts: &[ChartId]) -> KeyRequest {
        let audit = self.device.explain(site, Some(self.person.id)).await;
        let wanted = |chart: &ChartId| WantedKey {
            chart: *chart,
            compartment: Compartment::Normal,
        };
        KeyRequest {
            tenant: self.device.tenant,
            device: self.device.id,
            person: self.person.id,
            wanted: charts.iter().map(wanted).collect(),
            index_key: false,
            purpose: Purpose::Treatment,
            audit,
            at: site.clock.now(),
        }
    }

    async fn send(&mut self, site: &Site, request: &KeyRequest) -> Answer {
        self.send_with(site, request, request.audit).await
    }

    async fn send_with(&mut self, site: &Site, request: &KeyRequest, id: AuditEventId) -> Answer {
        let request = SignedKeyRequest::make(request, &self.device.signing);
        let person_signature = self
            .device
            .person_key
            .sign(KeyRequest::LABEL, request.bytes());
        let message = KeysRequest {
            request,
            person_signature,
            warrant: None,
        };
        let with = With::both(&self.token.clone(), id);
        self.device
            .post_cbor(site, "/v1/keys/release", &message, &with)
            .await
    }
}

#[tokio::test]
async fn released_keys_open_on_the_device() {
    let mut site = Site::open().await;
    let mut nurse = signed_in(&mut site, "tberg", Role::Nurse).await;
    let token = nurse.token.clone();
    let chart = nurse.device.chart(&site, &token, site.near).await;
    let charts = [chart, nurse.device.facility];
    let request = nurse.request(&site, &charts).await;
    let reply: KeysReply = nurse.send(&site, &request).await.cbor();
    assert_eq!(reply.keys.len(), 2);
    for (key, chart) in reply.keys.iter().zip(charts) {
        assert_eq!(key.chart, chart);
        let place = Some((&chart, key.compartment));
        let info = key_context(&nurse.device.id, &nurse.person.id, place, key.generation);
        let opened = nurse
            .device
            .agreement
            .open_sealed(&info, &[], &key.sealed)
            .unwrap();
        assert_eq!(opened.expose(), &PATIENT_KEY);
    }
}

#[tokio::test]
async fn unknown_and_forbidden_keys_look_the_same() {
    let mut site = Site::open().await;
    let mut nurse = signed_in(&mut site, "near", Role::Nurse).await;
    site.person("far", Role::Nurse, site.far).await;
    let mut far = site.workstation().await;
    let token = far.sign_in(&site, "far").await.token;
    let forbidden = far.chart(&site, &token, site.far).await;
    for chart in [forbidden, ChartId::from_bytes([9; 16])] {
        let charts = [nurse.device.facility, chart];
        let request = nurse.request(&site, &charts).await;
        let answer = nurse.send(&site, &request).await;
        assert_eq!(answer.refused(), RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn the_role_decides_who_may_hold_keys() {
    let mut site = Site::open().await;
    let mut doctor = signed_in(&mut site, "doctor", Role::Physician).await;
    let token = doctor.token.clone();
    let chart = doctor.device.chart(&site, &token, site.near).await;
    for (role, may_patient, may_facility) in [
        (Role::Physician, true, true),
        (Role::Resident, true, true),
        (Role::Nurse, true, true),
        (Role::Pharmacist, true, true),
        (Role::UnitClerk, false, true),
        (Role::Billing, false, false),
        (Role::PrivacyOfficer, false, false),
        (Role::ItAdmin, false, false),
    ] {
        let mut person = signed_in(&mut site, role.code(), role).await;
        let facility = person.device.facility;
        for (charts, index_key, may) in [
            (vec![chart], false, may_patient),
            (vec![facility], false, may_facility),
            (Vec::new(), true, may_patient),
        ] {
            let mut request = person.request(&site, &charts).await;
            request.index_key = index_key;
            let answer = person.send(&site, &request).await;
            if may {
                assert_eq!(answer.status, 200, "{role}: {}", answer.text());
            } else {
                assert_eq!(answer.refused(), RefusalCode::NotFound, "{role}");
            }
        }
    }
}

#[tokio::test]
async fn a_request_is_of_its_sender_of_now_and_of_its_audit_event() {
    let mut site = Site::open().await;
    let mut nurse = signed_in(&mut site, "tberg", Role::Nurse).await;
    let other = site.person("other", Role::Nurse, site.near).await;
    let other_device = site.workstation().await;
    let facility = nurse.device.facility;
    let good = nurse.request(&site, &[facility]).await;
    let other_event = nurse.device.explain(&site, Some(nurse.person.id)).await;

    let request = KeyRequest {
        person: other.id,
        ..good.clone()
    };
    let answer = nurse.send(&site, &request).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::Unauthenticated,
        "another person"
    );
    let request = KeyRequest {
        device: other_device.id,
        ..good.clone()
    };
    let answer = nurse.send(&site, &request).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::DeviceRefused,
        "another device"
    );
    let answer = nurse.send_with(&site, &good, other_event).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::AuditTrailRequired,
        "another event"
    );
    let nothing = KeyRequest {
        wanted: Vec::new(),
        ..good.clone()
    };
    let answer = nurse.send(&site, &nothing).await;
    assert_eq!(answer.refused(), RefusalCode::Malformed, "nothing wanted");
    site.clock.pass(301);
    let answer = nurse.send(&site, &good).await;
    assert_eq!(answer.refused(), RefusalCode::ClockSkew, "an old request");
    let fresh = nurse.request(&site, &[facility]).await;
    assert_eq!(nurse.send(&site, &fresh).await.status, 200);
}

#[tokio::test]
async fn without_the_key_service_no_keys() {
    let mut site = Site::open().await;
    let mut nurse = signed_in(&mut site, "tberg", Role::Nurse).await;
    let facility = nurse.device.facility;
    let request = nurse.request(&site, &[facility]).await;
    site.keys.set_down(true);
    let answer = nurse.send(&site, &request).await;
    assert_eq!(answer.refused(), RefusalCode::KeysUnavailable);
}

#[tokio::test]
async fn what_the_key_service_refuses_is_a_refusal_and_no_fault() {
    let mut site = Site::open().await;
    let mut nurse = signed_in(&mut site, "tberg", Role::Nurse).await;
    nurse.device.person_key = charthold_crypto::SigningSecret::make(&mut nurse.device.chance);
    let facility = nurse.device.facility;
    let request = nurse.request(&site, &[facility]).await;
    let answer = nurse.send(&site, &request).await;
    assert_eq!(
        answer.refused(),
        RefusalCode::Unauthenticated,
        "another person key"
    );
}
