-- Why: a body too large for one message is brought in pieces, and kept until its operation comes. No log: a device that
-- finds a piece gone brings it again. Expand.
-- Not PHI: the pieces are sealed.

CREATE TABLE blob_piece (
    device UUID NOT NULL REFERENCES device (id),
    blob BYTEA NOT NULL CHECK (octet_length(blob) = 32), -- SHA-256 of the whole
    start BIGINT NOT NULL CHECK (start >= 0), -- its place in the whole, in bytes
    bytes BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (device, blob, start)
);

GRANT SELECT, INSERT, DELETE ON blob_piece TO charthold_app;
