//! Routes of administration in words. Abbreviations that ISMP lists as error-prone are spelled.

use crate::fhir::Concept;

/// The route as shown, as `subcutaneous`; `None` when nothing is recorded.
#[must_use]
pub fn route_text(route: &Concept) -> Option<String> {
    let by_code = route
        .coding
        .iter()
        .filter_map(|c| c.code.as_deref())
        .find_map(by_code);
    if let Some(word) = by_code {
        return Some(word.into());
    }
    let label = route.label()?;
    Some(by_abbreviation(label).map_or_else(|| plain(label), Into::into))
}

fn by_code(code: &str) -> Option<&'static str> {
    SNOMED
        .iter()
        .find(|(snomed, _)| *snomed == code)
        .map(|(_, word)| *word)
}

fn by_abbreviation(label: &str) -> Option<&'static str> {
    let upper = label.trim().trim_end_matches('.').to_uppercase();
    ABBREVIATIONS
        .iter()
        .find(|(short, _)| *short == upper)
        .map(|(_, word)| *word)
}

/// `Respiratory tract route (qualifier value)` as `respiratory tract`.
fn plain(label: &str) -> String {
    let label = label.trim().to_lowercase();
    let label = label
        .strip_suffix("(qualifier value)")
        .unwrap_or(&label)
        .trim();
    label
        .strip_suffix(" route")
        .or(label.strip_suffix(" use"))
        .unwrap_or(label)
        .into()
}

/// SNOMED CT, descendants of 284009009 |Route of administration|.
const SNOMED: &[(&str, &str)] = &[
    ("26643006", "oral"),
    ("47625008", "intravenous"),
    ("34206005", "subcutaneous"),
    ("78421000", "intramuscular"),
    ("447694001", "inhaled"),
    ("37161004", "rectal"),
    ("37839007", "sublingual"),
    ("6064005", "topical"),
    ("46713006", "nasal"),
    ("54485002", "in the eye"),
    ("10547007", "in the ear"),
    ("16857009", "vaginal"),
    ("45890007", "transdermal"),
    ("418321004", "intraperitoneal"),
    ("72607000", "intrathecal"),
    ("37737002", "intraluminal"),
    ("127490009", "by gastrostomy"),
    ("127492001", "by nasogastric tube"),
];

const ABBREVIATIONS: &[(&str, &str)] = &[
    ("PO", "oral"),
    ("ORAL", "oral"),
    ("BY MOUTH", "oral"),
    ("IV", "intravenous"),
    ("SC", "subcutaneous"),
    ("SQ", "subcutaneous"),
    ("SUBQ", "subcutaneous"),
    ("SUBCUT", "subcutaneous"),
    ("IM", "intramuscular"),
    ("INH", "inhaled"),
    ("NEB", "inhaled by nebulizer"),
    ("PR", "rectal"),
    ("SL", "sublingual"),
    ("TOP", "topical"),
    ("TD", "transdermal"),
    ("IN", "nasal"),
    ("NG", "by nasogastric tube"),
    ("PV", "vaginal"),
    ("IT", "intrathecal"),
];
