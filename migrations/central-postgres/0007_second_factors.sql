-- Why: a person signs in with something they have, too: the codes of an authenticator app. Expand.
-- Not PHI: a secret that is sealed under a key which is in no store, hashes, numbers and times of staff.

CREATE TABLE second_factor (
    person UUID PRIMARY KEY REFERENCES person (id),
    wanted SMALLINT NOT NULL CHECK (wanted IN (0, 1)), -- 1: a code is wanted of this person; 0: no more
    set_at BIGINT NOT NULL, -- when an operator last set, reset or removed it: what is older counts no more
    secret BYTEA, -- sealed; absent: nothing is set up, and nobody gets in with this account
    last_step BIGINT NOT NULL DEFAULT 0, -- the last step whose code was taken: none before it is taken again
    wrong INTEGER NOT NULL DEFAULT 0, -- codes tried in a row, each counted before it was
    code_hash BYTEA CHECK (octet_length(code_hash) = 32), -- SHA-256 of the code with which the person sets it up; absent: used, or there was none
    code_until BIGINT -- when that ends
);

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor TO charthold_app;
