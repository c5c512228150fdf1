//! The seventeen people of ward 4B, the same for every seed: invented, each with a condition that
//! shows one thing the census must show (a rising score, a name alert, a resuscitation status).

use super::stay::Course;

const WARD: &str = include_str!("../../data/ward_4b.csv");

/// What is fixed about one patient of 4B; the rest is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) family: &'static str,
    pub(crate) given: &'static str,
    pub(crate) sex: &'static str,
    pub(crate) age: i64,
    pub(crate) mrn: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) course: Course,
    pub(crate) attending: &'static str,
    pub(crate) nurse: &'static str,
    /// Allergy keys separated by spaces, "none" or "unrecorded".
    pub(crate) allergies: &'static str,
    /// Alert keys separated by spaces.
    pub(crate) alerts: &'static str,
    /// The name they go by, when it is another.
    pub(crate) preferred: Option<&'static str>,
}

/// The part of bed `bed` of 4B, from 1.
pub(crate) fn part(bed: usize) -> Option<Part> {
    parse(WARD.lines().nth(bed)?)
}

fn parse(line: &'static str) -> Option<Part> {
    let mut cells = line.split('|').skip(1);
    let mut cell = || cells.next();
    Some(Part {
        family: cell()?,
        given: cell()?,
        sex: cell()?,
        age: cell()?.parse().ok()?,
        mrn: cell()?,
        scenario: cell()?,
        course: Course::named(cell()?)?,
        attending: cell()?,
        nurse: cell()?,
        allergies: cell()?,
        alerts: cell()?,
        preferred: cell().filter(|name| !name.is_empty()),
    })
}
