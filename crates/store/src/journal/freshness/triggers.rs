//! Temporary triggers that bring every change of a row into the digest. They are of the connection, not of the file: the file's
//! schema stays readable for whoever has no such function.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use super::row::{Digest, RowHash};
use super::scan::Table;
use crate::StoreError;

/// Makes them for every table there is.
pub(super) fn create(connection: &Connection) -> Result<(), StoreError> {
    // INSERT OR REPLACE removes rows, and says so to triggers only with this.
    connection.pragma_update(None, "recursive_triggers", true)?;
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("digest_with", -1, flags, digest_with)?;
    for table in Table::all(connection)? {
        connection.execute_batch(&of_table(&table))?;
    }
    Ok(())
}

fn of_table(table: &Table) -> String {
    let name = &table.name;
    let of = |row: &str, digest: &str| {
        let values: String = table
            .columns
            .iter()
            .map(|column| format!(", {row}.\"{column}\""))
            .collect();
        format!("digest_with({digest}, digest_key, '{name}'{values})")
    };
    let (new, old) = (of("NEW", "digest"), of("OLD", "digest"));
    let changed = of("NEW", &old);
    let trigger = |event: &str, digest: &str| {
        format!(
            "CREATE TEMP TRIGGER \"{event} {name}\" AFTER {event} ON main.\"{name}\" BEGIN
             UPDATE freshness SET changes = changes + 1, digest = {digest}; END;"
        )
    };
    [
        trigger("INSERT", &new),
        trigger("UPDATE", &changed),
        trigger("DELETE", &old),
    ]
    .concat()
}

/// `digest_with(digest, key, table, value, …)`.
fn digest_with(context: &Context<'_>) -> rusqlite::Result<[u8; 32]> {
    let digest = Digest(context.get(0)?);
    let key: [u8; 32] = context.get(1)?;
    let table: String = context.get(2)?;
    let mut row = RowHash::new(&key, &table);
    for index in 3..context.len() {
        row.push(context.get_raw(index));
    }
    let Digest(sum) = digest.with(row.finish());
    Ok(sum)
}
