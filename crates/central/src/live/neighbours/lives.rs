//! Who else serves this store, and whether all of them are heard. Pure: the time is given.
//!
//! Hints are complete while this central hears its own words in time, sees its own connections, and
//! hears everybody else who has one that can write. Whoever has one and says nothing (an older program, one that hangs, one
//! whose words do not pass) may take things that nobody hears of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use charthold_central_store::Writer;
use charthold_domain::BootTime;

use super::word::Word;

/// What is known of the lives of centrals.
pub(super) struct Lives {
    own: u64,
    /// How long a life may be silent.
    limit: Duration,
    /// Since when this central listens, if it does.
    listens_since: Option<BootTime>,
    /// When it last heard itself, since then.
    own_heard_at: Option<BootTime>,
    others: BTreeMap<u64, Other>,
    /// Said that they leave, and may still have connections.
    left: BTreeSet<u64>,
    looked_at: Option<BootTime>,
    writers: Vec<Writer>,
    were_heard: bool,
}

/// A life that is heard.
struct Other {
    heard_at: BootTime,
    /// Of its last word; not known when this central did not listen for a while.
    number: Option<u64>,
}

impl Lives {
    /// Nobody known yet; each may be silent for `limit`.
    pub(super) const fn new(own: u64, limit: Duration) -> Self {
        Self {
            own,
            limit,
            listens_since: None,
            own_heard_at: None,
            others: BTreeMap::new(),
            left: BTreeSet::new(),
            looked_at: None,
            writers: Vec::new(),
            were_heard: false,
        }
    }

    /// From now on words are heard.
    pub(super) fn listen(&mut self, now: BootTime) {
        self.listens_since = Some(now);
        self.own_heard_at = None;
        self.others
            .values_mut()
            .for_each(|other| other.number = None);
    }

    /// Words are heard no more.
    pub(super) const fn stop_listening(&mut self) {
        self.listens_since = None;
        self.own_heard_at = None;
    }

    /// Takes a word; answers whether others may have been missed before it.
    #[must_use]
    pub(super) fn hear(&mut self, now: BootTime, word: &Word) -> bool {
        let is_missed = if word.life == self.own {
            // The first on a line: what was said before it was not heard.
            self.own_heard_at.replace(now).is_none()
        } else {
            self.hear_other(now, word)
        };
        self.judge(now) || is_missed
    }

    fn hear_other(&mut self, now: BootTime, word: &Word) -> bool {
        let before = if word.leaves {
            self.left.insert(word.life);
            self.others.remove(&word.life)
        } else {
            self.left.remove(&word.life);
            let other = Other {
                heard_at: now,
                number: Some(word.number),
            };
            self.others.insert(word.life, other)
        };
        let before = before.map_or(Some(0), |other| other.number);
        before.is_some_and(|before| before.checked_add(1) != Some(word.number))
    }

    /// Takes whose connections the store has.
    pub(super) fn look(&mut self, now: BootTime, writers: Vec<Writer>) {
        self.left
            .retain(|life| writers.contains(&Writer::Life(*life)));
        self.looked_at = Some(now);
        self.writers = writers;
    }

    /// Forgets who is silent; answers whether words may have been missed: somebody went without a
    /// word, or all are heard again, or no more.
    #[must_use]
    pub(super) fn judge(&mut self, now: BootTime) -> bool {
        let known = self.others.len();
        let limit = self.limit;
        self.others
            .retain(|_, other| now.since(other.heard_at) <= limit);
        let is_one_gone = self.others.len() < known;
        let are_heard = self.are_heard(now);
        let is_turned = are_heard != self.were_heard;
        self.were_heard = are_heard;
        is_one_gone || is_turned
    }

    /// Whether all that any central takes is heard of here.
    pub(super) fn are_heard(&self, now: BootTime) -> bool {
        self.is_recent(self.own_heard_at, now)
            && self.is_recent(self.looked_at, now)
            // Where not even the own name is seen, others' would not be.
            && self.writers.contains(&Writer::Life(self.own))
            && self
                .writers
                .iter()
                .all(|writer| self.is_heard(*writer, now))
    }

    /// Whether the line on which words are heard is to be given up: not even the own ones come.
    pub(super) fn is_deaf(&self, now: BootTime) -> bool {
        let last = self.own_heard_at.max(self.listens_since);
        !self.is_recent(last, now)
    }

    fn is_heard(&self, writer: Writer, now: BootTime) -> bool {
        match writer {
            Writer::Unnamed => false,
            Writer::Life(life) if life == self.own || self.left.contains(&life) => true,
            Writer::Life(life) => {
                let heard_at = self.others.get(&life).map(|other| other.heard_at);
                self.is_recent(heard_at, now)
            }
        }
    }

    fn is_recent(&self, at: Option<BootTime>, now: BootTime) -> bool {
        at.is_some_and(|at| now.since(at) <= self.limit)
    }
}
