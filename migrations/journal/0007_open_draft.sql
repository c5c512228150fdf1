-- Why: a note in progress becomes an operation at a lock, and its author goes on with it at another workstation. What stands of such
-- notes is looked up by their author, locked or not, and what is typed here says which operations it goes on from. Expand: a new
-- column and a table; programs of version 1 go on without them. There is nothing to fill: nobody wrote such operations before.
-- PHI columns: none.

ALTER TABLE draft ADD COLUMN parents BLOB NOT NULL DEFAULT x'' CHECK (length(parents) % 16 = 0); -- operations whose text it goes on from

CREATE TABLE open_draft (
    -- Notes in progress of which an operation stands here that no later text, signature or discarding had seen.
    chart  BLOB NOT NULL CHECK (length(chart) = 16),
    record BLOB NOT NULL CHECK (length(record) = 16),
    person BLOB NOT NULL CHECK (length(person) = 16), -- the author
    at     INTEGER NOT NULL, -- when the newest was written, ms since 1970
    PRIMARY KEY (chart, record, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_draft_by_person ON open_draft (person, chart);
