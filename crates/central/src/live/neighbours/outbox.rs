//! What waits to be said. It does not grow with a central that cannot speak: beyond one word, "look
//! anyway" says it all.

use charthold_central_store::MAX_WORD_BYTES;

use super::word::Word;
use crate::live::News;

/// News that wait, and how many words were made of them.
#[derive(Default)]
pub(super) struct Outbox {
    waiting: Vec<News>,
    words: u64,
}

impl Outbox {
    /// More than fit into one word.
    const BACKLOG: usize = 128;

    /// Adds what is new.
    pub(super) fn add(&mut self, news: &[News]) {
        news.iter().for_each(|one| self.add_one(*one));
    }

    fn add_one(&mut self, one: News) {
        if self.waiting.iter_mut().any(|known| covers(known, one)) {
            return;
        }
        if self.waiting.len() == Self::BACKLOG {
            self.lose();
        } else {
            self.waiting.push(one);
        }
    }

    /// What is not known to have been said, or is too much: everybody looks.
    pub(super) fn lose(&mut self) {
        self.waiting = vec![News::Missed];
    }

    /// The next word of `life`, with all that waits.
    pub(super) fn take(&mut self, life: u64, leaves: bool) -> Word {
        self.words += 1;
        let mut word = Word {
            life,
            number: self.words,
            news: std::mem::take(&mut self.waiting),
            leaves,
        };
        if word.to_text().len() > MAX_WORD_BYTES {
            word.news = vec![News::Missed];
        }
        word
    }
}

/// Whether `known` says what `one` says; of one chart, what is later says it.
fn covers(known: &mut News, one: News) -> bool {
    match (known, one) {
        (News::Missed, _) => true,
        (
            News::Entries { chart, seq, by },
            News::Entries {
                chart: of,
                seq: newer,
                by: from,
            },
        ) if *chart == of && *by == from => {
            *seq = newer.max(*seq);
            true
        }
        (known, one) => *known == one,
    }
}
