-- Why: people whom central knows by the hospital's sign-on provider have a password at this workstation alone, which must never be sent
-- to central. Expand: a new column. Everybody there is has a password of central's.
-- PHI columns: none.

ALTER TABLE person ADD COLUMN sign_on INTEGER NOT NULL DEFAULT 0 CHECK (sign_on IN (0, 1)); -- 1: the slot's password is of this workstation alone
