-- Why: what changes the master key's configuration takes two people, and what they decided has to be found again: who they
-- are, what is proposed, which keeper and least version of the master key are in force, which charts were shredded. All of it is in the log, too,
-- and `verify` compares. Expand: new tables.
-- Not PHI: names are those of the people who run the service, ids are random.

CREATE TABLE master_setting (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- no row: a plain file, and version 1
    provider TEXT NOT NULL, -- as the keeper of the master key names itself
    min_decrypt_version INTEGER NOT NULL CHECK (min_decrypt_version >= 1) -- wraps under an earlier one are refused
) STRICT;

CREATE TABLE operator (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    public BLOB NOT NULL UNIQUE CHECK (length(public) = 32) -- two names never share a key
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    proposal BLOB NOT NULL, -- as its operator signed it
    executed INTEGER NOT NULL DEFAULT 0 CHECK (executed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE shredded_chart (
    tenant BLOB NOT NULL CHECK (length(tenant) = 16),
    chart BLOB NOT NULL CHECK (length(chart) = 16),
    shredded_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, chart)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER shredded_chart_stays BEFORE DELETE ON shredded_chart
BEGIN SELECT RAISE(ABORT, 'a shredded chart stays shredded'); END;

CREATE TRIGGER proposal_is_not_changed BEFORE UPDATE OF id, proposal ON proposal
BEGIN SELECT RAISE(ABORT, 'a proposal is not changed'); END;

CREATE TRIGGER proposal_is_executed_once BEFORE UPDATE OF executed ON proposal WHEN OLD.executed = 1
BEGIN SELECT RAISE(ABORT, 'a proposal is executed once'); END;
