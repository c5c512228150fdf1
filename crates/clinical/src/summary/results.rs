//! Laboratory results: the last of each code, with the one before it and a short name.

use std::collections::HashMap;
use std::time::Duration;

use charthold_domain::Timestamp;

use super::gather::Of;
use super::{AsOf, EarlierValue, Novelty, ResultLine};
use crate::date::FhirMoment;
use crate::fhir::Coding;
use crate::observation::Observation;

/// The last result of each code, newest first.
pub(super) fn lines(results: Vec<Of<Observation>>, as_of: &AsOf) -> Vec<ResultLine> {
    let mut last: HashMap<String, (Of<Observation>, Option<Of<Observation>>)> = HashMap::new();
    for result in results {
        match last.remove(&key_of(&result.item)) {
            None => last.insert(key_of(&result.item), (result, None)),
            Some((newest, before)) => {
                let pair = ordered(result, newest, before);
                last.insert(key_of(&pair.0.item), pair)
            }
        };
    }
    let mut lines: Vec<ResultLine> = last
        .into_values()
        .map(|(newest, before)| line(newest, before, as_of))
        .collect();
    lines.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.label.cmp(&b.label)));
    lines
}

/// The two newest of three, newest first.
fn ordered(
    result: Of<Observation>,
    newest: Of<Observation>,
    before: Option<Of<Observation>>,
) -> (Of<Observation>, Option<Of<Observation>>) {
    let at = |of: &Of<Observation>| of.item.at.map(FhirMoment::start);
    if at(&result) > at(&newest) {
        return (result, Some(newest));
    }
    match before {
        Some(before) if at(&before) >= at(&result) => (newest, Some(before)),
        _ => (newest, Some(result)),
    }
}

fn key_of(result: &Observation) -> String {
    let code = result.coding.iter().find_map(|c| c.code.as_deref());
    code.unwrap_or(&result.label).to_owned()
}

fn line(newest: Of<Observation>, before: Option<Of<Observation>>, as_of: &AsOf) -> ResultLine {
    let Of {
        record,
        item: result,
    } = newest;
    let at = result.at.map(FhirMoment::start);
    let known_since = result.issued.map(FhirMoment::start).or(at);
    ResultLine {
        record,
        short_label: short_label(&result.coding, &result.label),
        value: result.value_text(),
        direction: result.direction,
        novelty: novelty(known_since, as_of.now),
        before: before.map(|Of { item, .. }| EarlierValue {
            value: item.value_text(),
            at: item.at.map(FhirMoment::start),
        }),
        code: result.coding.into_iter().next(),
        label: result.label,
        range: result.range,
        at,
    }
}

fn novelty(known_since: Option<Timestamp>, now: Timestamp) -> Novelty {
    match known_since {
        Some(since) if now.since(since) <= NEW_FOR => Novelty::New,
        _ => Novelty::Known,
    }
}

/// `K` for potassium; else the name up to LOINC's bracket.
fn short_label(coding: &[Coding], label: &str) -> String {
    let codes = || coding.iter().filter_map(|c| c.code.as_deref());
    let known = SHORT_LABELS
        .iter()
        .find(|(loinc, _)| codes().any(|code| loinc.contains(&code)));
    let stem = label.split(" [").next().unwrap_or(label).trim();
    known.map_or_else(|| stem.to_owned(), |(_, short)| (*short).to_owned())
}

/// How long a result counts as new, there being no acknowledgement in the record.
const NEW_FOR: Duration = Duration::from_secs(12 * 60 * 60);

const SHORT_LABELS: &[(&[&str], &str)] = &[
    (&["718-7"], "Hb"),
    (&["4544-3", "20570-8"], "Hct"),
    (&["6690-2", "26464-8"], "WBC"),
    (&["777-3", "26515-7"], "Platelets"),
    (&["2951-2", "2947-0"], "Na"),
    (&["2823-3", "6298-4"], "K"),
    (&["2075-0", "2069-3"], "Cl"),
    (&["1963-8", "2028-9", "20565-8"], "CO2"),
    (&["3094-0", "6299-2"], "BUN"),
    (&["2160-0", "38483-4"], "Creatinine"),
    (&["2345-7", "2339-0", "41653-7"], "Glucose"),
    (&["17861-6", "49765-1"], "Ca"),
    (&["19123-9", "2601-3"], "Mg"),
    (&["2777-1"], "Phosphate"),
    (&["2524-7", "32693-4"], "Lactate"),
    (&["1988-5"], "CRP"),
    (&["10839-9", "89579-7", "6598-7", "67151-1"], "Troponin"),
    (&["42637-9", "30934-4"], "BNP"),
    (&["33762-6"], "NT-proBNP"),
    (&["6301-6", "34714-6"], "INR"),
    (&["1742-6"], "ALT"),
    (&["1920-8"], "AST"),
    (&["1975-2"], "Bilirubin"),
    (&["3040-3"], "Lipase"),
    (&["4548-4"], "HbA1c"),
    (&["2744-1"], "pH"),
    (&["33914-3", "48642-3", "98979-8", "62238-1"], "eGFR"),
];
