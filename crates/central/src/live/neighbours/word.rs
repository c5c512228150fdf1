//! One word: whose, the how many of theirs it is, and what is new. A word with nothing new is a
//! heartbeat. Ids and numbers only.
//!
//! `LIFE NUMBER PART…` in ASCII, parts `eCHART:SEQ:DEVICE`, `r`, `uDEVICE`, `!` and `bye`. Life and
//! number stay where they are for ever; a part that is not known (of a newer central) reads as "look
//! anyway". What has no life and number is no central's, and a word of a central that does not arrive
//! as it was said is missed by its number.

use std::fmt::Write;

use crate::live::News;

/// What a central says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Who says it.
    pub(super) life: u64,
    /// 1 for the first that this life says.
    pub(super) number: u64,
    /// What is new.
    pub(super) news: Vec<News>,
    /// It is the last.
    pub(super) leaves: bool,
}

impl Word {
    /// As it is said.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{:016x} {}", self.life, self.number);
        for one in &self.news {
            // Writing into a string cannot fail.
            let _ = match one {
                News::Entries { chart, seq, by } => write!(text, " e{chart}:{seq}:{by}"),
                News::Registered => write!(text, " r"),
                News::Used(device) => write!(text, " u{device}"),
                News::Missed => write!(text, " !"),
            };
        }
        if self.leaves {
            text.push_str(" bye");
        }
        text
    }

    /// What was said; `None` when it is no word.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let life = parts.next().filter(|life| life.len() == 16)?;
        let mut word = Self {
            life: u64::from_str_radix(life, 16).ok()?,
            number: parts.next()?.parse().ok()?,
            news: Vec::new(),
            leaves: false,
        };
        for part in parts {
            match part {
                "bye" => word.leaves = true,
                part => word.news.push(read_news(part).unwrap_or(News::Missed)),
            }
        }
        Some(word)
    }
}

fn read_news(part: &str) -> Option<News> {
    if part == "r" {
        return Some(News::Registered);
    }
    if let Some(device) = part.strip_prefix('u') {
        return Some(News::Used(device.parse().ok()?));
    }
    let mut entries = part.strip_prefix('e')?.split(':');
    let news = News::Entries {
        chart: entries.next()?.parse().ok()?,
        seq: entries.next()?.parse().ok()?,
        by: entries.next()?.parse().ok()?,
    };
    entries.next().is_none().then_some(news)
}
