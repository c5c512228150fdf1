//! One dose, given at two workstations that do not see each other. Both say so; a person decides.

use charthold_testkit::Riverside;
use charthold_workstation::ipc::dto::{DoubleView, SyncStatus};
use charthold_workstation::{ChartId, DoubleVerdict, IntentId, RecordId, Workstation};
use serde_json::json;

use crate::cast::{admit, one_of, riverside, unlock};

const ORDER: &str = "order";

/// Two workstations in 4B, both with the one chart open; the record number's patient is in bed.
struct Ward {
    hospital: Riverside,
    first: Workstation,
    second: Workstation,
    chart: ChartId,
    subject: String,
}

impl Ward {
    async fn open() -> Self {
        let hospital = riverside().await;
        let first = hospital.workstation("WS-4B-01", &["4B"]).await;
        unlock(&first, &one_of("nurse", "4B")).await;
        let patients = admit(&first, "4B", 1).await;
        let second = hospital.workstation("WS-4B-02", &["4B"]).await;
        unlock(&second, &one_of("physician", "4B")).await;
        let chart = patients[0].chart.parse().expect("a chart id");
        first.open_chart(chart).expect("it opens");
        second.open_chart(chart).expect("it opens");
        let patient = first.chart_bundle(chart, Some("Patient")).expect("it is");
        let patient: serde_json::Value = serde_json::from_str(&patient).expect("it is JSON");
        let id = &patient["entry"][0]["resource"]["id"];
        let subject = format!("Patient/{}", id.as_str().expect("it has an id"));
        let ward = Self {
            hospital,
            first,
            second,
            chart,
            subject,
        };
        ward.put(
            &ward.first,
            &json!({
                "resourceType": "MedicationRequest",
                "id": ORDER,
                "status": "active",
                "intent": "order",
                "subject": {"reference": ward.subject},
                "medicationCodeableConcept": {"text": "furosemide"},
                "dosageInstruction": [{"timing": {"repeat": {
                    "frequency": 2, "period": 1, "periodUnit": "d",
                    "timeOfDay": ["08:00:00", "20:00:00"]}}}],
            }),
        );
        ward.exchange().await;
        ward
    }

    fn put(&self, station: &Workstation, resource: &serde_json::Value) -> RecordId {
        let put = station.put_record(self.chart, &resource.to_string(), None);
        put.expect("it is written").record
    }

    fn give(&self, station: &Workstation, id: &str, minute: &str) -> RecordId {
        self.put(
            station,
            &json!({
                "resourceType": "MedicationAdministration",
                "id": id,
                "status": "completed",
                "subject": {"reference": self.subject},
                "medicationCodeableConcept": {"text": "furosemide"},
                "effectiveDateTime": format!("2026-11-22T08:{minute}:00Z"),
                "request": {"reference": format!("MedicationRequest/{ORDER}")},
                "dosage": {"dose": {"value": 40, "unit": "mg"}},
            }),
        )
    }

    async fn exchange(&self) {
        for station in [&self.first, &self.second, &self.first] {
            station.sync(None).await.expect("central answers");
        }
    }

    fn both(&self) -> [&Workstation; 2] {
        [&self.first, &self.second]
    }
}

fn doubles(station: &Workstation) -> Vec<DoubleView> {
    station.decisions(None).expect("it can be read").doubles
}

fn told(station: &Workstation) -> SyncStatus {
    station.sync_status().expect("it can be read")
}

fn seen(double: &DoubleView) -> Vec<(RecordId, String)> {
    let givings = double.givings.iter();
    givings
        .map(|giving| {
            (
                giving.record.parse().expect("an id"),
                giving.version.clone(),
            )
        })
        .collect()
}

fn intent(n: u8) -> IntentId {
    format!("01940000-0000-7000-8000-0000000000{n:02}")
        .parse()
        .expect("an id")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dose_given_at_two_offline_workstations_is_told_at_both_and_settled_once() {
    let ward = Ward::open().await;
    assert_eq!(
        doubles(&ward.first).len(),
        0,
        "no generated dose is doubled"
    );
    ward.hospital.plug.pull();
    ward.give(&ward.first, "one", "02");
    let wrong = ward.give(&ward.second, "other", "31");
    assert_eq!(
        told(&ward.second).to_decide,
        0,
        "neither knows of the other"
    );
    ward.hospital.plug.put_back();
    ward.exchange().await;
    for station in ward.both() {
        let found = doubles(station);
        assert_eq!((found.len(), told(station).to_decide), (1, 1));
        assert_eq!((&*found[0].drug, found[0].givings.len()), ("furosemide", 2));
        let authors = found[0].givings.iter().map(|giving| giving.by.name.clone());
        let wanted =
            ["nurse", "physician"].map(|role| Some(one_of(role, "4B").display_name.into()));
        assert_eq!(authors.collect::<Vec<_>>(), wanted, "by time of giving");
    }

    let seen = seen(&doubles(&ward.first)[0]);
    let verdict = DoubleVerdict::EnteredInError(wrong);
    let settle = |seen| {
        ward.first
            .settle_double(ward.chart, intent(1), seen, verdict)
    };
    assert!(settle(&seen[..1]).is_err(), "that is not what was shown");
    let saved = settle(&seen).expect("it is settled");
    assert_eq!(settle(&seen).expect("once").records, saved.records);
    ward.exchange().await;
    for station in ward.both() {
        assert_eq!((doubles(station).len(), told(station).to_decide), (0, 0));
        let chart = station.chart_bundle(ward.chart, Some("MedicationAdministration"));
        let chart = chart.expect("it can be read");
        assert!(chart.contains(r#""id":"other""#), "nothing is deleted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn that_both_were_given_is_said_once_and_a_third_giving_asks_again() {
    let ward = Ward::open().await;
    ward.give(&ward.first, "one", "02");
    ward.give(&ward.second, "other", "31");
    ward.exchange().await;
    let seen = seen(&doubles(&ward.second)[0]);
    ward.second
        .settle_double(ward.chart, intent(1), &seen, DoubleVerdict::AllGiven)
        .expect("it is settled");
    ward.exchange().await;
    for station in ward.both() {
        assert_eq!((doubles(station).len(), told(station).to_decide), (0, 0));
    }
    ward.give(&ward.first, "third", "40");
    ward.exchange().await;
    for station in ward.both() {
        assert_eq!(doubles(station)[0].givings.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_a_chart_they_may_not_open_and_a_reader_settles_nothing() {
    let ward = Ward::open().await;
    ward.give(&ward.first, "one", "02");
    ward.give(&ward.second, "other", "31");
    ward.exchange().await;
    let seen = seen(&doubles(&ward.second)[0]);
    for (role, unit, number) in [("pharmacist", "4B", 1), ("unit-clerk", "4B", 0)] {
        ward.second.lock().expect("it locks");
        assert_eq!(told(&ward.second).to_decide, 0, "nobody is in");
        unlock(&ward.second, &one_of(role, unit)).await;
        let found = doubles(&ward.second);
        assert_eq!(found.len(), number, "{role}");
        assert!(found.iter().all(|double| !double.may_settle), "{role}");
        let verdict = DoubleVerdict::AllGiven;
        let settled = ward
            .second
            .settle_double(ward.chart, intent(1), &seen, verdict);
        assert!(settled.is_err(), "{role}");
    }
}
