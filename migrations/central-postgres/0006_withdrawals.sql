-- Why: a device that was withdrawn and an account that was closed say why; a device says when it was last here and that it was wiped; and
-- a withdrawn device may be wiped only once a backup has what is kept aside of it and its audit events. A password can be set anew. Expand.
-- Not PHI: words of closed sets, times, numbers, and a statement that names a device.

ALTER TABLE device ADD COLUMN revoked_why TEXT COLLATE "C"; -- a word of a closed set; absent: withdrawn by an older program
ALTER TABLE device ADD COLUMN seen_at BIGINT; -- its last contact, to a few minutes
ALTER TABLE device ADD COLUMN wiped_at BIGINT; -- when it said so
ALTER TABLE device ADD COLUMN wipe BYTEA; -- its signed word that it holds nothing any more
ALTER TABLE person ADD COLUMN disabled_why TEXT COLLATE "C"; -- a word of a closed set; absent: closed by an older program
ALTER TABLE person ADD COLUMN enabled_at BIGINT; -- when a closed account was opened again, by hand
ALTER TABLE audit_head ADD COLUMN durable_seq BIGINT NOT NULL DEFAULT 0; -- the last event that the last backup has

-- Nothing leaves the quarantine: as many as there are now are those that there were.
CREATE TABLE quarantine_extent (
    chart UUID PRIMARY KEY, -- registered or not
    durable BIGINT NOT NULL CHECK (durable >= 1) -- how many the last backup has of those kept aside
);

GRANT SELECT, INSERT, DELETE ON quarantine_extent TO charthold_app;
GRANT UPDATE (revoked_why, seen_at, wiped_at, wipe) ON device TO charthold_app;
GRANT UPDATE (disabled_why, enabled_at, password) ON person TO charthold_app;
GRANT UPDATE (durable_seq) ON audit_head TO charthold_app;
