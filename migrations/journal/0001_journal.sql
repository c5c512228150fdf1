-- The journal: sealed operations, wrapped keys, the audit chain, and what the workstation knows of
-- itself. It opens with the OS keyring alone, so nothing in it is readable text of a chart.
-- PHI columns: none in clear; operation.body and draft.sealed hold it sealed.

CREATE TABLE schema_info (
    -- One row about the file itself.
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    min_reader INTEGER NOT NULL -- the oldest schema version that may read this file
) STRICT;

CREATE TABLE migration (
    -- What was applied, and what it said.
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TABLE identity (
    -- What this workstation became when it was enrolled: one row, or none.
    id                    INTEGER PRIMARY KEY CHECK (id = 1),
    device                BLOB NOT NULL CHECK (length(device) = 16),
    tenant                BLOB NOT NULL CHECK (length(tenant) = 16),
    hospital              TEXT NOT NULL,
    name                  TEXT NOT NULL,
    central_url           TEXT NOT NULL,
    ca_pem                TEXT NOT NULL,
    certificate           BLOB NOT NULL,
    keys_verifying_key    BLOB NOT NULL CHECK (length(keys_verifying_key) = 32),
    central_verifying_key BLOB NOT NULL CHECK (length(central_verifying_key) = 32),
    facility_chart        BLOB NOT NULL CHECK (length(facility_chart) = 16),
    enrolled_at           INTEGER NOT NULL -- ms since 1970, UTC
) STRICT;

CREATE TABLE setting (
    -- Small values by name: the epoch, the policy, the last exchange.
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    -- The hospital's units, as of the last exchange.
    unit BLOB PRIMARY KEY CHECK (length(unit) = 16),
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    -- People who have signed in here, with what unlocking needs.
    person       BLOB PRIMARY KEY CHECK (length(person) = 16),
    username     TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role         TEXT NOT NULL,
    units        BLOB NOT NULL CHECK (length(units) % 16 = 0), -- ids one after the other
    slot         BLOB NOT NULL, -- password slot: the user key, wrapped
    person_key   BLOB NOT NULL, -- signing key, wrapped under the user key
    index_key    BLOB,          -- blind-index key, wrapped under the user key
    lease_until  INTEGER NOT NULL,
    last_seen    INTEGER NOT NULL,
    locked_at    INTEGER,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    held_until   INTEGER,
    preferences  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_chain (
    -- Where the chain of this device stands; one row once it was begun.
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    head_seq       INTEGER NOT NULL CHECK (head_seq >= 0),
    head_hash      BLOB NOT NULL CHECK (length(head_hash) = 32),
    mac_key        BLOB NOT NULL CHECK (length(mac_key) = 32), -- of the next event; the ones before are gone
    confirmed_seq  INTEGER NOT NULL DEFAULT 0 CHECK (confirmed_seq >= 0),
    confirmed_hash BLOB NOT NULL DEFAULT (zeroblob(32)) CHECK (length(confirmed_hash) = 32),
    receipt        BLOB -- central's signed receipt of the confirmed head
) STRICT;

CREATE TABLE audit_event (
    -- The chain itself: append-only.
    seq    INTEGER PRIMARY KEY CHECK (seq > 0),
    event  BLOB NOT NULL UNIQUE CHECK (length(event) = 16),
    at     INTEGER NOT NULL,
    chart  BLOB CHECK (length(chart) = 16),
    sealed BLOB NOT NULL -- the event in its place, CBOR
) STRICT;
CREATE INDEX audit_event_by_chart ON audit_event (chart, seq) WHERE chart IS NOT NULL;

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT raise(ABORT, 'audit events are append-only'); END;
CREATE TRIGGER audit_event_is_never_removed BEFORE DELETE ON audit_event
BEGIN SELECT raise(ABORT, 'audit events are append-only'); END;

CREATE TABLE operation (
    -- Every operation held, in the order it came, which is causal. Never changed or removed.
    local_seq INTEGER PRIMARY KEY,
    op        BLOB NOT NULL UNIQUE CHECK (length(op) = 16),
    chart     BLOB NOT NULL CHECK (length(chart) = 16),
    record    BLOB NOT NULL CHECK (length(record) = 16),
    header    BLOB NOT NULL,
    body      BLOB NOT NULL, -- sealed under the chart's key
    signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;
CREATE INDEX operation_by_record ON operation (chart, record);
CREATE INDEX operation_by_chart ON operation (chart, local_seq, record);

CREATE TABLE unconfirmed (
    -- The outbox: operations that are not in the server's chain. Each operation has a row here or
    -- in confirmation, never in both.
    local_seq   INTEGER PRIMARY KEY REFERENCES operation,
    op_hash     BLOB NOT NULL UNIQUE CHECK (length(op_hash) = 32),
    quarantined INTEGER -- why central keeps it aside, in this epoch
) STRICT;

CREATE TABLE confirmation (
    -- Operations in the server's chain, and their place in it.
    local_seq INTEGER PRIMARY KEY REFERENCES operation,
    seq       INTEGER NOT NULL CHECK (seq > 0),
    void      INTEGER -- why it has no effect
) STRICT;

CREATE TABLE state_change (
    -- Records whose operations changed their state without a new operation: projections fold them anew.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    chart  BLOB NOT NULL CHECK (length(chart) = 16),
    record BLOB NOT NULL CHECK (length(record) = 16)
) STRICT;
CREATE INDEX state_change_by_chart ON state_change (chart, number);

CREATE TABLE device_tip (
    -- The last operation a device wrote here in a chart.
    chart      BLOB NOT NULL CHECK (length(chart) = 16),
    device     BLOB NOT NULL CHECK (length(device) = 16),
    device_seq INTEGER NOT NULL CHECK (device_seq > 0),
    op_hash    BLOB NOT NULL CHECK (length(op_hash) = 32),
    PRIMARY KEY (chart, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_head (
    -- What is held of each chart's chain, and how far central said it goes.
    chart      BLOB PRIMARY KEY CHECK (length(chart) = 16),
    seq        INTEGER NOT NULL CHECK (seq >= 0),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),
    server_seq INTEGER NOT NULL CHECK (server_seq >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
    -- The logs this workstation is to hold, as of the last exchange.
    chart BLOB PRIMARY KEY CHECK (length(chart) = 16),
    kind  INTEGER NOT NULL CHECK (kind IN (1, 2)), -- 1 a patient's, 2 the facility's
    unit  BLOB CHECK (length(unit) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_certificate (
    -- Devices whose operations may come, with their keys.
    device        BLOB PRIMARY KEY CHECK (length(device) = 16),
    verifying_key BLOB NOT NULL CHECK (length(verifying_key) = 32),
    certificate   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE intent (
    -- What people asked for and was done: the same intent is carried out once.
    intent  BLOB PRIMARY KEY CHECK (length(intent) = 16),
    records BLOB NOT NULL CHECK (length(records) % 16 = 0) -- ids one after the other
) STRICT, WITHOUT ROWID;

CREATE TABLE chart_key (
    -- Chart keys, each wrapped for one person.
    person      BLOB NOT NULL CHECK (length(person) = 16),
    chart       BLOB NOT NULL CHECK (length(chart) = 16),
    compartment INTEGER NOT NULL CHECK (compartment IN (1, 2, 3)),
    generation  INTEGER NOT NULL,
    wrapped     BLOB NOT NULL,
    PRIMARY KEY (person, chart, compartment, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    -- Notes in progress, sealed under their author's own key.
    person   BLOB NOT NULL CHECK (length(person) = 16),
    chart    BLOB NOT NULL CHECK (length(chart) = 16),
    draft    BLOB NOT NULL UNIQUE CHECK (length(draft) = 16),
    sealed   BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (person, chart)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
    -- Where a person was when the workstation locked, sealed under their own key.
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
