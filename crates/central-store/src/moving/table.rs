//! The tables of a store, the same in every database, and rows on their way from one to another.

use charthold_crypto::sha256;

/// One table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// By which its rows come; total, and the same order in every database.
    pub(crate) order: &'static str,
}

impl Table {
    /// All its rows, in order.
    pub(crate) fn select(&self) -> String {
        format!(
            "SELECT {} FROM {} ORDER BY {}",
            self.list(),
            self.name,
            self.order
        )
    }

    /// Its columns, as SQL has lists.
    pub(crate) fn list(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Bytes,
    Text,
    Big,
    Int,
    Small,
}

/// A value on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Nothing,
    Number(i64),
    Bytes(Vec<u8>),
    Text(String),
}

/// What comes from the old store.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Rows of the table at hand.
    Rows(Vec<Vec<Cell>>),
    /// There are no more of them.
    EndOfTable,
}

/// A hash over rows in order, and how many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    hash: [u8; 32],
    pub(crate) rows: u64,
}

impl Digest {
    /// Adds a row. Every value is told from every other, and from its neighbours.
    pub(crate) fn add(&mut self, row: &[Cell]) {
        let mut bytes = Vec::new();
        for cell in row {
            let (mark, value): (u8, &[u8]) = match cell {
                Cell::Nothing => (0, &[]),
                Cell::Number(number) => (1, &number.to_be_bytes()),
                Cell::Bytes(value) => (2, value),
                Cell::Text(value) => (3, value.as_bytes()),
            };
            bytes.push(mark);
            let length = u64::try_from(value.len()).unwrap_or(u64::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(value);
        }
        self.hash = sha256(&[&self.hash, &bytes]);
        self.rows += 1;
    }
}

/// Every table, each after those it refers to.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "hospital",
        columns: &[
            ("one", Kind::Small),
            ("tenant", Kind::Id),
            ("name", Kind::Text),
            ("facility_chart", Kind::Id),
            ("founded_at", Kind::Big),
        ],
        order: "one",
    },
    Table {
        name: "epoch",
        columns: &[("epoch", Kind::Big), ("began_at", Kind::Big)],
        order: "epoch",
    },
    Table {
        name: "unit",
        columns: &[("id", Kind::Id), ("name", Kind::Text)],
        order: "id",
    },
    Table {
        name: "person",
        columns: &[
            ("id", Kind::Id),
            ("username", Kind::Text),
            ("display_name", Kind::Text),
            ("role", Kind::Text),
            ("password", Kind::Text),
            ("added_at", Kind::Big),
            ("disabled_at", Kind::Big),
            ("disabled_why", Kind::Text),
            ("enabled_at", Kind::Big),
        ],
        order: "id",
    },
    Table {
        name: "person_unit",
        columns: &[("person", Kind::Id), ("unit", Kind::Id)],
        order: "person, unit",
    },
    Table {
        name: "second_factor",
        columns: &[
            ("person", Kind::Id),
            ("wanted", Kind::Small),
            ("set_at", Kind::Big),
            ("secret", Kind::Bytes),
            ("last_step", Kind::Big),
            ("wrong", Kind::Int),
            ("code_hash", Kind::Bytes),
            ("code_until", Kind::Big),
        ],
        order: "person",
    },
    Table {
        name: "sign_in_attempt",
        columns: &[
            ("username_hash", Kind::Bytes),
            ("failures", Kind::Int),
            ("last_at", Kind::Big),
        ],
        order: "username_hash",
    },
    Table {
        name: "device",
        columns: &[
            ("id", Kind::Id),
            ("name", Kind::Text),
            ("certificate", Kind::Bytes),
            ("enrolled_at", Kind::Big),
            ("revoked_at", Kind::Big),
            ("revoked_why", Kind::Text),
            ("seen_at", Kind::Big),
            ("wiped_at", Kind::Big),
            ("wipe", Kind::Bytes),
        ],
        order: "id",
    },
    Table {
        name: "device_unit",
        columns: &[("device", Kind::Id), ("unit", Kind::Id)],
        order: "device, unit",
    },
    Table {
        name: "device_person",
        columns: &[
            ("device", Kind::Id),
            ("person", Kind::Id),
            ("first_at", Kind::Big),
            ("last_at", Kind::Big),
            ("person_key", Kind::Bytes),
        ],
        order: "device, person",
    },
    Table {
        name: "session",
        columns: &[
            ("token_hash", Kind::Bytes),
            ("device", Kind::Id),
            ("person", Kind::Id),
            ("began_at", Kind::Big),
            ("expires_at", Kind::Big),
        ],
        order: "token_hash",
    },
    Table {
        name: "enrolment_code",
        columns: &[
            ("code_hash", Kind::Bytes),
            ("uses_left", Kind::Int),
            ("made_at", Kind::Big),
            ("expires_at", Kind::Big),
        ],
        order: "code_hash",
    },
    Table {
        name: "enrolment_code_unit",
        columns: &[("code_hash", Kind::Bytes), ("unit", Kind::Id)],
        order: "code_hash, unit",
    },
    Table {
        name: "incident",
        columns: &[
            ("at", Kind::Big),
            ("kind", Kind::Text),
            ("device", Kind::Id),
            ("chart", Kind::Id),
        ],
        // Numbered again by whoever takes them, in the order they come.
        order: "id",
    },
    Table {
        name: "chart",
        columns: &[
            ("id", Kind::Id),
            ("kind", Kind::Small),
            ("blind_index", Kind::Bytes),
            ("unit", Kind::Id),
            ("registered_at", Kind::Big),
            ("seq", Kind::Big),
            ("chain_hash", Kind::Bytes),
        ],
        order: "id",
    },
    Table {
        name: "entry",
        columns: &[
            ("chart", Kind::Id),
            ("seq", Kind::Big),
            ("op", Kind::Id),
            ("op_hash", Kind::Bytes),
            ("void", Kind::Small),
            ("chain_hash", Kind::Bytes),
            ("device", Kind::Id),
            ("device_seq", Kind::Big),
            ("received_at", Kind::Big),
            ("header", Kind::Bytes),
            ("body", Kind::Bytes),
            ("signature", Kind::Bytes),
        ],
        order: "chart, seq",
    },
    Table {
        name: "effective_signature",
        columns: &[("chart", Kind::Id), ("record", Kind::Id), ("op", Kind::Id)],
        order: "chart, record",
    },
    Table {
        name: "quarantine",
        columns: &[
            ("op_hash", Kind::Bytes),
            ("chart", Kind::Id),
            ("op", Kind::Id),
            ("device", Kind::Id),
            ("donor", Kind::Id),
            ("reason", Kind::Small),
            ("received_at", Kind::Big),
            ("accepted_at", Kind::Big),
            ("header", Kind::Bytes),
            ("body", Kind::Bytes),
            ("signature", Kind::Bytes),
        ],
        order: "op_hash",
    },
    Table {
        name: "audit_event",
        columns: &[
            ("device", Kind::Id),
            ("seq", Kind::Big),
            ("id", Kind::Id),
            ("hash", Kind::Bytes),
            ("previous", Kind::Bytes),
            ("event", Kind::Bytes),
            ("mac", Kind::Bytes),
            ("signature", Kind::Bytes),
            ("received_at", Kind::Big),
            ("at", Kind::Big),
            ("person", Kind::Id),
            ("chart", Kind::Id),
            ("subtype", Kind::Int),
            ("outcome", Kind::Int),
        ],
        order: "device, seq",
    },
    Table {
        name: "audit_head",
        columns: &[
            ("device", Kind::Id),
            ("seq", Kind::Big),
            ("hash", Kind::Bytes),
        ],
        order: "device",
    },
];
