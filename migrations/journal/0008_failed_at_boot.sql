-- Why: how long ago a password failed was read from the wall clock, which anybody at the workstation can set. The boot clock nobody
-- can. Expand: a new column; held_until is neither read nor written from here on. There is nothing to fill: who has failures and no
-- moment of this clock waits from the start of the machine.
-- PHI columns: none.

ALTER TABLE person ADD COLUMN failed_at_boot INTEGER CHECK (failed_at_boot >= 0); -- when the last password failed, ms since the machine started
