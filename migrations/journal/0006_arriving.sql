-- Why: a body too large for one message arrives in pieces; what came is kept when the line breaks. Expand: a new table; programs
-- that do not know it get bodies whole.
-- PHI columns: none; the pieces are sealed.

CREATE TABLE arriving (
    -- Pieces of bodies whose operations are not here yet, in order and without a gap.
    op_hash BLOB NOT NULL CHECK (length(op_hash) = 32),
    start   INTEGER NOT NULL CHECK (start >= 0), -- its place in the body, in bytes
    bytes   BLOB NOT NULL,
    PRIMARY KEY (op_hash, start)
) STRICT;
