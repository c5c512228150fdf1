//! People's names as a chart shows them: `FAMILY, Given (Title)` (NHS CUI PAB-0049…0054).
//! Choosing among a patient's several FHIR names is done here and nowhere else.

use crate::fhir::HumanName;

/// The parts of a name that are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Family name as written.
    pub family: String,
    /// Given names as written, joined by spaces.
    pub given: String,
    /// Title without a full stop, as `Ms`.
    pub title: Option<String>,
    /// What the person wants to be called, when it is recorded and differs from the given name.
    pub preferred: Option<String>,
}

impl PersonName {
    /// The name to show of several: usual, then official, then any not old; the preferred name is
    /// the nickname's or the usual name's given name.
    #[must_use]
    pub fn choose(names: &[HumanName]) -> Self {
        let with = |purpose: &str| names.iter().find(|n| n.purpose.as_deref() == Some(purpose));
        let current = || {
            names
                .iter()
                .find(|n| !matches!(n.purpose.as_deref(), Some("old" | "maiden" | "nickname")))
        };
        let formal = with("official")
            .or_else(|| with("usual"))
            .or_else(current)
            .or(names.first());
        let mut name = formal.map(Self::of).unwrap_or_default();
        let called = with("nickname")
            .or_else(|| with("usual"))
            .map(given_or_text);
        name.preferred = called.filter(|called| !called.is_empty() && *called != name.given);
        name
    }

    /// The parts of one FHIR name; a name in one text only is all family name.
    #[must_use]
    pub fn of(name: &HumanName) -> Self {
        let family = name.family.as_deref().unwrap_or_default().trim();
        let given = joined(name.given.iter());
        let title = name
            .prefix
            .first()
            .map(|t| t.trim().trim_end_matches('.').to_owned());
        let title = title.filter(|t| !t.is_empty());
        if family.is_empty() && given.is_empty() {
            let text = name.text.as_deref().unwrap_or_default().trim();
            return Self {
                family: text.into(),
                title,
                ..Self::default()
            };
        }
        Self {
            family: family.into(),
            given,
            title,
            preferred: None,
        }
    }

    /// `CUTLER, Alice (Ms)`; `Name not recorded` when there is none.
    #[must_use]
    pub fn display(&self) -> String {
        let family = self.family.to_uppercase();
        let name = match (family.is_empty(), self.given.is_empty()) {
            (true, true) => return "Name not recorded".into(),
            (true, false) => self.given.clone(),
            (false, true) => family,
            (false, false) => format!("{family}, {}", self.given),
        };
        match &self.title {
            Some(title) => format!("{name} ({title})"),
            None => name,
        }
    }

    /// What lists are ordered by: family, then given, case and common accents aside.
    #[must_use]
    pub fn sort_key(&self) -> String {
        format!("{} {}", folded(&self.family), folded(&self.given))
    }

    /// `AC`: the given name's and the family name's first letters.
    #[must_use]
    pub fn initials(&self) -> String {
        let first = |part: &str| part.chars().find(|c| c.is_alphabetic());
        let letters = first(&self.given).into_iter().chain(first(&self.family));
        letters.flat_map(char::to_uppercase).collect()
    }
}

fn given_or_text(name: &HumanName) -> String {
    let given = joined(name.given.iter());
    if given.is_empty() {
        name.text.clone().unwrap_or_default().trim().into()
    } else {
        given
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a String>) -> String {
    let parts: Vec<&str> = parts
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// Lower case with the accents of Latin-1 and its neighbours removed, for ordering and finding.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match ACCENTS.iter().find(|(accented, _)| accented.contains(c)) {
            Some((_, letters)) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    plain
}

const ACCENTS: &[(&str, &str)] = &[
    ("àáâãäåāăą", "a"),
    ("æ", "ae"),
    ("çćĉč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ìíîïĩīĭįı", "i"),
    ("ĺļľł", "l"),
    ("ñńņň", "n"),
    ("òóôõöøōŏő", "o"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťț", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűų", "u"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    // Combining marks that follow a letter.
    (
        "\u{300}\u{301}\u{302}\u{303}\u{308}\u{30a}\u{327}\u{30c}\u{307}",
        "",
    ),
];
