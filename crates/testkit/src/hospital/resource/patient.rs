//! Patient.

use super::{Shelf, hl7};
use crate::hospital::case::Case;
use crate::hospital::json::{Json, list, object};

/// Adds the Patient.
pub(super) fn write(shelf: &mut Shelf, case: &Case) {
    let who = &case.who;
    let mut given = vec![Json::from(who.given)];
    given.extend(who.middle.map(Json::from));
    let official = object! {
        "use": "official",
        "family": who.family,
        "given": given,
        "prefix": list![who.prefix],
    };
    let preferred = who
        .preferred
        .map(|name| object! { "use": "usual", "given": list![name] });
    let resource = object! {
        "resourceType": "Patient",
        "id": &shelf.patient,
        "meta": object! { "profile": list!["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"] },
        "identifier": list![object! {
            "use": "usual",
            "type": hl7("http://terminology.hl7.org/CodeSystem/v2-0203", "MR"),
            "system": "https://riverside-general.example/mrn",
            "value": &who.mrn,
        }],
        "active": true,
        "name": list![official, preferred],
        "telecom": list![object! { "system": "phone", "value": &who.phone, "use": "home" }],
        "gender": who.sex.code(),
        "birthDate": who.born.to_string(),
        "address": list![object! {
            "use": "home",
            "line": list![&who.street],
            "city": who.town,
            "state": "ME",
            "postalCode": who.postcode,
            "country": "US",
        }],
    };
    shelf.push(&resource);
}
