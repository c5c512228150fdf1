//! The banner out of the gathered records.

use super::AsOf;
use super::gather::Gathered;
use crate::allergy::Allergy;
use crate::banner::{AllergyHeading, Banner, Weight};
use crate::date::{FhirMoment, age_text, day_of_stay};
use crate::encounter::Encounter;
use crate::flag::{Flag, FlagKind};
use crate::listing::Extent;
use crate::name::PersonName;
use crate::patient::{Death, Patient, Sex};
use crate::vitals::{Found, Vital};

pub(super) fn banner(gathered: &Gathered, encounter: Option<&Encounter>, as_of: &AsOf) -> Banner {
    let patient = gathered.patient.as_ref();
    let open = encounter.filter(|e| e.is_open());
    let admitted = open.and_then(|e| e.start);
    let flag = |kind: FlagKind| {
        gathered
            .flags
            .iter()
            .map(|of| &of.item)
            .find(|f| f.kind == kind)
    };
    let flagged = flag(FlagKind::CodeStatus).map(|f| f.label.clone());
    let observed = || {
        gathered
            .code_status
            .as_ref()
            .map(|(_, status)| status.clone())
    };
    Banner {
        name: patient.map_or_else(PersonName::default, |p| p.name.clone()),
        born: patient.and_then(|p| p.born),
        age: patient.and_then(|p| age(p, as_of)),
        sex: patient.map_or(Sex::NotRecorded, |p| p.sex),
        mrn: patient.and_then(|p| p.mrn.clone()),
        death: patient.map_or(Death::NotRecorded, |p| p.death),
        bed: open.and_then(|e| e.place.clone()),
        day_of_stay: admitted.and_then(|start| day_of_stay(start, as_of.now, &as_of.zone)),
        attending: open.and_then(|e| e.attending.clone()),
        code_status: flagged.or_else(observed),
        isolation: flag(FlagKind::Isolation)
            .map(Flag::isolation)
            .map(Into::into),
        weight: last_weight(gathered),
        allergies: allergy_heading(gathered, as_of.extent),
    }
}

/// Age now; of the dead, at death.
fn age(patient: &Patient, as_of: &AsOf) -> Option<String> {
    let at = match patient.death {
        Death::DiedAt(moment) => moment.start(),
        Death::NotRecorded | Death::Died => as_of.now,
    };
    age_text(patient.born?, at, &as_of.zone)
}

fn last_weight(gathered: &Gathered) -> Option<Weight> {
    let weights = gathered
        .readings
        .iter()
        .filter_map(|reading| match &reading.found {
            Found::Measure(Vital::Weight, measure) => Some((reading.at, measure)),
            _ => None,
        });
    let (at, measure) = weights.max_by_key(|(at, _)| *at)?;
    Some(Weight {
        text: format!("{} kg", measure.text),
        converted_from: measure.converted_from.clone(),
        at: FhirMoment::instant(at),
    })
}

/// Known beats none known; anything that could not be read or is not here yet forbids saying that
/// there is nothing.
fn allergy_heading(gathered: &Gathered, extent: Extent) -> AllergyHeading {
    let mut known: Vec<&Allergy> = gathered
        .allergies
        .iter()
        .map(|of| &of.item)
        .filter(|a| a.is_current_risk())
        .collect();
    let unsure = extent == Extent::Truncated || gathered.could_not_read(super::Kind::Allergy);
    if !known.is_empty() {
        known.sort_by_cached_key(|allergy| (allergy.criticality, allergy.agent.to_lowercase()));
        let mut lines: Vec<String> = known.into_iter().map(Allergy::line).collect();
        lines.dedup();
        lines.extend(unsure.then(|| "There may be more".to_owned()));
        return AllergyHeading::Known(lines);
    }
    if unsure {
        return AllergyHeading::Unavailable;
    }
    match gathered.none_known() {
        Some(none) => AllergyHeading::NoneKnown {
            statement: none.agent.clone(),
            at: none.recorded,
            by: none.recorder.clone(),
        },
        None => AllergyHeading::NotRecorded,
    }
}
