-- Why: the logs themselves, divided by chart and by device so that no table and no index grows with the hospital. A chart's
-- row is locked to the end of whatever adds to its log: numbers come in the order of commits. Expand.
-- Not PHI: bodies are sealed, events hold no PHI by construction.

CREATE TABLE chart (
    id UUID PRIMARY KEY,
    kind SMALLINT NOT NULL CHECK (kind IN (1, 2)), -- 1 patient, 2 facility
    blind_index BYTEA UNIQUE CHECK (octet_length(blind_index) = 32), -- keyed hash of the patient's id; absent for the facility
    unit UUID REFERENCES unit (id),
    registered_at BIGINT NOT NULL,
    seq BIGINT NOT NULL DEFAULT 0, -- the head of the chain
    chain_hash BYTEA NOT NULL CHECK (octet_length(chain_hash) = 32)
) WITH (fillfactor = 70); -- heads are rewritten with every push: there is room for that on the same page
CREATE INDEX chart_by_unit ON chart (unit);
CREATE INDEX chart_of_the_facility ON chart (kind) WHERE kind = 2;

CREATE TABLE entry (
    chart UUID NOT NULL REFERENCES chart (id),
    seq BIGINT NOT NULL CHECK (seq >= 1), -- dense within a chart
    op UUID NOT NULL,
    op_hash BYTEA NOT NULL CHECK (octet_length(op_hash) = 32),
    void SMALLINT NOT NULL, -- 0: has effect
    chain_hash BYTEA NOT NULL CHECK (octet_length(chain_hash) = 32),
    device UUID NOT NULL, -- the author's, whoever brought it
    device_seq BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    header BYTEA NOT NULL,
    body BYTEA NOT NULL, -- sealed
    signature BYTEA NOT NULL CHECK (octet_length(signature) = 64),
    PRIMARY KEY (chart, seq),
    UNIQUE (chart, op),
    UNIQUE (chart, device, device_seq)
) PARTITION BY HASH (chart);
-- What is sealed does not compress.
ALTER TABLE entry ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE effective_signature (
    chart UUID NOT NULL,
    record UUID NOT NULL,
    op UUID NOT NULL, -- the first signature central ordered
    PRIMARY KEY (chart, record)
) PARTITION BY HASH (chart);

CREATE TABLE quarantine (
    op_hash BYTEA NOT NULL CHECK (octet_length(op_hash) = 32),
    chart UUID NOT NULL,
    op UUID NOT NULL,
    device UUID NOT NULL, -- the author's
    donor UUID NOT NULL, -- who brought it
    reason SMALLINT NOT NULL,
    received_at BIGINT NOT NULL,
    accepted_at BIGINT, -- it was brought again later and had become acceptable
    header BYTEA NOT NULL,
    body BYTEA NOT NULL, -- sealed
    signature BYTEA NOT NULL CHECK (octet_length(signature) = 64),
    PRIMARY KEY (chart, op_hash)
) PARTITION BY HASH (chart);
CREATE INDEX quarantine_by_op ON quarantine (chart, op);
CREATE INDEX quarantine_by_device ON quarantine (chart, device, reason);
CREATE INDEX quarantine_waiting ON quarantine (received_at) WHERE accepted_at IS NULL;

CREATE TABLE audit_event (
    device UUID NOT NULL REFERENCES device (id),
    seq BIGINT NOT NULL CHECK (seq >= 1), -- dense within a device
    id UUID NOT NULL,
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    previous BYTEA NOT NULL CHECK (octet_length(previous) = 32),
    event BYTEA NOT NULL, -- exactly as hashed; no PHI by construction
    mac BYTEA NOT NULL CHECK (octet_length(mac) = 32),
    signature BYTEA NOT NULL CHECK (octet_length(signature) = 64),
    received_at BIGINT NOT NULL,
    at BIGINT NOT NULL, -- by the workstation's clock
    person UUID,
    chart UUID,
    subtype INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (device, seq),
    UNIQUE (device, id)
) PARTITION BY HASH (device);
CREATE INDEX audit_event_by_subtype ON audit_event (device, subtype);
CREATE INDEX audit_event_by_chart ON audit_event (chart, at) WHERE chart IS NOT NULL;
CREATE INDEX audit_event_by_person ON audit_event (person, at) WHERE person IS NOT NULL;

CREATE TABLE audit_head (
    device UUID PRIMARY KEY REFERENCES device (id),
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32)
) WITH (fillfactor = 70);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE entry_%s PARTITION OF entry
            FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE effective_signature_%s PARTITION OF effective_signature
            FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE quarantine_%s PARTITION OF quarantine
            FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
        EXECUTE format('CREATE TABLE audit_event_%s PARTITION OF audit_event
            FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
    END LOOP;
END $$;
