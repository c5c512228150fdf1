-- Why: a workstation may let go of what it holds only when no restore can lose it. Central notes what its last proven backup has.
-- Expand.
-- Not PHI: numbers.

CREATE TABLE backup (
    number INTEGER PRIMARY KEY CHECK (number >= 1), -- workstations ask by it whether there is a later one
    noted_at INTEGER NOT NULL
) STRICT;

ALTER TABLE chart ADD COLUMN durable_seq INTEGER NOT NULL DEFAULT 0; -- the last entry that the last backup has
