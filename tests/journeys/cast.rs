//! The people and patients of the journeys.

use charthold_testkit::Riverside;
use charthold_testkit::hospital::{
    DemoPerson, GeneratedPatient, HospitalPlan, bundle, patient, people,
};
use charthold_workstation::ipc::dto::{Acvpu, DraftText, NoteSection, PatientHit, VitalsEntry};
use charthold_workstation::{ChartId, Clock as _, ImportSource, Secret, SystemClock, Workstation};

/// 2026-11-22 14:32 UTC.
pub(crate) const NOW_MS: i64 = 1_795_357_920_000;

pub(crate) async fn riverside() -> Riverside {
    Riverside::open(now()).await
}

pub(crate) fn now() -> charthold_workstation::Timestamp {
    charthold_workstation::Timestamp::from_millis(NOW_MS)
}

/// The first person of `role` who works in `unit`.
pub(crate) fn one_of(role: &str, unit: &str) -> DemoPerson {
    people()
        .into_iter()
        .find(|person| person.role.code() == role && person.units.contains(&unit))
        .expect("every unit has every clinical role")
}

pub(crate) async fn unlock(workstation: &Workstation, person: &DemoPerson) {
    workstation
        .unlock(person.username, Secret::new(person.password.to_owned()))
        .await
        .expect("the right password opens");
    workstation
        .settle()
        .await
        .expect("what is here can be read");
}

/// A desk in 4B with a nurse in and one patient's chart open.
pub(crate) async fn desk(hospital: &Riverside) -> (Workstation, DemoPerson, ChartId) {
    let station = hospital.workstation("WS-4B-03", &["4B"]).await;
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", 1).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("it opens");
    (station, nurse, chart)
}

/// The generated patient of this number in 4B, as of today: what a real program is given.
pub(crate) fn patient_today(number: usize) -> GeneratedPatient {
    let plan = HospitalPlan {
        seed: 7,
        patients: 40,
        now: SystemClock.now(),
    };
    (0..plan.patients)
        .map(|index| patient(&plan, index))
        .filter(|patient| patient.unit == "4B")
        .nth(number)
        .expect("a ward has patients")
}

/// Brings in the first `count` generated patients of `unit` and sends them.
pub(crate) async fn admit(workstation: &Workstation, unit: &str, count: usize) -> Vec<PatientHit> {
    let plan = HospitalPlan {
        seed: 7,
        patients: 40,
        now: now(),
    };
    let sources: Vec<ImportSource> = (0..40)
        .map(|index| patient(&plan, index))
        .filter(|patient| patient.unit == unit)
        .take(count)
        .map(|patient| ImportSource::Text {
            name: patient.mrn.clone(),
            content: bundle(&patient),
        })
        .collect();
    let report = workstation
        .import(&sources, Some(unit))
        .await
        .expect("it is imported");
    assert_eq!(
        report.refused,
        vec![],
        "nothing of a generated chart is refused"
    );
    workstation.sync(None).await.expect("central answers");
    let found = workstation.search("").expect("the census is there");
    assert_eq!(found.len(), count, "each patient is in the directory once");
    found
}

pub(crate) fn vitals() -> VitalsEntry {
    VitalsEntry {
        respiratory_rate: "24".into(),
        spo2: "92".into(),
        oxygen: "2".into(),
        systolic: "108".into(),
        diastolic: "62".into(),
        heart_rate: "106".into(),
        acvpu: Some(Acvpu::Alert),
        temperature: "38.4".into(),
    }
}

pub(crate) fn note(text: &str) -> DraftText {
    DraftText {
        title: "Progress note".into(),
        sections: vec![NoteSection {
            heading: "Assessment and plan".into(),
            text: text.into(),
        }],
    }
}
