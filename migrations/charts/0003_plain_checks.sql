-- Why: of a list of three values in a check SQLite makes a table for every row that is written, and drops it again: a tenth of
-- the time of a first sync. A range says the same, and the rows move as they are: SQLite changes a check in no other way.
-- Expands and contracts.
-- PHI columns: everything in record.

ALTER TABLE record RENAME TO record_before;

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
    compartment INTEGER NOT NULL CHECK (compartment BETWEEN 1 AND 3),
    class       INTEGER NOT NULL,
    author      BLOB NOT NULL CHECK (length(author) = 16),  -- of its newest operation
    op_hash     BLOB NOT NULL CHECK (length(op_hash) = 32), -- of its newest operation
    unsent      INTEGER NOT NULL CHECK (unsent IN (0, 1)),  -- some operation is not in the server's chain
    conflict    INTEGER NOT NULL CHECK (conflict IN (0, 1)),
    json        TEXT NOT NULL,
    PRIMARY KEY (chart, kind, rank, record)
) STRICT, WITHOUT ROWID;
INSERT INTO record SELECT * FROM record_before ORDER BY chart, kind, rank, record;

-- contract: the rows are in the table that took its name
DROP TABLE record_before;
CREATE UNIQUE INDEX record_by_id ON record (chart, record);
CREATE INDEX record_by_fhir_id ON record (chart, kind, fhir_id);
CREATE INDEX record_in_conflict ON record (chart) WHERE conflict = 1;
