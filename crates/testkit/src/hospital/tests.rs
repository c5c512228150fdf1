//! The hospital as a whole: reproducible, valid FHIR, the right size, coherent with itself.

use std::collections::{HashMap, HashSet};

use charthold_chartlog::possible_doubles;
use charthold_clinical::dose_slot::dose_slots;
use charthold_domain::{RecordId, Role, Timestamp};
use fhirkit::Severity;
use fhirkit::r4::Resource;
use serde_json::Value;

use super::case::Case;
use super::moment::Moment;
use super::scenario::Precaution;
use super::{GeneratedPatient, HospitalPlan, UNITS, bundle, patient, people};

/// 22 November 2026, 14:32 UTC.
fn plan() -> HospitalPlan {
    let now: Timestamp = "2026-11-22T14:32:00Z".parse().unwrap();
    HospitalPlan {
        seed: 7,
        patients: 250,
        now,
    }
}

fn parsed(patient: &GeneratedPatient) -> Vec<Value> {
    patient
        .resources
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

fn of_kind<'a>(resources: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    resources
        .iter()
        .filter(move |one| one["resourceType"] == kind)
}

fn loinc(resource: &Value) -> &str {
    resource["code"]["coding"][0]["code"].as_str().unwrap_or("")
}

fn time(value: &Value) -> Moment {
    Moment::of(value.as_str().unwrap().parse().unwrap())
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for index in [0, 22, 41, 138] {
        assert_eq!(
            patient(&plan(), index),
            patient(&plan(), index),
            "patient {index}"
        );
    }
}

#[test]
fn another_seed_gives_another_hospital() {
    let other = HospitalPlan { seed: 8, ..plan() };
    assert_ne!(
        patient(&plan(), 40).resources,
        patient(&other, 40).resources
    );
}

#[test]
fn the_count_of_patients_changes_no_patient() {
    let larger = HospitalPlan {
        patients: 5_000,
        ..plan()
    };
    assert_eq!(patient(&plan(), 3), patient(&larger, 3));
}

#[test]
fn an_independent_reader_finds_no_fault_in_any_resource() {
    let mut checked = 0;
    for index in (0..60).step_by(11).chain([16, 22, 40]) {
        for text in &patient(&plan(), index).resources {
            let (resource, issues) = fhirkit::from_json::<Resource>(text).unwrap();
            let faults: Vec<_> = issues
                .iter()
                .filter(|issue| issue.severity == Severity::Error)
                .collect();
            assert!(
                resource.is_some() && faults.is_empty(),
                "{faults:?} in {text}"
            );
            checked += 1;
        }
    }
    assert!(checked > 2_000, "only {checked} resources were checked");
}

#[test]
fn a_chart_is_a_readable_bundle() {
    let generated = patient(&plan(), 5);
    let (_, issues) = fhirkit::from_json::<Resource>(&bundle(&generated)).unwrap();
    assert!(
        issues.iter().all(|issue| issue.severity != Severity::Error),
        "{issues:?}"
    );
    let value: Value = serde_json::from_str(&bundle(&generated)).unwrap();
    assert_eq!(
        value["entry"].as_array().unwrap().len(),
        generated.resources.len()
    );
}

#[test]
fn charts_have_the_sizes_of_real_ones() {
    let sizes: Vec<usize> = (0..250)
        .map(|index| patient(&plan(), index).resources.len())
        .collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
    assert!((500..=750).contains(&mean), "mean {mean}");
    assert!(*least >= 220, "smallest {least}");
    assert!((1_500..=2_900).contains(most), "largest {most}");
}

#[test]
fn ids_are_unique_across_charts() {
    let mut ids = HashSet::new();
    for index in 0..24 {
        let generated = patient(&plan(), index);
        assert_eq!(generated.mrn.len(), 8);
        for resource in parsed(&generated) {
            assert!(
                ids.insert(resource["id"].as_str().unwrap().to_owned()),
                "id twice"
            );
        }
    }
}

#[test]
fn every_local_reference_resolves_within_the_chart() {
    let resources = parsed(&patient(&plan(), 24));
    let known: HashSet<String> = resources
        .iter()
        .map(|one| {
            format!(
                "{}/{}",
                one["resourceType"].as_str().unwrap(),
                one["id"].as_str().unwrap()
            )
        })
        .collect();
    let mut found = 0;
    for resource in &resources {
        visit_references(resource, &mut |reference| {
            assert!(known.contains(reference), "{reference} leads nowhere");
            found += 1;
        });
    }
    assert!(found > resources.len());
}

fn visit_references(value: &Value, seen: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "reference" => seen(reference),
                    _ => visit_references(member, seen),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit_references(item, seen)),
        _ => {}
    }
}

#[test]
fn vital_signs_are_those_of_a_living_person() {
    for index in 0..24 {
        for one in of_kind(&parsed(&patient(&plan(), index)), "Observation") {
            let value = one["valueQuantity"]["value"].as_f64();
            match (loinc(one), value) {
                ("59408-5", Some(value)) => {
                    assert!((70.0..=100.0).contains(&value), "SpO2 {value}");
                }
                ("8867-4", Some(value)) => {
                    assert!((40.0..=170.0).contains(&value), "pulse {value}");
                }
                ("8310-5", Some(value)) => {
                    assert!((35.0..=41.0).contains(&value), "temperature {value}");
                }
                ("85354-9", _) => {
                    let part = |at: usize| {
                        one["component"][at]["valueQuantity"]["value"]
                            .as_i64()
                            .unwrap()
                    };
                    assert!(part(0) > part(1) + 10, "pressure {}/{}", part(0), part(1));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_whole_degree_keeps_its_decimal() {
    let all: String = (0..10)
        .flat_map(|index| patient(&plan(), index).resources)
        .collect();
    assert!(
        all.contains(r#""value":38.0,"unit":"°C""#) || all.contains(r#""value":37.0,"unit":"°C""#)
    );
    assert!(!all.contains(r#""value":37,"unit":"°C""#));
}

#[test]
fn the_last_vital_signs_are_recent_and_a_few_are_overdue() {
    let now = Moment::of(plan().now);
    let age = |index| now.minutes_since(Case::draw(&plan(), index).vitals.last().unwrap().at);
    let ages: Vec<i64> = (0..150).map(age).collect();
    assert!(ages.iter().all(|age| (10..=400).contains(age)), "{ages:?}");
    let overdue = ages.iter().filter(|age| **age > 90).count();
    assert!((2..=25).contains(&overdue), "{overdue} of 150 overdue");
}

#[test]
fn nothing_lies_after_the_present() {
    let now = Moment::of(plan().now);
    for index in [0, 3, 8, 21, 57, 140] {
        for resource in parsed(&patient(&plan(), index)) {
            for name in [
                "effectiveDateTime",
                "issued",
                "date",
                "authoredOn",
                "recordedDate",
            ] {
                if resource[name].is_string() {
                    assert!(time(&resource[name]) <= now, "{name} in {resource}");
                }
            }
        }
    }
}

#[test]
fn doses_belong_to_orders_that_were_running() {
    let mut doses = 0;
    for index in 0..36 {
        let resources = parsed(&patient(&plan(), index));
        let stay = of_kind(&resources, "Encounter").next().unwrap();
        let admitted = time(&stay["period"]["start"]);
        let orders: HashMap<String, &Value> = of_kind(&resources, "MedicationRequest")
            .map(|order| {
                (
                    format!("MedicationRequest/{}", order["id"].as_str().unwrap()),
                    order,
                )
            })
            .collect();
        for dose in of_kind(&resources, "MedicationAdministration") {
            let order = orders[dose["request"]["reference"].as_str().unwrap()];
            assert_ne!(order["status"], "on-hold", "a dose under an order on hold");
            let at = dose
                .get("effectiveDateTime")
                .unwrap_or(&dose["effectivePeriod"]["start"]);
            let validity = &order["dispenseRequest"]["validityPeriod"];
            assert!(time(at) >= admitted && time(at) >= time(&validity["start"]));
            assert!(validity["end"].is_null() || time(at) < time(&validity["end"]));
            doses += 1;
        }
    }
    assert!(doses > 1_000, "{doses} doses");
}

#[test]
fn no_dose_is_given_twice() {
    for index in 0..60 {
        let records = patient(&plan(), index).resources;
        let kinds = parsed(&patient(&plan(), index));
        let named = (0_u128..).zip(records.iter().zip(&kinds)).map(|(n, one)| {
            let kind = one.1["resourceType"].as_str().unwrap();
            (RecordId::from_bytes(n.to_be_bytes()), kind, one.0.as_str())
        });
        let slots = dose_slots(named, &jiff::tz::TimeZone::UTC);
        assert_eq!(possible_doubles(&slots), [], "patient {index}");
    }
}

#[test]
fn nobody_is_given_what_they_are_allergic_to() {
    for index in 0..60 {
        let resources = parsed(&patient(&plan(), index));
        let allergic = |word: &str| {
            of_kind(&resources, "AllergyIntolerance").any(|one| one["code"]["text"] == word)
        };
        for order in of_kind(&resources, "MedicationRequest") {
            let drug = order["medicationCodeableConcept"]["coding"][0]["display"]
                .as_str()
                .unwrap();
            assert!(!(allergic("penicillins") && drug.starts_with("piperacillin")));
            assert!(!(allergic("aspirin") && drug == "aspirin"));
            assert!(!(allergic("lisinopril") && drug == "lisinopril"));
        }
    }
}

#[test]
fn notes_give_the_temperature_the_chart_had_when_they_were_written() {
    let mut checked = 0;
    for index in 0..40 {
        let resources = parsed(&patient(&plan(), index));
        let temps: Vec<(Moment, String)> = patient(&plan(), index)
            .resources
            .iter()
            .filter(|text| text.contains(r#""code":"8310-5""#))
            .map(|text| {
                let value: Value = serde_json::from_str(text).unwrap();
                let digits = text
                    .split_once(r#""valueQuantity":{"value":"#)
                    .unwrap()
                    .1
                    .split_once(',')
                    .unwrap()
                    .0;
                (time(&value["effectiveDateTime"]), digits.to_owned())
            })
            .collect();
        for note in
            of_kind(&resources, "Composition").filter(|note| note["title"] == "Progress note")
        {
            let written = time(&note["date"]);
            let (_, latest) = temps
                .iter()
                .filter(|(at, _)| *at <= written)
                .max_by_key(|(at, _)| *at)
                .unwrap();
            assert!(
                note.to_string().contains(&format!("T {latest} °C")),
                "{latest} is not in {note}"
            );
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked} notes");
}

#[test]
fn two_resources_are_for_the_treating_team_only() {
    let labelled: Vec<String> = (0..40)
        .flat_map(|index| patient(&plan(), index).resources)
        .filter(|text| text.contains(r#"v3-Confidentiality","code":"R""#))
        .collect();
    assert_eq!(labelled.len(), 2);
}

#[test]
fn ward_4b_is_the_ward_of_the_demonstration() {
    let ward: Vec<GeneratedPatient> = (0..40)
        .map(|index| patient(&plan(), index))
        .filter(|one| one.unit == "4B")
        .collect();
    assert_eq!(ward.len(), 17);
    let garcias = ward
        .iter()
        .filter(|one| one.resources[0].contains(r#""family":"Garcia""#))
        .count();
    assert_eq!(garcias, 2, "the name alert needs two of a name");
    assert_eq!(ward[11].mrn, "28477109");
}

#[test]
fn elsewhere_too_some_share_a_family_name_in_one_unit() {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for index in 34..110 {
        let case = Case::draw(&plan(), index);
        *seen.entry((case.place.unit, case.who.family)).or_default() += 1;
    }
    assert!(seen.values().filter(|count| **count > 1).count() >= 3);
}

#[test]
fn record_numbers_and_beds_are_never_given_twice() {
    let (mut numbers, mut beds) = (HashSet::new(), HashSet::new());
    for index in 0..300 {
        let case = Case::draw(&plan(), index);
        assert!(numbers.insert(case.who.mrn), "record number twice");
        assert!(beds.insert(case.place.label()), "bed twice");
    }
}

#[test]
fn a_dozen_are_not_for_resuscitation() {
    let status = |index| {
        Case::draw(&plan(), index)
            .precautions
            .contains(&Precaution::DoNotResuscitate)
    };
    let count = (0..250).filter(|index| status(*index)).count();
    assert!((8..=30).contains(&count), "{count}");
    let johansson = patient(&plan(), 24);
    assert!(
        johansson
            .resources
            .iter()
            .any(|text| text.contains("\"Flag\"") && text.contains("\"DNR\""))
    );
}

#[test]
fn every_role_works_here_and_every_unit_has_doctors_and_nurses() {
    let everybody = people();
    for role in Role::ALL {
        assert!(everybody.iter().any(|one| one.role == role), "{role}");
    }
    for unit in UNITS {
        let count = |role| {
            everybody
                .iter()
                .filter(|one| one.role == role && one.units.contains(&unit))
                .count()
        };
        assert!(
            count(Role::Physician) >= 3 && count(Role::Resident) >= 2 && count(Role::Nurse) >= 4,
            "{unit}"
        );
    }
    let usernames: HashSet<_> = everybody.iter().map(|one| one.username).collect();
    assert_eq!(usernames.len(), everybody.len());
    assert!(
        everybody
            .iter()
            .all(|one| one.password.chars().count() >= 15)
    );
}
