-- Why: a person signs in with something they have, too: the codes of an authenticator app. Expand.
-- Not PHI: a secret that is sealed under a key which is in no store, hashes, numbers and times of staff.

CREATE TABLE second_factor (
    person BLOB PRIMARY KEY REFERENCES person (id),
    wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)), -- 1: a code is wanted of this person; 0: no more
    set_at INTEGER NOT NULL, -- when an operator last set, reset or removed it: what is older counts no more
    secret BLOB, -- sealed; absent: nothing is set up, and nobody gets in with this account
    last_step INTEGER NOT NULL DEFAULT 0, -- the last step whose code was taken: none before it is taken again
    wrong INTEGER NOT NULL DEFAULT 0, -- codes tried in a row, each counted before it was
    code_hash BLOB CHECK (length(code_hash) = 32), -- SHA-256 of the code with which the person sets it up; absent: used, or there was none
    code_until INTEGER -- when that ends
) STRICT, WITHOUT ROWID;
