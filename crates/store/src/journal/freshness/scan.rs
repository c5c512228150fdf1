//! Reads every row in the order of its table, and every entry of an index in the order of the index: what one page less or an older
//! one would leave out is left out of the sum.

use rusqlite::{Connection, Row};

use super::row::{Digest, RowHash};
use crate::StoreError;
use crate::column::list;

/// A table that the digest covers.
pub(super) struct Table {
    pub(super) name: String,
    /// All but what is bound otherwise.
    pub(super) columns: Vec<String>,
    /// What an entry of an index ends with: the row's number, or the primary key.
    key: Vec<String>,
}

/// An index of a table.
struct Index {
    name: String,
    columns: Vec<String>,
    /// Of a partial one: which rows it has.
    condition: Option<String>,
}

impl Table {
    /// Every table but SQLite's own and the one that keeps the digest.
    pub(super) fn all(connection: &Connection) -> Result<Vec<Self>, StoreError> {
        let sql = "SELECT name, wr FROM pragma_table_list
                   WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                     AND name <> 'freshness' ORDER BY name";
        let names = list(connection, sql, [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
        })?;
        let tables = names.into_iter().map(|(name, without_rowid)| {
            let sql = "SELECT name, pk > 0 FROM pragma_table_info(?1) ORDER BY cid";
            let columns = list(connection, sql, [&name], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
            })?;
            let key = if without_rowid {
                let keys = columns.iter().filter(|(_, is_key)| *is_key);
                keys.map(|(column, _)| column.clone()).collect()
            } else {
                vec!["rowid".to_owned()]
            };
            let covered = columns.into_iter().map(|(column, _)| column);
            let covered = covered.filter(|column| (name.as_str(), column.as_str()) != BOUND);
            Ok(Self {
                columns: covered.collect(),
                key,
                name,
            })
        });
        tables.collect()
    }

    fn indexes(&self, connection: &Connection) -> Result<Vec<Index>, StoreError> {
        // The primary key of a table without row numbers is listed, and is the table itself: it is not in the schema.
        let sql =
            "SELECT i.name, s.sql FROM pragma_index_list(?1) i JOIN sqlite_schema s USING (name)";
        let found = list(connection, sql, [&self.name], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })?;
        let indexes = found.into_iter().map(|(name, sql)| {
            let columns = "SELECT name FROM pragma_index_info(?1) ORDER BY seqno";
            Ok(Index {
                columns: list(connection, columns, [&name], |row| row.get(0))?,
                condition: sql
                    .and_then(|sql| sql.split_once(" WHERE ").map(|(_, text)| text.to_owned())),
                name,
            })
        });
        indexes.collect()
    }
}

/// The digest of all rows that are there.
///
/// # Errors
/// [`StoreError::Stale`] when an index does not have what its table has; [`StoreError::Mismatch`] when it was ended.
pub(super) fn all_rows(
    connection: &Connection,
    key: &[u8; 32],
    goes_on: &dyn Fn() -> bool,
) -> Result<Digest, StoreError> {
    let reader = Reader {
        connection,
        key,
        goes_on,
    };
    let mut digest = Digest::default();
    for table in Table::all(connection)? {
        let name = &table.name;
        let rows = format!("FROM \"{name}\" NOT INDEXED");
        let of_table = reader.sum((name, &table.columns, &rows))?;
        digest = digest.with(of_table.0);
        for index in table.indexes(connection)? {
            let mut columns = index.columns;
            columns.extend(table.key.iter().cloned());
            let condition = index
                .condition
                .map(|text| format!(" WHERE {text}"))
                .unwrap_or_default();
            let entries = format!("FROM \"{name}\" INDEXED BY \"{}\"{condition}", index.name);
            let rows = format!("{rows}{condition}");
            let of_index = reader.sum((name, &columns, &entries))?;
            if of_index != reader.sum((name, &columns, &rows))? {
                return Err(StoreError::Stale);
            }
        }
    }
    Ok(digest)
}

/// Reads until it is told not to.
struct Reader<'a> {
    connection: &'a Connection,
    key: &'a [u8; 32],
    goes_on: &'a dyn Fn() -> bool,
}

impl Reader<'_> {
    fn sum(&self, (place, columns, source): (&str, &[String], &str)) -> Result<Digest, StoreError> {
        let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let sql = format!("SELECT {} {source}", names.join(", "));
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut digest = Digest::default();
        while let Some(row) = rows.next()? {
            if !(self.goes_on)() {
                return Err(ENDED);
            }
            digest = digest.with(hash(self.key, place, row, columns.len())?);
        }
        Ok(digest)
    }
}

fn hash(
    key: &[u8; 32],
    place: &str,
    row: &Row<'_>,
    columns: usize,
) -> Result<[u8; 32], StoreError> {
    let mut hash = RowHash::new(key, place);
    for column in 0..columns {
        hash.push(row.get_ref(column)?);
    }
    Ok(hash.finish())
}

/// Sealed and signed: whatever reads it checks that.
const BOUND: (&str, &str) = ("operation", "body");
const ENDED: StoreError = StoreError::Mismatch {
    what: "all rows, and those that were read before it was ended",
};
