-- Why: what central knows, and all it knows: who may be here, which logs there are, the sealed operations in
-- their order, and who did what. Expand: the first schema.
-- Not PHI: ids are random, chart contents are sealed, blind indexes are keyed hashes. People's names are staff's.
-- Times are milliseconds since the Unix epoch, UTC. Ids are the sixteen bytes of a UUID.

CREATE TABLE hospital (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one hospital in a store
    tenant BLOB NOT NULL CHECK (length(tenant) = 16),
    name TEXT NOT NULL,
    facility_chart BLOB NOT NULL CHECK (length(facility_chart) = 16), -- the log of the directory of patients
    founded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE epoch (
    epoch INTEGER PRIMARY KEY CHECK (epoch >= 1), -- grows whenever the store may have lost something
    began_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unit (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    username TEXT NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL, -- Argon2id, PHC string
    added_at INTEGER NOT NULL,
    disabled_at INTEGER -- set: may not sign in, and adds nothing to a device's scope
) STRICT, WITHOUT ROWID;

CREATE TABLE person_unit (
    person BLOB NOT NULL REFERENCES person (id),
    unit BLOB NOT NULL REFERENCES unit (id),
    PRIMARY KEY (person, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_attempt (
    username_hash BLOB PRIMARY KEY CHECK (length(username_hash) = 32), -- of whatever was typed, known or not
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    certificate BLOB NOT NULL, -- as the key service signed it
    enrolled_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE device_unit (
    device BLOB NOT NULL REFERENCES device (id),
    unit BLOB NOT NULL REFERENCES unit (id),
    PRIMARY KEY (device, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_person (
    device BLOB NOT NULL REFERENCES device (id),
    person BLOB NOT NULL REFERENCES person (id),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    key_registered INTEGER NOT NULL DEFAULT 0 CHECK (key_registered IN (0, 1)), -- at the key service
    PRIMARY KEY (device, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32), -- SHA-256; the token itself is nowhere
    device BLOB NOT NULL REFERENCES device (id),
    person BLOB NOT NULL REFERENCES person (id),
    began_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE enrolment_code (
    code_hash BLOB PRIMARY KEY CHECK (length(code_hash) = 32), -- SHA-256; the code itself is nowhere
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code_unit (
    code_hash BLOB NOT NULL REFERENCES enrolment_code (code_hash),
    unit BLOB NOT NULL REFERENCES unit (id),
    PRIMARY KEY (code_hash, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    device BLOB,
    chart BLOB
) STRICT;
