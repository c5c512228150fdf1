//! A disk whose power may be cut. What was synced is there afterwards. What was not is there, or not, or torn at a sector, each
//! write by itself and in any order.

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use super::recording::{Event, Watched};

const SECTOR: usize = 512;

/// The files of a database, by name.
pub(super) struct Disk {
    files: BTreeMap<String, File>,
    /// Whether it does as it is told when it is to sync.
    honest: bool,
}

#[derive(Clone, Default)]
struct File {
    /// What is safe.
    safe: Vec<u8>,
    /// What is not.
    unsafe_yet: Vec<Change>,
    /// Another of this name was removed, and may be back: which files there are was not synced since.
    removed: Option<Vec<u8>>,
    /// It is removed itself.
    is_gone: bool,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

impl Disk {
    /// A disk on which everything of `watched` is safe.
    pub(super) fn of(watched: &Watched<'_>, honest: bool) -> Self {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(watched.folder).expect("it is there") {
            let path = entry.expect("it is there").path();
            let name = path.file_name().expect("it has one").to_string_lossy();
            if name.starts_with(watched.files) {
                let safe = std::fs::read(&path).expect("it can be read");
                let file = File {
                    safe,
                    ..File::default()
                };
                files.insert(name.into_owned(), file);
            }
        }
        Self { files, honest }
    }

    fn take(&mut self, event: &Event) {
        match event {
            Event::Write(name, at, bytes) => {
                let change = Change::Write(*at, bytes.clone());
                self.there(name).unsafe_yet.push(change);
            }
            Event::Resize(name, length) => {
                self.there(name).unsafe_yet.push(Change::Resize(*length));
            }
            Event::Remove(name) => {
                let file = self.files.entry(name.clone()).or_default();
                let removed = file.removed.take().or(Some(std::mem::take(&mut file.safe)));
                *file = File {
                    removed,
                    is_gone: true,
                    ..File::default()
                };
            }
            Event::Sync(name) if self.honest => {
                let file = self.there(name);
                for change in std::mem::take(&mut file.unsafe_yet) {
                    change.apply(&mut file.safe, &mut || true);
                }
            }
            Event::SyncFolder if self.honest => {
                for file in self.files.values_mut() {
                    file.removed = None;
                }
            }
            Event::Sync(_) | Event::SyncFolder | Event::Acknowledged(_) => {}
        }
    }

    /// Cuts the power so many times, at moments of `events`, and each time lays what is left into a folder of its own in
    /// `room`, for `look` to find harm in: with what was acknowledged by then, and after how many events.
    pub(super) fn cut_again_and_again<Harm>(
        mut self,
        (events, times): (&[Event], usize),
        room: &Path,
        chance: &mut dyn FnMut() -> u64,
        mut look: impl FnMut(&Path, &[&str], usize) -> Option<Harm>,
    ) -> Vec<Harm> {
        let count = u64::try_from(events.len()).expect("it is small");
        let mut moments: Vec<u64> = (0..times).map(|_| chance() % (count + 1)).collect();
        moments.sort_unstable();
        let (mut taken, mut acknowledged, mut harmed) = (0, Vec::new(), Vec::new());
        for moment in moments {
            let moment = usize::try_from(moment).expect("it is small");
            for event in &events[taken..moment] {
                self.take(event);
                acknowledged.extend(event.acknowledged());
            }
            taken = moment;
            let left = TempDir::new_in(room).expect("there is room");
            self.cut(chance, left.path());
            harmed.extend(look(left.path(), &acknowledged, moment));
        }
        harmed
    }

    fn there(&mut self, name: &str) -> &mut File {
        let file = self.files.entry(name.to_owned()).or_default();
        file.is_gone = false;
        file
    }

    /// Cuts the power and lays what the disk holds then into `home`.
    fn cut(&self, chance: &mut dyn FnMut() -> u64, home: &Path) {
        for (name, file) in &self.files {
            if let Some(bytes) = file.after_a_cut(chance) {
                std::fs::write(home.join(name), bytes).expect("there is room");
            }
        }
    }
}

impl File {
    fn after_a_cut(&self, chance: &mut dyn FnMut() -> u64) -> Option<Vec<u8>> {
        if let Some(removed) = &self.removed
            && chance().is_multiple_of(2)
        {
            return Some(removed.clone());
        }
        if self.is_gone {
            return None;
        }
        let mut changes = self.unsafe_yet.clone();
        // Some came before others that were asked for later.
        for place in (1..changes.len()).rev() {
            let places = u64::try_from(place).expect("it is small") + 1;
            let other = usize::try_from(chance() % places).expect("it is small");
            changes.swap(place, other);
        }
        let mut bytes = self.safe.clone();
        for change in changes {
            match chance() % 3 {
                0 => {}
                1 => change.apply(&mut bytes, &mut || true),
                _ => change.apply(&mut bytes, &mut || chance().is_multiple_of(2)),
            }
        }
        Some(bytes)
    }
}

impl Change {
    /// Applies the sectors that `arrived`.
    fn apply(&self, to: &mut Vec<u8>, arrived: &mut dyn FnMut() -> bool) {
        match self {
            Self::Resize(length) => to.resize(*length, 0),
            Self::Write(at, bytes) => {
                let mut from = 0;
                while from < bytes.len() {
                    let place = at + from;
                    let until = bytes.len().min(from + SECTOR - place % SECTOR);
                    if arrived() {
                        let end = at + until;
                        if to.len() < end {
                            to.resize(end, 0);
                        }
                        to[place..end].copy_from_slice(&bytes[from..until]);
                    }
                    from = until;
                }
            }
        }
    }
}
