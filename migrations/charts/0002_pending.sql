-- What waits for a clinician, counted per chart, so that it is told without opening a chart. Disputed values are
-- read from the journal when they are asked for; the copy of them goes.
-- Expands and contracts. PHI columns: none.

CREATE TABLE pending (
    -- A chart whose count was worked out; without a row it is still to be.
    chart   BLOB PRIMARY KEY CHECK (length(chart) = 16),
    doubles INTEGER NOT NULL CHECK (doubles >= 0) -- doses that may have been given twice
) STRICT, WITHOUT ROWID;

-- contract: only a program of version 1 wrote or read it, and that one makes this file anew
DROP TABLE conflict;
