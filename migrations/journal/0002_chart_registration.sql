-- Why: a central that was put back from a copy has lost the charts registered since. Its own signed word for each is kept here
-- and given back. Expand: a new table; programs of version 1 go on without it.
-- Not PHI: ids, and a keyed hash.

CREATE TABLE chart_registration (
    -- Central's word that it has a chart, as it was signed.
    chart        BLOB PRIMARY KEY CHECK (length(chart) = 16),
    registration BLOB NOT NULL
) STRICT, WITHOUT ROWID;
