-- Why: what the key service keeps: whom it vouches for, the patient keys wrapped under the master key, and an account
-- of every release. Expand: the first schema.
-- Not PHI: ids are random, keys are wrapped. The master key itself is not in this file.
-- Times are milliseconds since the Unix epoch, UTC. Ids are the sixteen bytes of a UUID.

CREATE TABLE signing_key (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- signs device certificates and the log
    public BLOB NOT NULL CHECK (length(public) = 32),
    master_version INTEGER NOT NULL CHECK (master_version >= 1),
    wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE device (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    certificate BLOB NOT NULL -- as signed here; its keys are read from nowhere else
) STRICT, WITHOUT ROWID;

CREATE TABLE person_key (
    person BLOB NOT NULL CHECK (length(person) = 16),
    device BLOB NOT NULL REFERENCES device (id),
    registration BLOB NOT NULL, -- as the device signed it; the first one stays
    PRIMARY KEY (person, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE wrapped_key (
    tenant BLOB NOT NULL CHECK (length(tenant) = 16),
    chart BLOB NOT NULL CHECK (length(chart) = 16),
    compartment INTEGER NOT NULL CHECK (compartment BETWEEN 0 AND 3), -- 0, with a zero chart: the tenant's index key
    generation INTEGER NOT NULL CHECK (generation >= 1),
    master_version INTEGER NOT NULL CHECK (master_version >= 1),
    wrapped BLOB NOT NULL, -- bound to every column before it
    PRIMARY KEY (tenant, chart, compartment, generation),
    CHECK ((compartment = 0) = (chart = zeroblob(16)))
) STRICT, WITHOUT ROWID;
CREATE INDEX wrapped_key_by_master ON wrapped_key (master_version);

CREATE TABLE spent_warrant (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    expires_at_ms INTEGER NOT NULL -- long after which it need not be remembered
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_warrant_by_expiry ON spent_warrant (expires_at_ms);

CREATE TABLE log (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1), -- dense from 1
    previous BLOB NOT NULL CHECK (length(previous) = 32), -- hash of the entry before it
    entry BLOB NOT NULL, -- CBOR, exactly as hashed
    signature BLOB NOT NULL CHECK (length(signature) = 64) -- by the service, over the entry's hash
) STRICT;

CREATE TRIGGER log_is_not_rewritten BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_is_not_cut BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
