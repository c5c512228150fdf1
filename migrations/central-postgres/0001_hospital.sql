-- Why: what central knows, and all it knows, on a hospital's PostgreSQL: the same tables as in central-sqlite, so that a
-- clinic that grows can be moved. Expand: the first schema.
-- Not PHI: ids are random, chart contents are sealed, blind indexes are keyed hashes. People's names are staff's.
-- Times are milliseconds since the Unix epoch, UTC. Texts are compared byte by byte, as SQLite does.

CREATE TABLE hospital (
    one SMALLINT PRIMARY KEY CHECK (one = 1), -- there is one hospital in a store
    tenant UUID NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    facility_chart UUID NOT NULL, -- the log of the directory of patients
    founded_at BIGINT NOT NULL
);

CREATE TABLE epoch (
    epoch BIGINT PRIMARY KEY CHECK (epoch >= 1), -- grows whenever the store may have lost something
    began_at BIGINT NOT NULL
);

CREATE TABLE unit (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE person (
    id UUID PRIMARY KEY,
    username TEXT COLLATE "C" NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    password TEXT COLLATE "C" NOT NULL, -- Argon2id, PHC string
    added_at BIGINT NOT NULL,
    disabled_at BIGINT -- set: may not sign in, and adds nothing to a device's scope
);

CREATE TABLE person_unit (
    person UUID NOT NULL REFERENCES person (id),
    unit UUID NOT NULL REFERENCES unit (id),
    PRIMARY KEY (person, unit)
);

CREATE TABLE sign_in_attempt (
    username_hash BYTEA PRIMARY KEY CHECK (octet_length(username_hash) = 32), -- of whatever was typed, known or not
    failures INTEGER NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (last_at);

CREATE TABLE device (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    certificate BYTEA NOT NULL, -- as the key service signed it
    enrolled_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE device_unit (
    device UUID NOT NULL REFERENCES device (id),
    unit UUID NOT NULL REFERENCES unit (id),
    PRIMARY KEY (device, unit)
);

CREATE TABLE device_person (
    device UUID NOT NULL REFERENCES device (id),
    person UUID NOT NULL REFERENCES person (id),
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    person_key BYTEA CHECK (octet_length(person_key) = 32), -- Ed25519, held by the key service too
    PRIMARY KEY (device, person)
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY CHECK (octet_length(token_hash) = 32), -- SHA-256; the token itself is nowhere
    device UUID NOT NULL REFERENCES device (id),
    person UUID NOT NULL REFERENCES person (id),
    began_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE INDEX session_by_device ON session (device);
CREATE INDEX session_by_person ON session (person);

CREATE TABLE enrolment_code (
    code_hash BYTEA PRIMARY KEY CHECK (octet_length(code_hash) = 32), -- SHA-256; the code itself is nowhere
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE enrolment_code_unit (
    code_hash BYTEA NOT NULL REFERENCES enrolment_code (code_hash),
    unit UUID NOT NULL REFERENCES unit (id),
    PRIMARY KEY (code_hash, unit)
);

CREATE TABLE incident (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    device UUID,
    chart UUID
);
