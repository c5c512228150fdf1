-- Why: a device that was withdrawn and an account that was closed say why; a device says when it was last here and that it was wiped; and
-- a withdrawn device may be wiped only once a backup has what is kept aside of it and its audit events. Expand.
-- Not PHI: words of closed sets, times, numbers, and a statement that names a device.

ALTER TABLE device ADD COLUMN revoked_why TEXT; -- a word of a closed set; absent: withdrawn by an older program
ALTER TABLE device ADD COLUMN seen_at INTEGER; -- its last contact, to a few minutes
ALTER TABLE device ADD COLUMN wiped_at INTEGER; -- when it said so
ALTER TABLE device ADD COLUMN wipe BLOB; -- its signed word that it holds nothing any more
ALTER TABLE person ADD COLUMN disabled_why TEXT; -- a word of a closed set; absent: closed by an older program
ALTER TABLE person ADD COLUMN enabled_at INTEGER; -- when a closed account was opened again, by hand
ALTER TABLE audit_head ADD COLUMN durable_seq INTEGER NOT NULL DEFAULT 0; -- the last event that the last backup has

-- Nothing leaves the quarantine: as many as there are now are those that there were.
CREATE TABLE quarantine_extent (
    chart BLOB PRIMARY KEY CHECK (length(chart) = 16), -- registered or not
    durable INTEGER NOT NULL CHECK (durable >= 1) -- how many the last backup has of those kept aside
) STRICT, WITHOUT ROWID;
