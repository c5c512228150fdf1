-- The charts one person may read on this workstation, folded from the journal and ready to show. A
-- projection: it may be deleted and is built again.
-- PHI columns: everything in record, conflict and ward_line.

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

CREATE TABLE record (
    -- A record as its operations make it. Clustered, so that a chart is read from few pages.
    chart       BLOB NOT NULL CHECK (length(chart) = 16),
    kind        TEXT NOT NULL,    -- FHIR resource type
    rank        INTEGER NOT NULL, -- the moment, negated: newest first; undated last
    record      BLOB NOT NULL CHECK (length(record) = 16),
    fhir_id     TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0), -- number of its operations
    heads       BLOB NOT NULL CHECK (length(heads) % 16 = 0), -- ids one after the other
    moment      INTEGER, -- ms since 1970, UTC
    status      TEXT,
    code        TEXT,
    category    TEXT,
    compartment INTEGER NOT NULL CHECK (compartment IN (1, 2, 3)),
    class       INTEGER NOT NULL,
    author      BLOB NOT NULL CHECK (length(author) = 16),  -- of its newest operation
    op_hash     BLOB NOT NULL CHECK (length(op_hash) = 32), -- of its newest operation
    unsent      INTEGER NOT NULL CHECK (unsent IN (0, 1)),  -- some operation is not in the server's chain
    conflict    INTEGER NOT NULL CHECK (conflict IN (0, 1)),
    json        TEXT NOT NULL,
    PRIMARY KEY (chart, kind, rank, record)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX record_by_id ON record (chart, record);
CREATE INDEX record_by_fhir_id ON record (chart, kind, fhir_id);
CREATE INDEX record_in_conflict ON record (chart) WHERE conflict = 1;

CREATE TABLE conflict (
    -- The values of a field that concurrent authors disagree about.
    chart  BLOB NOT NULL CHECK (length(chart) = 16),
    record BLOB NOT NULL CHECK (length(record) = 16),
    field  TEXT NOT NULL,
    op     BLOB NOT NULL CHECK (length(op) = 16),
    value  TEXT, -- JSON; null where the author removed the field
    PRIMARY KEY (chart, record, field, op)
) STRICT, WITHOUT ROWID;

CREATE TABLE ward_line (
    -- What the ward list shows of a chart, as JSON.
    chart BLOB PRIMARY KEY CHECK (length(chart) = 16),
    json  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE position (
    -- How much of each chart's journal is in here.
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
