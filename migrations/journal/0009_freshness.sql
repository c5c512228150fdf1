-- Why: a page, or the file, put back from a copy passes every check of its own: each page was written here once. A digest of all
-- rows, changed with them, tells; and how many changes it has seen is kept outside, in the OS keyring. Expand, but for programs
-- before this version, which would write without the digest: they must not open the file any more (min_reader).
-- PHI columns: none.

CREATE TABLE freshness (
    -- One row, made when the file is opened; store/src/journal/freshness says what it stands for.
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    digest_key     BLOB NOT NULL CHECK (length(digest_key) = 32), -- random; of this file alone
    schema_version INTEGER NOT NULL, -- whose columns the digest is of
    changes        INTEGER NOT NULL CHECK (changes >= 0), -- rows added, changed and removed so far; only ever grows
    digest         BLOB NOT NULL CHECK (length(digest) = 32) -- of every row of every other table
) STRICT;
