//! What people are allergic to, and the three states of knowing: listed, none known, not asked.

use super::chance::Chance;
use super::formulary::Family;

/// One substance people react to.
#[derive(Debug)]
pub(crate) struct Allergen {
    pub(crate) key: &'static str,
    pub(crate) text: &'static str,
    /// Code system and code; `None` for words only.
    pub(crate) code: Option<(&'static str, &'static str)>,
    pub(crate) category: &'static str,
    /// Reaction in words, with its SNOMED CT code where there is one.
    pub(crate) reaction: (&'static str, Option<&'static str>),
    pub(crate) criticality: &'static str,
    pub(crate) family: Family,
}

/// What the chart knows.
#[derive(Clone, Debug)]
pub(crate) enum Allergies {
    /// Nobody has asked yet.
    NotRecorded,
    /// Asked: none.
    NoneKnown,
    /// Asked: these.
    Listed(Vec<&'static Allergen>),
}

impl Allergies {
    /// What a fixed part says, or a draw.
    pub(crate) fn draw(chance: &mut Chance, fixed: Option<&str>) -> Self {
        match fixed {
            Some("none") => Self::NoneKnown,
            Some("unrecorded") => Self::NotRecorded,
            Some(keys) => Self::Listed(
                keys.split(' ')
                    .filter_map(|key| ALLERGENS.iter().find(|one| one.key == key))
                    .collect(),
            ),
            None => match chance.between(1, 100) {
                1..=4 => Self::NotRecorded,
                5..=58 => Self::NoneKnown,
                _ => Self::Listed(some(chance)),
            },
        }
    }

    /// Whether a drug of `family` is to be avoided.
    pub(crate) fn include(&self, family: Family) -> bool {
        family != Family::Other && self.list().iter().any(|allergen| allergen.family == family)
    }

    /// The listed ones.
    pub(crate) fn list(&self) -> &[&'static Allergen] {
        match self {
            Self::Listed(allergens) => allergens,
            _ => &[],
        }
    }

    /// As a sentence for a note.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::NotRecorded => "Not yet recorded.".to_owned(),
            Self::NoneKnown => "No known allergies.".to_owned(),
            Self::Listed(allergens) => {
                let each: Vec<String> = allergens
                    .iter()
                    .map(|one| format!("{}: {}", one.text, one.reaction.0))
                    .collect();
                format!("{}.", each.join("; "))
            }
        }
    }
}

fn some(chance: &mut Chance) -> Vec<&'static Allergen> {
    let count = if chance.percent(28) { 2 } else { 1 };
    let mut chosen: Vec<&'static Allergen> = Vec::new();
    for _ in 0..count {
        let next = chance.pick(ALLERGENS);
        if !chosen.iter().any(|allergen| allergen.key == next.key) {
            chosen.push(next);
        }
    }
    chosen
}

const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const SNOMED: &str = "http://snomed.info/sct";
const HIVES: (&str, Option<&str>) = ("hives", Some("247472004"));
const ANAPHYLAXIS: (&str, Option<&str>) = ("anaphylaxis", Some("39579001"));
const RASH: (&str, Option<&str>) = ("rash", Some("271807003"));
const NAUSEA: (&str, Option<&str>) = ("nausea", Some("422587007"));

macro_rules! allergens {
    ($($key:literal, $text:literal, $code:expr, $category:literal, $reaction:expr, $criticality:literal, $family:ident;)*) => {
        &[$(Allergen {
            key: $key, text: $text, code: $code, category: $category,
            reaction: $reaction, criticality: $criticality, family: Family::$family,
        }),*]
    };
}

const ALLERGENS: &[Allergen] = allergens! {
    "penicillin", "penicillins", Some((SNOMED, "373270004")), "medication", ANAPHYLAXIS, "high", Penicillin;
    "sulfonamide", "sulfonamide antibiotics", Some((SNOMED, "387406002")), "medication", RASH, "low", Sulfonamide;
    "codeine", "codeine", Some((RXNORM, "2670")), "medication", NAUSEA, "low", Opioid;
    "aspirin", "aspirin", Some((RXNORM, "1191")), "medication", ("wheeze", Some("56018004")), "high", Salicylate;
    "ibuprofen", "ibuprofen", Some((RXNORM, "5640")), "medication", HIVES, "low", Other;
    "ciprofloxacin", "ciprofloxacin", Some((RXNORM, "2551")), "medication", RASH, "low", Quinolone;
    "lisinopril", "lisinopril", Some((RXNORM, "29046")), "medication", ("cough", Some("49727002")), "low", AceInhibitor;
    "cephalexin", "cephalexin", Some((RXNORM, "2231")), "medication", HIVES, "low", Cephalosporin;
    "latex", "latex", Some((SNOMED, "111088007")), "environment", HIVES, "low", Other;
    "peanut", "peanut", Some((SNOMED, "762952008")), "food", ANAPHYLAXIS, "high", Other;
    "shellfish", "shellfish", Some((SNOMED, "735029006")), "food", HIVES, "low", Other;
    "contrast", "iodinated contrast", None, "medication", HIVES, "low", Other;
    "adhesive", "adhesive tape", None, "environment", RASH, "low", Other;
};
