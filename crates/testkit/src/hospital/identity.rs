//! Who a patient is: name, birth, sex, address. Drawn from short lists of common names, so any
//! likeness to a living person is chance; telephone numbers are from the block kept for fiction.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::cast::Part;
use super::chance::Chance;
use super::moment::Moment;
use super::place::Place;

const FAMILY: &str = include_str!("../../data/family_names.csv");
const GIVEN: &str = include_str!("../../data/given_names.csv");
const STREETS: &str = include_str!("../../data/streets.txt");
const TOWNS: [(&str, &str); 6] = [
    ("Riverside Falls", "04999"),
    ("Millbrook", "04998"),
    ("East Harbor", "04997"),
    ("Cedar Notch", "04996"),
    ("Granite Point", "04995"),
    ("Willow Ferry", "04994"),
];

/// Administrative sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

impl Sex {
    /// The FHIR code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// One patient as a person.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) family: &'static str,
    pub(crate) given: &'static str,
    pub(crate) middle: Option<&'static str>,
    pub(crate) prefix: &'static str,
    pub(crate) preferred: Option<&'static str>,
    pub(crate) sex: Sex,
    pub(crate) born: Date,
    pub(crate) age: i64,
    pub(crate) mrn: String,
    pub(crate) street: String,
    pub(crate) town: &'static str,
    pub(crate) postcode: &'static str,
    pub(crate) phone: String,
}

/// What the scenario asks of the person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suits {
    /// Youngest and oldest, years.
    pub(crate) ages: (i64, i64),
}

impl Identity {
    /// Patient `index` of the hospital grown from `seed`, at `now`.
    pub(crate) fn draw(
        seed: u64,
        index: usize,
        part: Option<&Part>,
        suits: Suits,
        now: Moment,
    ) -> Self {
        let mut chance = Chance::of(seed, index, "identity");
        let sex = if chance.percent(51) {
            Sex::Female
        } else {
            Sex::Male
        };
        let sex = part.map_or(sex, |part| {
            if part.sex == "male" {
                Sex::Male
            } else {
                Sex::Female
            }
        });
        let (family, origin) = family_name(seed, index);
        let given = given_name(&mut chance, sex, origin);
        let middle = chance
            .percent(35)
            .then(|| given_name(&mut chance, sex, origin));
        let drawn_age = chance.between(suits.ages.0, suits.ages.1);
        let age = part.map_or(drawn_age, |part| part.age);
        let (town, postcode) = *chance.pick(&TOWNS);
        let streets: Vec<&str> = STREETS.lines().collect();
        Self {
            family: part.map_or(family, |part| part.family),
            given: part.map_or(given, |part| part.given),
            middle: middle.filter(|middle| part.is_none() && *middle != given),
            prefix: prefix(&mut chance, sex),
            preferred: part.map_or_else(|| nickname(&mut chance, given), |part| part.preferred),
            sex,
            born: birth_date(&mut chance, now, age),
            age,
            mrn: part.map_or_else(|| record_number(seed, index), |part| part.mrn.to_owned()),
            street: format!("{} {}", chance.between(3, 980), chance.pick(&streets)),
            town,
            postcode,
            phone: format!("207-555-01{:02}", chance.between(0, 99)),
        }
    }

    /// "man" or "woman".
    pub(crate) const fn noun(&self) -> &'static str {
        match self.sex {
            Sex::Female => "woman",
            Sex::Male => "man",
        }
    }

    /// "he" or "she".
    pub(crate) const fn pronoun(&self) -> &'static str {
        match self.sex {
            Sex::Female => "she",
            Sex::Male => "he",
        }
    }
}

/// Every now and then the neighbour's family name, so that two in one unit share it: the name
/// alert needs somebody to warn about.
fn family_name(seed: u64, index: usize) -> (&'static str, &'static str) {
    let rank = Place::rank_elsewhere(index);
    let shares = index >= 6 && rank >= 3 && rank % 20 == 4;
    let source = if shares { neighbour(index) } else { index };
    let names: Vec<_> = FAMILY
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('|'))
        .collect();
    *Chance::of(seed, source, "family").pick(&names)
}

/// The patient three ranks earlier: same unit, the bed before.
const fn neighbour(index: usize) -> usize {
    let rank = Place::rank_elsewhere(index) - 3;
    if rank < super::place::WARD_PATIENTS {
        rank * 2 + 1
    } else {
        rank + super::place::WARD_PATIENTS
    }
}

fn given_name(chance: &mut Chance, sex: Sex, origin: &str) -> &'static str {
    let anywhere = chance.percent(20);
    let names: Vec<&'static str> = GIVEN
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (name, rest) = line.split_once('|')?;
            let (of_sex, from) = rest.split_once('|')?;
            (of_sex == sex.code() && (anywhere || from == origin)).then_some(name)
        })
        .collect();
    chance.pick::<&'static str>(&names)
}

fn prefix(chance: &mut Chance, sex: Sex) -> &'static str {
    match sex {
        Sex::Female => chance.pick::<&'static str>(&["Ms", "Ms", "Mrs", "Dr"]),
        Sex::Male => chance.pick::<&'static str>(&["Mr", "Mr", "Mr", "Dr"]),
    }
}

/// Short forms people really use, for the few given names that have a settled one.
fn nickname(chance: &mut Chance, given: &str) -> Option<&'static str> {
    const SHORT: [(&str, &str); 10] = [
        ("Eleanor", "Nell"),
        ("Josephine", "Jo"),
        ("Marjorie", "Marge"),
        ("Albert", "Bert"),
        ("Leonard", "Len"),
        ("Alejandra", "Ale"),
        ("Ignacio", "Nacho"),
        ("Oluwaseun", "Seun"),
        ("Katarina", "Kat"),
        ("Florence", "Flo"),
    ];
    let known = SHORT
        .iter()
        .find(|(name, _)| *name == given)
        .map(|(_, short)| *short);
    known.filter(|_| chance.percent(75))
}

fn birth_date(chance: &mut Chance, now: Moment, age: i64) -> Date {
    // At most 363 days past the birthday: the age stays true while the demonstration runs.
    let span = age.years().days(chance.between(1, 363));
    now.date()
        .checked_sub(span)
        .unwrap_or(Date::constant(1950, 1, 1))
}

/// Eight digits, unique: a stride through a prime, away from the numbers of the fixed ward.
fn record_number(seed: u64, index: usize) -> String {
    const PRIME: u64 = 399_989;
    let index = u64::try_from(index).unwrap_or(0);
    let position = (seed % PRIME + index % PRIME * 40_503 % PRIME) % PRIME;
    (28_500_000 + position).to_string()
}
