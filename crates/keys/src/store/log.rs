//! Rows of the log.

use charthold_crypto::SigningSecret;
use rusqlite::{OptionalExtension, Row, params};

use super::Work;
use crate::KeysError;
use crate::log::{Entry, Link, LogHead};

impl Work<'_> {
    /// Appends `entry` to the log.
    pub(crate) fn append(&self, entry: &Entry, signing: &SigningSecret) -> Result<(), KeysError> {
        let failed = KeysError::store("appending to the log");
        let last = self
            .transaction
            .query_row(
                "SELECT seq, previous, entry, signature FROM log ORDER BY seq DESC LIMIT 1",
                [],
                link,
            )
            .optional()
            .map_err(&failed)?;
        let head = last.map_or(LogHead::EMPTY, |link| link.head());
        let Link {
            seq,
            previous,
            entry,
            signature,
        } = Link::make(head, entry, signing);
        self.transaction
            .execute(
                "INSERT INTO log (seq, previous, entry, signature) VALUES (?1, ?2, ?3, ?4)",
                params![seq, previous, entry, signature],
            )
            .map(drop)
            .map_err(failed)
    }

    /// Shows every link in order.
    pub(crate) fn for_each_link(
        &self,
        mut act: impl FnMut(&Link) -> Result<(), KeysError>,
    ) -> Result<(), KeysError> {
        let failed = KeysError::store("reading the log");
        let mut statement = self
            .transaction
            .prepare("SELECT seq, previous, entry, signature FROM log ORDER BY seq")
            .map_err(&failed)?;
        let links = statement.query_map([], link).map_err(&failed)?;
        for link in links {
            act(&link.map_err(&failed)?)?;
        }
        Ok(())
    }
}

fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        seq: row.get(0)?,
        previous: row.get(1)?,
        entry: row.get(2)?,
        signature: row.get(3)?,
    })
}
