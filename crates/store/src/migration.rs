//! Bringing a database to the newest version of its schema: numbered SQL files, forward only, all
//! or nothing. The files are in `migrations/` at the top of the project and are part of the program.

use charthold_crypto::sha256;
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::column::{begin, run as execute};

/// One step, as its file says it.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// File name without its number and `.sql`.
    pub name: &'static str,
    /// The text of the file.
    pub sql: &'static str,
    /// The oldest schema version whose programs can still read the database after this step.
    pub min_reader: u32,
}

/// What a commit outlives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The power failing: nothing else has what is in there.
    PowerLoss,
    /// The process ending. After a power failure the file is whole but may lack its last commits; they are folded
    /// again from the journal, which has them (ADR 0023).
    ProcessEnd,
}

/// The versions of one database, the first is version 1.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Folder of its files in `migrations/`.
    pub name: &'static str,
    /// What its commits outlive.
    pub durability: Durability,
    /// Its steps, in order.
    pub migrations: &'static [Migration],
}

impl Schema {
    /// Of `journal.db`.
    pub const JOURNAL: Self = Self {
        name: "journal",
        durability: Durability::PowerLoss,
        migrations: &[
            Migration {
                name: "journal",
                sql: include_str!("../../../migrations/journal/0001_journal.sql"),
                min_reader: 1,
            },
            Migration {
                name: "chart_registration",
                sql: include_str!("../../../migrations/journal/0002_chart_registration.sql"),
                min_reader: 1,
            },
            Migration {
                name: "colleagues",
                sql: include_str!("../../../migrations/journal/0003_colleagues.sql"),
                min_reader: 1,
            },
            Migration {
                name: "let_go",
                sql: include_str!("../../../migrations/journal/0004_let_go.sql"),
                min_reader: 1,
            },
            Migration {
                name: "acknowledged",
                sql: include_str!("../../../migrations/journal/0005_acknowledged.sql"),
                min_reader: 1,
            },
            Migration {
                name: "arriving",
                sql: include_str!("../../../migrations/journal/0006_arriving.sql"),
                min_reader: 1,
            },
            Migration {
                name: "open_draft",
                sql: include_str!("../../../migrations/journal/0007_open_draft.sql"),
                min_reader: 1,
            },
            Migration {
                name: "failed_at_boot",
                sql: include_str!("../../../migrations/journal/0008_failed_at_boot.sql"),
                min_reader: 1,
            },
            Migration {
                name: "freshness",
                sql: include_str!("../../../migrations/journal/0009_freshness.sql"),
                min_reader: 9,
            },
            Migration {
                name: "sign_on",
                sql: include_str!("../../../migrations/journal/0010_sign_on.sql"),
                // An earlier program would send a password that is for here alone to central.
                min_reader: 10,
            },
        ],
    };

    /// Of `directory.db`.
    pub const DIRECTORY: Self = Self {
        name: "directory",
        durability: Durability::ProcessEnd,
        migrations: &[Migration {
            name: "directory",
            sql: include_str!("../../../migrations/directory/0001_directory.sql"),
            min_reader: 1,
        }],
    };

    /// Of `charts/<person>.db`.
    pub const CHARTS: Self = Self {
        name: "charts",
        durability: Durability::ProcessEnd,
        migrations: &[
            Migration {
                name: "charts",
                sql: include_str!("../../../migrations/charts/0001_charts.sql"),
                min_reader: 1,
            },
            Migration {
                name: "pending",
                sql: include_str!("../../../migrations/charts/0002_pending.sql"),
                min_reader: 2,
            },
            Migration {
                name: "plain_checks",
                sql: include_str!("../../../migrations/charts/0003_plain_checks.sql"),
                min_reader: 2,
            },
        ],
    };

    /// Every schema of a workstation.
    pub const ALL: [Self; 3] = [Self::JOURNAL, Self::DIRECTORY, Self::CHARTS];

    /// The newest version.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.migrations.len()).unwrap_or(u32::MAX)
    }
}

/// Applies the steps that `connection` has not had.
///
/// # Errors
/// [`StoreError::NewerVersion`] when a newer program made changes this one would misread.
pub(crate) fn run(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = schema.version();
    if found > known {
        let min_reader: u32 =
            connection.query_row("SELECT min_reader FROM schema_info", [], |row| row.get(0))?;
        return if min_reader > known {
            Err(StoreError::NewerVersion)
        } else {
            Ok(())
        };
    }
    if found == known {
        return Ok(());
    }
    let transaction = begin(connection)?;
    for (number, step) in (1_u32..)
        .zip(schema.migrations)
        .filter(|(number, _)| *number > found)
    {
        transaction.execute_batch(step.sql)?;
        execute(
            &transaction,
            "INSERT INTO migration (number, name, sha256) VALUES (?1, ?2, ?3)",
            params![number, step.name, sha256(&[step.sql.as_bytes()])],
        )?;
        execute(
            &transaction,
            "INSERT INTO schema_info (id, min_reader) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET min_reader = max(min_reader, excluded.min_reader)",
            [step.min_reader],
        )?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}
