-- Why: the logs themselves. Expand.
-- Append-only by trigger, not by manners: nothing in a log is ever changed or removed.

CREATE TABLE chart (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)), -- 1 patient, 2 facility
    blind_index BLOB UNIQUE CHECK (length(blind_index) = 32), -- keyed hash of the patient's id; absent for the facility
    unit BLOB REFERENCES unit (id),
    registered_at INTEGER NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0, -- the head of the chain
    chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX chart_by_unit ON chart (unit);

-- Clustered by chart: a pull reads one run of pages.
CREATE TABLE entry (
    chart BLOB NOT NULL REFERENCES chart (id),
    seq INTEGER NOT NULL CHECK (seq >= 1), -- dense within a chart
    op BLOB NOT NULL CHECK (length(op) = 16),
    op_hash BLOB NOT NULL CHECK (length(op_hash) = 32),
    void INTEGER NOT NULL, -- 0: has effect
    chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32),
    device BLOB NOT NULL, -- the author's, whoever brought it
    device_seq INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    header BLOB NOT NULL,
    body BLOB NOT NULL, -- sealed
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (chart, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_by_op ON entry (chart, op);
CREATE UNIQUE INDEX entry_by_device ON entry (chart, device, device_seq);

CREATE TABLE effective_signature (
    chart BLOB NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    op BLOB NOT NULL, -- the first signature central ordered
    PRIMARY KEY (chart, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    op_hash BLOB PRIMARY KEY CHECK (length(op_hash) = 32),
    chart BLOB NOT NULL,
    op BLOB NOT NULL,
    device BLOB NOT NULL, -- the author's
    donor BLOB NOT NULL, -- who brought it
    reason INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    accepted_at INTEGER, -- it was brought again later and had become acceptable
    header BLOB NOT NULL,
    body BLOB NOT NULL, -- sealed
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT, WITHOUT ROWID;

-- Clustered by device: a chain is checked in one run of pages.
CREATE TABLE audit_event (
    device BLOB NOT NULL REFERENCES device (id),
    seq INTEGER NOT NULL CHECK (seq >= 1), -- dense within a device
    id BLOB NOT NULL CHECK (length(id) = 16),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    event BLOB NOT NULL, -- exactly as hashed; no PHI by construction
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    received_at INTEGER NOT NULL,
    at INTEGER NOT NULL, -- by the workstation's clock
    person BLOB,
    chart BLOB,
    subtype INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX audit_event_by_id ON audit_event (device, id);
CREATE INDEX audit_event_by_chart ON audit_event (chart, at) WHERE chart IS NOT NULL;
CREATE INDEX audit_event_by_person ON audit_event (person, at) WHERE person IS NOT NULL;

CREATE TABLE audit_head (
    device BLOB PRIMARY KEY REFERENCES device (id),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_event_is_never_removed BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER quarantine_is_never_removed BEFORE DELETE ON quarantine
BEGIN SELECT RAISE(ABORT, 'what was authored is never thrown away'); END;
CREATE TRIGGER incident_is_never_changed BEFORE UPDATE ON incident
BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
CREATE TRIGGER incident_is_never_removed BEFORE DELETE ON incident
BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
