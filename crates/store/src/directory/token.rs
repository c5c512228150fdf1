//! What an entry is found by, and what a typed word looks for. Both sides are folded alike: lower
//! case, without accents, letters and digits only.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::DirectoryEntry;

/// Every token of an entry, each once.
pub(super) fn of_entry(entry: &DirectoryEntry) -> Vec<String> {
    let names = [&entry.family, &entry.given, &entry.nickname];
    let mut tokens: Vec<String> = names
        .into_iter()
        .flatten()
        .flat_map(|name| of_name(name))
        .collect();
    if let Some(mrn) = &entry.mrn {
        let whole = compact(&fold(mrn));
        let digits: String = mrn.chars().filter(char::is_ascii_digit).collect();
        let significant = digits.trim_start_matches('0').to_owned();
        let numbers = [whole, digits, significant]
            .into_iter()
            .filter(|number| !number.is_empty());
        tokens.extend(numbers.map(|number| format!("{NUMBER}{number}")));
    }
    let born = entry
        .born
        .iter()
        .filter(|born| born.bytes().all(|byte| byte.is_ascii_graphic()));
    tokens.extend(born.map(|born| format!("{BORN}{born}")));
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The tokens in one text, a space before and after each.
pub(super) fn joined(tokens: &[String]) -> String {
    format!(" {} ", tokens.join(" "))
}

/// One typed word: an entry has it when a token begins with one of these.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) Vec<String>);

impl Word {
    /// Whether one of the tokens that [`joined`] made `words` of begins as this does.
    pub(super) fn is_among(&self, words: &str) -> bool {
        self.0.iter().any(|prefix| {
            words.match_indices(prefix).any(|(start, _)| {
                start
                    .checked_sub(1)
                    .and_then(|before| words.as_bytes().get(before))
                    == Some(&b' ')
            })
        })
    }
}

/// The words of a search. "O'Brien" is two; "14-Aug-1961" and "1961-08-14" are one date.
pub(super) fn words(text: &str) -> Vec<Word> {
    text.split_whitespace().flat_map(words_of).collect()
}

fn words_of(typed: &str) -> Vec<Word> {
    if let Some(date) = date(typed) {
        return vec![Word(vec![format!("{BORN}{date}")])];
    }
    let folded = fold(typed);
    if typed.chars().any(|letter| letter.is_ascii_digit()) {
        let number = compact(&folded);
        // "1961" may be the year of birth or the beginning of a number.
        let is_date = typed
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '-');
        let born = (is_date && typed.len() >= 4).then(|| format!("{BORN}{typed}"));
        return vec![Word(
            [format!("{NUMBER}{number}")]
                .into_iter()
                .chain(born)
                .collect(),
        )];
    }
    parts(&folded)
        .map(|part| Word(vec![format!("{NAME}{part}")]))
        .collect()
}

fn of_name(name: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for word in name.split_whitespace() {
        let folded = fold(word);
        // "O'Brien" is found by "brien" and by "obrien".
        let whole = compact(&folded);
        let texts = parts(&folded).map(ToOwned::to_owned).chain([whole]);
        let texts = texts.filter(|text| !text.is_empty());
        tokens.extend(texts.map(|text| format!("{NAME}{text}")));
    }
    tokens
}

/// Lower case without accents. Letters that no accent makes are written as their neighbours type them.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ł' | 'Ł' => folded.push('l'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            _ => folded.extend(
                letter
                    .to_lowercase()
                    .filter(|lower| !is_combining_mark(*lower)),
            ),
        }
    }
    folded
}

fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

fn compact(folded: &str) -> String {
    folded
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// A whole date as FHIR writes it, from "1961-08-14" or "14-Aug-1961".
fn date(typed: &str) -> Option<String> {
    let mut fields = typed.split('-');
    let (first, second, third) = (fields.next()?, fields.next()?, fields.next()?);
    if fields.next().is_some() {
        return None;
    }
    let (year, month, day) = if first.len() == 4 {
        (first, second.parse().ok()?, third)
    } else {
        let short = fold(second);
        let month = MONTHS.iter().position(|month| *month == short)? + 1;
        (third, month, first)
    };
    let (year, day): (u16, u8) = (year.parse().ok()?, day.parse().ok()?);
    let is_date = year >= 1000 && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

const NAME: char = 'n';
const NUMBER: char = 'm';
const BORN: char = 'b';

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
