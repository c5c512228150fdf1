//! What an import reads, and where each entry came from, so that a report can name file and place.
//! What entries mean is `charthold_clinical::import`'s.

use std::io::Read;
use std::path::{Path, PathBuf};

use charthold_clinical::import::Split;

/// Larger inputs are refused unread: no chart is a quarter of a gigabyte of text.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// One input.
#[derive(Debug)]
pub enum ImportSource {
    /// A file.
    File(PathBuf),
    /// Text that was made here, under a name for the report.
    Text {
        /// The name.
        name: String,
        /// The bundle or NDJSON.
        content: String,
    },
}

impl ImportSource {
    /// Its name in the report: what the person gave, without where it lies.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => file_name(path),
            Self::Text { name, .. } => name.clone(),
        }
    }

    /// Its bytes, or the code it is refused with.
    pub(super) fn load(&self) -> Result<Vec<u8>, &'static str> {
        match self {
            Self::Text { content, .. } => Ok(content.clone().into_bytes()),
            Self::File(path) => match read_limited(path) {
                Ok(Some(bytes)) => Ok(bytes),
                Ok(None) => Err("too-large"),
                Err(_) => Err("not-readable"),
            },
        }
    }
}

/// What is in the file, unless it is too much. A device or a pipe says nothing of its size before it
/// is read.
fn read_limited(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.len() > MAX_FILE_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE_BYTES);
    Ok(fits.then_some(bytes))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Texts laid end to end: entries are numbered through all of them.
#[derive(Default)]
pub(super) struct Origins {
    /// The number of each text's first entry, and its name.
    texts: Vec<(usize, String)>,
    next: usize,
}

impl Origins {
    /// Adds a text; its entries are numbered after those of the texts before.
    pub(super) fn add(&mut self, name: &str, split: &mut Split) {
        let first = self.next;
        for entry in &mut split.entries {
            entry.index += first;
            self.next = self.next.max(entry.index + 1);
        }
        self.texts.push((first, name.to_owned()));
    }

    /// The text that the entry with this number is in, and its place there.
    pub(super) fn find(&self, number: usize) -> (&str, usize) {
        let after = self.texts.partition_point(|(first, _)| *first <= number);
        match after.checked_sub(1).and_then(|last| self.texts.get(last)) {
            Some((first, name)) => (name, number - first),
            None => ("", number),
        }
    }
}
