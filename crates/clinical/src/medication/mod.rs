//! What a patient takes or is ordered: one line each from MedicationRequest or MedicationStatement.
//! Order of the line: generic name, form, dose, route, frequency (NHS CUI MEDi-001…025).
//! Interaction and allergy checks are not made here.

use serde::Deserialize;

use crate::ClinicalError;
use crate::date::FhirMoment;
use crate::dosage::{Dosage, Schedule};
use crate::fhir::{Coding, Concept, Many, Period, Reference, read};
use crate::tall_man::generic_name;

mod product;

/// A medication as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medication {
    /// The resource's id.
    pub fhir_id: Option<String>,
    /// Whether it was ordered or is only reported.
    pub source: Source,
    /// The name for the line: lower case and tall man letters when it is a plain name, else whole
    /// as recorded.
    pub name: String,
    /// The name exactly as recorded.
    pub recorded_name: String,
    /// Dose form, as `tablet`.
    pub form: Option<String>,
    /// Strength of the product, when the name carries it: not the dose.
    pub strength: Option<String>,
    /// Dose, as `40 mg`.
    pub dose: Option<String>,
    /// Infusion rate, as `125 mL/h`.
    pub rate: Option<String>,
    /// Route, as `intravenous`.
    pub route: Option<String>,
    /// Frequency, as `twice a day`.
    pub frequency: Option<String>,
    /// When doses are due, as far as that is coded.
    pub schedule: Option<Schedule>,
    /// The prescriber's own dosage text, for whatever the parts above lack.
    pub dosage_text: Option<String>,
    /// Where it stands.
    pub state: State,
    /// FHIR status as recorded.
    pub status: String,
    /// Why it is held or was stopped, in words.
    pub state_reason: Option<String>,
    /// When it was ordered or began.
    pub started: Option<FhirMoment>,
    /// When it ended, or was last changed when it is held.
    pub changed: Option<FhirMoment>,
    /// Who ordered or reported it.
    pub author: Option<String>,
    /// The drug's first coding.
    pub code: Option<Coding>,
}

/// Where a medication line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// MedicationRequest: an order.
    Order,
    /// MedicationStatement: somebody says so.
    Statement,
}

/// Where a medication stands. What is not plainly over counts as current.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Being taken or given.
    Current,
    /// On hold.
    Held,
    /// Written but not yet an order.
    Draft,
    /// Completed, stopped or cancelled.
    Past,
    /// Entered in error; never shown as a medication of this patient.
    EnteredInError,
}

impl Medication {
    /// Reads a MedicationRequest or MedicationStatement resource.
    ///
    /// # Errors
    /// When the text is no JSON object, another resource, or names no medication.
    pub fn read(json: &str) -> Result<Self, ClinicalError> {
        let doc: Doc = read(json)?;
        let source = match doc.resource_type.as_str() {
            "MedicationRequest" => Source::Order,
            "MedicationStatement" => Source::Statement,
            _ => return Err(ClinicalError::WrongKind),
        };
        doc.into_medication(source)
    }

    /// The line's parts after the name, in order, as `tablet`, `DOSE 40 mg`, `oral`; to be joined
    /// by ` – ` and wrapped only between parts.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let dose = self.dose.as_ref().map(|dose| format!("DOSE {dose}"));
        let coded = [
            &self.form,
            &self.strength,
            &dose,
            &self.rate,
            &self.route,
            &self.frequency,
        ];
        let mut parts: Vec<String> = coded.into_iter().flatten().cloned().collect();
        let says_how = self.dose.is_some() || self.frequency.is_some();
        parts.extend(self.dosage_text.clone().filter(|_| !says_how));
        parts
    }

    /// The whole line as text: `furosemide – injection – DOSE 40 mg – intravenous – twice a day`.
    #[must_use]
    pub fn line(&self) -> String {
        let name = std::iter::once(self.name.clone());
        name.chain(self.parts()).collect::<Vec<_>>().join(" – ")
    }
}

/// The name, form and strength of a medication concept or reference; shared with administrations.
pub(crate) struct Named {
    pub(crate) recorded: String,
    pub(crate) name: String,
    pub(crate) form: Option<String>,
    pub(crate) strength: Option<String>,
}

impl Named {
    pub(crate) fn of(concept: Option<&Concept>, reference: Option<&Reference>) -> Option<Self> {
        let label = concept
            .and_then(Concept::label)
            .or(reference.and_then(Reference::label))?;
        let coded = concept
            .and_then(|c| c.coding.first())
            .and_then(|c| c.display.as_deref());
        let (name, form, strength) = if let Some(product) = product::parse(label) {
            (
                generic_name(product.ingredient),
                Some(product.form),
                Some(product.strength),
            )
        } else if let Some((name, form)) = coded.and_then(|c| product::name_and_form(label, c)) {
            (product::plain_name(name), Some(form.to_owned()), None)
        } else {
            (product::plain_name(label), None, None)
        };
        Some(Self {
            recorded: label.into(),
            name,
            form,
            strength,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doc {
    resource_type: String,
    id: Option<String>,
    meta: Meta,
    status: Option<String>,
    status_reason: Many<Concept>,
    medication_codeable_concept: Option<Concept>,
    medication_reference: Option<Reference>,
    contained: Many<Contained>,
    authored_on: Option<String>,
    effective_date_time: Option<String>,
    effective_period: Option<Period>,
    date_asserted: Option<String>,
    requester: Option<Reference>,
    information_source: Option<Reference>,
    dosage_instruction: Many<Dosage>,
    dosage: Many<Dosage>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Meta {
    last_updated: Option<String>,
}

/// A Medication carried inside the order.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Contained {
    id: Option<String>,
    code: Option<Concept>,
    form: Option<Concept>,
}

impl Doc {
    fn into_medication(self, source: Source) -> Result<Medication, ClinicalError> {
        let contained = self.contained();
        let concept = self.medication_codeable_concept.as_ref();
        let concept = concept.or(contained.and_then(|c| c.code.as_ref()));
        let named = Named::of(concept, self.medication_reference.as_ref());
        let named = named.ok_or(ClinicalError::Unreadable)?;
        let form = contained
            .and_then(|c| c.form.as_ref())
            .and_then(Concept::label);
        let form = form.map(str::to_lowercase).or(named.form);
        let status = self.status.as_deref().unwrap_or("unknown");
        let period = self.effective_period.as_ref();
        let started = self
            .authored_on
            .as_ref()
            .or(self.effective_date_time.as_ref());
        let started = started
            .or(period.and_then(|p| p.start.as_ref()))
            .or(self.date_asserted.as_ref());
        let dosage = self.dosage_instruction.first().or(self.dosage.first());
        Ok(Medication {
            source,
            name: named.name,
            recorded_name: named.recorded,
            strength: named.strength,
            dose: dosage
                .and_then(Dosage::dose_text)
                .map(|dose| counted(dose, form.as_deref())),
            form,
            rate: dosage.and_then(Dosage::rate_text),
            route: dosage.and_then(Dosage::route_text),
            frequency: dosage.and_then(Dosage::frequency_text),
            schedule: dosage.and_then(Dosage::schedule),
            dosage_text: dosage.and_then(Dosage::own_text).map(Into::into),
            state: State::of(status),
            status: status.into(),
            state_reason: self
                .status_reason
                .iter()
                .find_map(Concept::label)
                .map(Into::into),
            started: FhirMoment::of(started),
            changed: FhirMoment::of(
                period
                    .and_then(|p| p.end.as_ref())
                    .or(self.meta.last_updated.as_ref()),
            ),
            author: self.author(),
            code: concept.and_then(|c| c.coding.first()).cloned(),
            fhir_id: self.id,
        })
    }

    fn contained(&self) -> Option<&Contained> {
        let wanted = self
            .medication_reference
            .as_ref()?
            .reference
            .as_deref()?
            .strip_prefix('#')?;
        self.contained
            .iter()
            .find(|c| c.id.as_deref() == Some(wanted))
    }

    fn author(&self) -> Option<String> {
        let who = self
            .requester
            .as_ref()
            .or(self.information_source.as_ref())?;
        who.label().map(Into::into)
    }
}

/// `2` of an oral tablet is `2 tablets`; any dose with a unit is left as it is.
fn counted(dose: String, form: Option<&str>) -> String {
    let counts = form.and_then(|form| form.rsplit(' ').next());
    match counts.filter(|form| matches!(*form, "tablet" | "capsule" | "patch")) {
        Some(form) if dose == "1" => format!("1 {form}"),
        Some("patch") if is_bare(&dose) => format!("{dose} patches"),
        Some(form) if is_bare(&dose) => format!("{dose} {form}s"),
        _ => dose,
    }
}

fn is_bare(dose: &str) -> bool {
    dose.chars().all(|c| c.is_ascii_digit() || c == '.')
}

impl State {
    fn of(status: &str) -> Self {
        match status {
            "on-hold" => Self::Held,
            "draft" => Self::Draft,
            "completed" | "stopped" | "cancelled" | "not-taken" => Self::Past,
            "entered-in-error" => Self::EnteredInError,
            _ => Self::Current,
        }
    }
}
