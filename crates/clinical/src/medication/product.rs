//! Taking a product's name apart, as RxNorm writes it: `Acetaminophen 160 MG Chewable Tablet`.
//! Only names that are plainly of that form are; in doubt the name stays whole, since a name cut
//! wrong is worse than a long one.

use std::borrow::Cow;

use crate::number::unit_text;
use crate::tall_man::{generic_name, tall_man};

/// A product's name in parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Product<'a> {
    pub(super) ingredient: &'a str,
    pub(super) strength: String,
    pub(super) form: String,
}

/// `None` unless the name is one ingredient, one strength and a form, in that order.
pub(super) fn parse(label: &str) -> Option<Product<'_>> {
    if label.contains([',', '[', '{']) || label.contains(" / ") {
        return None;
    }
    let words: Vec<&str> = label.split_whitespace().collect();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut numbers = words.iter().enumerate().filter(|(_, word)| is_number(word));
    let (at, number) = numbers.next()?;
    if numbers.next().is_some() || at == 0 || number.parse::<f64>().is_err() {
        return None;
    }
    let unit = words.get(at + 1)?;
    let form = words.get(at + 2..)?.join(" ").to_lowercase();
    let last = form.rsplit(' ').next()?;
    if !FORMS.contains(&last) || !unit.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let unit = STRENGTH_UNITS.iter().find(|(rxnorm, _)| rxnorm == unit);
    let unit = unit.map_or(Cow::Borrowed(""), |(_, shown)| unit_text(shown));
    if unit.is_empty() {
        return None;
    }
    let ingredient = label.split_once(number).map(|(before, _)| before.trim())?;
    Some(Product {
        ingredient,
        strength: format!("{number} {unit}"),
        form,
    })
}

/// The name and form in a text that is the coded name followed by a form: `furosemide injection`
/// coded as furosemide.
pub(super) fn name_and_form<'a>(label: &'a str, coded_name: &str) -> Option<(&'a str, &'a str)> {
    let (name, form) = label.split_at_checked(coded_name.len())?;
    let form = form.strip_prefix(' ')?.trim();
    let known = form
        .rsplit(' ')
        .next()
        .is_some_and(|last| FORMS.contains(&last));
    (name.eq_ignore_ascii_case(coded_name) && known).then_some((name, form))
}

/// A generic name as it is shown; names that are more than letters keep their own case, for which
/// there may be a reason (brands, combinations), and get tall man letters only.
pub(super) fn plain_name(label: &str) -> String {
    let simple = label
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'));
    let capitals_inside = label
        .split([' ', '-'])
        .any(|word| word.chars().skip(1).any(char::is_uppercase));
    if simple && !capitals_inside {
        generic_name(label)
    } else {
        tall_man(label).into_owned()
    }
}

const FORMS: &[&str] = &[
    "tablet",
    "capsule",
    "solution",
    "suspension",
    "injection",
    "cream",
    "ointment",
    "gel",
    "patch",
    "inhaler",
    "spray",
    "syringe",
    "powder",
    "suppository",
    "lozenge",
    "syrup",
    "system",
];

const STRENGTH_UNITS: &[(&str, &str)] = &[
    ("MG", "mg"),
    ("MCG", "mcg"),
    ("UG", "mcg"),
    ("UNT", "UNT"),
    ("MG/ML", "mg/mL"),
    ("UNT/ML", "UNT/mL"),
    ("MG/ACTUAT", "mg/actuation"),
    ("MEQ", "mEq"),
    ("ML", "mL"),
];
