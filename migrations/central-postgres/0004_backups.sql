-- Why: a workstation may let go of what it holds only when no restore can lose it. Central notes what its last proven backup has.
-- Expand.
-- Not PHI: numbers.

CREATE TABLE backup (
    number BIGINT PRIMARY KEY CHECK (number >= 1), -- workstations ask by it whether there is a later one
    noted_at BIGINT NOT NULL
);

ALTER TABLE chart ADD COLUMN durable_seq BIGINT NOT NULL DEFAULT 0; -- the last entry that the last backup has

GRANT SELECT, INSERT ON backup TO charthold_app;
GRANT UPDATE (durable_seq) ON chart TO charthold_app;
