//! Finding patients as one types. The word with the fewest hits says where to look, the others are
//! checked on what is found there: the cost follows the rarest word, not the commonest.

use std::collections::HashSet;

use rusqlite::params;

use super::entry::{DirectoryEntry, SELECT, read};
use super::token::{Word, words};
use crate::column::find;
use crate::{Directory, StoreError};

impl Directory {
    /// Patients in whom every word of `text` begins a part of the name, the record number or the
    /// date of birth ("1961-08-14", "14-Aug-1961"); case and accents do not matter. At most
    /// `limit`, by name; none for an empty text.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<DirectoryEntry>, StoreError> {
        let mut words = words(text);
        let Some(rarest) = self.rarest(&words)? else {
            return Ok(Vec::new());
        };
        let rarest = words.swap_remove(rarest);
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for prefix in &rarest.0 {
            self.look_up(prefix, |number, has| {
                if words.iter().all(|word| word.is_among(has)) && seen.insert(number) {
                    let sql = format!("{SELECT} WHERE number = ?1");
                    found.extend(find(&self.connection, &sql, [number], read)?);
                }
                Ok(if found.len() < limit {
                    Go::On
                } else {
                    Go::Home
                })
            })?;
        }
        found.truncate(limit);
        found.sort_by(|a, b| name(a).cmp(&name(b)));
        Ok(found)
    }

    /// The index of the word with the fewest hits; counting stops where it is many anyway.
    fn rarest(&self, words: &[Word]) -> Result<Option<usize>, StoreError> {
        let mut counted = Vec::with_capacity(words.len());
        for (index, word) in words.iter().enumerate() {
            let mut hits = 0_u64;
            for prefix in &word.0 {
                let sql = "SELECT count(*) FROM
                    (SELECT 1 FROM token WHERE token >= ?1 AND token < ?2 LIMIT ?3)";
                let params = params![prefix, end_of(prefix), MANY];
                let count: Option<u64> = find(&self.connection, sql, params, |row| row.get(0))?;
                hits += count.unwrap_or(0);
            }
            counted.push((hits, index));
        }
        Ok(counted.into_iter().min().map(|(_, index)| index))
    }

    /// Hands on numbers and words of entries with a token that begins with `prefix`, in order of
    /// tokens.
    fn look_up(
        &self,
        prefix: &str,
        mut found: impl FnMut(i64, &str) -> Result<Go, StoreError>,
    ) -> Result<(), StoreError> {
        // CROSS JOIN is read from left to right: the range first, then its entries.
        let sql = "SELECT number, words FROM token CROSS JOIN entry ON number = token.entry
                   WHERE token >= ?1 AND token < ?2 ORDER BY token, token.entry";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![prefix, end_of(prefix)])?;
        while let Some(row) = rows.next()? {
            let words = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            if found(row.get(0)?, words)? == Go::Home {
                break;
            }
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
enum Go {
    On,
    Home,
}

fn name(entry: &DirectoryEntry) -> impl Ord {
    (
        entry.family.clone(),
        entry.given.clone(),
        entry.born.clone(),
        entry.chart,
    )
}

/// After every text that begins with `prefix`: no token has the last code point there is.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// Above this many hits a word is common.
const MANY: u32 = 2000;
