//! The one pass over a chart's records: each is read once, by the view of its kind, and only as
//! far as a summary needs.

use std::collections::{BTreeMap, HashMap};

use charthold_domain::{RecordId, Timestamp};

use super::{Kind, RecordRef, id_of};
use crate::ClinicalError;
use crate::administration::{Administration, Outcome};
use crate::allergy::{Allergy, Statement};
use crate::condition::{Certainty, Problem};
use crate::date::FhirMoment;
use crate::encounter::Encounter;
use crate::flag::{Flag, FlagState};
use crate::medication::Medication;
use crate::note::NoteHead;
use crate::observation::Observation;
use crate::patient::Patient;
use crate::vitals::{Reading, is_vital_sign, readings};

/// Something read, and the record it was read from.
pub(super) struct Of<T> {
    pub(super) record: RecordId,
    pub(super) item: T,
}

/// What was last done about an order.
#[derive(Clone, Copy, Default)]
pub(super) struct Administered {
    /// When it was last given.
    pub(super) last_given: Option<Timestamp>,
    /// When it was last given or, with a reason, not given: that dose is no longer due.
    pub(super) last_decided: Option<Timestamp>,
}

/// What the records of a chart came to.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) patient: Option<Patient>,
    encounters: Vec<Encounter>,
    pub(super) problems: Vec<Of<Problem>>,
    pub(super) allergies: Vec<Of<Allergy>>,
    pub(super) medications: Vec<Of<Medication>>,
    /// By the order's id.
    pub(super) administered: HashMap<String, Administered>,
    pub(super) readings: Vec<Reading>,
    pub(super) results: Vec<Of<Observation>>,
    /// The last recorded resuscitation status that is an observation.
    pub(super) code_status: Option<(Timestamp, String)>,
    pub(super) notes: Vec<Of<NoteHead>>,
    pub(super) flags: Vec<Of<Flag>>,
    pub(super) other: BTreeMap<String, usize>,
    pub(super) unreadable: Vec<(RecordId, Kind)>,
}

impl Gathered {
    /// Takes one record in.
    pub(super) fn add(&mut self, record: RecordRef<'_>) {
        let (kind, taken) = match record.kind {
            "Patient" => (Kind::Other, self.add_patient(record.json)),
            "Encounter" => (Kind::Other, self.add_encounter(record.json)),
            "Condition" => (
                Kind::Problem,
                keep(&mut self.problems, record, Problem::read),
            ),
            "AllergyIntolerance" => (
                Kind::Allergy,
                keep(&mut self.allergies, record, Allergy::read),
            ),
            "MedicationRequest" | "MedicationStatement" => (
                Kind::Medication,
                keep(&mut self.medications, record, Medication::read),
            ),
            "MedicationAdministration" => (Kind::Medication, self.add_administration(record.json)),
            "Observation" => (Kind::Result, self.add_observation(record)),
            "Composition" | "DocumentReference" => {
                (Kind::Note, keep(&mut self.notes, record, NoteHead::read))
            }
            "Flag" => (Kind::Other, self.add_flag(record)),
            other => {
                *self.other.entry(other.to_owned()).or_default() += 1;
                return;
            }
        };
        if taken.is_err() {
            self.unreadable.push((record.id, kind));
            *self.other.entry(record.kind.to_owned()).or_default() += 1;
        }
    }

    /// Whether a record that belongs in this list could not be read.
    pub(super) fn could_not_read(&self, kind: Kind) -> bool {
        self.unreadable
            .iter()
            .any(|(_, unreadable)| *unreadable == kind)
    }

    /// What the patient is here for now.
    pub(super) fn take_encounter(&mut self) -> Option<Encounter> {
        Encounter::current(std::mem::take(&mut self.encounters))
    }

    /// The statement that there are no known allergies, the most general and newest one.
    pub(super) fn none_known(&self) -> Option<&Allergy> {
        let stated = self
            .allergies
            .iter()
            .map(|of| &of.item)
            .filter(|a| !a.is_withdrawn());
        let rank = |allergy: &&Allergy| match allergy.statement {
            Statement::NoneKnown => 2,
            Statement::NoneKnownOfAKind => 1,
            Statement::Allergy | Statement::NoInformation => 0,
        };
        let negations = stated.filter(|allergy| rank(allergy) > 0);
        negations.max_by_key(|allergy| (rank(allergy), allergy.recorded.map(FhirMoment::start)))
    }

    fn add_patient(&mut self, json: &str) -> Result<(), ClinicalError> {
        let patient = Patient::read(json)?;
        self.patient.get_or_insert(patient);
        Ok(())
    }

    fn add_encounter(&mut self, json: &str) -> Result<(), ClinicalError> {
        let encounter = Encounter::read(json)?;
        if !matches!(
            encounter.status.as_str(),
            "cancelled" | "entered-in-error" | "planned"
        ) {
            self.encounters.push(encounter);
        }
        Ok(())
    }

    fn add_administration(&mut self, json: &str) -> Result<(), ClinicalError> {
        let dose = Administration::read(json)?;
        let given = dose.outcome == Outcome::Given;
        if let (Some(order), Some(at)) = (dose.order, dose.at)
            && dose.outcome != Outcome::EnteredInError
        {
            let of_order = self
                .administered
                .entry(id_of(&order).to_owned())
                .or_default();
            of_order.last_decided = of_order.last_decided.max(Some(at.start()));
            if given {
                of_order.last_given = of_order.last_given.max(Some(at.start()));
            }
        }
        Ok(())
    }

    fn add_flag(&mut self, record: RecordRef<'_>) -> Result<(), ClinicalError> {
        let flag = Flag::read(record.json)?;
        if flag.state == FlagState::Active {
            self.flags.push(Of {
                record: record.id,
                item: flag,
            });
        }
        Ok(())
    }

    fn add_observation(&mut self, record: RecordRef<'_>) -> Result<(), ClinicalError> {
        let observation = Observation::read(record.json)?;
        if !observation.counts() {
            return Ok(());
        }
        if is_vital_sign(&observation) {
            self.readings.extend(readings(&observation));
        } else if matches!(
            observation.category.as_deref(),
            Some("laboratory" | "LAB" | "Laboratory")
        ) {
            self.results.push(Of {
                record: record.id,
                item: observation,
            });
        } else if observation.is_any(&RESUSCITATION_STATUS) {
            self.note_code_status(&observation);
        } else {
            *self.other.entry(record.kind.to_owned()).or_default() += 1;
        }
        Ok(())
    }

    fn note_code_status(&mut self, observation: &Observation) {
        let Some(at) = observation.at.map(FhirMoment::start) else {
            return;
        };
        if self
            .code_status
            .as_ref()
            .is_none_or(|(last, _)| at >= *last)
        {
            self.code_status = Some((at, observation.value_text()));
        }
    }
}

/// Reads a record into its list; what is entered in error is kept, for its list to leave out.
fn keep<T>(
    list: &mut Vec<Of<T>>,
    record: RecordRef<'_>,
    read: impl Fn(&str) -> Result<T, ClinicalError>,
) -> Result<(), ClinicalError> {
    let item = read(record.json)?;
    list.push(Of {
        record: record.id,
        item,
    });
    Ok(())
}

impl Of<Problem> {
    /// Whether the problem holds now.
    pub(super) fn is_active(&self) -> bool {
        self.item.activity == crate::condition::Activity::Active
            && !matches!(
                self.item.certainty,
                Certainty::Refuted | Certainty::EnteredInError
            )
    }
}

/// SNOMED CT "resuscitation status" and LOINC "resuscitation status".
const RESUSCITATION_STATUS: [&str; 2] = ["304251008", "100822-6"];
