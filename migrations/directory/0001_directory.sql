-- The directory: who the facility's patients are, so that they are found by name, number and date of
-- birth. A projection of the facility log; it may be deleted and is built again.
-- PHI columns: everything in entry and token.

CREATE TABLE schema_info (
    -- One row about the file itself.
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    min_reader INTEGER NOT NULL -- the oldest schema version that may read this file
) STRICT;

CREATE TABLE migration (
    -- What was applied, and what it said.
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TABLE entry (
    -- One patient. Rows are numbered so that tokens are small.
    number   INTEGER PRIMARY KEY,
    chart    BLOB NOT NULL UNIQUE CHECK (length(chart) = 16),
    words    TEXT NOT NULL, -- the entry's tokens, a space before and after each
    fhir_id  TEXT NOT NULL,
    family   TEXT,
    given    TEXT,
    prefix   TEXT,
    nickname TEXT,
    mrn      TEXT,
    born     TEXT, -- a FHIR date
    sex      TEXT,
    unit     BLOB CHECK (length(unit) = 16),
    bed      TEXT
) STRICT;
CREATE INDEX entry_by_fhir_id ON entry (fhir_id);
CREATE INDEX entry_by_mrn ON entry (mrn) WHERE mrn IS NOT NULL;
CREATE INDEX entry_by_unit ON entry (unit) WHERE unit IS NOT NULL;

CREATE TABLE token (
    -- What an entry is found by: a letter for what it is (n name, m number, b date of birth) and
    -- the folded text. Searching is reading a range of this table.
    token TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (token, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE position (
    -- How much of the journal is in here.
    chart        BLOB PRIMARY KEY CHECK (length(chart) = 16),
    operation    INTEGER NOT NULL,
    state_change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unreadable (
    -- Operations that could not be opened: counted, and tried again when their key comes.
    chart       BLOB NOT NULL CHECK (length(chart) = 16),
    record      BLOB NOT NULL CHECK (length(record) = 16),
    local_seq   INTEGER NOT NULL,
    reason      INTEGER NOT NULL CHECK (reason IN (1, 2, 3)), -- 1 no key, 2 damaged, 3 newer schema
    compartment INTEGER,
    generation  INTEGER,
    PRIMARY KEY (chart, record, local_seq)
) STRICT, WITHOUT ROWID;
