-- Why: a body too large for one message is brought in pieces, and kept until its operation comes. No log: a device that
-- finds a piece gone brings it again. Expand.
-- Nothing of a patient is in clear: the pieces are sealed.

CREATE TABLE blob_piece (
    -- One blob a device, in order and without a gap.
    device BLOB NOT NULL REFERENCES device (id),
    blob BLOB NOT NULL CHECK (length(blob) = 32), -- SHA-256 of the whole
    start INTEGER NOT NULL CHECK (start >= 0), -- its place in the whole, in bytes
    bytes BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (device, blob, start)
) STRICT;
