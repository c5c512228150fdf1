//! One patient's stay before it becomes resources: everything that happened, decided once, from
//! which records and notes are both written.

use super::HospitalPlan;
use super::allergy::Allergies;
use super::cast::{Part, part};
use super::chance::Chance;
use super::dose::{self, Giving};
use super::fluids::Fluids;
use super::identity::{Identity, Sex, Suits};
use super::lab::{Chemistry, Draw};
use super::medication::{Order, Prescribing};
use super::moment::Moment;
use super::number::real;
use super::place::Place;
use super::problem::{CHRONIC, Chronic, chronic};
use super::roster::Roster;
use super::scenario::{Precaution, Scenario, choose};
use super::stay::Stay;
use super::vitals::{Rest, VitalSet, record};

/// One patient's stay.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) seed: u64,
    pub(crate) index: usize,
    pub(crate) place: Place,
    pub(crate) who: Identity,
    pub(crate) scenario: &'static Scenario,
    pub(crate) stay: Stay,
    pub(crate) chronic: Vec<&'static Chronic>,
    pub(crate) allergies: Allergies,
    pub(crate) precautions: Vec<Precaution>,
    pub(crate) roster: Roster,
    pub(crate) height_cm: i64,
    pub(crate) vitals: Vec<VitalSet>,
    pub(crate) labs: Vec<Draw>,
    pub(crate) orders: Vec<Order>,
    pub(crate) doses: Vec<Giving>,
    pub(crate) fluids: Fluids,
}

impl Case {
    /// Patient `index` of `plan`.
    pub(crate) fn draw(plan: &HospitalPlan, index: usize) -> Self {
        let (seed, now) = (plan.seed, Moment::of(plan.now));
        let place = Place::of(index);
        let fixed = if place.unit == "4B" {
            part(place.bed)
        } else {
            None
        };
        let mut chance = Chance::of(seed, index, "case");
        let scenario = choose(&mut chance, fixed.map(|part| part.scenario));
        let who = Identity::draw(
            seed,
            index,
            fixed.as_ref(),
            Suits {
                ages: scenario.ages,
            },
            now,
        );
        let stay = Stay::draw(
            seed,
            index,
            &place,
            scenario,
            fixed.map(|part| part.course),
            now,
        );
        let chronic = illnesses(&mut chance, scenario, &who);
        let allergies = Allergies::draw(&mut chance, fixed.map(|part| part.allergies));
        let precautions = precautions(&mut chance, fixed.as_ref(), scenario, &who);
        let roster = Roster::draw(&mut chance, &place, fixed.as_ref());
        let height_cm = chance.between(152, 174) + if who.sex == Sex::Male { 11 } else { 0 };
        let mut case = Self {
            seed,
            index,
            place,
            who,
            scenario,
            stay,
            chronic,
            allergies,
            precautions,
            roster,
            height_cm,
            vitals: Vec::new(),
            labs: Vec::new(),
            orders: Vec::new(),
            doses: Vec::new(),
            fluids: Fluids::default(),
        };
        case.happen();
        case
    }

    /// A stream of chance for one concern of this patient.
    pub(crate) fn chance(&self, concern: &str) -> Chance {
        Chance::of(self.seed, self.index, concern)
    }

    /// Whether the patient lives with the illness called `key`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.chronic.iter().any(|illness| illness.key == key)
    }

    fn happen(&mut self) {
        let mut chance = self.chance("vitals");
        let rest = Rest::draw(
            &mut chance,
            self.who.age,
            self.has("hypertension"),
            self.has("copd"),
        );
        self.vitals = record(&mut chance, &self.stay, &self.scenario.body, rest);
        let chemistry = Chemistry {
            who: &self.who,
            stay: &self.stay,
            scenario: self.scenario,
            chronic: &self.chronic,
        };
        self.labs = chemistry.record(&mut self.chance("labs"));
        let prescribing = Prescribing {
            stay: &self.stay,
            scenario: self.scenario,
            chronic: &self.chronic,
            allergies: &self.allergies,
        };
        self.orders = prescribing.orders(&mut self.chance("orders"));
        self.doses = dose::record(
            &mut self.chance("doses"),
            &self.orders,
            &self.vitals,
            self.stay.now,
        );
        let mut chance = self.chance("fluids");
        let bmi = 26.5 + 4.0 * chance.spread();
        let weight = bmi * (real(self.height_cm) / 100.0).powi(2);
        self.fluids = Fluids::record(&mut chance, &self.stay, self.scenario, weight);
    }
}

fn illnesses(chance: &mut Chance, scenario: &Scenario, who: &Identity) -> Vec<&'static Chronic> {
    let mut chosen: Vec<&'static Chronic> = scenario
        .likely
        .iter()
        .filter_map(|key| chronic(key))
        .collect();
    // A thirty-year-old with the scenario does not have its usual company.
    chosen.retain(|illness| who.age + 12 >= illness.from_age || illness.from_age >= 200);
    for illness in CHRONIC {
        let fits = who.age >= illness.from_age && !scenario.never.contains(&illness.key);
        if chosen.len() < 7 && fits && chance.percent(illness.percent) {
            chosen.push(illness);
        }
    }
    if who.sex == Sex::Male && who.age > 62 && chance.percent(28) {
        chosen.extend(chronic("prostate"));
    }
    let mut seen: Vec<&str> = Vec::new();
    chosen.retain(|illness| {
        let new = !seen.contains(&illness.key);
        seen.push(illness.key);
        new
    });
    chosen
}

fn precautions(
    chance: &mut Chance,
    fixed: Option<&Part>,
    scenario: &Scenario,
    who: &Identity,
) -> Vec<Precaution> {
    if let Some(part) = fixed {
        return part.alerts.split(' ').filter_map(named).collect();
    }
    let mut chosen: Vec<Precaution> = scenario.precautions.to_vec();
    if who.age >= 80 && chance.percent(55) {
        chosen.push(Precaution::Falls);
    }
    if chance.percent(4) {
        chosen.push(Precaution::Contact);
    }
    if who.age >= 72 && chance.percent(16) {
        chosen.push(Precaution::DoNotResuscitate);
    }
    let mut seen = Vec::new();
    chosen.retain(|one| {
        let new = !seen.contains(one);
        seen.push(*one);
        new
    });
    chosen
}

fn named(key: &str) -> Option<Precaution> {
    match key {
        "falls" => Some(Precaution::Falls),
        "contact" => Some(Precaution::Contact),
        "droplet" => Some(Precaution::Droplet),
        "npo" => Some(Precaution::NothingByMouth),
        "target" => Some(Precaution::SaturationTarget),
        "dnr" => Some(Precaution::DoNotResuscitate),
        _ => None,
    }
}
