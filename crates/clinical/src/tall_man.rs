//! Tall man lettering of drug names that are confused with one another, from a data file. For
//! display only: what is stored, searched, compared or sent is never touched.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The name with tall man letters where a list recommends them; other words are unchanged.
#[must_use]
pub fn tall_man(name: &str) -> Cow<'_, str> {
    let listed = |word: &str| LETTERINGS.get(word.to_lowercase().as_str()).copied();
    if !words(name).any(|word| listed(word).is_some()) {
        return Cow::Borrowed(name);
    }
    let shown: String = words(name)
        .map(|word| listed(word).unwrap_or(word))
        .collect();
    Cow::Owned(shown)
}

/// A generic name as it is shown: lower case, then tall man letters.
#[must_use]
pub fn generic_name(name: &str) -> String {
    let name = name.trim().to_lowercase();
    tall_man(&name).into_owned()
}

/// The name cut into words and what is between them; together they are the name.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split_inclusive(|c: char| !c.is_alphabetic())
        .flat_map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            let rest = piece.strip_prefix(word).unwrap_or_default();
            [word, rest].into_iter().filter(|part| !part.is_empty())
        })
}

static LETTERINGS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    let names = lines
        .filter_map(|line| line.split_once(','))
        .map(|(_, name)| name.trim());
    names.map(|name| (name.to_lowercase(), name)).collect()
});

const LIST: &str = include_str!("../data/tall_man.csv");
