//! Encounter and CareTeam: the stay, the bed, who is responsible, and the line for handoff.

use super::{SNOMED, Shelf, coding, concept, hl7, words};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};
use crate::hospital::notes::{Phase, phase};
use crate::hospital::people::{DemoPerson, reference};
use crate::hospital::stay::Acuity;

const ROLES: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

/// Adds the Encounter and the CareTeam.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let start = case.stay.admitted.fhir();
    let class = if case.stay.acuity == Acuity::Emergency {
        coding(
            "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "EMER",
            "emergency",
        )
    } else {
        coding(
            "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "IMP",
            "inpatient encounter",
        )
    };
    let bed = object! {
        "location": object! {
            "identifier": object! {
                "system": "https://riverside-general.example/bed",
                "value": case.place.label(),
            },
            "display": case.place.label(),
        },
        "status": "active",
        "physicalType": hl7("http://terminology.hl7.org/CodeSystem/location-physical-type", "bd"),
    };
    let encounter = object! {
        "resourceType": "Encounter",
        "id": &shelf.encounter,
        "status": "in-progress",
        "class": class,
        "type": list![concept(SNOMED, "32485007", "Hospital admission")],
        "subject": shelf.subject(),
        "participant": list![
            participant("ATND", &case.roster.attending, &start),
            participant("PPRF", &case.roster.nurse, &start),
        ],
        "period": object! { "start": &start },
        "reasonCode": list![words(case.scenario.problem.text)],
        "location": list![bed],
        "serviceProvider": object! { "display": "Riverside General" },
    };
    shelf.push(&encounter);
    care_team(shelf, case);
}

fn participant(code: &'static str, person: &DemoPerson, start: &String) -> Json {
    object! {
        "type": list![hl7(ROLES, code)],
        "period": object! { "start": start },
        "individual": reference(person),
    }
}

fn care_team(shelf: &mut Shelf, case: &Case) {
    let now = case.stay.now;
    let next = case.scenario.story.next;
    let [ill, mending, leaving, worse] = next;
    let plan = match phase(case, now) {
        Phase::Early => ill,
        Phase::Steady => mending,
        Phase::Late => leaving,
        Phase::Worse => worse,
    };
    let roster = &case.roster;
    let resource = object! {
        "resourceType": "CareTeam",
        "id": shelf.id(case.stay.admitted.plus(4)),
        "status": "active",
        "name": format!("Team of {}", case.place.label()),
        "subject": shelf.subject(),
        "encounter": shelf.stay(),
        "period": object! { "start": case.stay.admitted.fhir() },
        "participant": list![
            member("Attending physician", &roster.attending),
            member("Resident physician", &roster.resident),
            member("Registered nurse", &roster.nurse),
            member("Pharmacist", &roster.pharmacist),
        ],
        "note": list![object! {
            "authorString": roster.attending.display_name,
            "time": now.plus(-140).max(case.stay.admitted.plus(30)).fhir(),
            "text": plan,
        }],
    };
    shelf.push(&resource);
}

fn member(role: &'static str, person: &DemoPerson) -> Json {
    object! { "role": list![words(role)], "member": reference(person) }
}
